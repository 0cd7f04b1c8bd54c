# SPDX-License-Identifier: Apache-2.0
"""Computing a plan, again from its seed, and under several weights: what the worker does.

The transaction of a job is not held while the solver runs: the state is written before, progress meanwhile and the
result after, each in a moment of its own.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import connection, transaction

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.places.redraw.plans import Plan
from sidan.places.redraw.solving import redraw
from sidan.planning.asking import asked_of
from sidan.planning.drafting import COMPUTE, DRAW_CURVE, queue
from sidan.planning.instances import instance_of
from sidan.planning.models import GridPlan
from sidan.planning.stored import plan_restored, plan_stored, refusal_stored

TELL_SECONDS = 1.0
# A worker that has said nothing for so long was stopped; another begins anew, but not for ever.
SILENT = timedelta(minutes=5)
MOST_TRIES = 3
CREW_WEIGHTS = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)
_CRASHED = Refused("Computing the plan went wrong. The operator finds the reason in the log; please try again.")
_log = logging.getLogger("sidan.planning")


def compute(plan_id: int) -> None:
    """Compute a plan and store what comes out, telling its progress at most once a second; called by the worker.

    Runs again from the beginning when a worker was stopped in the middle; a plan that is not waiting or computing is
    left alone. What goes wrong makes the plan `failed` with a sentence.
    """
    plan = _begun(plan_id)
    if plan is None:
        return
    try:
        found = _solved(plan, progress=_Telling(plan_id))
    except Refused as refused:
        _fail(plan_id, refused)
    except Exception:
        _log.exception("plan %s cannot be computed", plan.code)
        _fail(plan_id, _CRASHED)
    else:
        done = {"state": "ready", "progress": 100, "result": plan_stored(found), "fault": None}
        GridPlan.objects.filter(pk=plan_id, state="computing").update(**done)


def draw_curve(plan_id: int) -> bool:
    """Compute the next point of what keeping crews costs, and queue the one after; return whether there is one.

    A point of `GridPlan.curve`: {"crew", "regions", "moved_households", "moved_share", "imbalance_percent",
    "polsby_popper", "gap_percent"}. The point of the plan's own weight is among them. Each point is a job of its own,
    so that a worker comes to other work in between.
    """
    plan = GridPlan.objects.get(pk=plan_id)
    points = plan.curve or []
    _, weights, _ = asked_of(plan.asked)
    known = {point["crew"] for point in points}
    missing = [crew for crew in sorted({*CREW_WEIGHTS, weights.crew}) if crew not in known]
    if not missing:
        return False
    points.append(_point(missing[0], _solved(plan, crew=missing[0])))
    with transaction.atomic():
        GridPlan.objects.filter(pk=plan_id).update(curve=points)
        if missing[1:]:
            queue(DRAW_CURVE, plan_id, tries=len(points))
    return bool(missing[1:])


def _point(crew: float, found: Plan) -> dict[str, float]:
    """Return a point of the curve."""
    cost = sum(part.cost for part in found.parts)
    short = sum(part.cost - part.bound for part in found.parts if part.proof == "bounded")
    return {
        "crew": crew,
        "regions": found.measures.regions,
        "moved_households": found.measures.moved_households,
        "moved_share": found.measures.moved_share,
        "imbalance_percent": found.measures.imbalance_percent,
        "polsby_popper": found.measures.polsby_popper,
        "gap_percent": 100.0 * short / cost if cost > 0 else 0.0,
    }


def recompute(plan_id: int) -> bool:
    """Compute the plan once more from its seed; return, and note in `GridPlan.checked`, whether it is the same."""
    plan = GridPlan.objects.get(pk=plan_id)
    before = plan_restored(plan.result or {}, plan.asked, seed=plan.seed)
    is_same = _solved(plan).regions == before.regions
    GridPlan.objects.filter(pk=plan_id).update(checked={"at": now().isoformat(), "is_same": is_same})
    return is_same


def begin_anew() -> int:
    """Queue the plans whose worker has gone silent once more and return how many; give up on those tried too often."""
    silent = GridPlan.objects.filter(state="computing", heard_at__lt=now() - SILENT).values_list("pk", "tries")
    begun = 0
    for plan_id, tries in list(silent):
        if tries >= MOST_TRIES:
            _fail(plan_id, _CRASHED)
            continue
        with transaction.atomic():
            GridPlan.objects.filter(pk=plan_id).update(state="waiting", progress=0)
            queue(COMPUTE, plan_id, tries=tries)
        begun += 1
    return begun


class _Telling:
    """Writes how far the computing is, at most once in TELL_SECONDS, and that somebody is at it."""

    def __init__(self, plan_id: int) -> None:
        """Remember the plan; nothing has been told."""
        self._plan_id = plan_id
        self._told_at = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` parts are computed."""
        if time.monotonic() - self._told_at < TELL_SECONDS:
            return
        self._told_at = time.monotonic()
        # The last hundredth is storing it.
        share = min(99, 100 * done // max(total, 1))
        GridPlan.objects.filter(pk=self._plan_id).update(progress=share, heard_at=now())


def _begun(plan_id: int) -> GridPlan | None:
    """Return the plan, marked as being computed; None when it is no longer to be."""
    with transaction.atomic():
        plan = GridPlan.objects.select_for_update().filter(pk=plan_id, state__in=("waiting", "computing")).first()
        if plan is None:
            return None
        plan.state, plan.progress, plan.heard_at, plan.tries = "computing", 0, now(), plan.tries + 1
        plan.save(update_fields=["state", "progress", "heard_at", "tries"])
        return plan


def _solved(plan: GridPlan, *, crew: float | None = None, progress: Callable[[int, int], None] | None = None) -> Plan:
    """Return what the solver answers to a plan's question, or to the same with another weight of crews."""
    bounds, weights, wishes = asked_of(plan.asked)
    if crew is not None:
        weights = replace(weights, crew=crew)
    # One process: the worker is one of a few on the machine, and the answer is the same whatever their number.
    return redraw(instance_of(plan), bounds, weights, wishes, seed=plan.seed, workers=1, progress=progress)


def _fail(plan_id: int, refused: Refused) -> None:
    """Note why a plan could not be computed."""
    if connection.needs_rollback:
        connection.set_rollback(False)
    failed = GridPlan.objects.filter(pk=plan_id, state="computing")
    failed.update(state="failed", fault=refusal_stored(refused), progress=0)
