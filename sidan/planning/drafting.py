# SPDX-License-Identifier: Apache-2.0
"""Asking for a plan: over today's grids or a file, or over the same areas with another question.

What asks queues the job that answers, in its own transaction; `sidan.planning.jobs` carries it out.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.fitting import fitting, name_fitting
from sidan.places.areas import require_living
from sidan.places.codes import new_site_code
from sidan.places.models import Area
from sidan.places.redraw.wished import checked
from sidan.planning.asking import asked_of, effort_of, stored, with_fixed
from sidan.planning.authority import require_may_plan
from sidan.planning.instances import exclusive_in, instance_of, instance_of_file, instance_today, packed, unpacked_file
from sidan.planning.models import SOURCES, GridPlan

COMPUTE, DRAW_CURVE, RECOMPUTE = "plan_compute", "plan_curve", "plan_recompute"
QUEUE = "plans"
MOST_AT_ONCE = 5
LARGEST_SEED = 2**31 - 1
# Behind what people wait for: a step, the clock's sweep.
PATIENCE = -5
LEVELS = ("city", "county", "town", "community")


@transaction.atomic
def draft(
    area_code: str,
    *,
    name: str,
    asked: Mapping[str, Any],
    source: str,
    by: Actor,
    upload: bytes | None = None,
    file_name: str = "",
    seed: int = 1,
) -> GridPlan:
    """Make a plan that waits to be computed, over today's grids (`today`) or a file (`file`, `drawn`); audited.

    The job that computes it is queued in the same transaction. Refused for a wrong question or a wrong file. Exclusive
    grids of today are fixed as they stand.
    """
    require_may_plan(by, area_code)
    area = require_living(area_code)
    if area.level not in LEVELS:
        raise Refused("Grids are planned for a city, a county, a town or a community.")
    if source not in SOURCES or (upload is None) != (source == "today"):
        raise Refused("A plan is made over today's grids or over a file.")
    bounds, weights, wishes = asked_of(asked)
    effort = effort_of(asked)
    if upload is None:
        data = instance_today(area.code, effort=effort)
        wishes = with_fixed(wishes, exclusive_in(area.code))
    else:
        data = unpacked_file(upload)
    checked(instance_of_file(data), wishes, bounds)
    kept = stored(bounds, weights, wishes, effort=effort)
    return _written(area, name, kept, source=source, instance=packed(data), file_name=file_name, seed=seed, by=by)


@transaction.atomic
def draft_like(plan: GridPlan, *, name: str, asked: Mapping[str, Any], by: Actor, seed: int | None = None) -> GridPlan:
    """Make another plan over the same small areas with another question, to compare the two."""
    require_may_plan(by, plan.area.code)
    bounds, weights, wishes = asked_of(asked)
    if plan.source == "today":
        wishes = with_fixed(wishes, exclusive_in(plan.area.code))
    checked(instance_of(plan), wishes, bounds)
    # The workload is in the small areas already.
    kept = stored(bounds, weights, wishes, effort=effort_of(plan.asked))
    return _written(
        plan.area, name, kept, source=plan.source, instance=bytes(plan.instance), file_name=plan.file_name,
        seed=plan.seed if seed is None else seed, by=by,
    )  # fmt: skip


def ask_for_curve(plan: GridPlan, *, by: Actor) -> None:
    """Queue the job that draws what keeping today's crews costs, point by point; what is drawn already stays."""
    _ask(plan, DRAW_CURVE, by=by)


def ask_to_recompute(plan: GridPlan, *, by: Actor) -> None:
    """Queue the job that computes the plan once more from its seed and notes in `checked` whether it is the same."""
    _ask(plan, RECOMPUTE, by=by)


def queue(task: str, plan_id: int, *, tries: int = 0) -> None:
    """Queue a job for a plan, in the caller's transaction; two of a kind for one plan do not run at once.

    The job of a worker that was stopped keeps its lock for ever, so that each further try has another.
    """
    lock = f"{task}:{plan_id}:{tries}"
    app.configure_task(task, queue=QUEUE, lock=lock, priority=PATIENCE).defer(plan_id=plan_id)


@transaction.atomic
def _ask(plan: GridPlan, task: str, *, by: Actor) -> None:
    """Queue a job for a plan that was computed; audited."""
    require_may_plan(by, plan.area.code)
    if plan.result is None:
        raise Refused("The plan has not been computed yet.")
    queue(task, plan.pk)
    record(by, "plan.recomputed", plan.subject, task=task)


def _written(
    area: Area, name: str, asked: dict[str, Any], *, source: str, instance: bytes, file_name: str, seed: int, by: Actor
) -> GridPlan:
    """Write a plan and queue its job."""
    if not 0 <= seed <= LARGEST_SEED:
        raise Refused("The seed is a whole number from 0 to %(most)d.", most=LARGEST_SEED)
    waiting = GridPlan.objects.filter(made_by_id=by.user_id, state__in=("waiting", "computing")).count()
    if waiting >= MOST_AT_ONCE:
        raise Refused("%(count)d plans of yours are still being computed; please wait for them.", count=waiting)
    plan = GridPlan.objects.create(
        code=_free_code(),
        name=name_fitting(GridPlan, "name", name),
        area=area,
        source=source,
        file_name=fitting(GridPlan, "file_name", file_name),
        instance=instance,
        asked=asked,
        seed=seed,
        made_by_id=by.user_id or 0,
    )
    queue(COMPUTE, plan.pk)
    record(by, "plan.drafted", plan.subject, area=area.code, source=source)
    return plan


def _free_code() -> str:
    """Return a code that no plan has."""
    code = new_site_code()
    return code if not GridPlan.objects.filter(code=code).exists() else _free_code()
