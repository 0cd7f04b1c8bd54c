# SPDX-License-Identifier: Apache-2.0
"""A plan to take along: GeoJSON for maps, a workbook for offices, and a page for paper with the map drawn on it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.planning.exporting import plan_geojson, plan_workbook
from sidan.planning.models import GridPlan
from sidan.planning.showing import communities_of, shown
from sidan.web.htmx import Request
from sidan.web.plan_maps import MOST_AREAS, drawing, drawn
from sidan.web.plan_words import PlanRow, proof, summary, told_regions
from sidan.web.planning.access import opened, planner_page
from sidan.web.visitor import actor_for

# More names than these would lie upon one another on a sheet of paper.
MOST_NAMES = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@planner_page
@require_safe
def geojson(request: Request, code: str) -> HttpResponse:
    """Return the plan as GeoJSON; audited."""
    plan = _computed(request, code)
    return _download(plan_geojson(plan, by=actor_for(request)), "application/geo+json", f"plan-{plan.code}.geojson")


@planner_page
@require_safe
def workbook(request: Request, code: str) -> HttpResponse:
    """Return the plan as a workbook; audited."""
    plan = _computed(request, code)
    content = plan_workbook(plan, by=actor_for(request), language=get_language() or "zh-hans")
    return _download(content, XLSX, f"plan-{plan.code}.xlsx")


@planner_page
@require_safe
def paper(request: Request, code: str) -> HttpResponse:
    """Show the plan for paper: map, sentence, proof and the table of communities."""
    plan = _computed(request, code)
    now = shown(plan)
    bounds = now.plan.bounds
    found = drawn(now)
    context = {
        "has_names": len(now.facts) <= MOST_NAMES,
        "plan": plan,
        "row": PlanRow(plan),
        "now": now,
        "bounds": bounds,
        "summary": summary(now, bounds),
        "proof": proof(now),
        "drawing": drawing(found, told_regions(now, bounds), with_lines=len(now.ids) <= MOST_AREAS) if found else None,
        "communities": communities_of(plan, now),
    }
    return render(request, "planning/print.html", context)


def _computed(request: Request, code: str) -> GridPlan:
    """Return a plan that has a result; NotFound for one that has none yet."""
    plan = opened(request, code)
    if plan.result is None:
        raise NotFound("There is nothing here.")
    return plan


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file that the browser keeps under a name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    response["X-Content-Type-Options"] = "nosniff"
    return response
