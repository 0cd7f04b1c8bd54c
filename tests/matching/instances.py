# SPDX-License-Identifier: Apache-2.0
"""Small problems for the laws of matching, and what is best among all there is, tried one by one."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import strategies as st

from sidan.base.geometry import Point
from sidan.matching.costs import balance, barrier_of, parts_of
from sidan.matching.problem import Demand, Pair, Problem, Supply, Weights

SKILLS = ("finance", "workers", "law")
Score = tuple[int, int, float, float]


@st.composite
def problems(draw: Any, *, most_companies: int = 5, most_liaisons: int = 4, with_keys: bool = True) -> Problem:
    """Draw companies and liaisons at odd places, so that no two plans cost the same by chance."""
    companies = draw(st.integers(1, most_companies))
    liaisons = draw(st.integers(0, most_liaisons))
    places = st.tuples(st.floats(115.0, 115.5), st.floats(28.0, 28.5)).map(lambda at: Point(*at))
    demands = []
    for number in range(companies):
        needs = tuple(draw(st.lists(st.sampled_from(SKILLS), max_size=2, unique=True)))
        is_key = with_keys and draw(st.integers(0, 4)) == 0
        team = draw(st.integers(1, max(1, len(needs)))) if not is_key else 1
        demands.append(Demand(f"c{number}", point=draw(places), needs=needs, is_key=is_key, team=team))
    supplies = [
        Supply(
            f"l{number}",
            point=draw(places),
            skills=frozenset(draw(st.lists(st.sampled_from(SKILLS), max_size=3))),
            capacity=draw(st.integers(0, 3)),
            is_absent=draw(st.integers(0, 7)) == 0,
        )
        for number in range(liaisons)
    ]
    every = [(one.code, other.code) for one in demands for other in supplies]
    some = st.lists(st.sampled_from(every), max_size=4).map(set) if every else st.just(set())
    weights = Weights(
        fit=draw(st.sampled_from((0.0, 1.0))),
        distance=draw(st.sampled_from((0.3, 1.0))),
        change=draw(st.sampled_from((0.0, 0.5))),
        balance=draw(st.sampled_from((0.0, 0.7))),
    )
    return Problem(
        demands=tuple(demands),
        supplies=tuple(supplies),
        forbidden=dict.fromkeys(draw(some), "kin"),
        kept=frozenset(draw(some)),
        weights=weights,
        fewest_changes=draw(st.booleans()),
    )


def score(problem: Problem, pairs: tuple[Pair, ...]) -> Score:
    """Return empty seats (as the aims weigh them), pairs given up, and what key companies and the others cost."""
    keys = {demand.code for demand in problem.demands if demand.is_key}
    empty = 0
    for demand in problem.demands:
        filled = sum(1 for pair in pairs if pair.company == demand.code)
        left = demand.team - filled
        empty += 2 * left if demand.is_key else left + (1 if not filled else 0)
    new = [pair for pair in pairs if (pair.company, pair.liaison) not in problem.kept]
    costs = {True: 0.0, False: 0.0}
    loads: dict[str, list[bool]] = {}
    for pair in pairs:
        costs[pair.company in keys] += parts_of(problem, pair.company, pair.liaison).cost
        loads.setdefault(pair.liaison, []).append(pair.company in keys)
    for liaison, served in loads.items():
        capacity = next(each.capacity for each in problem.supplies if each.code == liaison)
        costs[any(served)] += balance(len(served), capacity, problem.weights.balance)
    changed = {True: 0, False: 0}
    for pair in new:
        changed[pair.company in keys] += problem.fewest_changes
    return empty, changed[True], costs[True], changed[False] + costs[False] / 1000


def best(problem: Problem) -> Score:
    """Return the score of the best of all assignments, tried one by one."""
    return min(score(problem, pairs) for pairs in every_assignment(problem))


def every_assignment(problem: Problem) -> Iterator[tuple[Pair, ...]]:
    """Yield every assignment that breaks no rule."""
    seats = [
        (demand, seat, demand.needs[seat] if demand.team > 1 else "")
        for demand in problem.demands
        for seat in range(demand.team)
    ]
    options = [
        [""]
        + [
            each.code
            for each in problem.supplies
            if each.capacity and barrier_of(problem, demand.code, each.code, skill=skill) is None
        ]
        for demand, _seat, skill in seats
    ]
    for chosen in product(*options):
        pairs = tuple(
            Pair(demand.code, seat, liaison, skill)
            for (demand, seat, skill), liaison in zip(seats, chosen, strict=True)
            if liaison
        )
        if is_lawful(problem, pairs):
            yield pairs


def is_lawful(problem: Problem, pairs: tuple[Pair, ...]) -> bool:
    """Say whether nobody sits twice, nobody has too many, nobody is kept apart, and key companies share with nobody."""
    keys = {demand.code for demand in problem.demands if demand.is_key}
    if len({(pair.company, pair.liaison) for pair in pairs}) < len(pairs):
        return False
    if len({(pair.company, pair.seat) for pair in pairs}) < len(pairs):
        return False
    if any(barrier_of(problem, pair.company, pair.liaison, skill=pair.skill) for pair in pairs):
        return False
    for supply in problem.supplies:
        served = [pair.company for pair in pairs if pair.liaison == supply.code]
        if len(served) > supply.capacity or (len(served) > 1 and not keys.isdisjoint(served)):
            return False
    return True
