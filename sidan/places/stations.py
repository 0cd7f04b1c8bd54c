# SPDX-License-Identifier: Apache-2.0
"""Stations: added with a site for their poster, amended together with it, and found by where they are."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.db.models import QuerySet

from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import Point, require_point
from sidan.places.areas import require_living, require_name
from sidan.places.codes import level_of
from sidan.places.models import Site
from sidan.places.opening_hours import Week, stored
from sidan.places.service_points import Station
from sidan.places.sites import add_site, close_site, reopen_site, require_own_name

SITE_KIND = "station"
# A county has some hundred; more than these are told to be cut down by area.
MOST_STATIONS = 500
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


class StationFacts(TypedDict, total=False):
    """What is known of a station besides its code, name, kind and area; see the model."""

    name_en: str
    address: str
    point: Point | None
    phone: str
    week: Week
    hours_note: str
    closed_on: Sequence[date]
    facilities: Sequence[str]
    is_active: bool


def find_station(code: str) -> Station:
    """Return a station by its code, closed for good or not, with its area and site."""
    try:
        return Station.objects.select_related("area", "site").get(code=code.strip().lower())
    except Station.DoesNotExist:
        raise NotFound("There is no station %(code)s.", code=code[:40]) from None


def stations_in(area_code: str, *, facilities: Iterable[str] = ()) -> QuerySet[Station]:
    """Return the stations in use inside an area ("" is everywhere) that have all of some facilities."""
    found = Station.objects.filter(is_active=True, area_code__startswith=area_code, area__void_on__isnull=True)
    wanted = list(facilities)
    return found.filter(facilities__contains=wanted) if wanted else found


def require_station_code(code: str) -> str:
    """Return a code in the form it is kept in; Refused when it is none."""
    code = code.strip().lower()
    if not _CODE.fullmatch(code):
        raise Refused(
            "A station's code has 2 to 40 small letters, digits and hyphens, and %(code)s has not.", code=code
        )
    return code


@transaction.atomic
def add_station(code: str, name: str, *, area: str, kind: str, **facts: Unpack[StationFacts]) -> Station:
    """Add a station to a town, community or grid, and a site for its poster."""
    code = require_station_code(code)
    if Station.objects.filter(code=code).exists():
        raise Refused("There is already a station with the code %(code)s.", code=code)
    around = require_living(area)
    if level_of(around.code) in {"city", "county"}:
        raise Refused("A station lies in a town, a community or a grid.")
    fields = _fields(facts)
    site = add_site(around.code, name, kind=SITE_KIND, address=facts.get("address", ""), point=facts.get("point"))
    if not fields.get("is_active", True):
        close_site(site.code)
    return Station.objects.create(
        code=code, name=require_name(name), kind=kind, area=around, area_code=around.code, site=site, **fields
    )


@transaction.atomic
def amend_station(
    code: str, *, name: str | None = None, kind: str | None = None, **facts: Unpack[StationFacts]
) -> Station:
    """Change what is known of a station and its site; what is not given stays. Out of use it keeps its code."""
    station = _locked(code)
    for field, value in _fields(facts).items():
        setattr(station, field, value)
    station.kind = kind or station.kind
    if name is not None:
        station.name = require_name(name)
    _keep_site(station)
    station.save()
    return station


def _keep_site(station: Station) -> None:
    """Let the site say and be what its station does."""
    site = Site.objects.select_related("area").get(pk=station.site_id)
    if site.name != station.name and station.is_active:
        require_own_name(site.area, station.name, kind=SITE_KIND)
    site.name, site.address = station.name, station.address
    site.lon, site.lat = station.lon, station.lat
    site.save()
    if station.is_active and not site.is_active:
        reopen_site(site.code)
    elif site.is_active and not station.is_active:
        close_site(site.code)


def _locked(code: str) -> Station:
    """Return a station whose row is locked until the transaction ends."""
    station = Station.objects.select_for_update(of=("self",)).filter(code=code).first()
    if station is None:
        raise NotFound("There is no station %(code)s.", code=code[:40])
    return station


def _fields(facts: StationFacts) -> dict[str, Any]:
    """Return the columns that facts fill."""
    fields: dict[str, Any] = {name: value for name, value in facts.items() if name not in {"point", "week"}}
    if "point" in facts:
        point = facts["point"]
        fields["lon"], fields["lat"] = require_point(*point) if point is not None else (None, None)
    if "week" in facts:
        fields["hours"] = stored(facts["week"])
    if "facilities" in facts:
        fields["facilities"] = list(dict.fromkeys(facts["facilities"]))
    if "closed_on" in facts:
        fields["closed_on"] = sorted(set(facts["closed_on"]))
    return fields
