# SPDX-License-Identifier: Apache-2.0
"""Receipts of what was bought for an order; neither a number nor a picture is taken twice, in any order or county."""

from datetime import datetime

from django.db import IntegrityError, transaction

from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.orders.purses import Receipt


def keep_receipt(
    order: Order, *, number: str, amount_fen: int, picture_digest: str, by_id: int | None, at: datetime
) -> int:
    """Keep a receipt and return the sum of the order's; Refused when its number or picture was taken before."""
    require_new_receipt(number, picture_digest)
    try:
        with transaction.atomic():
            Receipt.objects.create(
                order=order,
                number=plain_number(number),
                amount_fen=amount_fen,
                picture_digest=picture_digest,
                by_id=by_id,
                made_at=at,
            )
    except IntegrityError:
        # Another order took the same receipt in this very moment.
        require_new_receipt(number, picture_digest)
        raise
    return sum(receipt.amount_fen for receipt in receipts_of(order))


def require_new_receipt(number: str, picture_digest: str) -> None:
    """Refuse a receipt whose number or picture was taken before, for this order or any other. Two queries."""
    plain = plain_number(number)
    if not plain:
        raise Refused("Write the number that is printed on the receipt.")
    if Receipt.objects.filter(number=plain).exists():
        raise Refused("The receipt %(number)s has been handed in before.", number=plain)
    if Receipt.objects.filter(picture_digest=picture_digest).exists():
        raise Refused("The picture of this receipt has been handed in before.")


def receipts_of(order: Order) -> list[Receipt]:
    """Return the receipts of an order in the order in which they came. One query."""
    return list(Receipt.objects.filter(order=order).order_by("pk"))


def plain_number(number: str) -> str:
    """Return a receipt's number without what people write differently: spaces, hyphens, case."""
    return "".join(sign for sign in number.upper() if sign.isalnum())
