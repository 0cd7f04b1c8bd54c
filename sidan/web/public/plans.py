# SPDX-License-Identifier: Apache-2.0
"""Plans of new grids before they are true: for everybody to look at, to find the own grid in, and to comment on.

No crew is named here and nothing of what they do is shown: a plan is about places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import Point, require_point
from sidan.places.redraw.instance import Instance
from sidan.planning.authority import find_public_plan
from sidan.planning.models import LONGEST_COMMENT, GridPlan
from sidan.planning.publishing import comment as keep_comment
from sidan.planning.publishing import takes_comments
from sidan.planning.showing import Shown, comments_of, communities_of, public_plans, shown
from sidan.web.brand import mark_county
from sidan.web.htmx import Request
from sidan.web.limits import limited
from sidan.web.plan_maps import areas_around, collections, drawn
from sidan.web.plan_words import PlanRow, short_name, summary, told_regions

MOST_PLANS, MOST_COMMENTS = 100, 200


@dataclass(frozen=True, slots=True)
class Moved:
    """One of today's areas, the new grid it comes into, and how many others come into it too."""

    name: str
    region: str
    others: int


@require_safe
def plans(request: Request) -> HttpResponse:
    """List the plans that everybody may look at; one query."""
    return render(request, "public/plans.html", {"rows": [PlanRow(plan) for plan in public_plans()[:MOST_PLANS]]})


@require_http_methods(["GET", "HEAD", "POST"])
@limited("plan_comment", per_minute=3, per_hour=20)
def plan(request: Request, code: str) -> HttpResponse:
    """Show a published plan, find a place in it (`lon`, `lat` or `c`), and take what somebody says of it."""
    found = find_public_plan(code)
    if request.method != "POST":
        return _page(request, found)
    try:
        keep_comment(found, request.POST.get("text", ""))
    except NotFound:
        raise
    except Refused as fault:
        return _page(request, found, fault=fault, status=422)
    messages.success(request, gettext("Thank you. What you wrote stands below; nobody knows who wrote it."))
    return redirect(f"{reverse('public:plan', args=[found.code])}#comments")


@require_safe
@cache_control(public=True, max_age=300)
@gzip_page
def plan_map(request: Request, code: str) -> HttpResponse:
    """Return the grids of a published plan as GeoJSON, or those of one community (`?c=`)."""
    found = find_public_plan(code)
    now, community = shown(found), request.GET.get("c", "")
    drawing = drawn(now, areas=areas_around(now, community) if community else None)
    if drawing is None:
        raise NotFound("There is nothing here.")
    return HttpResponse(collections(drawing, told_regions(now, now.plan.bounds)), content_type="application/geo+json")


def _page(request: Request, found: GridPlan, *, fault: Refused | None = None, status: int = 200) -> HttpResponse:
    """Return the page of a published plan; three queries."""
    mark_county(request, found.area.code)
    now = shown(found)
    instance = now.instance
    communities = communities_of(found, now)
    point, lost = _point(request)
    place = _place_of(instance, point) if point else None
    community = instance.community[place] if place is not None else request.GET.get("c", "")
    context: dict[str, Any] = {
        "plan": found,
        "row": PlanRow(found),
        "now": now,
        "bounds": now.plan.bounds,
        "summary": summary(now, now.plan.bounds),
        "communities": communities,
        "community": next((row for row in communities if row.code == community), None),
        "moved": _moved(now, community),
        "own": _own(now, place) if place is not None else None,
        "is_lost": lost or (point is not None and place is None),
        "point": point,
        "comments": comments_of(found)[:MOST_COMMENTS],
        "takes_comments": takes_comments(found),
        "longest": LONGEST_COMMENT,
        "text": request.POST.get("text", "")[: 2 * LONGEST_COMMENT],
        "fault": fault,
    }
    return render(request, "public/plan.html", context, status=status)


def _point(request: Request) -> tuple[Point | None, bool]:
    """Return the point asked for, and whether what was sent is none."""
    lon, lat = request.GET.get("lon", ""), request.GET.get("lat", "")
    if not (lon and lat):
        return None, False
    try:
        return require_point(lon, lat), False
    except Refused:
        return None, True


def _place_of(instance: Instance, point: Point) -> int | None:
    """Return the small area around a point, None outside of all."""
    if instance.shapes is None:
        return None
    hits = shapely.STRtree(instance.shapes).query(shapely.Point(point.lon, point.lat), predicate="intersects")
    return int(hits[0]) if len(hits) else None


def _moved(now: Shown, community: str) -> Sequence[Moved]:
    """Return what becomes of each area of a community, by grid."""
    if not community:
        return ()
    by_region = {facts.region: facts for facts in now.facts}
    places = (place for place, own in enumerate(now.instance.community) if own == community)
    rows = ((now.instance.names[place], by_region[now.regions[place]]) for place in places)
    found = [Moved(name, short_name(facts), len(facts.areas) - 1) for name, facts in rows]
    return sorted(found, key=lambda row: (row.region, row.name))


def _own(now: Shown, place: int) -> dict[str, Any]:
    """Return today's area of a point, its new grid, and the other areas that come into it."""
    region = now.regions[place]
    facts = next(each for each in now.facts if each.region == region)
    names = dict(zip(now.ids, now.instance.names, strict=True))
    others = sorted(names[area] for area in facts.areas if area != now.ids[place])
    return {"name": now.instance.names[place], "grid": short_name(facts), "facts": facts, "others": others}
