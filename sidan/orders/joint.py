# SPDX-License-Identifier: Apache-2.0
"""The shares of an order: who leads, who assists, which parties stand side by side, and what they owe.

A share lives until it ends. A programme says what an order waits for, the lead, every party or most of them; the
questions here are what its guards ask.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sidan.orders.models import Order, Share
from sidan.people.days import city_today, held_on
from sidan.people.models import Post, Unit
from sidan.places.prepared import run

_GIVE = """
    INSERT INTO orders_share (order_id, part, given_at, answer, is_on_paper, unit_id)
    SELECT %s, %s, %s::timestamptz, '', false, unnest(%s::bigint[])
"""


def give(order: Order, units: Sequence[Unit], *, part: str, at: datetime) -> None:
    """Write a living share for each of the units. One query."""
    run(_GIVE, [order.pk, part, at, [unit.pk for unit in units]])


def living(order: Order, *, part: str = "") -> QuerySet[Share]:
    """Return the shares that have not ended, of one part or of all."""
    shares = Share.objects.filter(order=order, ended_at__isnull=True)
    return shares.filter(part=part) if part else shares


def names_of(shares: Iterable[Share]) -> str:
    """Return the names of the units of shares, as a sentence lists them."""
    return "、".join(share.unit.name for share in shares)


def owing(order: Order, *, part: str) -> list[Share]:
    """Return the living shares of a part that are not answered. One query."""
    return list(living(order, part=part).filter(answered_at__isnull=True).select_related("unit").order_by("pk"))


def owed_by(order: Order, unit_id: int | None) -> QuerySet[Share]:
    """Return the living share that a unit has not answered; none for nobody."""
    return living(order).filter(answered_at__isnull=True, unit_id=unit_id or 0)


def owed_outside(order: Order) -> QuerySet[Share]:
    """Return the party shares not answered whose units have nobody in this system today, so that paper must do."""
    at_work = Post.objects.filter(held_on(city_today()), unit=OuterRef("unit"), user__is_active=True)
    return living(order, part="party").filter(~Exists(at_work), answered_at__isnull=True)


def answer(shares: QuerySet[Share], *, at: datetime, **more: Any) -> int:
    """Mark shares as answered and return how many there were. One query."""
    return shares.update(answered_at=at, **more)
