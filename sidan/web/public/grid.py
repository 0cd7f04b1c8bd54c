# SPDX-License-Identifier: Apache-2.0
"""The public page of a grid: who looks after it, when, whom to call and whom to complain to; and the way to it.

滨州 Art 6 asks a city to publish each grid's name, area, worker, contact and supervision telephone, and to keep them
up to date. Telephones are those of the grid or an area around it, never anybody's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Refused, Words
from sidan.people.grid_crew import crew_of
from sidan.people.partnering import partners_of
from sidan.places.around import find_with_around, taken_over_by
from sidan.places.codes import is_code, level_of, path_of, stripped
from sidan.places.kinds import LEVEL_NAMES, area_kind
from sidan.places.models import Area
from sidan.places.names import name_of, path_names
from sidan.places.queries import outline_of
from sidan.places.service_points import Station
from sidan.places.stations import stations_in
from sidan.places.tree import beneath
from sidan.web.brand import mark_county
from sidan.web.htmx import Request
from sidan.web.public.outline import drawing_of

MOST_STATIONS = 20


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number to call, and whose it is when it is not the grid's own."""

    number: str
    of: Words | None


@require_safe
def grid(request: Request, area: str) -> HttpResponse:
    """Show a grid; one given up says until when it was and leads to those that took over. At most five queries."""
    try:
        code = stripped(area)
    except Refused:
        raise NotFound("There is no area %(code)s.", code=area[:20]) from None
    if level_of(code) != "grid":
        return redirect(f"{reverse('public:grids')}?area={code}")
    around = find_with_around(code)
    mark_county(request, code)
    found = around[code]
    context = {"grid": found, "place": path_names(code[:12], below=code[:4]), "kind": _kind(found)}
    if found.is_void:
        return render(request, "public/grid_past.html", {**context, **_past(found)})
    stations = list(stations_in(code).order_by("name")[:MOST_STATIONS])
    context |= {
        "crew": crew_of(code),
        "telephone": _telephone(around, "phone", code=code),
        "supervision": _telephone(around, "supervision_phone", code=code),
        "stations": stations,
        "partners": partners_of(code),
        "drawing": drawing_of(outline_of(code), code=code, language=get_language() or "zh", points=_points(stations)),
    }
    return render(request, "public/grid.html", context)


@require_safe
def grids(request: Request) -> HttpResponse:
    """Show the way down to a grid, area by area (`?area=`). No query."""
    code = request.GET.get("area", "")
    if code and not is_code(code):
        raise NotFound("There is no area %(code)s.", code=code[:20])
    if not code:
        cities = beneath("")
        code = cities[0].code if cities else ""
    elif level_of(code) == "grid":
        return redirect("public:grid", code)
    if len(code) >= 6:
        mark_county(request, code)
    context = {
        "name": name_of(code) if code else None,
        "around": [(each, name_of(each)) for each in path_of(code) if each != code] if code else [],
        "choices": beneath(code),
        "level": LEVEL_NAMES[level_of(code)] if code else None,
    }
    return render(request, "public/grids.html", context)


def _kind(found: Area) -> Words | None:
    """Return what kind of grid it is, None for the usual one."""
    return area_kind(found.kind) if found.kind not in ("", "general") else None


def _past(found: Area) -> dict[str, object]:
    """Return until when a grid was in force, and which took over. One query."""
    assert found.void_on is not None
    return {"until": found.void_on - timedelta(days=1), "successors": taken_over_by(found)}


def _telephone(around: Mapping[str, Area], name: str, *, code: str) -> Telephone | None:
    """Return the number of the grid, or of the smallest area around it that has one."""
    for each in reversed(path_of(code)):
        number = getattr(around[each], name).strip() if each in around else ""
        if number:
            return Telephone(number, None if each == code else name_of(each))
    return None


def _points(stations: Sequence[Station]) -> list[tuple[float, float]]:
    """Return the points of stations that have one."""
    return [(each.lon, each.lat) for each in stations if each.lon is not None and each.lat is not None]
