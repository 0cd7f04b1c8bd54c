# SPDX-License-Identifier: Apache-2.0
"""Which liaisons key companies take, under what is known of how many seats that leaves empty at others. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import linear_sum_assignment

from sidan.matching.seats import NEVER, Ints

# What a seat of a key company that stays empty counts, in empty seats.
KEY_EMPTY = 2
# More than there can be.
MOST_EMPTY = 1 << 30


@dataclass(frozen=True, slots=True)
class Cut:
    """Whoever is taken: others leave `least` seats empty and, for each liaison taken, so many more as `each` says."""

    least: int
    each: Ints

    def empty(self, own: Sequence[int]) -> int:
        """Return how many seats stay empty at least when these liaisons are taken (-1 is nobody)."""
        return self.least + sum(int(self.each[liaison]) for liaison in own if liaison >= 0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom each seat of a key company takes (-1 for nobody), and what any choice comes to at least."""

    own: list[int]
    bound: int
    is_best: bool


def at_once(lines: Ints, missed: Ints) -> list[int]:
    """Return the choice that leaves the fewest seats of key companies empty, then is `missed` least, then is cheapest.

    `missed` says by liaison how much it matters to others that somebody is taken; it decides nothing about the proof.
    """
    size, people = lines.shape
    unit = int(np.where(lines < NEVER, lines, 0).max(axis=1, initial=0).sum()) + 1
    priced = np.where(lines < NEVER, lines + unit * missed.astype(np.float64), np.inf)
    empty = np.full((size, size), unit * (1.0 + size * int(missed.max(initial=0))))
    _, columns = linear_sum_assignment(np.hstack([priced, empty]))
    return [int(each) if each < people else -1 for each in columns]


def chosen(lines: Ints, cuts: Sequence[Cut], *, most: int | None, seconds: float) -> Chosen | None:
    """Return the choice that leaves the fewest seats empty or, told the `most` there may be, the cheapest of those.

    `lines` hold what each seat costs by liaison. CP-SAT finds it; None where the time ran out before it had any.
    """
    model = cp_model.CpModel()
    places = np.argwhere(lines < NEVER).tolist()
    sits = {(seat, liaison): model.new_bool_var("") for seat, liaison in places}
    by_seat: list[list[cp_model.IntVar]] = [[model.new_bool_var("")] for _ in lines]
    by_liaison: dict[int, list[cp_model.IntVar]] = {}
    for (seat, liaison), sitting in sits.items():
        by_seat[seat].append(sitting)
        by_liaison.setdefault(liaison, []).append(sitting)
    for here in by_seat:
        model.add_exactly_one(here)
    taken = {liaison: model.new_bool_var("") for liaison in by_liaison}
    for liaison, there in by_liaison.items():
        model.add(sum(there) == taken[liaison])
    lost = model.new_int_var(0, MOST_EMPTY, "")
    for cut in cuts:
        model.add(lost >= cut.least + sum(int(cut.each[liaison]) * each for liaison, each in taken.items()))
    empty = lost + KEY_EMPTY * sum(here[0] for here in by_seat)
    if most is None:
        model.minimize(empty)
    else:
        model.add(empty <= most)
        model.minimize(sum(int(lines[place]) * sitting for place, sitting in sits.items()))
    solver = cp_model.CpSolver()
    # One worker, so that the same question always finds the same answer.
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    own = [-1] * len(lines)
    for (seat, liaison), sitting in sits.items():
        if solver.boolean_value(sitting):
            own[seat] = liaison
    return Chosen(own, max(0, ceil(solver.best_objective_bound)), is_best=status == cp_model.OPTIMAL)
