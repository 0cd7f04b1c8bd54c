# SPDX-License-Identifier: Apache-2.0
"""Merging several orders at once into the oldest: each is a move of its own, made or refused by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sidan.base.errors import Refused
from sidan.orders.allowed import moves_for
from sidan.orders.declare import Move
from sidan.orders.models import Order
from sidan.orders.moves import make
from sidan.orders.registry import programme_of
from sidan.people.actors import Actor

MOST_AT_ONCE = 20
_MERGES = "link_merged"


@dataclass(frozen=True)
class Merged:
    """What became of merging one order: nothing to say when it was done, otherwise why it was not."""

    order: Order
    refused: Refused | None = None


def merging_move(actor: Actor, order: Order) -> Move | None:
    """Return the move by which the actor may merge an order into another now; None otherwise. No query."""
    return next((move for move in moves_for(actor, order) if _MERGES in move.does), None)


def duplicate_field(order: Order, move: Move) -> str:
    """Return the field in which a move asks for the order to merge into."""
    fields = programme_of(order).fields
    return next(code for code in move.asks if fields[code].type == "order")


def chosen_orders(actor: Actor, numbers: Sequence[str]) -> list[Order]:
    """Return the orders of these numbers that the actor may see, the oldest first; one query, at most MOST_AT_ONCE."""
    seen = Order.objects.open().visible_to(actor).filter(number__in=list(dict.fromkeys(numbers))[:MOST_AT_ONCE])
    return list(seen.order_by("created_at", "pk"))


def merge_into_oldest(orders: Sequence[Order], *, by: Actor, expect: Mapping[str, int]) -> list[Merged]:
    """Merge all orders but the first into it, each in a transaction of its own, and return what became of each.

    `expect` are the versions that were seen, by number.
    """
    if not orders:
        return []
    leading, *others = orders
    return [Merged(order, _refusal(order, leading, by=by, expect=expect.get(order.number))) for order in others]


def _refusal(order: Order, leading: Order, *, by: Actor, expect: int | None) -> Refused | None:
    """Merge one order and return why that was refused, None when it was done."""
    move = merging_move(by, order)
    if move is None or order.programme != leading.programme:
        return Refused("It cannot be merged now, or is not yours to merge.")
    try:
        make(order, move.code, {duplicate_field(order, move): leading.number}, by=by, expect=expect)
    except Refused as refused:
        return refused
    return None
