# SPDX-License-Identifier: Apache-2.0
"""A plan before the public: published for comment, commented by anybody, withdrawn."""

from datetime import date

from django.db import transaction

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused, Stale
from sidan.base.text import clean
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.people.fitting import fitting
from sidan.planning.authority import require_may_plan
from sidan.planning.models import LONGEST_COMMENT, STATE_WORDS, GridPlan, PlanComment


@transaction.atomic
def publish(plan: GridPlan, *, comment_until: date, by: Actor) -> GridPlan:
    """Let everybody look at a plan and comment on it until the end of a day; from then on it is changed no more."""
    plan = locked(plan, by=by, states=("ready",))
    if comment_until < city_today():
        raise Refused("The last day of comments is today or later.")
    plan.state, plan.published_at, plan.comment_until = "published", now(), comment_until
    plan.save(update_fields=["state", "published_at", "comment_until"])
    record(by, "plan.published", plan.subject, comment_until=comment_until.isoformat())
    return plan


def takes_comments(plan: GridPlan) -> bool:
    """Say whether comments are taken today."""
    is_open = plan.state in ("published", "scheduled") and plan.comment_until is not None
    return is_open and plan.comment_until is not None and city_today() <= plan.comment_until


def comment(plan: GridPlan, text: str) -> PlanComment:
    """Keep what somebody says of a published plan, without knowing who; Refused when it is too long or too late."""
    if not takes_comments(plan):
        raise Refused("Comments on this plan are no longer taken.")
    said = clean(text, LONGEST_COMMENT)
    if not said:
        raise Refused("Please write what you think of the plan.")
    return PlanComment.objects.create(plan=plan, text=said)


@transaction.atomic
def hide(comment_id: int, *, plan: GridPlan, reason: str, by: Actor) -> PlanComment:
    """Keep a comment from the public, for a reason that is kept with it (a name, an insult)."""
    require_may_plan(by, plan.area.code)
    found = PlanComment.objects.select_for_update().filter(pk=comment_id, plan=plan).first()
    if found is None:
        raise NotFound("There is no such comment.")
    why = fitting(PlanComment, "hidden_reason", reason)
    if not why:
        raise Refused("Please say why the comment is hidden.")
    found.hidden_at, found.hidden_by_id, found.hidden_reason = now(), by.user_id, why
    found.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record(by, "plan.comment_hidden", plan.subject, comment=found.pk, reason=why)
    return found


@transaction.atomic
def withdraw(plan: GridPlan, *, by: Actor) -> GridPlan:
    """Give a plan up that has not been adopted; it is kept, and no longer public."""
    plan = locked(plan, by=by, states=("waiting", "computing", "failed", "ready", "published", "scheduled"))
    plan.state, plan.adopt_on = "withdrawn", None
    plan.save(update_fields=["state", "adopt_on"])
    record(by, "plan.withdrawn", plan.subject)
    return plan


def locked(plan: GridPlan, *, by: Actor, states: tuple[str, ...], expect: int | None = None) -> GridPlan:
    """Return a plan as it is now, locked, for a planner of its area; Refused in any other state than those.

    Stale when it is no longer at the version the caller saw.
    """
    require_may_plan(by, plan.area.code)
    plan = GridPlan.objects.select_for_update(of=("self",)).select_related("area").get(pk=plan.pk)
    if plan.state not in states:
        raise Refused("The plan is %(state)s now, so this cannot be done.", state=STATE_WORDS[plan.state])
    if expect is not None and plan.version != expect:
        raise Stale("Somebody was faster: the plan has changed since you opened it.")
    return plan
