# SPDX-License-Identifier: Apache-2.0
"""From the draft to the day: asked about, remarked on, given a day, adopted, or discarded."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sidan.base.errors import NotFound, Refused, Stale
from sidan.matching import adopting
from sidan.matching.authority import may_adopt
from sidan.matching.drafting import discard as discard_plan
from sidan.matching.models import PairingPlan
from sidan.matching.plans import no_such_plan
from sidan.matching.remarks import find_open_plan, open_to_comments, remark
from sidan.people.days import city_today
from sidan.web.days import day_of
from sidan.web.htmx import Request
from sidan.web.matching.pair_words import PlanHead
from sidan.web.matching.plan_access import concerned_page, keeper_page, opened, opened_to_keep, reader_page
from sidan.web.matching.versions import version_of
from sidan.web.visitor import actor_for


@keeper_page
@require_POST
def open_plan(request: Request, number: int) -> HttpResponse:
    """Ask the liaisons and companies of a plan what they think of it, until a day."""
    plan = opened_to_keep(request, number)
    until = day_of(request.POST.get("until", ""))
    open_to_comments(plan, until, by=actor_for(request), version=version_of(request))
    messages.success(request, gettext("Those concerned can now see their own pairs and say what they think."))
    return _back(plan)


@concerned_page
@require_POST
def say(request: Request, number: int) -> HttpResponse:
    """Say something of a plan that is open to comments, perhaps of one of its companies."""
    actor = actor_for(request)
    plan = _readable_or_own(request, number)
    remark(plan, request.POST.get("text", ""), company=request.POST.get("company", "")[:40] or None, by=actor)
    messages.success(request, gettext("Thank you, it is noted with the plan."))
    return _back(plan, "remarks")


@reader_page
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: Request, number: int) -> HttpResponse:
    """List what would change and what keeps it from becoming true; a POST adopts, today or on the day given."""
    plan, actor = opened(request, number), actor_for(request)
    if not may_adopt(actor, plan.area_code):
        raise no_such_plan()
    if request.method != "POST":
        return _adopt_page(request, plan)
    try:
        version = version_of(request)
        if not request.POST.get("read"):
            raise Refused("Please tick that you have read what will change.")
        if request.POST.get("when") == "later":
            adopting.schedule(plan, day_of(request.POST.get("on", "")), by=actor, version=version)
            messages.success(request, gettext("The plan becomes true at the beginning of that day."))
        else:
            adopting.adopt(plan, by=actor, version=version)
            messages.success(request, gettext("The plan is adopted. Its pairs are true from today."))
    except (NotFound, Stale):
        raise
    except Refused as fault:
        return _adopt_page(request, plan, fault=fault, status=422)
    return _back(plan)


@reader_page
@require_POST
def unschedule(request: Request, number: int) -> HttpResponse:
    """Take the day of adoption back."""
    plan, actor = opened(request, number), actor_for(request)
    if not may_adopt(actor, plan.area_code):
        raise no_such_plan()
    adopting.unschedule(plan, by=actor, version=version_of(request))
    messages.success(request, gettext("The plan does not become true by itself any more."))
    return _back(plan)


@keeper_page
@require_POST
def discard(request: Request, number: int) -> HttpResponse:
    """Give a plan up; it is kept for the record."""
    plan = opened_to_keep(request, number)
    discard_plan(plan, by=actor_for(request), version=version_of(request))
    messages.success(request, gettext("The plan is discarded. It is kept for the record."))
    return _back(plan)


def _adopt_page(
    request: Request, plan: PairingPlan, *, fault: Refused | None = None, status: int = 200
) -> HttpResponse:
    """Return the page that lists what would change."""
    if not plan.is_changeable:
        raise no_such_plan()
    changes = plan.result.get("changes") or ()
    served = [each for each in changes if each["before"]]
    context = {
        "plan": plan,
        "head": PlanHead(plan),
        "figures": plan.result.get("figures") or {},
        "new": len(changes) - len(served),
        "changed": len(served),
        "hindrances": adopting.foreseen(plan) if fault is None else [],
        "fault": fault,
        "today": city_today(),
        "when": request.POST.get("when", "now"),
        "on": request.POST.get("on", ""),
    }
    return render(request, "matching/adopt.html", context, status=status)


def _readable_or_own(request: Request, number: int) -> PairingPlan:
    """Return a plan the actor reads, or one in which the actor has a pair and is asked."""
    actor = actor_for(request)
    try:
        return opened(request, number)
    except NotFound:
        return find_open_plan(number, by=actor)


def _back(plan: PairingPlan, anchor: str = "") -> HttpResponse:
    """Return to the page of a plan."""
    return redirect(f"{reverse('matching:plan', args=[plan.pk])}{'#' + anchor if anchor else ''}")
