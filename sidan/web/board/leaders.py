# SPDX-License-Identifier: Apache-2.0
"""The leaders' page: the truth about their area on one page, and the units' figures as a sheet."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import NotFound, Words
from sidan.orders.declare import Programme
from sidan.orders.openings import front_programme, programmes_for
from sidan.orders.registry import served
from sidan.people.actors import Actor
from sidan.places.codes import path_of
from sidan.places.descent import ancestors
from sidan.places.names import name_of
from sidan.places.tree import beneath
from sidan.reports.figures import figures
from sidan.reports.red_list import red_list
from sidan.reports.unit_sheet import unit_sheet
from sidan.web.board.areas import asked_areas, own_areas
from sidan.web.board.telling import how_it_went, place_rows, red_rows, stage_rows
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_UNITS = MOST_PLACES = 60


@require_safe
@login_required
@never_cache
def board(request: Request) -> HttpResponse:
    """Show what is open and late in the actor's areas, and how the last days went; four queries of its own."""
    actor = administrator_for(request)
    areas, programme = asked_areas(request, own_areas(actor)), asked_programme(request, actor)
    earlier = ancestors(areas[0]) if len(areas) == 1 else ()
    with_earlier = bool(earlier) and request.GET.get("before") == "1"
    reach = (*areas, *earlier) if with_earlier else areas
    found = figures(reach, at=now(), programme=programme)
    red = red_rows(red_list(actor, reach, programme=programme))
    context = {
        "figures": found,
        "programme": programme,
        "programmes": programmes_read_by(actor),
        "areas": [(area, name_of(area)) for area in areas if area],
        "around": around_of(areas, actor),
        "earlier": [(code, name_of(code)) for code in earlier],
        "with_earlier": with_earlier,
        "given_up": _given_up(request, areas),
        "within": beneath(areas[0]) if len(areas) == 1 else (),
        "stages": stage_rows(found),
        "places": place_rows(found)[:MOST_PLACES],
        "units": found.units[:MOST_UNITS],
        "red": red,
        "red_more": max(0, len(red) - 8),
        **how_it_went(found),
    }
    return render(request, "board/board.html", context)


@require_safe
@login_required
@never_cache
def sheet(request: Request) -> HttpResponse:
    """Return the figures of the units as a spreadsheet; audited."""
    actor = administrator_for(request)
    areas, programme = asked_areas(request, own_areas(actor)), asked_programme(request, actor)
    content = unit_sheet(figures(areas, at=now(), programme=programme), by=actor, language=get_language() or "zh-hans")
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"units-{now():%Y%m%d}.xlsx"))
    return response


def _given_up(request: Request, areas: tuple[str, ...]) -> Words | None:
    """Return the name of the grid asked for where another is shown that took over from it."""
    asked = request.GET.get("area", "")
    return name_of(asked) if asked and asked not in areas else None


def programmes_read_by(actor: Actor) -> tuple[Programme, ...]:
    """Return the programmes whose figures the actor reads: those that name a post of theirs, and the front one."""
    if actor.system == "importer":
        return served()
    own = {programme.code for programme in (front_programme(), *programmes_for(actor))}
    return tuple(programme for programme in served() if programme.code in own)


def asked_programme(request: Request, actor: Actor) -> Programme:
    """Return the programme asked for, the front one without any; NotFound for one that is not the actor's to read."""
    code = request.GET.get("programme", "")
    if not code:
        return front_programme()
    for programme in programmes_read_by(actor):
        if programme.code == code:
            return programme
    raise NotFound("There is no programme “%(code)s”.", code=code[:40])


def around_of(areas: tuple[str, ...], actor: Actor) -> list[tuple[str, object]]:
    """Return the areas around the one shown, as far up as the actor's own."""
    if len(areas) != 1 or not areas[0]:
        return []
    own = own_areas(actor)
    codes = [code for code in path_of(areas[0])[:-1] if any(code.startswith(start) for start in own)]
    return [(code, name_of(code)) for code in codes]
