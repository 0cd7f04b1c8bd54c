# SPDX-License-Identifier: Apache-2.0
"""The linear relaxation of a cover and, where sweeping grows too wide, its integer program, both by HiGHS. Pure."""

import os
import sys
from dataclasses import dataclass
from functools import cache

import highspy
import numpy as np

from sidan.places.redraw.columns import Columns, summed
from sidan.places.redraw.instance import Real, Whole
from sidan.places.redraw.model import Cover, Model

# Columns that a first relaxation is given for each area, and that each further round adds.
_FIRST_PER_AREA = 30
_MORE = 1_000
_ROUNDS = 40
_PENALTY = 1_000.0  # what leaving an area uncovered costs in the relaxation, far above any region
_TINY = 1e-7
_MOST_NODES = 300


@dataclass(frozen=True, slots=True)
class Found:
    """What a solver with a time limit found: a cover or None, what no cover costs less than, whether it is proved."""

    cover: Cover | None
    bound: float
    is_proved: bool


def duals(model: Model) -> Real:
    """Return the prices of the areas under the linear relaxation, near enough its best.

    Columns are priced rather than all handed over: a relaxation over some grows by those that would better it.
    """
    columns = model.columns
    chosen = _first_choice(columns, model.costs)
    prices = np.zeros(columns.members.shape[1])
    for _ in range(_ROUNDS):
        prices, count_price = _relaxed(columns.only(chosen), model.costs[chosen], model.regions)
        over = model.costs - summed(columns, prices) - count_price
        worst = np.flatnonzero(over < -_TINY)
        if not len(worst):
            break
        more = worst if len(worst) <= _MORE else worst[np.argpartition(over[worst], _MORE)[:_MORE]]
        chosen = np.union1d(chosen, more)
    return prices


def integer_cover(model: Model, *, seconds: float) -> Found:
    """Return the cheapest cover that HiGHS finds in a time, with its bound."""
    program = _program(model.columns, model.costs, model.regions, slack=False)
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(model.columns)
    solver = quiet_solver()
    solver.setOptionValue("time_limit", seconds)
    # Nodes end the search before seconds do, so that a plan does not depend on how busy the machine is.
    solver.setOptionValue("mip_max_nodes", _MOST_NODES)
    solver.passModel(program)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    proved = status in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible}
    if info.primal_solution_status != highspy.kSolutionStatusFeasible:
        return Found(None, np.inf if proved else float(info.mip_dual_bound), is_proved=proved)
    values = np.array(solver.getSolution().col_value)
    chosen = np.flatnonzero(values > 0.5)
    cover = Cover(tuple(chosen.tolist()), float(model.costs[chosen].sum()))
    return Found(cover, cover.cost if proved else float(info.mip_dual_bound), is_proved=proved)


def _first_choice(columns: Columns, costs: Real) -> Whole:
    """Return the cheapest columns of each area."""
    chosen = [np.zeros(0, dtype=np.int64)]
    for area in range(columns.members.shape[1]):
        own = np.flatnonzero(columns.members[:, area])
        if len(own) > _FIRST_PER_AREA:
            own = own[np.argpartition(costs[own], _FIRST_PER_AREA)[:_FIRST_PER_AREA]]
        chosen.append(own)
    return np.unique(np.concatenate(chosen))


def _relaxed(columns: Columns, costs: Real, regions: int | None) -> tuple[Real, float]:
    """Return the duals of the areas and of the number of regions."""
    solver = quiet_solver()
    solver.passModel(_program(columns, costs, regions, slack=True))
    solver.run()
    values = np.array(solver.getSolution().row_dual)
    areas = columns.members.shape[1]
    return values[:areas], float(values[areas]) if regions is not None else 0.0


def _program(columns: Columns, costs: Real, regions: int | None, *, slack: bool) -> highspy.HighsLp:
    """Return the program: each area once, so many regions; with `slack` an area may stay out at a great price."""
    count, areas = columns.members.shape
    rows = areas + (regions is not None)
    sizes = columns.members.sum(axis=1, dtype=np.int64) + (regions is not None)
    index = np.nonzero(columns.members)[1]
    if regions is not None:
        ends = np.cumsum(sizes) - np.arange(1, count + 1)
        index = np.insert(index, ends, areas)
    extra = areas if slack else 0
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = count + extra, rows
    program.col_cost_ = np.concatenate([costs, np.full(extra, _PENALTY)])
    program.col_lower_ = np.zeros(count + extra)
    program.col_upper_ = np.concatenate([np.full(count, 1.0 if not slack else np.inf), np.full(extra, np.inf)])
    sides = np.ones(rows)
    if regions is not None:
        sides[areas] = regions
    program.row_lower_ = program.row_upper_ = sides
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    starts = np.concatenate([[0], np.cumsum(np.concatenate([sizes, np.ones(extra, dtype=np.int64)]))])
    program.a_matrix_.start_ = starts.astype(np.int32)
    program.a_matrix_.index_ = np.concatenate([index, np.arange(extra)]).astype(np.int32)
    program.a_matrix_.value_ = np.ones(len(index) + extra)
    return program


def quiet_solver() -> highspy.Highs:
    """Return a solver that is silent, has one thread and asks for the best itself, not for one nearly as good."""
    _let_it_greet()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1e-7)
    return solver


@cache
def _let_it_greet() -> None:
    """Make the first solver of this process, which greets on the standard output, where that is not in the way."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        highspy.Highs()  # type: ignore[no-untyped-call]  # it ships no types for its maker
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
