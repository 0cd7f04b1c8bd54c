# SPDX-License-Identifier: Apache-2.0
"""Which of today's crews would best go on in which region: a matching that keeps the most households. Pure."""

import highspy
import numpy as np

from sidan.places.redraw.instance import Instance, Real, Whole
from sidan.places.redraw.linear import quiet_solver


def best_crews(instance: Instance, of: Whole, count: int) -> tuple[list[str | None], Whole]:
    """Return the crew that goes on in each region, None for nobody, and the households it keeps there.

    Every region gets at most one of today's crews and every crew at most one region; the households kept are the most
    possible. `of` numbers the region of each area.
    """
    numbers: dict[str, int] = {}
    crew = np.array([-1 if c is None else numbers.setdefault(c, len(numbers)) for c in instance.crew], dtype=np.int64)
    names = list(numbers)
    chosen: list[str | None] = [None] * count
    kept = np.zeros(count, dtype=np.int64)
    held = crew >= 0
    if not held.any():
        return chosen, kept
    pairs, at = np.unique(crew[held] * count + of[held], return_inverse=True)
    weight = np.bincount(at, instance.households[held].astype(np.float64), len(pairs))
    pairs, weight = pairs[weight > 0], weight[weight > 0]
    who, where = pairs // count, pairs % count
    # A crew of one region alone competes with nobody elsewhere, so the best such crew of a region is its fallback.
    shared = np.bincount(who, minlength=len(names))[who] > 1
    for pair in np.flatnonzero(~shared)[np.argsort(weight[~shared], kind="stable")].tolist():
        chosen[int(where[pair])] = names[int(who[pair])]
        kept[int(where[pair])] = int(weight[pair])
    gain = weight - kept[where]
    rivals = np.flatnonzero(shared & (gain > 0))
    for pair in rivals[matched(who[rivals], where[rivals], gain[rivals])].tolist():
        chosen[int(where[pair])] = names[int(who[pair])]
        kept[int(where[pair])] = int(weight[pair])
    return chosen, kept


def matched(left: Whole, right: Whole, weight: Real) -> Whole:
    """Return the pairs of the heaviest matching between `left` and `right`.

    A linear program: of a bipartite matching all corners are whole, so no integers need be asked for.
    """
    if not len(weight):
        return np.zeros(0, dtype=np.int64)
    _, lefts = np.unique(left, return_inverse=True)
    _, rights = np.unique(right, return_inverse=True)
    rows = int(lefts.max()) + 1 + int(rights.max()) + 1
    count = len(weight)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = count, rows
    program.col_cost_ = -weight
    program.col_lower_, program.col_upper_ = np.zeros(count), np.ones(count)
    program.row_lower_, program.row_upper_ = np.full(rows, -np.inf), np.ones(rows)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(0, 2 * count + 1, 2, dtype=np.int32)
    index = np.stack([lefts, rights + int(lefts.max()) + 1], axis=1).ravel()
    program.a_matrix_.index_ = index.astype(np.int32)
    program.a_matrix_.value_ = np.ones(2 * count)
    solver = quiet_solver()
    solver.passModel(program)
    solver.run()
    return np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
