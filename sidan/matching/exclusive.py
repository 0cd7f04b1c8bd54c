# SPDX-License-Identifier: Apache-2.0
"""Key companies have liaisons of their own, who serve nobody else: who these are, and the proof. Pure: no Django.

Key companies choose first: with as few seats left empty as possible among all companies, what key companies cost is the
smallest there is; then the others share whom they left, at the smallest cost there is.

Whom the key companies take, the others lose. The prices of a flow that only counts the others' empty seats say how many
seats stay empty at least, whoever is taken (a cut, after Benders). Under all cuts there are, the key companies choose,
the flow is computed for their choice, and where it leaves more seats empty than the cuts say, its prices are one cut
more. Where it does not, the choice is proved. Mostly the first is, as nobody is missed.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sidan.matching.choosing import KEY_EMPTY, Cut, at_once, chosen
from sidan.matching.flow import Flow, cheapest, first_arcs, lowest_prices, row_costs
from sidan.matching.seats import NEVER, Bools, Ints, Layout, Row


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits at the rows of key companies (-1 for nobody) and of the others.

    `gap` is 0 where it is proved; `is_fullest` says that no seating leaves fewer seats empty.
    """

    own: list[int]
    flow: Flow
    gap: int
    is_fullest: bool = True


class Search:
    """The search for who serves key companies alone."""

    def __init__(self, layout: Layout, keys: Sequence[Row], others: Sequence[Row], *, seconds: float) -> None:
        """Lay out one line for each seat of a key company, by liaisons, and the others as a question of seats alone."""
        self.lines = _lines(layout, keys)
        self.layout = replace(
            layout, cost=np.where(layout.cost < NEVER, 0, NEVER), balance_weight=0.0, change_unit=0, empty_unit=1
        )
        self.others = others
        self.until = time.monotonic() + seconds
        self.gap, self.is_fullest = 0, True
        # Nothing is known yet but that no fewer than none stay empty.
        self._cuts = [Cut(0, np.zeros_like(layout.capacity))]
        self._tried: dict[tuple[int, ...], int] = {}
        self._arcs = first_arcs(row_costs(layout, others, ~layout.is_own), others)
        self._flow_seconds = 0.0
        self._best: tuple[int, int, list[int]] | None = None

    def found(self) -> list[int]:
        """Return whom the key companies take; `gap` and `is_fullest` say how sure it is."""
        first = at_once(self.lines, np.zeros_like(self.layout.capacity))
        if self._try(first) <= max(0, self._cuts[-1].least):
            return first
        if self._left() > 0:
            # Those with the fewest seats are missed least: a good start, and a cut where it matters.
            self._try(at_once(self.lines, self.layout.capacity))
        fewest, self.is_fullest = self._least(most=None)
        if self.is_fullest:
            least, is_proved = self._least(most=fewest)
            self.gap = 0 if is_proved else max(1, self._own_cost(self._known()) - least)
        return self._known()

    def _left(self) -> float:
        """Return the seconds until a flow must begin at the latest: it cannot be stopped."""
        return self.until - time.monotonic() - self._flow_seconds

    def _least(self, *, most: int | None) -> tuple[int, bool]:
        """Return what is the least there is, empty seats or cost, and whether that is proved; a bound where not."""
        bound = 0
        while (left := self._left()) > 0:
            found = chosen(self.lines, self._cuts, most=most, seconds=left)
            if found is None:
                break
            bound = max(bound, found.bound)
            told = max(cut.empty(found.own) for cut in self._cuts)
            # What is known of time is an estimate; half a flow more is no matter.
            if self._left() < -self._flow_seconds / 2:
                break
            if self._try(found.own) <= told and found.is_best:
                return self._empty_own(found.own) + told if most is None else self._own_cost(found.own), True
        return bound, False

    def _try(self, own: list[int]) -> int:
        """Return how many seats of others stay empty at least with a choice; its prices are one cut more."""
        if tuple(own) in self._tried:
            return self._tried[tuple(own)]
        began = time.monotonic()
        taken = [each for each in own if each >= 0]
        open_to = ~self.layout.is_own
        open_to[taken] = False
        flow = cheapest(self.layout, self.others, open_to=open_to, arcs=self._arcs)
        self._arcs |= flow.arcs
        price = flow.price.copy()
        price[taken] = lowest_prices(self.layout, self.others, flow, taken)
        # Who serves somebody by hand cannot be taken.
        free = (self.layout.load == 0) & ~self.layout.is_own
        each = np.where(free, self.layout.capacity * np.maximum(price, 0), 0)
        self._cuts.append(Cut(flow.cost - int(each[taken].sum()), each))
        here = (flow.cost + self._empty_own(own), self._own_cost(own), own)
        self._best = here if self._best is None else min(self._best, here)
        self._flow_seconds = time.monotonic() - began
        self._tried[tuple(own)] = flow.cost
        return flow.cost

    def _known(self) -> list[int]:
        """Return the best choice so far."""
        assert self._best is not None
        return self._best[2]

    def _empty_own(self, own: Sequence[int]) -> int:
        """Return what the seats of key companies count that a choice leaves empty."""
        return KEY_EMPTY * sum(1 for each in own if each < 0)

    def _own_cost(self, own: Sequence[int]) -> int:
        """Return what the seats of key companies cost."""
        return sum(int(self.lines[row, each]) for row, each in enumerate(own) if each >= 0)


def _lines(layout: Layout, keys: Sequence[Row]) -> Ints:
    """Return what each seat of a key company costs by liaison: change above quality, NEVER where it may not be."""
    people = len(layout.capacity)
    alone = np.array([layout.slot(liaison, 1) for liaison in range(people)], dtype=np.int64)
    seats = [(row.company, may) for row in keys for may in row.may]
    companies = [company for company, _may in seats]
    may = np.array([may for _company, may in seats], dtype=bool).reshape(-1, people)
    # Somebody who serves others by hand, or a key company already, cannot be a key company's own any more.
    may &= (layout.cost[companies] < NEVER) & (layout.load == 0) & ~layout.is_own
    found = np.where(may, layout.quality[companies] + alone, 0)
    # No more than it takes, so that sums stay small: a change outweighs what all key companies cost besides.
    change = int(found.max(axis=1, initial=0).sum()) + 1
    found += np.where(layout.cost[companies] > layout.quality[companies], change, 0)
    return np.where(may, found, NEVER)


def together(layout: Layout, keys: Sequence[Row], others: Sequence[Row], *, seconds: float) -> Seating:
    """Return who serves key companies alone, and the cheapest seating of the others by everybody else."""
    if not len(layout.capacity):
        nobody = Flow([[-1] * len(row.seats) for row in others], layout.load, 0, True, np.zeros((0, 0), dtype=bool))
        return Seating([-1 for row in keys for _ in row.seats], nobody, gap=0)
    search = Search(layout, keys, others, seconds=seconds)
    own = search.found() if keys else []
    open_to: Bools = ~layout.is_own
    open_to[[each for each in own if each >= 0]] = False
    flow = cheapest(layout, others, open_to=open_to)
    return Seating(own, flow, search.gap if flow.is_proved else max(1, search.gap), search.is_fullest)
