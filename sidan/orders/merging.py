# SPDX-License-Identifier: Apache-2.0
"""Orders about the same trouble handled as one: which leads, which were merged into it, and what their reporters say.

A merger is a tie from the order that ended as merged to the one it went on in; several make a chain or a tree. Taking
one back removes its own tie alone: what was merged into it goes with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sidan.orders.models import Order
from sidan.orders.ties import Link

MERGED = "merged"
LONGEST_CHAIN = 5
# Of everything that ends an order only these follow an answer.
_AFTER_AN_ANSWER = ("solved", "partly", "explained", "unrated", "done")


@dataclass(frozen=True)
class Verdicts:
    """How the reporters of the orders merged into one judge it: how many there are, and how many say what."""

    merged: int
    solved: int
    partly: int
    unsolved: int

    @property
    def judged(self) -> int:
        """Return how many have judged."""
        return self.solved + self.partly + self.unsolved


def leading_order(order: Order) -> Order | None:
    """Return the order at the end of a chain of mergers; None for one that was not merged. A query for each merger."""
    found: Order | None = None
    for _ in range(LONGEST_CHAIN):
        links = Link.objects.filter(kind=MERGED, source=found or order).order_by("-pk")
        link = links.select_related("target", "target__unit", "target__matter").first()
        if link is None:
            break
        found = link.target
        if found.outcome != MERGED:
            break
    return found


def merged_orders(order: Order) -> list[Order]:
    """Return the orders that were merged into one, also by way of others; a query for each generation."""
    found: list[Order] = []
    generation: Sequence[Order] = [order]
    for _ in range(LONGEST_CHAIN):
        links = Link.objects.filter(kind=MERGED, target__in=generation, source__outcome=MERGED)
        generation = [link.source for link in links.select_related("source", "source__contact").order_by("pk")]
        if not generation:
            break
        found += generation
    return found


def verdicts_on(order: Order) -> Verdicts | None:
    """Return how the merged reporters judge an order, as numbers alone; None where nothing was merged into it."""
    said = [each.solved for each in merged_orders(order)]
    return Verdicts(len(said), said.count("yes"), said.count("partly"), said.count("no")) if said else None


def is_answered(order: Order) -> bool:
    """Say whether an order was answered, so that it can be judged."""
    return order.kind == "checking" or (order.is_closed and order.outcome in _AFTER_AN_ANSWER)


def part(order: Order) -> None:
    """End the tie of an order to the one it was merged into. One query."""
    Link.objects.filter(kind=MERGED, source=order).delete()
