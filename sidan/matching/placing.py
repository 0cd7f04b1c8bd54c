# SPDX-License-Identifier: Apache-2.0
"""Writing who sits where in a plan after a change by hand, with all that follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sidan.matching.assign import changes_between
from sidan.matching.costs import parts_of
from sidan.matching.figures import figures_from, figures_stored
from sidan.matching.models import Adviser, Company, PairingPlan, PlannedPair
from sidan.matching.plans import note, pairs_of
from sidan.matching.problem import Pair, Problem
from sidan.matching.stored import parts_stored
from sidan.people.actors import Actor

Seat = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who has a seat, and whether a new computing leaves it so."""

    liaison: str
    is_fixed: bool


def sit(
    plan: PairingPlan,
    problem: Problem,
    pairs: Sequence[Pair],
    after: Mapping[Seat, Sitting | None],
    *,
    verb: str,
    of: int | None = None,
    by: Actor,
) -> PairingPlan:
    """Write who has some seats from now on (None for nobody), the figures and the event; the plan is locked."""
    before = {(pair.company, pair.seat): Sitting(pair.liaison, pair.is_fixed) for pair in pairs}
    _write_rows(plan, problem, after)
    _refigure(plan, problem)
    details: dict[str, Any] = {
        "before": [_told(seat, before.get(seat)) for seat in after],
        "after": [_told(seat, sitting) for seat, sitting in after.items()],
    }
    note(plan, verb, by=by, details=details if of is None else {**details, "of": of})
    return plan


def _write_rows(plan: PairingPlan, problem: Problem, after: Mapping[Seat, Sitting | None]) -> None:
    """Replace the rows of some seats. Three queries, and one for each seat that is emptied."""
    names = {company for company, _ in after}
    companies = dict(Company.objects.filter(unit__code__in=names).values_list("unit__code", "pk"))
    liaisons = {sitting.liaison for sitting in after.values() if sitting}
    advisers = dict(Adviser.objects.filter(code__in=liaisons).values_list("code", "pk"))
    new = []
    for (company, seat), sitting in after.items():
        PlannedPair.objects.filter(plan=plan, company=companies[company], seat=seat).delete()
        if sitting is not None:
            demand, parts = problem.demand(company), parts_of(problem, company, sitting.liaison)
            new.append(
                PlannedPair(
                    plan=plan,
                    company_id=companies[company],
                    seat=seat,
                    adviser_id=advisers[sitting.liaison],
                    skill=demand.needs[seat] if demand.team > 1 else "",
                    parts=parts_stored(parts),
                    is_kept=(company, sitting.liaison) in problem.kept,
                    is_fixed=sitting.is_fixed,
                )
            )
    PlannedPair.objects.bulk_create(new)


def _refigure(plan: PairingPlan, problem: Problem) -> None:
    """Work out again what the plan comes to: figures, changes, empty seats. Two queries."""
    pairs = pairs_of(plan)
    changes = changes_between(problem, tuple(pairs))
    priced = [(pair, parts_of(problem, pair.company, pair.liaison)) for pair in pairs]
    figures = figures_from(problem, priced, changes=changes)
    plan.result = {
        **plan.result,
        "uncovered": _uncovered(problem, pairs, known=plan.result.get("uncovered", ())),
        "changes": [asdict(each) for each in changes],
        "figures": figures_stored(figures),
        "is_by_hand": True,
    }
    plan.version += 1
    plan.save(update_fields=["result", "version"])


def _uncovered(problem: Problem, pairs: Sequence[Pair], *, known: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the empty seats: why, where the computing said so, and `is_by_hand` for those that a hand has emptied."""
    filled = {(pair.company, pair.seat) for pair in pairs}
    said = {(each["company"], each["seat"]): dict(each) for each in known}
    found = []
    for demand in problem.demands:
        for seat in range(demand.team):
            if (demand.code, seat) not in filled:
                skill = demand.needs[seat] if demand.team > 1 else ""
                empty = {"company": demand.code, "seat": seat, "skill": skill, "is_full": False, "barriers": {}}
                found.append(said.get((demand.code, seat), {**empty, "is_by_hand": True}))
    return found


def _told(seat: Seat, sitting: Sitting | None) -> list[Any]:
    """Return a seat and who has it as an event keeps it."""
    return [*seat, sitting.liaison if sitting else "", bool(sitting and sitting.is_fixed)]
