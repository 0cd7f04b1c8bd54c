# SPDX-License-Identifier: Apache-2.0
"""Key companies have liaisons of their own, who serve nobody else: who these are, and the proof. Pure: no Django.

Key companies choose first: with as few seats left empty as possible among all companies, what key companies cost is the
smallest there is; then the others share whom they left, at the smallest cost there is.

Whom the key companies take, the others lose. The prices of a flow that only counts the others' empty seats say how many
seats each liaison is worth to them; with these prices the key companies choose (an assignment), the flow is computed
anew, and so on. Each turn gives a true bound from below (Lagrange) and a true seating from above. Mostly the first turn
proves it, as nobody is missed; where the two do not meet, liaisons are closed to one side or the other one after
another (branch and bound).
"""

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
from scipy.optimize import linear_sum_assignment

from sidan.matching.flow import Flow, cheapest, first_arcs, lowest_price, row_costs
from sidan.matching.seats import NEVER, Bools, Ints, Layout, Row

MOST_TURNS = 12


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits at the rows of key companies (-1 for nobody) and of the others; `gap` is 0 where it is proved."""

    own: list[int]
    flow: Flow
    gap: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """Whom the key companies take, and what that and the others' empty seats cost."""

    own: list[int]
    cost: int


@dataclass(order=True, slots=True)
class _Branch:
    """A part of the search: liaisons closed to key companies, or kept for them alone, and what it costs at least."""

    bound: int
    number: int
    closed: frozenset[int] = field(compare=False)
    kept: frozenset[int] = field(compare=False)


class Search:
    """The search for who serves key companies alone."""

    def __init__(self, layout: Layout, keys: Sequence[Row], others: Sequence[Row], *, seconds: float) -> None:
        """Lay out one line for each seat of a key company, by liaisons, and the others as a question of seats alone."""
        people = len(layout.capacity)
        alone = np.array([layout.slot(liaison, 1) for liaison in range(people)], dtype=np.int64)
        lines = np.array(
            [
                np.where(row.may[seat], layout.cost[row.company], NEVER)
                for row in keys
                for seat in range(len(row.seats))
            ],
            dtype=np.int64,
        ).reshape(-1, people)
        lines = np.where(lines < NEVER, lines + alone, NEVER)
        # Somebody who serves others by hand, or a key company already, cannot be a key company's own any more.
        lines[:, (layout.load > 0) | layout.is_own] = NEVER
        self.lines = lines
        unit = int(np.where(lines < NEVER, lines, 0).max(axis=1, initial=0).sum()) + 1
        self.layout = replace(
            layout, cost=np.where(layout.cost < NEVER, 0, NEVER), balance_weight=0.0, change_unit=0, empty_unit=unit
        )
        self.others = others
        self.until = time.monotonic() + seconds
        self.best: _Choice | None = None
        self._arcs = first_arcs(row_costs(layout, others, ~layout.is_own), others)
        self._known: dict[frozenset[int], tuple[Flow, Ints]] = {}

    def found(self) -> tuple[list[int], int]:
        """Return whom the key companies take, and how far that may be from the best."""
        numbers = count()
        first = _Branch(0, next(numbers), frozenset(), frozenset())
        first.bound = self._bounded(first)[0]
        waiting = [first]
        assert self.best is not None
        while waiting and waiting[0].bound < self.best.cost:
            if time.monotonic() > self.until:
                return self.best.own, self.best.cost - waiting[0].bound
            branch = heapq.heappop(waiting)
            _, split = self._bounded(branch)
            if split is None:
                continue
            for closed, kept in (
                (branch.closed | {split}, branch.kept),
                (branch.closed, branch.kept | {split}),
            ):
                child = _Branch(branch.bound, next(numbers), closed, kept)
                child.bound = max(branch.bound, self._bounded(child)[0])
                heapq.heappush(waiting, child)
        return self.best.own, 0

    def _bounded(self, branch: _Branch) -> tuple[int, int | None]:
        """Return what a branch costs at least, and the liaison to part it by (None when that is what it costs)."""
        bound, split, worth = -NEVER, None, np.zeros(len(self.layout.capacity), dtype=np.int64)
        for _turn in range(MOST_TURNS):
            own = self._chosen(worth, branch)
            taken = frozenset(each for each in own if each >= 0) | branch.kept
            flow, price = self._flow(taken)
            cost = flow.cost + self._own_cost(own)
            if self.best is None or cost < self.best.cost:
                self.best = _Choice(own, cost)
            worth = self._worth(price)
            least = self._least(worth, branch)
            here = flow.cost + least - int(worth[sorted(taken - branch.kept)].sum())
            bound = max(bound, here)
            if cost <= bound:
                return bound, None
            again = self._chosen(worth, branch)
            differing = sorted(set(again) ^ set(own) - {-1})
            open_now = [each for each in differing if each >= 0 and each not in branch.closed | branch.kept]
            split = open_now[0] if open_now else self._any_open(own, branch)
            if again == own:
                break
        return bound, split

    def _any_open(self, own: Sequence[int], branch: _Branch) -> int | None:
        """Return a liaison of a key company that the branch leaves open, or None."""
        return next((each for each in own if each >= 0 and each not in branch.kept | branch.closed), None)

    def _flow(self, taken: frozenset[int]) -> tuple[Flow, Ints]:
        """Return the others' cheapest flow without those taken, and the prices with those of the taken filled in."""
        if taken not in self._known:
            open_to = ~self.layout.is_own
            open_to[sorted(taken)] = False
            flow = cheapest(self.layout, self.others, open_to=open_to, arcs=self._arcs)
            self._arcs |= flow.arcs
            self._known[taken] = flow, self._completed(flow, taken)
        return self._known[taken]

    def _completed(self, flow: Flow, taken: frozenset[int]) -> Ints:
        """Return prices for everybody: of those taken the lowest at which no company would rather have them."""
        price = flow.price.copy()
        for liaison in taken:
            price[liaison] = lowest_price(self.layout, self.others, flow, liaison)
        return price

    def _worth(self, price: Ints) -> Ints:
        """Return what all seats of each liaison are worth to the others at these prices."""
        found = np.zeros_like(price)
        for liaison, each in enumerate(price):
            if self.layout.load[liaison] == 0 and not self.layout.is_own[liaison]:
                capacity = int(self.layout.capacity[liaison])
                steps = (self.layout.slot(liaison, number) for number in range(1, capacity + 1))
                found[liaison] = sum(max(0, int(each) - step) for step in steps)
        return found

    def _priced(self, worth: Ints, branch: _Branch) -> tuple[Ints, int]:
        """Return the lines of key seats with what the others lose, and the cost of an empty one."""
        lines = np.where(self.lines < NEVER, self.lines + worth, NEVER)
        lines[:, sorted(branch.closed)] = NEVER
        for liaison in branch.kept:
            lines[:, liaison] = np.where(self.lines[:, liaison] < NEVER, self.lines[:, liaison], NEVER)
        return lines, 2 * self.layout.empty_unit

    def _chosen(self, worth: Ints, branch: _Branch) -> list[int]:
        """Return for each seat of a key company the liaison it takes at these prices, or -1."""
        lines, empty = self._priced(worth, branch)
        size = len(lines)
        table = np.hstack([np.where(lines < NEVER, lines, np.inf), np.full((size, size), float(empty))])
        _, columns = linear_sum_assignment(table)
        people = lines.shape[1]
        return [int(each) if each < people and lines[row, each] < NEVER else -1 for row, each in enumerate(columns)]

    def _least(self, worth: Ints, branch: _Branch) -> int:
        """Return what the key companies cost at least at these prices."""
        lines, empty = self._priced(worth, branch)
        own = self._chosen(worth, branch)
        return sum(int(lines[row, each]) if each >= 0 else empty for row, each in enumerate(own))

    def _own_cost(self, own: Sequence[int]) -> int:
        """Return what the seats of key companies cost."""
        empty = 2 * self.layout.empty_unit
        return sum(int(self.lines[row, each]) if each >= 0 else empty for row, each in enumerate(own))


def together(layout: Layout, keys: Sequence[Row], others: Sequence[Row], *, seconds: float) -> Seating:
    """Return who serves key companies alone, and the cheapest seating of the others by everybody else."""
    if not len(layout.capacity):
        nobody = Flow([[-1] * len(row.seats) for row in others], layout.load, 0, True, np.zeros((0, 0), dtype=bool))
        return Seating([-1 for row in keys for _ in row.seats], nobody, gap=0)
    own, gap = Search(layout, keys, others, seconds=seconds).found() if keys else ([], 0)
    open_to: Bools = ~layout.is_own
    open_to[[each for each in own if each >= 0]] = False
    flow = cheapest(layout, others, open_to=open_to)
    return Seating(own, flow, gap if flow.is_proved else max(1, gap))
