# SPDX-License-Identifier: Apache-2.0
"""A plan becomes true: at once, or on a day that is set, everything in one transaction."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.orders.redrawn import count_open_in
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.places.models import Area, Site
from sidan.places.service_points import Station
from sidan.planning.carrying import Carriage, carry_over
from sidan.planning.carrying_posts import count_held
from sidan.planning.carrying_units import count_units, meeting_hindrances
from sidan.planning.models import Adoption, GridPlan
from sidan.planning.patience import patiently
from sidan.planning.publishing import locked
from sidan.planning.restoring import write_rows
from sidan.planning.showing import shown
from sidan.planning.stored import refusal_stored
from sidan.planning.successions import Becoming, becoming

ADOPTABLE = ("ready", "published", "scheduled")
_log = logging.getLogger("sidan.planning")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an adoption would carry today: how many rows of each kind, and reasons why it cannot be done.

    Kinds: kept (grids that stay as they are), area_new, area_void, post, partner, unit, body, purse, station, site,
    filter, order.
    """

    counts: Mapping[str, int]
    hindrances: tuple[Refused, ...]


def foreseen(plan: GridPlan) -> Foreseen:
    """Return what adopting a plan today would carry over; a fixed number of queries, nothing is changed."""
    hindrances = _untimely(plan, today=city_today())
    try:
        found = becoming(plan, shown(plan))
    except Refused as refused:
        return Foreseen({}, (*hindrances, refused))
    codes, today = found.old_codes, city_today()
    households = dict(Area.objects.filter(code__in=codes).values_list("code", "households"))
    counts = {
        "kept": found.kept,
        "area_new": len(found.successions),
        "area_void": len(codes),
        **count_held(codes, on=today),
        **count_units(codes, on=today),
        "site": Site.objects.filter(area__code__in=codes).count(),
        "station": Station.objects.filter(area_code__in=codes).count(),
        "order": count_open_in(codes),
    }
    meetings = meeting_hindrances(found.successors(households), on=today)
    nothing = [] if found.successions else [_no_change()]
    return Foreseen(counts, (*hindrances, *nothing, *meetings))


@transaction.atomic
def schedule(plan: GridPlan, *, on: date, by: Actor) -> GridPlan:
    """Let a plan be adopted at the beginning of a coming day, by the clock."""
    plan = locked(plan, by=by, states=ADOPTABLE)
    if on <= city_today():
        raise Refused("The day of adoption lies ahead; to adopt a plan today, adopt it.")
    for reason in _untimely(plan, today=on):
        raise reason
    becoming(plan, shown(plan))
    plan.state, plan.adopt_on, plan.scheduled_by_id = "scheduled", on, by.user_id
    plan.save(update_fields=["state", "adopt_on", "scheduled_by"])
    record(by, "plan.scheduled", plan.subject, on=on.isoformat())
    return plan


@transaction.atomic
def unschedule(plan: GridPlan, *, by: Actor) -> GridPlan:
    """Take a day of adoption back; the plan is published or ready again."""
    plan = locked(plan, by=by, states=("scheduled",))
    plan.state, plan.adopt_on = "published" if plan.published_at else "ready", None
    plan.save(update_fields=["state", "adopt_on"])
    record(by, "plan.unscheduled", plan.subject)
    return plan


def adopt(plan: GridPlan, *, by: Actor) -> Adoption:
    """Make a plan true from today on, all in one transaction; Refused with the reason when it cannot be.

    A published plan is adopted after the last day of comments.
    """
    return patiently(lambda: _adopted(locked(plan, by=by, states=ADOPTABLE), by=by))


def adopt_due(today: date) -> int:
    """Adopt the plans whose day has come and return how many; one that cannot be is noted and tried again."""
    adopted = 0
    for plan_id in list(_due(today).values_list("pk", flat=True)):
        try:
            adopted += patiently(partial(_adopt_if_due, plan_id, today))
        except Refused as refused:
            # The planner reads it on the plan's page, where the day can be taken back.
            _log.warning("plan %s cannot be adopted: %s", plan_id, refused)
            GridPlan.objects.filter(pk=plan_id).update(fault=refusal_stored(refused))
    return adopted


def _due(today: date) -> "QuerySet[GridPlan]":
    """Return the plans whose day has come."""
    return GridPlan.objects.filter(state="scheduled", adopt_on__lte=today)


def _adopt_if_due(plan_id: int, today: date) -> bool:
    """Adopt a plan unless somebody has taken its day back or was faster; return whether it was adopted."""
    plan = _due(today).select_for_update(of=("self",)).select_related("area").filter(pk=plan_id).first()
    if plan is not None:
        _adopted(plan, by=Actor.clock())
    return plan is not None


def _adopted(plan: GridPlan, *, by: Actor) -> Adoption:
    """Carry everything over and write down what was, for a plan that is locked."""
    today = city_today()
    for reason in _untimely(plan, today=today):
        raise reason
    found = becoming(plan, shown(plan))
    if not found.successions:
        raise _no_change()
    carriage = carry_over(found.successions, on=today, cause=plan.code)
    adoption = _written(plan, found, carriage, on=today, by=by)
    plan.state, plan.adopted_at, plan.adopted_by_id, plan.fault = "adopted", adoption.at, by.user_id, None
    plan.adopt_on = today
    plan.save(update_fields=["state", "adopted_at", "adopted_by", "adopt_on", "fault"])
    record(by, "plan.adopted", plan.subject, area=plan.area.code, orders=carriage.counts["order"])
    return adoption


def _written(plan: GridPlan, found: Becoming, carriage: Carriage, *, on: date, by: Actor) -> Adoption:
    """Write the adoption and every row it carried. Two queries."""
    adoption = Adoption.objects.create(
        plan=plan,
        on=on,
        at=now(),
        by_id=by.user_id,
        counts={"kept": found.kept, **carriage.counts},
        notes=[refusal_stored(note) for note in carriage.notes],
    )
    write_rows(adoption.pk, carriage.rows)
    return adoption


def _untimely(plan: GridPlan, *, today: date) -> list[Refused]:
    """Return why a day is too early for a plan."""
    if plan.comment_until is not None and today <= plan.comment_until:
        return [Refused("Comments are taken until %(day)s; adopt the plan after that.", day=plan.comment_until)]
    return []


def _no_change() -> Refused:
    """Return the refusal of a plan that leaves everything as it is."""
    return Refused("The plan leaves every grid as it is, so there is nothing to adopt.")
