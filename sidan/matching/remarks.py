# SPDX-License-Identifier: Apache-2.0
"""A plan before those it concerns: opened to comments, remarked on by organisers, its liaisons and its companies.

A liaison and a company see what the plan says of themselves, and nothing else of it.
"""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from sidan.base.errors import NotFound, Refused
from sidan.base.text import clean
from sidan.matching.authority import may_adopt, may_keep, may_read
from sidan.matching.models import PairingPlan, PlannedPair, PlanRemark
from sidan.matching.plan_rows import LONGEST_REMARK
from sidan.matching.plans import as_it_is, locked, no_such_plan, note
from sidan.matching.telling import tell_opened
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today

# Of one person on one plan; more would bury what the others say.
MOST_REMARKS = 30


@transaction.atomic
def open_to_comments(plan: PairingPlan, until: date, *, by: Actor, version: int | None = None) -> PairingPlan:
    """Let the liaisons and companies of a plan say what they think of it until the end of a day."""
    plan = locked(plan, by=by, states=("draft", "open"), version=version)
    if until < city_today():
        raise Refused("The last day of comments is today or later.")
    plan.state, plan.comment_until, plan.version = "open", until, plan.version + 1
    plan.save(update_fields=["state", "comment_until", "version"])
    tell_opened(plan, until)
    note(plan, "opened", by=by, details={"until": until.isoformat()})
    record(by, "pairing_plan.opened", plan.subject, until=until.isoformat())
    return plan


def takes_remarks(plan: PairingPlan) -> bool:
    """Say whether comments are taken today."""
    is_open = plan.state == "open" and plan.comment_until is not None
    return is_open and plan.comment_until is not None and city_today() <= plan.comment_until


def open_plans_for(by: Actor) -> "QuerySet[PairingPlan]":
    """Return the plans open to comments that concern the actor as liaison or as contact of a company. One query."""
    pairs = PlannedPair.objects.filter(_own(by))
    found = PairingPlan.objects.filter(state="open", comment_until__gte=city_today(), pk__in=pairs.values("plan"))
    return found.defer("instance", "result")


def find_open_plan(plan_id: int, *, by: Actor) -> PairingPlan:
    """Return a plan that is open to the actor's comments; NotFound alike for any other. One query."""
    plan = open_plans_for(by).filter(pk=plan_id).first()
    if plan is None:
        raise no_such_plan()
    return plan


def own_pairs(plan: PairingPlan, *, by: Actor) -> "QuerySet[PlannedPair]":
    """Return the planned pairs that concern the actor as liaison or as contact of a company. One query."""
    found = PlannedPair.objects.filter(_own(by), plan=plan).select_related("company__unit", "adviser")
    return found.order_by("company__unit__code", "seat")


@transaction.atomic
def remark(plan: PairingPlan, text: str, *, company: str | None = None, by: Actor) -> PlanRemark:
    """Keep what somebody says of an open plan, perhaps of one company (its code).

    Said by organisers and leaders of the area, by the liaisons of the plan and by its companies; the latter two of
    companies that are theirs in the plan. The plan's row orders two remarks of one person.
    """
    is_staff = may_keep(by, plan.area_code) or may_adopt(by, plan.area_code)
    mine = PlannedPair.objects.filter(plan=plan) if is_staff else own_pairs(plan, by=by)
    if not is_staff and not mine.exists():
        raise no_such_plan()
    plan = as_it_is(plan, states=("open",))
    if not takes_remarks(plan):
        raise Refused("Comments on this plan are no longer taken.")
    about = None
    if company:
        row = mine.filter(company__unit__code=company).order_by("seat").first()
        if row is None:
            raise NotFound("There is no such company in this plan.")
        about = row.company_id
    if PlanRemark.objects.filter(plan=plan, by=by.user_id or 0).count() >= MOST_REMARKS:
        raise Refused("You have said %(most)d things of this plan, as many as one person may.", most=MOST_REMARKS)
    said = clean(text, LONGEST_REMARK)
    if not said:
        raise Refused("Please write what you think of the plan.")
    return PlanRemark.objects.create(plan=plan, company_id=about, by_id=by.user_id or 0, text=said)


def remarks_on(plan: PairingPlan, *, by: Actor) -> "QuerySet[PlanRemark]":
    """Return the remarks the actor may read, newest first: all for who reads the area, else one's own. One query."""
    found = PlanRemark.objects.filter(plan=plan).select_related("by", "company__unit")
    return found if may_read(by, plan.area_code) else found.filter(by_id=by.user_id or 0)


def _own(by: Actor) -> Q:
    """Return the condition that a planned pair concerns the actor."""
    return Q(adviser__user_id=by.user_id or 0) | Q(company__unit__in=by.units("company"))
