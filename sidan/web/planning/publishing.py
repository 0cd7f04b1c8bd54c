# SPDX-License-Identifier: Apache-2.0
"""A plan before the public, from the planner's side: publish it, read comments, hide what must not stand there."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sidan.base.errors import NotFound, Refused, Stale
from sidan.people.days import city_today
from sidan.planning.models import GridPlan
from sidan.planning.publishing import hide as hide_comment
from sidan.planning.publishing import publish as publish_plan
from sidan.planning.publishing import withdraw as withdraw_plan
from sidan.planning.showing import comments_of
from sidan.web.days import day_of
from sidan.web.htmx import Request
from sidan.web.plan_words import PlanRow
from sidan.web.planning.access import opened, planner_page
from sidan.web.visitor import actor_for

USUAL_DAYS = 14


@planner_page
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request, code: str) -> HttpResponse:
    """Show what people say of a plan, or the form to publish it; a POST publishes."""
    plan = opened(request, code)
    if request.method != "POST":
        return _page(request, plan)
    try:
        publish_plan(plan, comment_until=day_of(request.POST.get("comment_until", "")), by=actor_for(request))
    except (NotFound, Stale):
        raise
    except Refused as fault:
        return _page(request, plan, fault=fault, status=422)
    messages.success(request, gettext("The plan is published. Everybody can read it and say what they think."))
    return redirect("planning:publish", plan.code)


@planner_page
@require_POST
def hide(request: Request, code: str, comment: int) -> HttpResponse:
    """Keep a comment from the public, with the reason."""
    plan = opened(request, code)
    try:
        hide_comment(comment, plan=plan, reason=request.POST.get("reason", "").strip(), by=actor_for(request))
    except (NotFound, Stale):
        raise
    except Refused as fault:
        return _page(request, plan, faulty=comment, fault=fault, status=422)
    messages.success(request, gettext("The comment is hidden; the reason stands beside it here."))
    return redirect("planning:publish", plan.code)


@planner_page
@require_POST
def withdraw(request: Request, code: str) -> HttpResponse:
    """Give a plan up; it is kept, and no longer public."""
    plan = opened(request, code)
    withdraw_plan(plan, by=actor_for(request))
    messages.success(request, gettext("The plan is withdrawn. It is kept, and nobody outside sees it any more."))
    return redirect("planning:plan", plan.code)


def _page(
    request: Request, plan: GridPlan, *, fault: Refused | None = None, faulty: int | None = None, status: int = 200
) -> HttpResponse:
    """Return the page; `faulty` is the comment beside which the fault stands, None for the form that publishes."""
    if plan.result is None:
        raise NotFound("There is nothing here.")
    context = {
        "plan": plan,
        "row": PlanRow(plan),
        "comments": comments_of(plan, with_hidden=True),
        "until": request.POST.get("comment_until") or (city_today() + timedelta(days=USUAL_DAYS)).isoformat(),
        "fault": fault,
        "faulty": faulty,
    }
    return render(request, "planning/publish.html", context, status=status)
