# SPDX-License-Identifier: Apache-2.0
"""What an assignment of companies to liaisons takes and how good it is, beside two plain ways of doing it.

    python bench/matching.py [--companies 1000 --liaisons 120] [--keys 20 --teams 0.05] [--short 5] [--without-scipy]
    python bench/matching.py --what-if [--companies 1000 --liaisons 120]

Companies and liaisons are made up around twelve towns, with the same seed each time. Greedy gives each company in turn
the nearest liaison with room; `linear_sum_assignment` gets every liaison once for each seat, with the seat's part of
the balance, and so solves the same question where there are neither teams nor key companies.

`--short` lowers capacities until so many seats are missing when the key companies have the liaisons with the fewest
seats: then whom they take matters, the hardest there is. `--what-if` measures what a hand that drags waits for,
without database and page: unpacking what a plan was computed from (first and again), all choices for a seat, one move,
and the exchanges with a liaison, each the middle of a hundred seats.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from sidan.base.geometry import Point
from sidan.matching.assign import assign
from sidan.matching.costs import Costs
from sidan.matching.problem import Demand, Problem, Supply
from sidan.matching.seats import SCALE, laid_out
from sidan.matching.stored import packed, unpacked
from sidan.matching.whatif import choice, choices, swaps

SEED = 2026
SKILLS = tuple(f"skill_{number}" for number in range(20))
TOWNS, SPREAD = 12, 0.05
# Room beyond what is needed.
SLACK = 1.15


def made_up(companies: int, liaisons: int, *, keys: int = 0, teams: float = 0.0) -> Problem:
    """Return a county of companies and liaisons, half of the companies with somebody today."""
    rng = np.random.default_rng(SEED)
    towns = rng.uniform([115.8, 27.5], [116.8, 28.5], (TOWNS, 2))

    def places(many: int) -> list[Point]:
        at = towns[rng.integers(0, TOWNS, many)] + rng.normal(0, SPREAD, (many, 2))
        return [Point(float(lon), float(lat)) for lon, lat in at]

    demands = []
    for number, point in enumerate(places(companies)):
        needs = tuple(str(each) for each in rng.choice(SKILLS, rng.integers(1, 4), replace=False))
        team = 2 if number >= keys and len(needs) > 1 and rng.random() < teams else 1
        demands.append(Demand(f"c{number}", point=point, needs=needs, is_key=number < keys, team=team))
    usual = max(1, round(sum(each.team for each in demands) * SLACK / (liaisons - keys)))
    supplies = tuple(
        Supply(
            f"l{number}",
            point=point,
            skills=frozenset(str(each) for each in rng.choice(SKILLS, rng.integers(1, 5), replace=False)),
            capacity=max(1, usual + int(rng.integers(-2, 3))),
        )
        for number, point in enumerate(places(liaisons))
    )
    apart = {(f"c{rng.integers(companies)}", f"l{rng.integers(liaisons)}"): "kin" for _ in range(companies)}
    today = frozenset((f"c{number}", f"l{rng.integers(liaisons)}") for number in range(companies // 2))
    return Problem(tuple(demands), supplies, forbidden=apart, kept=today)  # type: ignore[arg-type]


def greedy(problem: Problem) -> dict[str, float]:
    """Give each company in turn the nearest liaison who may serve it and has room; return figures."""
    began = time.perf_counter()
    costs = Costs(problem)
    room = np.array([each.capacity for each in problem.supplies])
    chosen = []
    for row in range(len(problem.demands)):
        km = costs._kilometres([problem.demands[row]])[0]
        may = (room > 0) & np.isfinite(costs.block([row])[0])
        chosen.append(int(np.argmin(np.where(may, km, np.inf))) if may.any() else -1)
        if chosen[-1] >= 0:
            room[chosen[-1]] -= 1
    return _figures(problem, chosen, seconds=time.perf_counter() - began)


def by_scipy(problem: Problem) -> dict[str, float]:
    """Solve the same with one column for each seat of each liaison; return figures."""
    began = time.perf_counter()
    layout = laid_out(problem)
    owner = np.repeat(np.arange(len(problem.supplies)), layout.capacity)
    steps = np.array(
        [
            layout.slot(each, number + 1)
            for each in range(len(problem.supplies))
            for number in range(layout.capacity[each])
        ]
    )
    table = layout.cost[:, owner].astype(np.float64)
    table[table > 1e17] = float(layout.empty_unit)
    table += steps
    rows, columns = linear_sum_assignment(table)
    chosen = np.full(len(problem.demands), -1)
    fine = table[rows, columns] < layout.empty_unit
    chosen[rows[fine]] = owner[columns[fine]]
    return _figures(problem, chosen.tolist(), seconds=time.perf_counter() - began)


def ours(problem: Problem) -> dict[str, float]:
    """Assign and return figures."""
    found = assign(problem)
    return {
        "seconds": found.proof.seconds,
        "cost": found.proof.cost,
        "bound": found.proof.bound,
        "filled": float(len(found.pairs)),
        "seats": float(sum(each.team for each in problem.demands)),
        "is_optimal": float(found.proof.is_optimal),
    }


def what_if(problem: Problem) -> dict[str, float]:
    """Return how many milliseconds the parts of a what-if take on the best plan of a problem."""
    pairs = assign(problem).pairs
    data = packed(problem)
    first = _milliseconds(lambda: unpacked(data))
    kept = unpacked(data)
    some = pairs[:: max(1, len(pairs) // 100)]
    others = [problem.supplies[place % len(problem.supplies)].code for place in range(len(some))]

    def middle(ask: Callable[..., object]) -> float:
        asked = [{"company": pair.company, "seat": pair.seat} for pair in some]
        return median(
            _milliseconds(partial(ask, kept, pairs, **each, liaison=other))
            for each, other in zip(asked, others, strict=True)
        )

    return {
        "unpacked_ms": first,
        "again_ms": _milliseconds(lambda: unpacked(data)),
        "choices_ms": middle(lambda of, seated, company, seat, liaison: choices(of, seated, company, seat)),
        "move_ms": middle(choice),
        "swaps_ms": middle(swaps),
    }


def _milliseconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def shortened(problem: Problem, by: int) -> Problem:
    """Return a problem with so many seats too few when key companies have the liaisons with the fewest."""
    rng = np.random.default_rng(SEED)
    capacity = np.array([each.capacity for each in problem.supplies])
    keys = sum(each.is_key for each in problem.demands)
    wanted = sum(each.team for each in problem.demands if not each.is_key) - by
    while (left := np.sort(capacity)[keys:].sum()) != wanted:
        place = rng.integers(len(capacity))
        capacity[place] = max(1, capacity[place] + (1 if left < wanted else -1))
    supplies = zip(problem.supplies, capacity.tolist(), strict=True)
    return replace(problem, supplies=tuple(replace(each, capacity=most) for each, most in supplies))


def _figures(problem: Problem, chosen: Sequence[int], *, seconds: float) -> dict[str, float]:
    """Return cost and coverage of one liaison (or -1) for each company."""
    layout = laid_out(problem)
    loads: NDArray[np.int64] = np.zeros(len(problem.supplies), dtype=np.int64)
    cost = 0
    for row, liaison in enumerate(chosen):
        if liaison >= 0:
            loads[liaison] += 1
            cost += int(layout.quality[row, liaison]) + layout.slot(liaison, int(loads[liaison]))
    filled = float(sum(1 for each in chosen if each >= 0))
    return {"seconds": seconds, "cost": cost / SCALE, "filled": filled, "seats": float(len(chosen))}


def main() -> None:
    """Print one line for each way."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--companies", type=int, default=1000)
    asked.add_argument("--liaisons", type=int, default=120)
    asked.add_argument("--keys", type=int, default=0)
    asked.add_argument("--teams", type=float, default=0.0)
    asked.add_argument("--short", type=int)
    asked.add_argument("--what-if", action="store_true")
    asked.add_argument("--without-scipy", action="store_true")
    given = asked.parse_args()
    problem = made_up(given.companies, given.liaisons, keys=given.keys, teams=given.teams)
    if given.short is not None:
        problem = shortened(problem, given.short)
    ways = {"ours": ours, "greedy by distance": greedy, "linear_sum_assignment": by_scipy}
    if given.keys or given.teams or given.what_if:
        ways = {"what if": what_if} if given.what_if else {"ours": ours}
    if given.without_scipy:
        ways.pop("linear_sum_assignment", None)
    print(f"{given.companies} companies, {given.liaisons} liaisons, {given.keys} key, {given.teams:.0%} teams")
    for name, way in ways.items():
        line = "  ".join(f"{what} {value:,.4f}".rstrip("0").rstrip(".") for what, value in way(problem).items())
        print(f"{name:>24}: {line}", flush=True)


if __name__ == "__main__":
    main()
