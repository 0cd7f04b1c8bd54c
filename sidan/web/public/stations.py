# SPDX-License-Identifier: Apache-2.0
"""The directory of stations: where one may rest or charge a phone, what is open now, and how to say what is broken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import NotFound, Words
from sidan.places.kinds import FACILITIES, facility, station_kind
from sidan.places.names import name_of, path_text
from sidan.places.opening_hours import Opening
from sidan.places.service_points import Station
from sidan.places.stations import MOST_STATIONS, find_station, stations_in
from sidan.web.brand import mark_county
from sidan.web.htmx import Request
from sidan.web.moments import moment_words

_COUNTY, _TOWN = 6, 9


@dataclass(frozen=True)
class Shown:
    """A station as a page shows it; `opening` is that of this moment."""

    station: Station
    opening: Opening

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("public:station", args=[self.station.code])

    @property
    def kind(self) -> Words:
        """Return what kind of station it is."""
        return station_kind(self.station.kind)

    @property
    def place(self) -> str:
        """Return the areas it lies in."""
        code = self.station.area_code
        return path_text(code, language=get_language() or "zh", below=code[:4])

    @property
    def colour(self) -> str:
        """Return the kind whose colour marks it on the map: one colour for open, a quiet one for closed."""
        return "working" if self.opening.is_open else "draft"

    @cached_property
    def state(self) -> str:
        """Return whether it is open now, and until when."""
        until = moment_words(self.opening.until) if self.opening.until else ""
        if self.opening.is_open:
            return gettext("Open until %(moment)s") % {"moment": until} if until else gettext("Open day and night")
        return gettext("Closed until %(moment)s") % {"moment": until} if until else gettext("Closed at present")

    @property
    def facilities(self) -> list[Words]:
        """Return what it offers."""
        return [facility(code) for code in self.station.facilities]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to filter by."""

    code: str
    words: Words
    is_chosen: bool


@require_safe
def stations(request: Request) -> HttpResponse:
    """List the stations of a county or town (`area`) with some facilities (`has`), all or those `open` now.

    Two queries. A filter that names nothing cuts nothing, so that an old address still shows something.
    """
    codes = list(stations_in("").order_by().values_list("area_code", "facilities"))
    areas = {code[:length] for code, _ in codes for length in (_COUNTY, _TOWN) if len(code) >= length}
    offered = {each for _, facilities in codes for each in facilities}
    area = request.GET.get("area", "") if request.GET.get("area", "") in areas else ""
    wanted = [each for each in dict.fromkeys(request.GET.getlist("has")) if each in offered]
    found = _shown(stations_in(area, facilities=wanted).order_by("area_code", "name")[: MOST_STATIONS + 1])
    if area:
        mark_county(request, area)
    only_open = request.GET.get("open") == "1"
    rows = [row for row in found[:MOST_STATIONS] if row.opening.is_open or not only_open]
    context = {
        "rows": rows,
        "areas": _areas(areas, area),
        "facilities": _facilities(offered, wanted),
        "only_open": only_open,
        "is_cut": len(found) > MOST_STATIONS,
        "is_filtered": bool(area or wanted or only_open),
        "areas_url": reverse("public:outlines"),
    }
    return render(request, "public/stations.html", context)


@require_safe
def station(request: Request, code: str) -> HttpResponse:
    """Show one station: hours, facilities, where it is, whom to call, and how to report something broken. One query."""
    found = find_station(code)
    if found.area.is_void:
        raise NotFound("There is no station %(code)s.", code=code[:40])
    mark_county(request, found.area_code)
    context = {"shown": _shown([found])[0], "areas_url": reverse("public:outlines")}
    return render(request, "public/station.html", context)


def _shown(found: Iterable[Station]) -> list[Shown]:
    """Return stations with whether they are open at this moment."""
    moment = localtime(now())
    return [Shown(each, each.opening_at(moment)) for each in found]


def _areas(codes: Iterable[str], chosen: str) -> list[Option]:
    """Return the counties and towns that have stations, each town after its county."""
    options = []
    for code in sorted(codes):
        own, county = name_of(code), name_of(code[:_COUNTY])
        words = own if len(code) == _COUNTY else Words(f"{county.zh} / {own.zh}", f"{_en(county)} / {_en(own)}")
        options.append(Option(code, words, code == chosen))
    return options


def _en(words: Words) -> str:
    """Return a name in English, or the only one there is."""
    return words.in_language("en")


def _facilities(offered: set[str], wanted: Sequence[str]) -> list[Option]:
    """Return the facilities any station has: the known ones in their order, then the county's own."""
    order = [*(code for code in FACILITIES if code in offered), *sorted(offered - set(FACILITIES))]
    return [Option(code, facility(code), code in wanted) for code in order]
