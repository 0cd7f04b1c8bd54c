# SPDX-License-Identifier: Apache-2.0
"""Plans of pairs are drafted, computed again from today's registers, and discarded."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.matching.authority import require_may_keep
from sidan.matching.computing import ask_worker, compute, is_large
from sidan.matching.instances import problem_of
from sidan.matching.models import PairingPlan, PlannedPair
from sidan.matching.plans import CHANGEABLE, locked, note, problem_in
from sidan.matching.problem import Problem, Weights
from sidan.matching.stored import digest_of, packed
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.people.fitting import name_fitting
from sidan.places.areas import require_living
from sidan.places.codes import county_of

MOST_WAITING = 5


def draft(
    area_code: str,
    name: str,
    *,
    weights: Weights,
    fewest_changes: bool = False,
    without: Collection[str] = (),
    by: Actor,
) -> PairingPlan:
    """Return a new plan of pairs of an area from today's registers, computed unless it is large; audited.

    A large one is `computing` until the worker has done it. `without` are codes of liaisons who are planned as if they
    were gone.
    """
    plan = _drafted(area_code, name, weights=weights, fewest_changes=fewest_changes, without=without, by=by)
    return _computed(plan)


def recompute(
    plan: PairingPlan,
    *,
    by: Actor,
    version: int,
    weights: Weights | None = None,
    fewest_changes: bool | None = None,
) -> PairingPlan:
    """Return the plan computed anew from today's registers, perhaps with other weights; pairs set by hand stay."""
    return _computed(_asked_anew(plan, by=by, version=version, weights=weights, fewest_changes=fewest_changes))


@transaction.atomic
def discard(plan: PairingPlan, *, by: Actor, version: int | None = None) -> PairingPlan:
    """Give a plan up that is not adopted; it is kept, and changed no more."""
    plan = locked(plan, by=by, states=(*CHANGEABLE, "computing", "failed"), version=version)
    plan.state, plan.version = "discarded", plan.version + 1
    plan.save(update_fields=["state", "version"])
    note(plan, "discarded", by=by)
    record(by, "pairing_plan.discarded", plan.subject)
    return plan


def weights_of(plan: PairingPlan) -> Weights:
    """Return the weights that a plan was computed with."""
    return Weights(**plan.weights)


@transaction.atomic
def _drafted(
    area_code: str,
    name: str,
    *,
    weights: Weights,
    fewest_changes: bool,
    without: Collection[str],
    by: Actor,
) -> PairingPlan:
    """Write a plan that waits to be computed."""
    require_may_keep(by, area_code)
    area = require_living(area_code)
    if area.level == "grid":
        raise Refused("Pairs are planned for a city, a county, a town or a community.")
    waiting = PairingPlan.objects.filter(made_by_id=by.user_id, state="computing").count()
    if waiting >= MOST_WAITING:
        raise Refused("%(count)d plans of yours are still being computed; please wait for them.", count=waiting)
    problem = problem_of(area.code, weights=weights, fewest_changes=fewest_changes, without=without)
    plan = PairingPlan(
        name=name_fitting(PairingPlan, "name", name),
        area_code=area.code,
        county=county_of(area.code),
        weights=asdict(weights),
        fewest_changes=fewest_changes,
        without=sorted(without),
        made_by_id=by.user_id or 0,
    )
    _ask(plan, problem)
    note(plan, "drafted", by=by, details=_asked(plan))
    record(by, "pairing_plan.drafted", plan.subject, area=area.code)
    return plan


@transaction.atomic
def _asked_anew(
    plan: PairingPlan, *, by: Actor, version: int, weights: Weights | None, fewest_changes: bool | None
) -> PairingPlan:
    """Mark a plan as waiting to be computed from today's registers."""
    plan = locked(plan, by=by, states=(*CHANGEABLE, "failed"), version=version)
    if weights is not None:
        plan.weights = asdict(weights)
    if fewest_changes is not None:
        plan.fewest_changes = fewest_changes
    fixed = PlannedPair.objects.filter(plan=plan, is_fixed=True).values_list("company__unit__code", "adviser__code")
    problem = problem_of(
        plan.area_code,
        weights=weights_of(plan),
        fewest_changes=plan.fewest_changes,
        fixed=frozenset(fixed),
        without=plan.without,
    )
    plan.version += 1
    _ask(plan, problem)
    note(plan, "recomputed", by=by, details=_asked(plan))
    record(by, "pairing_plan.recomputed", plan.subject)
    return plan


def _ask(plan: PairingPlan, problem: Problem) -> None:
    """Store what a plan is computed from, and queue its job where it is large."""
    if not problem.demands:
        raise Refused("No company of this area is to have a liaison; enter companies first.")
    plan.instance = packed(problem)
    plan.result = {"digest": digest_of(plan.instance), "on": city_today().isoformat()}
    plan.state, plan.asked_at, plan.tries, plan.fault = "computing", now(), 1, None
    plan.save()
    if is_large(problem):
        ask_worker(plan)


def _asked(plan: PairingPlan) -> Mapping[str, Any]:
    """Return what a plan was asked for, as its history tells it."""
    return {"weights": plan.weights, "fewest_changes": plan.fewest_changes, "without": list(plan.without)}


def _computed(plan: PairingPlan) -> PairingPlan:
    """Return a plan computed at once, unless it is left to the worker; one that failed says why on its page."""
    if is_large(problem_in(plan)):
        return plan
    compute(plan.pk)
    return PairingPlan.objects.select_related("made_by").get(pk=plan.pk)
