# SPDX-License-Identifier: Apache-2.0
"""Which community to draw in: the planner's own areas, opened branch by branch."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.places.branches import branches, named_branches
from sidan.places.codes import is_code, path_of
from sidan.places.names import name_of
from sidan.planning.authority import areas_planned, may_plan
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


@require_safe
@login_required
def choose(request: Request) -> HttpResponse:
    """List what lies in an area of the planner's, down to the communities in which grids are drawn.

    Without `?area=` the list begins with the planner's own area, or names them where there are several.
    """
    actor = actor_for(request)
    own = areas_planned(actor)
    area = request.GET.get("area", "") or (own[0] if len(own) == 1 else "")
    if area and not is_code(area):
        raise NotFound("There is no area %(code)s.", code=area[:20])
    if not own or (area and not may_plan(actor, area)):
        raise PermissionDenied
    found = branches(area) if area else named_branches(own)
    context = {
        "area": area,
        "name": name_of(area) if area else None,
        "around": [(code, name_of(code)) for code in path_of(area)[:-1] if may_plan(actor, code)] if area else [],
        "branches": [branch for branch in found if branch.level != "grid"],
    }
    return render(request, "drawing/choose.html", context)
