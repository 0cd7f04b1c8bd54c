# SPDX-License-Identifier: Apache-2.0
"""One community of a plan: which of today's areas comes into which grid, and moving one of them by hand."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import NotFound, Refused, Stale
from sidan.places.redraw.plans import RegionFacts
from sidan.planning.adjusting import NEW_REGION, choices, move_area
from sidan.planning.adjusting import undo as undo_last
from sidan.planning.models import GridPlan
from sidan.planning.showing import Shown, communities_of, edits_of, shown
from sidan.web.errors import said
from sidan.web.htmx import Request, wants_part
from sidan.web.plan_maps import areas_around, colours_of
from sidan.web.plan_words import PlanRow, edit_rows, proof, short_name
from sidan.web.planning.access import opened, planner_page
from sidan.web.visitor import actor_for


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One of today's areas, and the grid it comes into."""

    id: str
    name: str
    households: int
    region: str
    region_name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A grid of the plan with its colour on the map."""

    facts: RegionFacts
    colour: int
    is_outside: bool

    @property
    def name(self) -> str:
        """Return its short name."""
        return short_name(self.facts)


@planner_page
@require_safe
def community(request: Request, code: str) -> HttpResponse:
    """Show a community (`?c=`); `?area=` chooses one of its areas to be moved. Five queries of its own."""
    found = opened(request, code)
    return _page(request, found, request.GET.get("c", ""), area=request.GET.get("area", ""))


@planner_page
@require_POST
def move(request: Request, code: str) -> HttpResponse:
    """Move an area into another grid, and answer with what that does; a refused move changes nothing."""
    found, sent = opened(request, code), request.POST
    community, area = sent.get("c", ""), sent.get("area", "")
    region = NEW_REGION if sent.get("region") == "new" else sent.get("region", "") or "?"
    try:
        done = move_area(found, area, region, by=actor_for(request), expect=_version(request))
    except (NotFound, Stale):
        raise
    except Refused as fault:
        return _page(request, found, community, area=area, fault=fault, status=422)
    return _answer(request, done.plan, community, warnings=done.warnings)


@planner_page
@require_POST
def undo(request: Request, code: str) -> HttpResponse:
    """Take the last move by hand back."""
    found = opened(request, code)
    changed = undo_last(found, by=actor_for(request), expect=_version(request))
    return _answer(request, changed, request.POST.get("c", ""))


def _answer(request: Request, plan: GridPlan, community: str, *, warnings: tuple[Refused, ...] = ()) -> HttpResponse:
    """Return the part of the page that changed and have the map drawn anew, or lead back to the whole page."""
    if wants_part(request):
        response = _page(request, plan, community, warnings=warnings, is_changed=True)
        response["HX-Trigger-After-Settle"] = "sidan:replanned"
        return response
    messages.success(request, gettext("The plan was changed."))
    for warning in warnings:
        messages.warning(request, said(warning))
    if not community:
        return redirect(f"{reverse('planning:plan', args=[plan.code])}#edits")
    page = reverse("planning:community", args=[plan.code])
    return redirect(f"{page}?{urlencode({'c': community})}#adjust")


def _page(request: Request, plan: GridPlan, community: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Return the page of a community, or for htmx what the map stands above."""
    if plan.result is None:
        raise NotFound("There is nothing here.")
    context = {"plan": plan, "row": PlanRow(plan), **_context(plan, community, **more)}
    template = "planning/_community.html" if wants_part(request) else "planning/community.html"
    return render(request, template, context, status=status)


def _context(
    plan: GridPlan,
    community: str,
    *,
    area: str = "",
    fault: Refused | None = None,
    warnings: tuple[Refused, ...] = (),
    is_changed: bool = False,
) -> dict[str, Any]:
    """Return what the page shows."""
    now = shown(plan)
    own = next((row for row in communities_of(plan, now) if row.code == community), None)
    if own is None:
        raise NotFound("The plan has no community %(code)s.", code=community[:40])
    bounds, colours = now.plan.bounds, colours_of(now)
    around = areas_around(now, community)
    regions = {now.regions[place] for place in around}
    named = {facts.region: short_name(facts) for facts in now.facts if facts.region in regions}
    rows = [
        AreaRow(
            now.ids[place],
            now.instance.names[place],
            int(now.instance.households[place]),
            now.regions[place],
            named[now.regions[place]],
            now.ids[place] == area,
        )
        for place in around
    ]
    chosen = next((row for row in rows if row.is_chosen), None)
    return {
        "now": now,
        "bounds": bounds,
        "community": own,
        "areas": sorted(rows, key=lambda row: (row.region, row.id)),
        "regions": [
            RegionRow(facts, colours[facts.region], not bounds.lo <= facts.households <= bounds.hi)
            for facts in now.facts
            if facts.region in regions
        ],
        "parts": [part for part in now.plan.parts if part.community == community],
        "chosen": chosen,
        "choices": _choices(plan, now, chosen, colours) if chosen and plan.is_adjustable else (),
        "proof": proof(now),
        "edits": edit_rows(now, edits_of(plan)) if plan.edits else (),
        "fault": fault,
        "warnings": warnings,
        "is_changed": is_changed,
    }


def _choices(plan: GridPlan, now: Shown, chosen: AreaRow, colours: dict[str, int]) -> list[RegionRow]:
    """Return the grids an area could be given to, as they stand now."""
    facts = {each.region: each for each in now.facts}
    return [RegionRow(facts[region], colours[region], is_outside=False) for region in choices(plan, chosen.id)]


def _version(request: Request) -> int:
    """Return the version of the plan that the page showed; -1, which no plan is at, for garbage."""
    sent = request.POST.get("expect", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else -1
