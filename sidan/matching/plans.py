# SPDX-License-Identifier: Apache-2.0
"""Plans of pairs as they are found, locked and noted: what every verb of theirs begins and ends with."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from sidan.base.errors import NotFound, Refused, Stale
from sidan.matching.authority import areas_read, may_read, require_may_keep
from sidan.matching.models import PairingPlan, PlanEvent, PlannedPair
from sidan.matching.plan_rows import STATE_WORDS
from sidan.matching.problem import Pair, Problem
from sidan.matching.stored import unpacked
from sidan.people.actors import Actor

CHANGEABLE = ("draft", "open")
UNDECIDED = ("draft", "open", "scheduled")


def plans_of(by: Actor) -> "QuerySet[PairingPlan]":
    """Return the plans of the areas the actor reads, the newest first; what each was computed from is left out."""
    inside = Q(pk__in=())
    for area in areas_read(by):
        inside |= Q(area_code__startswith=area)
    return PairingPlan.objects.filter(inside).select_related("made_by").defer("instance")


def find_plan(plan_id: int, *, by: Actor) -> PairingPlan:
    """Return a plan for whoever reads its area; NotFound alike for none and for one of others. One query."""
    plan = PairingPlan.objects.select_related("made_by").defer("instance").filter(pk=plan_id).first()
    if plan is None or not may_read(by, plan.area_code):
        raise no_such_plan()
    return plan


def no_such_plan() -> NotFound:
    """Return the refusal for a plan that is none, or none for this user to know about."""
    return NotFound("There is no such plan of pairs.")


def locked(plan: PairingPlan, *, by: Actor, states: Iterable[str], version: int | None = None) -> PairingPlan:
    """Return a plan as it is now, locked, for an organiser of its area; Refused in any other state than those.

    Stale when it is no longer at the version the caller saw.
    """
    require_may_keep(by, plan.area_code)
    return as_it_is(plan, states=states, version=version)


def as_it_is(plan: PairingPlan, *, states: Iterable[str], version: int | None = None) -> PairingPlan:
    """Return a plan as it is now, locked; who asks was looked at before."""
    found = PairingPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if found is None:
        raise no_such_plan()
    if found.state not in states:
        raise Refused("The plan is %(state)s now, so this cannot be done.", state=STATE_WORDS[found.state])
    if version is not None and found.version != version:
        raise Stale("Somebody was faster: the plan has changed since you opened it.")
    return found


def note(plan: PairingPlan, verb: str, *, by: Actor, details: Mapping[str, Any] | None = None) -> PlanEvent:
    """Write down what was done to a plan."""
    return PlanEvent.objects.create(plan=plan, verb=verb, by_id=by.user_id, details=dict(details or {}))


def problem_in(plan: PairingPlan) -> Problem:
    """Return what a plan was computed from; one query where it was left out before."""
    if not plan.instance:
        raise Refused("The plan has not been computed yet.")
    return unpacked(plan.instance)


def rows_of(plan: PairingPlan) -> "QuerySet[PlannedPair]":
    """Return the planned pairs with company and adviser, company by company. One query."""
    found = PlannedPair.objects.filter(plan=plan).select_related("company__unit__area", "adviser__unit")
    return found.order_by("company__unit__code", "seat")


def pairs_of(plan: PairingPlan) -> list[Pair]:
    """Return the planned pairs as plain values, company by company. One query."""
    rows = PlannedPair.objects.filter(plan=plan).order_by("company__unit__code", "seat")
    names = ("company__unit__code", "seat", "adviser__code", "skill", "is_kept", "is_fixed")
    return [Pair(*row) for row in rows.values_list(*names)]
