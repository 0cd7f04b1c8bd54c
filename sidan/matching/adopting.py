# SPDX-License-Identifier: Apache-2.0
"""A plan of pairs becomes true: at once, or on a day that is set, everything in one transaction."""

import logging
from datetime import date, timedelta

from django.db import connection, transaction

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.matching.authority import require_may_adopt
from sidan.matching.hindrances import hindrances, require_none
from sidan.matching.models import Pairing, PairingPlan, PlannedPair
from sidan.matching.plans import CHANGEABLE, UNDECIDED, as_it_is, note, rows_of
from sidan.matching.stored import refusal_stored
from sidan.matching.telling import tell_adopted
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today, held_on
from sidan.places.codes import county_of

_log = logging.getLogger("sidan.matching")


@transaction.atomic
def schedule(plan: PairingPlan, on: date, *, by: Actor, version: int) -> PairingPlan:
    """Let a plan be adopted at the beginning of a coming day, by the clock."""
    require_may_adopt(by, plan.area_code)
    plan = as_it_is(plan, states=CHANGEABLE, version=version)
    if on <= city_today():
        raise Refused("The day of adoption lies ahead; to adopt a plan today, adopt it.")
    _require_timely(plan, on)
    require_none(plan, on)
    plan.state, plan.adopt_on, plan.scheduled_by_id, plan.fault = "scheduled", on, by.user_id, None
    plan.version += 1
    plan.save(update_fields=["state", "adopt_on", "scheduled_by", "fault", "version"])
    note(plan, "scheduled", by=by, details={"on": on.isoformat()})
    record(by, "pairing_plan.scheduled", plan.subject, on=on.isoformat())
    return plan


@transaction.atomic
def unschedule(plan: PairingPlan, *, by: Actor, version: int | None = None) -> PairingPlan:
    """Take a day of adoption back; the plan may be changed again."""
    require_may_adopt(by, plan.area_code)
    plan = as_it_is(plan, states=("scheduled",), version=version)
    plan.state, plan.adopt_on, plan.fault = "open" if plan.comment_until else "draft", None, None
    plan.version += 1
    plan.save(update_fields=["state", "adopt_on", "fault", "version"])
    note(plan, "unscheduled", by=by)
    record(by, "pairing_plan.unscheduled", plan.subject)
    return plan


@transaction.atomic
def adopt(plan: PairingPlan, *, by: Actor, version: int) -> PairingPlan:
    """Make a plan true from today on; Refused with everything that speaks against it, and then nothing has changed."""
    require_may_adopt(by, plan.area_code)
    return _adopted(as_it_is(plan, states=UNDECIDED, version=version), by=by)


def adopt_due(today: date) -> int:
    """Adopt the plans whose day has come and return how many; one that cannot be says why and is tried again."""
    adopted = 0
    due = PairingPlan.objects.filter(state="scheduled", adopt_on__lte=today)
    for plan_id in list(due.order_by("adopt_on", "pk").values_list("pk", flat=True)):
        try:
            adopted += _adopt_if_due(plan_id, today)
        except Refused as refused:
            # The organiser reads it on the plan's page, where the day can be taken back.
            _log.warning("plan of pairs %s cannot be adopted: %s", plan_id, refused)
            PairingPlan.objects.filter(pk=plan_id, state="scheduled").update(fault=refusal_stored(refused))
    return adopted


def foreseen(plan: PairingPlan) -> list[Refused]:
    """Return what speaks against adopting a plan today; nothing is changed."""
    today = city_today()
    found = [_too_early(plan)] if plan.comment_until is not None and today <= plan.comment_until else []
    return [*found, *hindrances(plan, today)]


@transaction.atomic
def _adopt_if_due(plan_id: int, today: date) -> bool:
    """Adopt a plan unless somebody has taken its day back or was faster; return whether it was adopted."""
    due = PairingPlan.objects.select_for_update().filter(pk=plan_id, state="scheduled", adopt_on__lte=today)
    plan = due.first()
    if plan is not None:
        _adopted(plan, by=Actor.clock())
    return plan is not None


def _adopted(plan: PairingPlan, *, by: Actor) -> PairingPlan:
    """Carry a plan over into the pairings, for a plan that is locked."""
    today = city_today()
    _require_timely(plan, today)
    _lock_out_others()
    require_none(plan, today)
    kept, ended, opened = _carried(plan, today)
    counts = {"kept": kept, "ended": len(ended), "opened": len(opened)}
    plan.state, plan.adopted_at, plan.adopted_by_id, plan.fault = "adopted", now(), by.user_id, None
    plan.adopt_on, plan.version = today, plan.version + 1
    plan.save(update_fields=["state", "adopted_at", "adopted_by", "adopt_on", "fault", "version"])
    note(plan, "adopted", by=by, details={"on": today.isoformat(), **counts})
    tell_adopted(
        plan,
        ended=[(each.company_id, each.adviser_id) for each in ended],
        opened=[(each.company_id, each.adviser_id) for each in opened],
    )
    record(by, "pairing_plan.adopted", plan.subject, area=plan.area_code, **counts)
    return plan


def _lock_out_others() -> None:
    """Let one plan after the other become true: two might read the same pairings and fill the same liaison."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('matching.adopting'))")


def _carried(plan: PairingPlan, today: date) -> tuple[int, list[Pairing], list[Pairing]]:
    """End the pairings that change on the day before and open the new ones; return how many stay, and which change.

    A row that stays is not touched. One that began this very day and ends again never was, so it is removed. Five
    queries.
    """
    there = Pairing.objects.filter(company__unit__area__code__startswith=plan.area_code)
    held = {(each.company_id, each.seat, each.adviser_id): each for each in there.filter(held_on(today))}
    planned = {(each.company_id, each.seat, each.adviser_id): each for each in rows_of(plan)}
    gone = [each for place, each in held.items() if place not in planned]
    new = [each for place, each in planned.items() if place not in held]
    Pairing.objects.filter(pk__in=[each.pk for each in gone if each.from_on >= today]).delete()
    begun = [each.pk for each in gone if each.from_on < today]
    Pairing.objects.filter(pk__in=begun).update(until_on=today - timedelta(days=1))
    opened = Pairing.objects.bulk_create([_pairing(plan, each, today) for each in new], batch_size=1000)
    return len(held) - len(gone), gone, opened


def _pairing(plan: PairingPlan, planned: PlannedPair, today: date) -> Pairing:
    """Return the pairing that a planned pair becomes."""
    area = planned.company.unit.area
    return Pairing(
        company_id=planned.company_id,
        seat=planned.seat,
        adviser_id=planned.adviser_id,
        skill=planned.skill,
        county=county_of(area.code) if area else "",
        from_on=today,
        plan=plan,
    )


def _require_timely(plan: PairingPlan, on: date) -> None:
    """Refuse a day on which comments are still taken."""
    if plan.comment_until is not None and on <= plan.comment_until:
        raise _too_early(plan)


def _too_early(plan: PairingPlan) -> Refused:
    """Return the refusal of a plan on which comments are still taken."""
    return Refused("Comments are taken until %(day)s; adopt the plan after that.", day=plan.comment_until)
