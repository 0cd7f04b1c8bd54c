# SPDX-License-Identifier: Apache-2.0
"""What moving a company to another liaison would cost, before anybody does it. Pure: no Django."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sidan.base.errors import NotFound
from sidan.matching.costs import balance, barrier_of, parts_of, supply_of
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
    found = [choice(problem, pairs, company=company, seat=seat, liaison=each.code) for each in problem.supplies]
    return sorted(found, key=lambda each: (each.is_here, not each.is_open, each.cost_change, each.liaison))


def choice(problem: Problem, pairs: Sequence[Pair], *, company: str, seat: int, liaison: str) -> Choice:
    """Return what it would come to that a liaison takes a seat, instead of whoever has it."""
    here = holder(pairs, company, seat)
    loads = Counter(pair.liaison for pair in pairs)
    supply = supply_of(problem, liaison)
    parts = parts_of(problem, company, liaison)
    weight = problem.weights.balance
    change = parts.cost
    if here is not None and here.liaison != liaison:
        leaving = supply_of(problem, here.liaison)
        change -= parts_of(problem, company, here.liaison).cost
        change += balance(loads[here.liaison] - 1, leaving.capacity, weight)
        change -= balance(loads[here.liaison], leaving.capacity, weight)
    is_here = here is not None and here.liaison == liaison
    if not is_here:
        change += balance(loads[liaison] + 1, supply.capacity, weight) - balance(
            loads[liaison], supply.capacity, weight
        )
    seats = [pair for pair in pairs if pair.company == company and pair.liaison == liaison]
    skill = _seat_skill(problem, company, seat)
    return Choice(
        liaison=liaison,
        parts=parts,
        cost_change=0.0 if is_here else change,
        barrier="at_the_table" if seats and not is_here else barrier_of(problem, company, liaison, skill=skill),
        is_full=not is_here and loads[liaison] >= supply.capacity,
        breaks_key=not is_here and _breaks_key(problem, pairs, company, liaison),
        is_here=is_here,
    )


def swaps(problem: Problem, pairs: Sequence[Pair], *, company: str, seat: int, liaison: str) -> list[Swap]:
    """Return the companies of `liaison` that could go to whoever has the seat now, the cheapest exchange first."""
    here = holder(pairs, company, seat)
    if here is None:
        return []
    before = total_of(problem, here.liaison, liaison, pairs)
    found = []
    for other in pairs:
        if other.liaison != liaison or other.company == company:
            continue
        after = [pair for pair in pairs if pair not in (here, other)]
        one, two = _seated(here, liaison), _seated(other, here.liaison)
        if all(_may_sit(problem, after, pair) for pair in (one, two)):
            change = total_of(problem, here.liaison, liaison, [*after, one, two]) - before
            found.append(Swap(other.company, other.seat, change))
    return sorted(found, key=lambda each: (each.cost_change, each.company, each.seat))


def total_of(problem: Problem, one: str, other: str, pairs: Sequence[Pair]) -> float:
    """Return what the pairs and loads of two liaisons cost."""
    found = 0.0
    for liaison in {one, other}:
        own = [pair for pair in pairs if pair.liaison == liaison]
        found += sum(parts_of(problem, pair.company, liaison).cost for pair in own)
        found += balance(len(own), supply_of(problem, liaison).capacity, problem.weights.balance)
    return found


def holder(pairs: Sequence[Pair], company: str, seat: int) -> Pair | None:
    """Return the pair of a seat, or None for an empty one."""
    return next((pair for pair in pairs if pair.company == company and pair.seat == seat), None)


def _may_sit(problem: Problem, others: Sequence[Pair], pair: Pair) -> bool:
    """Say whether a pair may be beside the others, room apart."""
    if any(each.company == pair.company and each.liaison == pair.liaison for each in others):
        return False
    return barrier_of(problem, pair.company, pair.liaison, skill=pair.skill) is None and not _breaks_key(
        problem, others, pair.company, pair.liaison
    )


def _breaks_key(problem: Problem, pairs: Sequence[Pair], company: str, liaison: str) -> bool:
    """Say whether a key company would share its liaison: this one, or one that the liaison serves already."""
    keys = {demand.code for demand in problem.demands if demand.is_key}
    served = {pair.company for pair in pairs if pair.liaison == liaison} - {company}
    return bool(served) and (company in keys or not served.isdisjoint(keys))


def _seated(pair: Pair, liaison: str) -> Pair:
    """Return a seat taken by somebody else."""
    return Pair(pair.company, pair.seat, liaison, skill=pair.skill, is_fixed=True)


def _seat_skill(problem: Problem, company: str, seat: int) -> str:
    """Return the skill that a seat of a team asks for, "" for a single one."""
    demand = next((each for each in problem.demands if each.code == company), None)
    if demand is None or not 0 <= seat < demand.team:
        raise NotFound("There is no such seat in this plan.")
    return demand.needs[seat] if demand.team > 1 else ""
