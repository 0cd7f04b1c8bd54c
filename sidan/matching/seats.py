# SPDX-License-Identifier: Apache-2.0
"""A problem laid out for computing: whole numbers for costs, one row for each company that still wants somebody. Pure.

Three aims stand one above the other: empty seats, today's pairs given up (where that is asked for), cost. They become
one number by weights so large that no sum of a lower aim ever outweighs one of a higher. A company with nobody counts
one seat more than its empty seats, so that teams do not starve others; a seat of a key company counts twice.
"""

from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from sidan.matching.costs import Costs
from sidan.matching.problem import Problem

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
# Costs are kept to a ten-thousandth.
SCALE = 10_000
# More than any cost, and far from the end of the numbers.
NEVER = 1 << 60


@dataclass(slots=True)
class Row:
    """A company that wants somebody: its number, the seats still empty, and who may take each (seats by liaisons)."""

    company: int
    seats: list[int]
    may: Bools
    is_key: bool = False
    # Somebody sits there already, set by hand.
    is_begun: bool = False

    def empty_costs(self, unit: int) -> list[int]:
        """Return what the first, second, … empty seat costs, in units of one empty seat."""
        if self.is_key:
            return [2 * unit] * len(self.seats)
        last = unit if self.is_begun else 2 * unit
        return [unit] * (len(self.seats) - 1) + [last]


@dataclass(slots=True)
class Layout:
    """Everything the computing needs.

    `cost` (companies by liaisons) holds quality and, above it, `change_unit` for a pair that is none of today's; NEVER
    where it may not be. `load` is what was set by hand, `room` what is left, both by liaison; `is_own` marks liaisons
    whom a key company has by hand.
    """

    costs: Costs
    cost: Ints
    quality: Ints
    rows: list[Row]
    capacity: Ints
    load: Ints
    is_own: Bools
    taken: list[tuple[int, int, int]]
    balance_weight: float
    change_unit: int
    empty_unit: int

    def slot(self, liaison: int, number: int) -> int:
        """Return what the number-th seat (from 1) of a liaison adds to the balance."""
        capacity = int(self.capacity[liaison])
        return round(SCALE * self.balance_weight * (2 * number - 1) / capacity) if capacity else NEVER


def laid_out(problem: Problem) -> Layout:
    """Return a problem as whole numbers, with what was set by hand taken out of it."""
    costs = Costs(problem)
    table = costs.table
    barred = ~np.isfinite(table)
    quality = np.rint(np.where(barred, 0.0, table) * SCALE).astype(np.int64)
    capacity = np.array([each.capacity for each in problem.supplies], dtype=np.int64)
    seats = sum(demand.team for demand in problem.demands)
    highest = int(quality.max(initial=0)) + round(SCALE * problem.weights.balance * 2) + 1
    change_unit = seats * highest + 1 if problem.fewest_changes else 0
    empty_unit = (seats + 1) * (change_unit + highest) + 1
    cost = quality.copy()
    if change_unit:
        cost += change_unit
        for company, liaison in problem.kept:
            if company in costs.companies and liaison in costs.liaisons:
                cost[costs.companies[company], costs.liaisons[liaison]] -= change_unit
    cost[barred] = NEVER
    found = Layout(
        costs=costs,
        cost=cost,
        quality=quality,
        rows=[],
        capacity=capacity,
        load=np.zeros(len(problem.supplies), dtype=np.int64),
        is_own=np.zeros(len(problem.supplies), dtype=bool),
        taken=[],
        balance_weight=problem.weights.balance,
        change_unit=change_unit,
        empty_unit=empty_unit,
    )
    _take_by_hand(found, problem)
    return found


def seat_skill(problem: Problem, company: int, seat: int) -> str:
    """Return the skill a seat asks for: of a team that of its place, "" for a single seat."""
    demand = problem.demands[company]
    return demand.needs[seat] if demand.team > 1 else ""


def _take_by_hand(layout: Layout, problem: Problem) -> None:
    """Seat the pairs set by hand, those of key companies first, and make rows of what is left."""
    by_hand: dict[int, list[int]] = {}
    for company, liaison in sorted(problem.fixed):
        if company in layout.costs.companies and liaison in layout.costs.liaisons:
            by_hand.setdefault(layout.costs.companies[company], []).append(layout.costs.liaisons[liaison])
    for place in sorted(range(len(problem.demands)), key=lambda each: (not problem.demands[each].is_key, each)):
        demand = problem.demands[place]
        skills = [seat_skill(problem, place, seat) for seat in range(demand.team)]
        allowed = layout.cost[place] < NEVER
        may = np.array([allowed & layout.costs.has_skill(skill) if skill else allowed for skill in skills])
        sitting = _sitting(layout, may, by_hand.get(place, []), is_key=demand.is_key)
        for seat, person in sitting.items():
            layout.taken.append((place, seat, person))
            layout.load[person] += 1
            layout.is_own[person] |= demand.is_key
        empty = [seat for seat in range(demand.team) if seat not in sitting]
        if empty:
            left = may[empty]
            left[:, list(sitting.values())] = False
            layout.rows.append(Row(place, empty, left, is_key=demand.is_key, is_begun=bool(sitting)))


def _sitting(layout: Layout, may: Bools, liaisons: list[int], *, is_key: bool) -> dict[int, int]:
    """Return seat and liaison of as many of the pairs set by hand as may be together."""
    free = [
        each
        for each in liaisons
        if layout.load[each] < layout.capacity[each] and not layout.is_own[each] and not (is_key and layout.load[each])
    ]
    for many in range(min(len(free), len(may)), 0, -1):
        for chosen in permutations(free, many):
            for seats in permutations(range(len(may)), many):
                if all(may[seat, liaison] for seat, liaison in zip(seats, chosen, strict=True)):
                    return dict(zip(seats, chosen, strict=True))
    return {}
