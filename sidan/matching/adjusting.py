# SPDX-License-Identifier: Apache-2.0
"""Changing a plan of pairs by hand: one seat to somebody else, two exchanged, one taken away, the last taken back.

Nobody goes above the capacity and no two that are kept apart come together, whoever asks; a full liaison offers an
exchange instead. Companies and liaisons are named by their codes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from sidan.base.errors import NotFound, Refused
from sidan.matching import whatif
from sidan.matching.authority import may_read
from sidan.matching.barring import require_no_new_conflict
from sidan.matching.models import PairingPlan, PlanEvent
from sidan.matching.names import named
from sidan.matching.placing import Seat, Sitting, sit
from sidan.matching.plans import CHANGEABLE, locked, no_such_plan, pairs_of, problem_in
from sidan.matching.problem import Pair, Problem
from sidan.matching.reasons import BARRIERS
from sidan.people.actors import Actor
from sidan.people.audit import record

BY_HAND = ("moved", "swapped", "freed", "fixed", "released")


class Full(Refused):
    """A liaison has as many companies as may be; `swaps` are those that could come over in exchange, cheapest first."""

    swaps: tuple[whatif.Swap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    """A plan that may be changed, as it stands."""

    plan: PairingPlan
    problem: Problem
    pairs: list[Pair]


def choices(plan: PairingPlan, company: str, seat: int, *, by: Actor) -> list[whatif.Choice]:
    """Return every liaison for a seat with what the move would cost, those that may be taken first. Two queries."""
    if not may_read(by, plan.area_code):
        raise no_such_plan()
    return whatif.choices(problem_in(plan), pairs_of(plan), company, seat)


def swaps(plan: PairingPlan, company: str, seat: int, adviser: str, *, by: Actor) -> list[whatif.Swap]:
    """Return the companies of a liaison that could come over in exchange for a seat, cheapest first. Two queries."""
    if not may_read(by, plan.area_code):
        raise no_such_plan()
    return whatif.swaps(problem_in(plan), pairs_of(plan), company=company, seat=seat, liaison=adviser)


@transaction.atomic
def move(plan: PairingPlan, company: str, seat: int, adviser: str, *, by: Actor, version: int) -> PairingPlan:
    """Give a seat of a company to another liaison, who stays there when the plan is computed again.

    Refused with the reason when the two are kept apart; `Full` with what could be exchanged when the liaison has as
    many as may be.
    """
    table = _table(plan, by=by, version=version)
    if _holder(table.pairs, (company, seat)) == adviser:
        raise Refused("This liaison has the seat already.")
    _require_open(table, company, seat, adviser)
    require_no_new_conflict(company, adviser)
    return _changed(table, "moved", {(company, seat): Sitting(adviser, is_fixed=True)}, by=by)


@transaction.atomic
def swap(plan: PairingPlan, one: Seat, other: Seat, *, by: Actor, version: int) -> PairingPlan:
    """Let two liaisons exchange a seat each; both stay so when the plan is computed again."""
    table = _table(plan, by=by, version=version)
    first, second = _holder(table.pairs, one), _holder(table.pairs, other)
    if not first or not second or first == second:
        raise Refused("Two seats are exchanged that two liaisons have.")
    left = [pair for pair in table.pairs if (pair.company, pair.seat) not in (one, other)]
    for (company, seat), adviser in ((one, second), (other, first)):
        _require_open(_Table(table.plan, table.problem, left), company, seat, adviser)
        require_no_new_conflict(company, adviser)
        left = [*left, Pair(company, seat, adviser)]
    after = {one: Sitting(second, is_fixed=True), other: Sitting(first, is_fixed=True)}
    return _changed(table, "swapped", after, by=by)


@transaction.atomic
def free(plan: PairingPlan, company: str, seat: int, *, by: Actor, version: int) -> PairingPlan:
    """Take a seat's liaison away; a new computing fills it again."""
    table = _table(plan, by=by, version=version)
    _require_holder(table.pairs, (company, seat))
    return _changed(table, "freed", {(company, seat): None}, by=by)


@transaction.atomic
def fix(plan: PairingPlan, company: str, seat: int, *, by: Actor, version: int) -> PairingPlan:
    """Let whoever has a seat stay there when the plan is computed again."""
    table = _table(plan, by=by, version=version)
    adviser = _require_holder(table.pairs, (company, seat))
    return _changed(table, "fixed", {(company, seat): Sitting(adviser, is_fixed=True)}, by=by)


@transaction.atomic
def release(plan: PairingPlan, company: str, seat: int, *, by: Actor, version: int) -> PairingPlan:
    """Let a new computing choose again who has a seat that was set by hand."""
    table = _table(plan, by=by, version=version)
    adviser = _require_holder(table.pairs, (company, seat))
    return _changed(table, "released", {(company, seat): Sitting(adviser, is_fixed=False)}, by=by)


@transaction.atomic
def undo(plan: PairingPlan, *, by: Actor, version: int) -> PairingPlan:
    """Take the last change by hand back that has not been taken back; those before the last computing stay."""
    table = _table(plan, by=by, version=version)
    last = last_by_hand(table.plan)
    if last is None:
        raise Refused("Nothing was changed by hand since the plan was computed.")
    before = {
        (company, seat): Sitting(adviser, is_fixed=is_fixed) if adviser else None
        for company, seat, adviser, is_fixed in last.details["before"]
    }
    return _changed(table, "undone", before, by=by, of=last.pk)


def last_by_hand(plan: PairingPlan) -> PlanEvent | None:
    """Return the change by hand that `undo` would take back, None where there is none. One query."""
    undone: set[int] = set()
    events = PlanEvent.objects.filter(plan=plan, verb__in=(*BY_HAND, "undone", "computed")).order_by("-pk")
    for event in events.iterator(chunk_size=50):
        if event.verb == "computed":
            return None
        if event.verb == "undone":
            undone.add(event.details["of"])
        elif event.pk not in undone:
            return event
    return None


def _table(plan: PairingPlan, *, by: Actor, version: int) -> _Table:
    """Return a plan locked for changing, with what it was computed from and its pairs. Three queries."""
    plan = locked(plan, by=by, states=CHANGEABLE, version=version)
    return _Table(plan, problem_in(plan), pairs_of(plan))


def _require_open(table: _Table, company: str, seat: int, adviser: str) -> None:
    """Refuse a liaison for a seat whom something keeps from it, with the reason."""
    problem, pairs = table.problem, table.pairs
    found = whatif.choice(problem, pairs, company=company, seat=seat, liaison=adviser)
    if found.barrier is not None:
        names = named(company=company, liaison=adviser)
        raise Refused("%(liaison)s cannot serve %(company)s: %(why)s.", **names, why=BARRIERS[found.barrier])
    if found.is_full:
        refused = Full(
            "%(liaison)s serves %(capacity)d already, as many as may be; exchange companies instead.",
            liaison=named(company=company, liaison=adviser)["liaison"],
            capacity=problem.supply(adviser).capacity,
        )
        refused.swaps = tuple(whatif.swaps(problem, pairs, company=company, seat=seat, liaison=adviser))
        raise refused
    if found.breaks_key:
        name = named(company=company, liaison=adviser)["liaison"]
        raise Refused("A key company has a liaison of its own: %(liaison)s serves somebody else.", liaison=name)


def _holder(pairs: Iterable[Pair], seat: Seat) -> str:
    """Return who has a seat, "" for nobody."""
    return next((pair.liaison for pair in pairs if (pair.company, pair.seat) == seat), "")


def _require_holder(pairs: Iterable[Pair], seat: Seat) -> str:
    """Return who has a seat; NotFound for one that nobody has."""
    found = _holder(pairs, seat)
    if not found:
        raise NotFound("Nobody has this seat in the plan.")
    return found


def _changed(
    table: _Table, verb: str, after: Mapping[Seat, Sitting | None], *, by: Actor, of: int | None = None
) -> PairingPlan:
    """Write who sits where from now on, and note it; audited."""
    plan = sit(table.plan, table.problem, table.pairs, after, verb=verb, of=of, by=by)
    seats = [f"{company}.{seat}" for company, seat in after]
    record(by, "pairing_plan.adjusted", plan.subject, change=verb, seats=seats)
    return plan
