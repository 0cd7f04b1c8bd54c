# SPDX-License-Identifier: Apache-2.0
"""Crews that two regions of a cover count as theirs, settled: a crew goes on in one region. Pure.

A column counts the crew that keeps most there, so that a cover counts at least what crews can keep that each go to one
region: its cost is a bound. Where a crew is counted twice there are two cases, its region holds a certain one of its
areas or it does not, and each is solved with the crew counted there alone, until nothing undecided is cheaper than the
best plan known (branch and bound).
"""

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sidan.places.redraw.columns import Columns
from sidan.places.redraw.crews import matched
from sidan.places.redraw.instance import Real, Whole
from sidan.places.redraw.model import Cover, Model
from sidan.places.redraw.parts import Part

# A cover, whether nothing is cheaper, and what no cover costs less than.
Solved = tuple[Cover, bool, float]
# Solves a model, given any cover and its cost.
Solve = Callable[[Model, Cover], Solved]

_MOST_CASES = 200  # solved before the bound is taken as it is
_TINY = 1e-7  # of a cost, far below one household


def settled(part: Part, model: Model, solved: Solved, *, price: float, solve: Solve) -> Solved:
    """Return the cheapest cover when each crew counts once; `price` is that of a household that loses its crew.

    `solved` is the answer to `model`, whose costs let each column count the crew that keeps most there.
    """
    if not price:
        return solved
    table = _Counted.of(part, model.columns)
    if not len(table.crews):
        return solved
    plain = model.costs + price * table.most(table.all_count())
    root, is_proved, bound = solved
    best = Cover(root.chosen, table.true_cost(root, plain, price=price))
    cases = [(bound, 0, is_proved, root, table.all_count())]
    given_up = math.inf
    count = 0
    while cases and cases[0][0] < best.cost - _TINY:
        bound, _, is_proved, cover, counted = heapq.heappop(cases)
        pivot = table.disputed(cover, counted)
        if pivot is None or count >= _MOST_CASES:
            given_up = min(given_up, bound)
            continue
        for case in table.cases(counted, *pivot):
            count += 1
            other = replace(model, costs=plain - price * table.most(case))
            found, is_proved, low = solve(other, best)
            true = table.true_cost(found, plain, price=price)
            if true < best.cost - _TINY:
                best = Cover(found.chosen, true)
            heapq.heappush(cases, (max(bound, low), count, is_proved, found, case))
    bound = min([given_up, best.cost, *(case[0] for case in cases[:1])])
    return best, bound >= best.cost - _TINY, bound


def least_moved(columns: Columns, costs: Real, moved: Real, *, regions: int, bound: float, price: float) -> int:
    """Return how many households lose their crew in any plan at least, as far as a bound of the whole cost shows.

    `costs` less the price of `moved` is what else a column costs; no plan costs more of that than its worst columns.
    """
    if not price or not len(columns):
        return 0
    rest = float((costs - price * moved).max())
    return max(0, math.ceil((bound - regions * rest) / price - 1e-4))


@dataclass(frozen=True, eq=False)
class _Counted:
    """What columns keep: `alone` by the best crew of one area, `table` by each crew of several, one to a column.

    `crews` are the numbers of those crews; a crew of one area cannot be counted twice.
    """

    part: Part
    columns: Columns
    crews: Whole
    alone: Real
    table: Real

    @classmethod
    def of(cls, part: Part, columns: Columns) -> "_Counted":
        """Return what the columns of a part keep."""
        held = part.crews[(part.crews >= 0) & (part.households > 0)]
        crews = np.flatnonzero(np.bincount(held, minlength=1) > 1)
        table, alone = np.zeros((len(columns), len(crews))), np.zeros(len(columns))
        if not len(crews):
            return cls(part, columns, crews, alone, table)
        for k, crew in enumerate(crews.tolist()):
            areas = np.flatnonzero(part.crews == crew)
            table[:, k] = columns.members[:, areas] @ part.households[areas].astype(np.float64)
        for area in np.flatnonzero((part.crews >= 0) & ~np.isin(part.crews, crews)).tolist():
            np.maximum(alone, columns.members[:, area] * float(part.households[area]), out=alone)
        return cls(part, columns, crews, alone, table)

    def all_count(self) -> npt.NDArray[np.bool_]:
        """Return a table in which each crew counts wherever it has an area."""
        return self.table > 0

    def most(self, counted: npt.NDArray[np.bool_]) -> Real:
        """Return the households that each column keeps when crews count only where told."""
        kept = np.where(counted, self.table, 0).max(axis=1, initial=0)
        return np.asarray(np.maximum(self.alone, kept), dtype=np.float64)

    def true_cost(self, cover: Cover, plain: Real, *, price: float) -> float:
        """Return the cost of a cover when crews go where they keep most in all, each to one region."""
        rows = list(cover.chosen)
        gain = self.table[rows] - self.alone[rows, None]
        where, who = np.nonzero(gain > 0)
        pairs = matched(who, where, gain[where, who])
        kept = self.alone[rows].sum() + gain[where[pairs], who[pairs]].sum()
        return float(plain[rows].sum() - price * kept)

    def disputed(self, cover: Cover, counted: npt.NDArray[np.bool_]) -> tuple[int, int] | None:
        """Return a crew that two regions of a cover count, and one of its areas in one of them; None without any."""
        rows = np.array(cover.chosen)
        own = np.where(counted[rows], self.table[rows], 0)
        who = np.where(own.max(axis=1) > self.alone[rows], own.argmax(axis=1), -1)
        times = np.bincount(who[who >= 0], minlength=len(self.crews))
        if not (times > 1).any():
            return None
        crew = int(times.argmax())
        row = rows[np.flatnonzero(who == crew)[0]]
        held = (self.part.crews == self.crews[crew]) & (self.part.households > 0)
        return crew, int(np.flatnonzero(held & (self.columns.members[row] > 0))[0])

    def cases(self, counted: npt.NDArray[np.bool_], crew: int, area: int) -> Iterator[npt.NDArray[np.bool_]]:
        """Yield the two cases: the crew's region holds the area, or it does not."""
        holds = self.columns.members[:, area] > 0
        for side in (holds, ~holds):
            case = counted.copy()
            case[:, crew] &= side
            yield case
