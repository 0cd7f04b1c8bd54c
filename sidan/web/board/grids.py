# SPDX-License-Identifier: Apache-2.0
"""A year's figures grid by grid, in today's grids or as they were, with what became of what beneath."""

from typing import NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Words
from sidan.people.days import city_today
from sidan.places.codes import LENGTHS
from sidan.places.descent import Passed
from sidan.places.names import name_of
from sidan.places.tree import beneath
from sidan.reports.by_grid import figures_by_grid
from sidan.web.board.areas import asked_areas, own_areas
from sidan.web.board.leaders import around_of, asked_programme, programmes_read_by
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for

YEARS = 3
# Which grids orders are counted for.
VIEWS: dict[str, str | Promise] = {"today": _("in today's grids"), "then": _("in the grids of their day")}


class Passing(NamedTuple):
    """A row of the lineage: which area went into which, when, and how much of it."""

    source: tuple[str, Words]
    target: tuple[str, Words]
    passed: Passed

    @property
    def percent(self) -> float:
        """Return the share of the old area's households in per cent."""
        return 100 * self.passed.share


@require_safe
@login_required
@never_cache
def grids(request: Request) -> HttpResponse:
    """Show the figures of a town's or smaller area's grids in a year; of a larger one, which towns there are.

    `?year=`, `?grids=today` or `then`, `?programme=` and `?area=` choose. Two queries of its own.
    """
    actor = administrator_for(request)
    view = request.GET.get("grids", "today")
    if view not in VIEWS:
        raise NotFound("There is no such view of the grids.")
    areas, programme = asked_areas(request, own_areas(actor), follows=view == "today"), asked_programme(request, actor)
    today = city_today()
    year = _year(request.GET.get("year", ""), today.year)
    is_small = len(areas) == 1 and len(areas[0]) >= LENGTHS["town"]
    since, until = today.replace(year, 1, 1), min(today, today.replace(year, 12, 31))
    found = (
        figures_by_grid(areas[0], since=since, until=until, programme=programme, in_todays=view == "today")
        if is_small
        else None
    )
    context = {
        "found": found,
        "lineage": [_passing(passed) for passed in found.lineage] if found else [],
        "programme": programme,
        "programmes": programmes_read_by(actor),
        "areas": [(area, name_of(area)) for area in areas if area],
        "around": around_of(areas, actor),
        "within": beneath(areas[0]) if len(areas) == 1 else (),
        "own": [(area, name_of(area)) for area in areas] if len(areas) > 1 else [],
        "years": [(each, each == year) for each in range(today.year, today.year - YEARS, -1)],
        "views": [(code, words, code == view) for code, words in VIEWS.items()],
        "view": view,
        "since": since,
        "until": until,
    }
    return render(request, "board/grids.html", context)


def _year(asked: str, this_year: int) -> int:
    """Return the year asked for, this one without any; NotFound for one that is not on offer."""
    if not asked:
        return this_year
    if asked not in {str(this_year - back) for back in range(YEARS)}:
        raise NotFound("There is no such period.")
    return int(asked)


def _passing(passed: Passed) -> Passing:
    """Return a row of the lineage with the names of its areas."""
    return Passing((passed.source, name_of(passed.source)), (passed.target, name_of(passed.target)), passed)
