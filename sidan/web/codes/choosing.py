# SPDX-License-Identifier: Apache-2.0
"""Which grid's posters to print: the actor's own areas, opened branch by branch."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Words
from sidan.people.authority import code_areas
from sidan.places.branches import branches, named_branches
from sidan.places.codes import is_code, path_of
from sidan.places.descent import living
from sidan.places.names import name_of
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for


@require_safe
@login_required
def choose(request: Request) -> HttpResponse:
    """List what lies in an area of the actor's, with the number of places in each.

    Without `?area=` the list begins with the actor's own area, or names them where there are several.
    """
    own = code_areas(administrator_for(request))
    area = request.GET.get("area", "") or (own[0] if len(own) == 1 else "")
    if area and not is_code(area):
        raise NotFound("There is no area %(code)s.", code=area[:20])
    area = living(area) if area else area
    if not any(area.startswith(start) for start in own) and (area or not own):
        raise PermissionDenied
    context = {
        "area": area,
        "name": name_of(area) if area else None,
        "around": _around(area, own),
        "branches": branches(area) if area or "" in own else named_branches(own),
    }
    return render(request, "codes/choose.html", context)


def _around(area: str, own: tuple[str, ...]) -> list[tuple[str, Words]]:
    """Return code and name of the areas around one, as far up as the actor's own reach."""
    codes = [code for code in path_of(area) if code != area] if area else []
    return [(code, name_of(code)) for code in codes if any(code.startswith(start) for start in own)]
