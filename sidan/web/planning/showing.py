# SPDX-License-Identifier: Apache-2.0
"""The page of a plan: how far the computing is, then what came out, what is proved, and what it means for the crews."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import NotFound
from sidan.planning.drafting import ask_for_curve, ask_to_recompute
from sidan.planning.models import GridPlan
from sidan.planning.rolling_back import hindrances
from sidan.planning.showing import CommunityRow, Shown, communities_of, crews_of, edits_of, fault_of, shown
from sidan.planning.stored import refusal_restored
from sidan.web.htmx import Request, wants_part
from sidan.web.plan_maps import areas_around, collections, drawn
from sidan.web.plan_words import PlanRow, changed_communities, edit_rows, proof, summary, told_regions
from sidan.web.planning.access import opened, planner_page
from sidan.web.planning.adopting import counted
from sidan.web.planning.curves import curve_of
from sidan.web.planning.histograms import histogram
from sidan.web.planning.pages import page_of
from sidan.web.planning.presets import AIMS, WISHES
from sidan.web.visitor import actor_for

# Of tables that few read to the end.
SHORT_PAGE = 10


@planner_page
@require_safe
def plan(request: Request, code: str) -> HttpResponse:
    """Show a plan; while it is being computed, how far that is, which htmx asks for every second."""
    found = opened(request, code)
    if found.result is None:
        context = {"plan": found, "row": PlanRow(found), "fault": fault_of(found)}
        is_part = wants_part(request)
        return render(request, "planning/_progress.html" if is_part else "planning/waiting.html", context)
    if wants_part(request):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "planning/plan.html", _context(request, found))


def _context(request: Request, found: GridPlan) -> dict[str, Any]:
    """Return what the page of a computed plan shows; at most four queries."""
    now = shown(found)
    bounds = now.plan.bounds
    communities = communities_of(found, now)
    wanted = communities if request.GET.get("show") != "attention" else [row for row in communities if _is_odd(row)]
    crews = crews_of(found, now)
    names = {row.code: row.name or row.code for row in communities}
    impossible = [(names.get(part.community, part.community), part) for part in now.impossible]
    return {
        "plan": found,
        "row": PlanRow(found),
        "now": now,
        "bounds": bounds,
        "summary": summary(now, bounds),
        "proof": proof(now),
        "page": page_of(wanted, request, name="page", anchor="communities"),
        "only_odd": request.GET.get("show") == "attention",
        "odd_count": sum(map(_is_odd, communities)),
        "impossible": page_of(impossible, request, name="why", anchor="impossible", size=SHORT_PAGE),
        "households": histogram([each.households for each in now.facts], bounds=(bounds.lo, bounds.hi)),
        "workload": histogram([each.workload for each in now.facts]),
        "crews": page_of(crews, request, name="crews", anchor="crews", size=SHORT_PAGE),
        "curve": curve_of(found.curve or ()),
        "edits": edit_rows(now, edits_of(found)) if found.edits else (),
        "changed": changed_communities(now),
        "has_crews": bool(crews),
        "moved_percent": 100 * now.measures.moved_share,
        "weights": [(words, getattr(now.plan.weights, aim)) for aim, (words, _about) in AIMS.items()],
        "wishes": [(words, _groups(now, wish)) for wish, words in WISHES.items()],
        **_adopted(found),
    }


def _groups(now: Shown, wish: str) -> list[list[str]]:
    """Return the groups of one wish."""
    return [sorted(group) for group in getattr(now.plan.wishes, wish)]


def _adopted(found: GridPlan) -> dict[str, Any]:
    """Return what the page says of an adoption: what was carried, and why it can be taken back no more; two queries."""
    if found.state == "scheduled":
        return {"fault": fault_of(found)}
    if found.state != "adopted":
        return {}
    return {
        "carried": counted(found.adoption.counts),
        "notes": [refusal_restored(note) for note in found.adoption.notes],
        "hindrances": hindrances(found),
    }


def _is_odd(row: CommunityRow) -> bool:
    """Say whether a community wants a look: something is out of bounds, or its plan is not proved the best."""
    return bool(row.out_of_range) or row.proof == "bounded"


@planner_page
@require_safe
@gzip_page
def plan_map(request: Request, code: str) -> HttpResponse:
    """Return the plan's grids as GeoJSON for the map, or those of one community (`?c=`)."""
    found = opened(request, code)
    if found.result is None:
        raise NotFound("There is nothing here.")
    now, community = shown(found), request.GET.get("c", "")
    drawing = drawn(now, areas=areas_around(now, community) if community else None)
    if drawing is None:
        raise NotFound("There is nothing here.")
    urls = {} if community else community_urls(found, now.instance.community)
    return HttpResponse(
        collections(drawing, told_regions(now, now.plan.bounds, urls)), content_type="application/geo+json"
    )


def community_urls(plan: GridPlan, communities: Sequence[str]) -> dict[str, str]:
    """Return the address of each community's page."""
    page = reverse("planning:community", args=[plan.code])
    return {code: f"{page}?{urlencode({'c': code})}" for code in dict.fromkeys(communities)}


@planner_page
@require_POST
def curve(request: Request, code: str) -> HttpResponse:
    """Have the curve of what keeping crews costs computed."""
    found = opened(request, code)
    ask_for_curve(found, by=actor_for(request))
    messages.info(request, gettext("The curve is being computed. Load the page again in a while."))
    return redirect(f"{reverse('planning:plan', args=[found.code])}#curve")


@planner_page
@require_POST
def recompute(request: Request, code: str) -> HttpResponse:
    """Have the plan computed once more from its seed, to see whether it comes out the same."""
    found = opened(request, code)
    ask_to_recompute(found, by=actor_for(request))
    messages.info(request, gettext("The plan is being computed once more. Load the page again in a while."))
    return redirect(f"{reverse('planning:plan', args=[found.code])}#proof")
