# SPDX-License-Identifier: Apache-2.0
"""Stations as sheets: brought in all or nothing after a dry run, given out as they are."""

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.geometry import Point
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_csv, write_table
from sidan.places.area_columns import true_point
from sidan.places.codes import level_of, official, stripped
from sidan.places.kinds import FACILITIES, STATION_KINDS, facility, station_kind
from sidan.places.models import Area, Site
from sidan.places.opening_hours import in_words, parse_week
from sidan.places.service_points import Station
from sidan.places.sites import same_name
from sidan.places.stations import SITE_KIND, add_station, amend_station, require_station_code

TITLE = Words("驿站", "Stations")
_YES_NO = (Words("是", "yes"), Words("否", "no"))
_LIST = re.compile(r"[、,，;；\n]")
_facility = cells.choice(FACILITIES, others=True)


def parse_facilities(cell: str) -> tuple[str, ...]:
    """Return the codes of facilities named in a cell, each once; one of a county's own is kept as written."""
    named = (_facility(part.strip()) for part in _LIST.split(cells.text(500)(cell)))
    return tuple(dict.fromkeys(filter(None, named)))


def _facilities_words(codes: Sequence[str]) -> Words:
    """Return a list of facilities in words, which `parse_facilities` reads."""
    names = [facility(code) for code in codes]
    return Words("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def parse_days(cell: str) -> tuple[date, ...]:
    """Return the days listed in a cell."""
    return tuple(sorted({on for part in _LIST.split(cell) if (on := cells.day(part.strip())) is not None}))


COLUMNS = (
    Column(
        "code",
        Words("站点编码", "Station code"),
        require_station_code,
        required=True,
        aliases=("编码",),
        help=Words("小写字母、数字和连字符，定了不变", "small letters, digits and hyphens; stays for ever"),
    ),
    Column(
        "kind",
        Words("站点类型", "Kind"),
        cells.choice(STATION_KINDS, others=True),
        required=True,
        aliases=("类型",),
        options=tuple(STATION_KINDS.values()),
    ),
    Column("name", Words("站点名称", "Name"), cells.line(100), required=True, aliases=("名称",), width=30),
    Column("name_en", Words("英文名称", "English name"), cells.line(150), width=30),
    Column(
        "area",
        Words("所在区域编码", "Area code"),
        stripped,
        required=True,
        aliases=("区域编码", "网格编码", "所在网格编码"),
        help=Words("乡镇、社区或网格的编码", "of a town, a community or a grid"),
        width=20,
    ),
    Column("address", Words("地址", "Address"), cells.line(200), width=40),
    Column("lon", Words("经度", "Longitude"), cells.decimal(-180, 180), aliases=("lng",), style="number"),
    Column("lat", Words("纬度", "Latitude"), cells.decimal(-90, 90), style="number"),
    Column("phone", Words("电话", "Phone"), cells.line(40)),
    Column(
        "week",
        Words("开放时间", "Opening hours"),
        lambda cell: in_words(parse_week(cell)),
        aliases=("营业时间", "服务时间"),
        help=Words("周一至周五 08:00-12:00,14:00-18:00；周六 09:00-12:00", "daily 08:00-22:00"),
        width=40,
    ),
    Column("hours_note", Words("开放说明", "Note on hours"), cells.line(200), width=30),
    Column(
        "closed_on",
        Words("闭站日期", "Closed on"),
        parse_days,
        help=Words("2026-10-01、2026-10-02", "2026-10-01, 2026-10-02"),
        width=24,
    ),
    Column(
        "facilities",
        Words("设施", "Facilities"),
        lambda cell: _facilities_words(parse_facilities(cell)),
        help=Words("饮水、手机充电、微波炉", "drinking water, microwave"),
        width=40,
    ),
    Column(
        "is_active",
        Words("是否启用", "In use"),
        lambda cell: cells.yes_no(cell) is not False,
        help=Words("填“否”即停用；不填为启用", "no takes it out of use; empty means yes"),
        options=_YES_NO,
        width=10,
    ),
)


@transaction.atomic
def import_stations(source: bytes | Path, filename: str = "", *, system: str = "wgs84", dry_run: bool = False) -> Plan:
    """Add and change stations as a sheet says; Faulty, and nothing written, when a row is wrong.

    `system` is that of the sheet's coordinates, a key of outlines.SYSTEMS.
    """
    return prepare(source, filename, spec=station_spec(system)).carried_out(_write, dry_run=dry_run)


def export_stations(inside: str = "", *, form: str = "xlsx", language: str = "zh-hans") -> bytes:
    """Return the stations in an area, those out of use too, as an xlsx or csv file that `import_stations` reads."""
    stations = Station.objects.filter(area_code__startswith=inside).select_related("area").order_by("area_code", "code")
    rows = (_shown(station) for station in stations.iterator(chunk_size=2000))
    if form == "csv":
        return write_csv(COLUMNS, rows, language=language)
    return write_table(COLUMNS, rows, title=TITLE, language=language)


def station_spec(system: str = "wgs84") -> Spec:
    """Return what a sheet of stations is about."""
    return Spec(
        title=TITLE,
        columns=COLUMNS,
        key=_key,
        known=_known,
        check=_faults_between,
        refine=partial(true_point, system=system),
    )


def _key(record: Record) -> Hashable:
    """Return what names the station of a row."""
    return str(record["code"])


def _known(records: Sequence[Record]) -> Mapping[Hashable, Mapping[str, Any]]:
    """Return the present values of the stations in the file; one query."""
    found = Station.objects.filter(code__in={record["code"] for record in records}).select_related("area")
    return {station.code: _values(station) for station in found}


def _faults_between(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield what is wrong with the areas and names of rows; three queries."""
    areas = {record["area"] for record in records}
    living = set(Area.objects.filter(code__in=areas, void_on__isnull=True).values_list("code", flat=True))
    at = dict(Station.objects.filter(code__in={r["code"] for r in records}).values_list("code", "area_code"))
    own = {record["code"] for record in records}
    sites = Site.objects.filter(area__code__in=areas, kind=SITE_KIND, is_active=True).exclude(station__code__in=own)
    taken = set(sites.values_list("area__code", "name"))
    for record in records:
        area, name = record["area"], record["name"]
        if area not in living:
            yield record.fault("area", Refused("There is no area %(code)s.", code=official(area)))
        elif level_of(area) in {"city", "county"}:
            yield record.fault("area", Refused("A station lies in a town, a community or a grid."))
        elif at.get(record["code"], area) != area:
            yield record.fault("area", Refused("A station stays where it is; give the new place a code of its own."))
        if record.get("is_active", True):
            if (area, name) in taken:
                yield record.fault("name", same_name(name, official(area)))
            taken.add((area, name))


def _write(plan: Plan) -> None:
    """Write the rows of a sound plan, each by its verb: a station brings or keeps the site of its poster."""
    # Those taken out of use come first, so that their names are free for others.
    changed = sorted((change.record for change in plan.changed), key=lambda record: bool(record.get("is_active", True)))
    for record in changed:
        facts = _facts(record)
        facts.pop("area")
        amend_station(facts.pop("code"), **facts)
    for record in plan.created:
        facts = _facts(record)
        add_station(facts.pop("code"), facts.pop("name"), **facts)


def _facts(record: Record) -> dict[str, Any]:
    """Return the values of a row as the verbs take them."""
    facts = dict(record.values)
    lon, lat = facts.pop("lon", None), facts.pop("lat", None)
    if "lon" in record.values:
        facts["point"] = None if lon is None or lat is None else Point(lon, lat)
    if "week" in facts:
        facts["week"] = parse_week(facts["week"].zh)
    if "facilities" in facts:
        facts["facilities"] = parse_facilities(facts["facilities"].zh)
    return facts


def _values(station: Station) -> dict[str, Any]:
    """Return a station as a row of values."""
    plain = ("code", "kind", "name", "name_en", "address", "lon", "lat", "phone", "hours_note", "is_active")
    return {
        **{name: getattr(station, name) for name in plain},
        "area": station.area_code,
        "week": in_words(station.week),
        "closed_on": tuple(station.closed_on),
        "facilities": _facilities_words(station.facilities),
    }


def _shown(station: Station) -> dict[str, Any]:
    """Return a station as a row of a sheet shows it."""
    return {
        **_values(station),
        "area": official(station.area_code),
        "kind": station_kind(station.kind),
        "closed_on": "、".join(day.isoformat() for day in station.closed_on),
    }
