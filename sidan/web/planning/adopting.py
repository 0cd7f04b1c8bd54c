# SPDX-License-Identifier: Apache-2.0
"""Making a plan true: what would move is listed first, and a tick says that it was read; taken back the same way."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sidan.base.errors import NotFound, Refused, Stale
from sidan.people.days import city_today
from sidan.planning.adopting import adopt as adopt_plan
from sidan.planning.adopting import foreseen
from sidan.planning.adopting import schedule as schedule_plan
from sidan.planning.adopting import unschedule as unschedule_plan
from sidan.planning.models import GridPlan
from sidan.planning.rolling_back import roll_back as roll_plan_back
from sidan.planning.showing import Shown, shown
from sidan.web.days import day_of
from sidan.web.htmx import Request
from sidan.web.plan_words import PlanRow
from sidan.web.planning.access import opened, planner_page
from sidan.web.visitor import actor_for

MOST_EXAMPLES = 10
# What an adoption carries, in the order of the page; kinds without a name here are shown by their code.
CARRIED: dict[str, tuple[str | Promise, str | Promise]] = {
    "kept": (_("Grids that stay as they are"), _("with code and crew")),
    "area_new": (_("New grids"), _("each with a code of its own")),
    "area_void": (_("Grids given up"), _("their codes are never used again, and old orders keep them")),
    "post": (_("Posts"), _("crews and others go on in the new grids")),
    "partner": (_("Grid partners"), ""),
    "unit": (_("Units"), _("whose own grid changes")),
    "body": (_("Halls and councils"), ""),
    "station": (_("Stations"), ""),
    "site": (_("Places with a poster"), _("their QR codes stay as they are and lead to the new grid")),
    "filter": (_("Kept filters"), ""),
    "order": (_("Open orders"), _("with their queues; closed ones keep the grid of their day")),
}


@planner_page
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: Request, code: str) -> HttpResponse:
    """List what an adoption would carry over; a POST adopts, today or on the day given, once it was ticked as read."""
    plan = opened(request, code)
    if request.method != "POST":
        return _page(request, plan)
    on = request.POST.get("on", "")
    try:
        if not request.POST.get("read"):
            raise Refused("Please tick that you have read what will move.")
        if request.POST.get("when") == "later":
            schedule_plan(plan, on=day_of(on), by=actor_for(request))
            messages.success(request, gettext("The plan will be adopted on that day, at its beginning."))
        else:
            adopt_plan(plan, by=actor_for(request))
            messages.success(request, gettext("The plan is adopted. The new grids are true from now on."))
    except (NotFound, Stale):
        raise
    except Refused as fault:
        return _page(request, plan, fault=fault, status=422)
    return redirect("planning:plan", plan.code)


@planner_page
@require_POST
def unschedule(request: Request, code: str) -> HttpResponse:
    """Take the day of adoption back."""
    plan = opened(request, code)
    unschedule_plan(plan, by=actor_for(request))
    messages.success(request, gettext("The plan will not be adopted by itself any more."))
    return redirect("planning:plan", plan.code)


@planner_page
@require_POST
def roll_back(request: Request, code: str) -> HttpResponse:
    """Take an adoption back whole, once it was ticked as read."""
    plan = opened(request, code)
    if not request.POST.get("read"):
        messages.error(request, gettext("Please tick that you have read what will move."))
        return redirect(f"{reverse('planning:plan', args=[plan.code])}#adopted")
    roll_plan_back(plan, by=actor_for(request))
    messages.success(request, gettext("The adoption is taken back. Everything is in the old grids again."))
    return redirect("planning:plan", plan.code)


def counted(counts: dict[str, int]) -> list[tuple[str | Promise, str | Promise, int]]:
    """Return what was or will be carried over, by name, without kinds of which there are none."""
    order = [*CARRIED, *sorted(set(counts) - set(CARRIED))]
    return [(*CARRIED.get(kind, (kind, "")), counts[kind]) for kind in order if counts.get(kind)]


def joined(now: Shown) -> list[tuple[str, list[str]]]:
    """Return the regions that are made of several areas, each with the names of these."""
    names = dict(zip(now.ids, now.instance.names, strict=True))
    return [(facts.region, [names[area] for area in facts.areas]) for facts in now.facts if len(facts.areas) > 1]


def _page(request: Request, plan: GridPlan, *, fault: Refused | None = None, status: int = 200) -> HttpResponse:
    """Return the page that lists what will move."""
    if plan.state not in ("ready", "published", "scheduled"):
        raise NotFound("There is nothing here.")
    found, now = foreseen(plan), shown(plan)
    context = {
        "joined": joined(now)[:MOST_EXAMPLES],
        "joined_more": max(0, len(joined(now)) - MOST_EXAMPLES),
        "plan": plan,
        "row": PlanRow(plan),
        "today": city_today(),
        "rows": counted(dict(found.counts)),
        "hindrances": found.hindrances,
        "fault": fault,
        "when": request.POST.get("when", "now"),
        "on": request.POST.get("on", ""),
    }
    return render(request, "planning/adopt.html", context, status=status)
