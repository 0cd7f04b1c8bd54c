# SPDX-License-Identifier: Apache-2.0
"""Offers to follow what a neighbour has reported: signed, so that only what was offered can be followed."""

from dataclasses import dataclass

from django.core import signing

from sidan.base.errors import NotFound, Words
from sidan.orders.models import Order
from sidan.orders.tracking import find_open
from sidan.places.names import name_of

_SALT = "sidan.public.follow"
_OFFERED_SECONDS = 6 * 3600


@dataclass(frozen=True)
class Offer:
    """An order that may be followed, and all a neighbour is shown of it: matter, area, age and stage."""

    order: Order
    token: str
    area: Words

    @classmethod
    def of(cls, order: Order) -> "Offer":
        """Return the offer of an order."""
        return cls(order, signing.dumps(order.pk, salt=_SALT), name_of(order.area_code))


def offered_order(token: str) -> Order:
    """Return the order a token offers; NotFound when it is forged, too old, or its order has ended. One query."""
    try:
        order_id = int(signing.loads(token, salt=_SALT, max_age=_OFFERED_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound("That offer is too old; please look again.") from None
    return find_open(order_id)
