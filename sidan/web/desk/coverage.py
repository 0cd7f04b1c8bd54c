# SPDX-License-Identifier: Apache-2.0
"""How the grids of one's area are staffed: on which days nobody is there, and how much falls to a post."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Words
from sidan.people.coverage import Coverage, coverage_of, readable_areas
from sidan.people.days import city_today
from sidan.places.codes import county_of, is_code, path_of
from sidan.places.descent import living
from sidan.places.names import name_of
from sidan.places.tree import beneath
from sidan.reports.grid_load import loads_of, spread_of
from sidan.reports.staffing_sheet import staffing_sheet
from sidan.web.desk import coverage_rows as rows
from sidan.web.desk.access import desk_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How far from today one may look; rotas are not made further ahead.
MOST_AHEAD = timedelta(days=366)
MOST_LOADS = 200


@dataclass(frozen=True)
class Asked:
    """The area and the first day a reader asks for, within what they may read."""

    own: tuple[str, ...]
    area: str
    first: date

    @cached_property
    def coverage(self) -> Coverage:
        """Return how the grids are staffed; three queries."""
        return coverage_of(self.area, first=self.first)

    @property
    def name(self) -> Words | None:
        """Return the name of the area, None for the whole city."""
        return name_of(self.area) if self.area else None

    @property
    def around(self) -> list[tuple[str, Words]]:
        """Return code and name of the areas around it, as far up as the reader's own."""
        codes = [code for code in path_of(self.area) if code != self.area] if self.area else []
        return [(code, name_of(code)) for code in codes if any(code.startswith(start) for start in self.own)]

    @property
    def inside(self) -> list[tuple[str, Words]]:
        """Return code and name of the areas to go on to: those just beneath, and one's other areas."""
        parts = [(choice.code, choice.name) for choice in beneath(self.area) if len(choice.code) < 15]
        return parts + [(code, name_of(code)) for code in self.own if code and code != self.area]


@desk_page
@require_safe
def coverage(request: Request) -> HttpResponse:
    """Show where nobody is there in the next fortnight (`?area=`, `?from=`), or with `?show=load` what falls to a post.

    At most four queries of its own. Nobody else's area, and nobody without a post that reads this, is let in.
    """
    asked = _asked(request)
    context = {"asked": asked, "coverage": asked.coverage, "earlier": _shifted(asked, -1), "later": _shifted(asked, 1)}
    if request.GET.get("show") == "load":
        return render(request, "desk/load.html", {**context, **_load(asked)})
    found = asked.coverage
    context |= {
        "heads": rows.heads_of(found, county=county_of(asked.area)),
        "sentences": rows.sentences(found),
        "rows": rows.gap_rows(found),
        "stand_ins": rows.stand_ins(found),
        "without_crew": rows.plain_rows(found.without_crew),
        "without_phone": rows.plain_rows(found.without_phone),
        "vacancies": [rows.vacancy_words(each) for each in found.vacancies[: rows.MOST_ROWS]],
        "most": rows.MOST_ROWS,
    }
    return render(request, "desk/coverage.html", context)


@desk_page
@require_safe
def sheet(request: Request) -> HttpResponse:
    """Return the same as a spreadsheet, all grids by code; written down in the audit log."""
    asked = _asked(request)
    content = staffing_sheet(
        asked.coverage,
        loads_of(asked.coverage, asked.area),
        area_code=asked.area,
        by=actor_for(request),
        language=get_language() or "zh-hans",
    )
    response = HttpResponse(content, content_type=XLSX)
    name = f"grids-{asked.area or 'city'}-{asked.first.isoformat()}.xlsx"
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _load(asked: Asked) -> dict[str, object]:
    """Return what falls to a post, grids by code."""
    loads = loads_of(asked.coverage, asked.area)
    shown = zip(loads[:MOST_LOADS], rows.plain_rows([load.grid for load in loads[:MOST_LOADS]]), strict=False)
    return {
        "loads": list(shown),
        "count": len(loads),
        "spreads": {name: spread_of(loads, name) for name in ("households", "people", "month")},
    }


def _asked(request: Request) -> Asked:
    """Return what is asked for: without `?area=` one's own area; without `?from=` from today."""
    own = readable_areas(actor_for(request))
    area = request.GET.get("area", "") or (own[0] if own else "")
    if area and not is_code(area):
        raise NotFound("There is no area %(code)s.", code=area[:20])
    area = living(area) if area else area
    if not any(area.startswith(start) for start in own):
        raise PermissionDenied
    return Asked(own, area, _day(request.GET.get("from", "")))


def _day(text: str) -> date:
    """Return the day a text names, today for none."""
    today = city_today()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise NotFound("There is no such day.") from None
    if abs(day - today) > MOST_AHEAD:
        raise NotFound("There is no such day.")
    return day


def _shifted(asked: Asked, spans: int) -> str:
    """Return the first day of an earlier or later span."""
    return (asked.first + timedelta(days=spans * len(asked.coverage.days))).isoformat()
