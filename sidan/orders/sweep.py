# SPDX-License-Identifier: Apache-2.0
"""The clock's own moves: whatever is due is made by it, one order a transaction."""

import logging
from datetime import datetime

from django.db import transaction

from sidan.orders.allowed import moves_open
from sidan.orders.models import Order
from sidan.orders.moves import make
from sidan.orders.registry import programme_of
from sidan.people.actors import Actor

BATCH = 500
logger = logging.getLogger(__name__)


def sweep(now: datetime, *, most: int = 10_000) -> int:
    """Make the clock's move for every open order due at `now`, and return how many were made.

    Several sweepers may run at once: each takes orders no other holds. An order that cannot be moved is logged and
    left, and never stops the others. At most `most` orders; the next sweep takes the rest.
    """
    made = 0
    failed: set[int] = set()
    while made < most:
        due = _due(now, besides=failed)
        if not due:
            break
        for order in due:
            if _pass(order, now):
                made += 1
            else:
                failed.add(order.pk)
    return made


def _due(now: datetime, *, besides: set[int]) -> list[Order]:
    """Return the next orders whose time is up, the longest overdue first. One query on the index of open orders."""
    waiting = Order.objects.open().filter(due_at__lte=now).exclude(pk__in=besides)
    return list(waiting.order_by("due_at", "id")[:BATCH])


def _pass(order: Order, now: datetime) -> bool:
    """Make the clock's move for one order and say whether it was made; another sweeper's order counts as not made."""
    try:
        with transaction.atomic():
            locked = Order.objects.select_for_update(skip_locked=True).filter(pk=order.pk, due_at__lte=now).first()
            if locked is None:
                return False
            move = next(move for move in moves_open(programme_of(locked), locked) if "clock" in move.by)
            make(locked, move.code, {}, by=Actor.clock())
    except Exception:
        logger.exception("The clock could not move order %s.", order.number)
        return False
    return True
