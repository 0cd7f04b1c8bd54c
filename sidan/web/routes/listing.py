# SPDX-License-Identifier: Apache-2.0
"""The routes of one's areas as a list, with filters; and what is wrong with them: conflicts, gaps and closed units."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sidan.base.errors import Words
from sidan.dispatch.hours import ALWAYS, hours_words
from sidan.dispatch.matter_names import catalogue_of
from sidan.dispatch.route_gaps import Gap, broken_in, conflicts_in, gaps_in
from sidan.dispatch.route_queries import STATES, RouteFilters, routes_page
from sidan.dispatch.route_rights import areas_kept, areas_read, may_keep, may_keep_all
from sidan.dispatch.route_rows import Route
from sidan.dispatch.route_words import scope_words
from sidan.dispatch.routes import surer_than_percent, way_of
from sidan.people.actors import Actor
from sidan.places.codes import county_of, is_code
from sidan.places.names import name_of, path_names
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for
from sidan.web.routes.access import reader_page
from sidan.web.routes.choices import area_choices, matter_choices, said, unit_choices
from sidan.web.selects import Select

MOST_GAPS, MOST_TOWNS = 200, 8
ALL = _("All")


class FilterForm(forms.Form):
    """The filters of the list; every one may stay empty."""

    use_required_attribute = False

    area = forms.ChoiceField(label=_("Area"), required=False, widget=Select)
    matter = forms.ChoiceField(label=_("Matter"), required=False, widget=Select)
    unit = forms.ChoiceField(label=_("Unit"), required=False, widget=Select)
    auto = forms.ChoiceField(label=_("Dispatch by itself"), required=False, widget=Select)
    state = forms.ChoiceField(label=_("State"), required=False, widget=Select)

    def __init__(self, chosen: RouteFilters, actor: Actor) -> None:
        """Offer what the reader may choose from. One query."""
        values = {name: getattr(chosen, name) for name in ("area", "matter", "unit", "auto", "state")}
        super().__init__(initial=values, auto_id="filter-%s")
        tops = areas_read(actor)
        county = county_of(tops[0]) if len(tops) == 1 else ""
        offered: dict[str, list[Any]] = {
            "area": [("", ALL), *area_choices(tops, deepest=9)],
            "matter": [("", ALL), *matter_choices(county, conditions=False)[1:]],
            "unit": [("", ALL), *unit_choices(tops)[0]],
            "auto": [("", ALL), ("1", _("yes"))],
            "state": [*((code, said(words)) for code, words in STATES.items()), ("all", ALL)],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


@reader_page
@require_safe
def routes(request: Request) -> HttpResponse:
    """List the routes of one's areas. Four queries of its own, and two a minute for the catalogue."""
    actor = administrator_for(request)
    filters = _filters(request)
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    page = routes_page(actor, filters, number=number)
    context = {
        "show": "routes",
        "page": page,
        "rows": [_row(route, actor) for route in page.rows],
        "form": FilterForm(filters, actor),
        "is_filtered": filters != RouteFilters(),
        "earlier": _turned(request, page.number - 1) if page.number > 1 else "",
        "later": _turned(request, page.number + 1) if page.has_later else "",
        **told(actor),
    }
    return render(request, "routes/routes.html", context)


@reader_page
@require_safe
def troubles(request: Request) -> HttpResponse:
    """Name the conflicts, the gaps and the routes that lead to nobody. Three queries of its own."""
    actor = administrator_for(request)
    areas = areas_read(actor)
    units = {}
    pairs = conflicts_in(areas)
    if pairs:
        units = {unit.pk: unit for unit in unit_choices(("",))[1].values()}
    gaps = gaps_in(areas)
    context = {
        "show": "troubles",
        "conflicts": [
            [{"way": way, "scope": scope_words(way), "unit": units.get(way.unit)} for way in pair] for pair in pairs
        ],
        "broken": [{"way": each.way, "scope": scope_words(each.way), "unit": each.unit} for each in broken_in(areas)],
        "gaps": [_gap(gap) for gap in gaps[:MOST_GAPS]],
        "gap_count": len(gaps),
        "most": MOST_GAPS,
        **told(actor),
    }
    return render(request, "routes/troubles.html", context)


def _gap(gap: Gap) -> dict[str, Any]:
    """Return a gap as the page names it: its first towns, and how many more there are."""
    return {
        "gap": gap,
        "towns": gap.towns[:MOST_TOWNS],
        "more": len(gap.towns[MOST_TOWNS:]),
        "county": name_of(gap.county),
    }


def told(actor: Actor) -> dict[str, Any]:
    """Return what the head of every page says: what one may do here, and how many conflicts there are. No query."""
    return {
        "may_add": bool(areas_kept(actor)),
        "may_automate": may_keep_all(actor),
        "conflict_count": len(conflicts_in(areas_read(actor))),
    }


def _row(route: Route, actor: Actor) -> dict[str, Any]:
    """Return a route as the list shows it."""
    county = county_of(route.area_code)
    known = catalogue_of(county)
    place: Words = name_of(route.area_code)
    return {
        "route": route,
        "place": place,
        "around": path_names(route.area_code, below=route.area_code[:4])[:-1],
        "matter": known.name(route.matter_code),
        "condition": known.condition(route.matter_code, route.condition_code) if route.condition_code else None,
        "hours": hours_words(route.hours) if route.hours != ALWAYS else None,
        "assisting": list(route.assisting.all()),
        "percent": surer_than_percent(route.matter_code, county=county, way=way_of(route)) if route.is_automatic else 0,
        "may_change": route.stopped_at is None
        and may_keep(actor, route.area_code)
        and (may_keep_all(actor) or not route.is_automatic),
    }


def _filters(request: Request) -> RouteFilters:
    """Return the filters of an address; what is none cuts nothing."""
    area, state = request.GET.get("area", ""), request.GET.get("state", "now")
    return RouteFilters(
        area=area if is_code(area) else "",
        matter=request.GET.get("matter", "")[:80].replace("\x00", ""),
        unit=request.GET.get("unit", "")[:40].replace("\x00", ""),
        auto="1" if request.GET.get("auto") == "1" else "",
        state=state if state in (*STATES, "all") else "now",
    )


def _turned(request: Request, number: int) -> str:
    """Return the address of another page of the list."""
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
