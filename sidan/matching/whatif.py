# SPDX-License-Identifier: Apache-2.0
"""What moving a company to another liaison would cost, before anybody does it. Pure: no Django."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sidan.base.errors import NotFound
from sidan.matching.costs import balance, barrier_of, parts_of
from sidan.matching.problem import Pair, Parts, Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """One liaison for a seat: what the pair costs, how the whole plan's cost changes, and what speaks against it.

    `barrier` forbids the pair. `is_full` says that the liaison has no seat left, `breaks_key` that a key company would
    have to share its liaison; then only a swap helps.
    """

    liaison: str
    parts: Parts
    cost_change: float
    barrier: str | None = None
    is_full: bool = False
    breaks_key: bool = False
    is_here: bool = False

    @property
    def is_open(self) -> bool:
        """Say whether the move may be made."""
        return self.barrier is None and not self.is_full and not self.breaks_key and not self.is_here


@dataclass(frozen=True, slots=True)
class Swap:
    """A company of a full liaison that could come over in exchange, and by how much the plan's cost changes then."""

    company: str
    seat: int
    cost_change: float


def total(problem: Problem, pairs: Sequence[Pair]) -> float:
    """Return what a whole plan costs: its pairs and the balance of loads; empty seats are not in it."""
    loads = Counter(pair.liaison for pair in pairs)
    cost = sum(parts_of(problem, pair.company, pair.liaison).cost for pair in pairs)
    for supply in problem.supplies:
        cost += balance(loads[supply.code], supply.capacity, problem.weights.balance)
    return cost


def choices(problem: Problem, pairs: Sequence[Pair], company: str, seat: int) -> list[Choice]:
    """Return every liaison for a seat, those that may be taken first, the cheapest move first."""
    plan = _Seated(problem, pairs)
    found = [plan.choice(company, seat, each.code) for each in problem.supplies]
    return sorted(found, key=lambda each: (each.is_here, not each.is_open, each.cost_change, each.liaison))


def choice(problem: Problem, pairs: Sequence[Pair], *, company: str, seat: int, liaison: str) -> Choice:
    """Return what it would come to that a liaison takes a seat, instead of whoever has it."""
    return _Seated(problem, pairs).choice(company, seat, liaison)


def swaps(problem: Problem, pairs: Sequence[Pair], *, company: str, seat: int, liaison: str) -> list[Swap]:
    """Return the companies of `liaison` that could go to whoever has the seat now, the cheapest exchange first."""
    plan = _Seated(problem, pairs)
    here = plan.at.get((company, seat))
    if here is None:
        return []
    found = [
        # Each has as many as before, so that the balance of loads is the same.
        Swap(other.company, other.seat, plan.going_over(here, liaison) + plan.going_over(other, here.liaison))
        for other in plan.of(liaison)
        if other.company != company
        and plan.may_sit(here, liaison, instead_of=other)
        and plan.may_sit(other, here.liaison, instead_of=here)
    ]
    return sorted(found, key=lambda each: (each.cost_change, each.company, each.seat))


class _Seated:
    """The pairs of a plan, found by seat and by liaison."""

    def __init__(self, problem: Problem, pairs: Sequence[Pair]) -> None:
        """Look through the pairs once."""
        self.problem = problem
        self.at = {(pair.company, pair.seat): pair for pair in pairs}
        self._of: dict[str, list[Pair]] = {}
        for pair in pairs:
            self._of.setdefault(pair.liaison, []).append(pair)

    def of(self, liaison: str) -> Sequence[Pair]:
        """Return the pairs of a liaison."""
        return self._of.get(liaison, ())

    def choice(self, company: str, seat: int, liaison: str) -> Choice:
        """Return what it would come to that a liaison takes a seat."""
        problem, here = self.problem, self.at.get((company, seat))
        skill = _seat_skill(problem, company, seat)
        parts = parts_of(problem, company, liaison)
        is_here = here is not None and here.liaison == liaison
        sits_beside = not is_here and any(pair.company == company for pair in self.of(liaison))
        change = 0.0
        if not is_here:
            change = parts.cost + self._further(liaison, 1)
            if here is not None:
                change += self._further(here.liaison, -1) - parts_of(problem, company, here.liaison).cost
        return Choice(
            liaison=liaison,
            parts=parts,
            cost_change=change,
            barrier="at_the_table" if sits_beside else barrier_of(problem, company, liaison, skill=skill),
            is_full=not is_here and len(self.of(liaison)) >= problem.supply(liaison).capacity,
            breaks_key=not is_here and self._breaks_key(company, self.of(liaison)),
            is_here=is_here,
        )

    def going_over(self, pair: Pair, liaison: str) -> float:
        """Return by how much a pair costs more with another liaison, the balance of loads apart."""
        then, now = (parts_of(self.problem, pair.company, each).cost for each in (liaison, pair.liaison))
        return then - now

    def may_sit(self, pair: Pair, liaison: str, *, instead_of: Pair) -> bool:
        """Say whether a liaison may take the seat of a pair when another pair of the liaison's goes, room apart."""
        left = [each for each in self.of(liaison) if each is not instead_of]
        if any(each.company == pair.company for each in left) or self._breaks_key(pair.company, left):
            return False
        return barrier_of(self.problem, pair.company, liaison, skill=pair.skill) is None

    def _further(self, liaison: str, more: int) -> float:
        """Return what the balance changes by when a liaison has so many seats more."""
        capacity, load = self.problem.supply(liaison).capacity, len(self.of(liaison))
        weight = self.problem.weights.balance
        return balance(load + more, capacity, weight) - balance(load, capacity, weight)

    def _breaks_key(self, company: str, pairs: Sequence[Pair]) -> bool:
        """Say whether a key company would share its liaison, who has these pairs: this one or one of theirs."""
        served = {pair.company for pair in pairs} - {company}
        return any(self.problem.demand(each).is_key for each in (company, *served)) if served else False


def _seat_skill(problem: Problem, company: str, seat: int) -> str:
    """Return the skill that a seat of a team asks for, "" for a single one."""
    demand = problem.demand(company)
    if not 0 <= seat < demand.team:
        raise NotFound("There is no such seat in this plan.")
    return demand.needs[seat] if demand.team > 1 else ""
