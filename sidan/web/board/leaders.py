# SPDX-License-Identifier: Apache-2.0
"""The leaders' page: the truth about their area on one page, and the units' figures as a sheet."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import NotFound
from sidan.people.actors import Actor, outermost
from sidan.places.codes import is_code, path_of
from sidan.places.names import name_of
from sidan.places.tree import beneath
from sidan.reports.figures import figures
from sidan.reports.red_list import red_list
from sidan.reports.unit_sheet import unit_sheet
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
    areas = _asked(request, actor)
    found = figures(areas, at=now())
    red = red_rows(red_list(actor, areas))
    context = {
        "figures": found,
        "areas": [(area, name_of(area)) for area in areas if area],
        "around": _around(areas, actor),
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
    content = unit_sheet(figures(_asked(request, actor), at=now()), by=actor, language=get_language() or "zh-hans")
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"units-{now():%Y%m%d}.xlsx"))
    return response


def _asked(request: Request, actor: Actor) -> tuple[str, ...]:
    """Return the areas to be shown: the actor's own, or one within them; PermissionDenied for anybody else's."""
    own = _own(actor)
    area = request.GET.get("area", "")
    if area and not is_code(area):
        raise NotFound("There is no area %(code)s.", code=area[:20])
    if not own or (area and not any(area.startswith(start) for start in own)):
        raise PermissionDenied
    return (area,) if area else own


def _own(actor: Actor) -> tuple[str, ...]:
    """Return the areas that somebody leads or supervises; the operator's own account sees the whole city."""
    if actor.system == "importer":
        return ("",)
    return outermost((*actor.areas("leader"), *actor.areas("supervisor")))


def _around(areas: tuple[str, ...], actor: Actor) -> list[tuple[str, object]]:
    """Return the areas around the one shown, as far up as the actor's own."""
    if len(areas) != 1 or not areas[0]:
        return []
    own = _own(actor)
    codes = [code for code in path_of(areas[0])[:-1] if any(code.startswith(start) for start in own)]
    return [(code, name_of(code)) for code in codes]
