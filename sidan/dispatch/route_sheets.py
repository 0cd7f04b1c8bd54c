# SPDX-License-Identifier: Apache-2.0
"""The dispatch catalogue as a sheet: one row for each route in use, read back with a dry run, all or nothing.

A row is known by area, matter, condition, hours and first day; without a first day it is the route of that scope which
is in use, or a new one from today. Routes that the sheet does not name stay as they are.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.dispatch.hours import hours_words, parse_hours
from sidan.dispatch.keeping_routes import RouteFacts, add_route, change_route
from sidan.dispatch.route_rights import require_may_automate
from sidan.dispatch.route_rows import LEAST_PERCENT, MOST_PERCENT, Route
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.people.models import Unit
from sidan.people.trial import tried
from sidan.places.codes import official, stripped
from sidan.places.models import Area

TITLE = Words("派单目录", "Routes")
_YES_NO = (Words("是", "yes"), Words("否", "no"))
_SCOPE = ("area", "matter", "condition", "hours")


def import_routes(source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False) -> Plan:
    """Add and change routes as a sheet says; Faulty, and nothing written, when any cell or row is wrong."""
    require_may_automate(by)
    plan = prepare(source, filename, spec=SPEC)

    def write(plan: Plan) -> Iterator[Refused]:
        yield from _written(plan, by=by)
        record(by, "routes.imported", filename, added=len(plan.created), changed=len(plan.changed))

    return tried(plan, write, dry_run=dry_run)


def export_routes(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return the routes in use as a sheet that `import_routes` reads."""
    require_may_automate(by)
    rows = [
        {
            **_values(route),
            "area": official(route.area_code),
            "hours": hours_words(route.hours),
            "assisting": "、".join(sorted(unit.code for unit in route.assisting.all())),
        }
        for route in _in_use()
    ]
    record(by, "routes.exported", "", count=len(rows))
    return write_table(COLUMNS, rows, title=TITLE, language=language)


def _in_use() -> Any:
    """Return the routes that are neither stopped nor over. Two queries."""
    rows = Route.objects.filter(stopped_at__isnull=True).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=city_today())
    )
    return rows.select_related("area", "unit", "unit__area").prefetch_related("assisting")


def _unit_codes(cell: str) -> tuple[str, ...]:
    """Return the codes of units, given apart by commas or marks of enumeration, each once and in order."""
    return tuple(sorted({cells.code_text(part) for part in re.split(r"[,，、;；\s]+", cell) if part.strip()}))


def _percent(cell: str) -> int | None:
    """Return a threshold in percent, written as 90 or 90%."""
    return cells.whole(LEAST_PERCENT, MOST_PERCENT)(cells.plain(cell).removesuffix("%").strip())


def _yes(cell: str) -> bool:
    """Return yes only when it is written."""
    return cells.yes_no(cell) is True


COLUMNS = (
    Column(
        "area", Words("区域编码", "Area code"), stripped, required=True, width=18,
        help=Words("市、区县、乡镇街道或社区的编码", "of the city, a county, a town or a community"),
    ),
    Column(
        "matter", Words("事项编码", "Matter code"), cells.code_text, width=28,
        help=Words("事项或其上级分类的编码；不填为所有事项", "of a matter or a branch; empty for any matter"),
    ),
    Column(
        "condition", Words("条件编码", "Condition code"), cells.code_text,
        help=Words("不填为所有条件", "empty for any condition"),
    ),
    Column(
        "hours", Words("适用时段", "Hours"), parse_hours, width=26,
        help=Words(
            "全时段、工作时间、非工作时间，或如 每天 22:00-06:00",
            "always, working hours, outside working hours, or daily 22:00-06:00",
        ),
    ),
    Column("unit", Words("主办单位编码", "Lead unit code"), cells.code_text, required=True, width=20),
    Column(
        "assisting", Words("协办单位编码", "Assisting unit codes"), _unit_codes, width=24,
        help=Words("用顿号隔开", "with commas between"),
    ),
    Column("from_on", Words("起始日", "From"), cells.day, style="day", help=Words("不填为今天", "empty means today")),
    Column("until_on", Words("截止日", "Until"), cells.day, style="day"),
    Column(
        "is_automatic", Words("自动派单", "By itself"), _yes, options=_YES_NO, width=10,
        help=Words("填“是”才按规则自动派单", "only yes lets the rule dispatch by itself"),
    ),
    Column(
        "trusts_words", Words("凭常用说法", "On words alone"), _yes, options=_YES_NO, width=10,
        help=Words("未学习时是否也自动派", "also before anything was learned"),
    ),
    Column(
        "surer_than", Words("把握须高于（%）", "Surer than (%)"), _percent, style="number", width=12,
        help=Words("50 至 100；不填按事项的", "50 to 100; empty for the matter's own"),
    ),
    Column("note", Words("备注", "Note"), cells.line(200), width=30),
)  # fmt: skip


def _key(row: Record | Mapping[str, Any]) -> Hashable:
    """Return what names a route: its scope and its first day."""
    return (*(row.get(name) or "" for name in _SCOPE), row.get("from_on"))


def _scope(row: Record | Mapping[str, Any]) -> tuple[str, ...]:
    """Return the scope of a row; without hours it is always."""
    area, matter, condition, hours = (row.get(name) or "" for name in _SCOPE)
    return area, matter, condition, hours or parse_hours("")


def _with_days(records: Sequence[Record]) -> tuple[Sequence[Record], Iterable[Refused]]:
    """Return the rows with their hours and first days: that of the route in use for the scope, or today. One query."""
    begun: dict[tuple[str, ...], date] = {}
    for route in _in_use():
        begun.setdefault(_scope(_values(route)), route.from_on)
    found = []
    for each in records:
        scope = _scope(each)
        first = each.get("from_on") or begun.get(scope, city_today())
        found.append(replace(each, values={**each.values, "hours": scope[3], "from_on": first}))
    return found, ()


def _known(records: Sequence[Record]) -> Mapping[Hashable, Mapping[str, Any]]:
    """Return the routes in use as rows, by key."""
    rows = [_values(route) for route in _in_use()]
    return {_key(row): row for row in rows}


def _values(route: Route) -> dict[str, Any]:
    """Return a route as a row of values."""
    return {
        "area": route.area_code,
        "matter": route.matter_code,
        "condition": route.condition_code,
        "hours": route.hours,
        "unit": route.unit.code,
        "assisting": tuple(sorted(unit.code for unit in route.assisting.all())),
        "from_on": route.from_on,
        "until_on": route.until_on,
        "is_automatic": route.is_automatic,
        "trusts_words": route.trusts_words,
        "surer_than": route.surer_than_percent,
        "note": route.note,
    }


def _faults(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield rows whose area or units are not there. Two queries."""
    areas, units = _areas(records), _units(records)
    for each in records:
        if each["area"] not in areas:
            yield each.fault("area", Refused("There is no area %(code)s.", code=official(each["area"])))
        for name, codes in (("unit", (each["unit"],)), ("assisting", each.get("assisting") or ())):
            for code in codes:
                if code not in units:
                    yield each.fault(name, Refused("There is no unit %(code)s.", code=code))


def _areas(records: Sequence[Record]) -> dict[str, Area]:
    """Return the living areas that rows name, by code."""
    codes = {each["area"] for each in records}
    return {area.code: area for area in Area.objects.filter(code__in=codes, void_on__isnull=True)}


def _units(records: Sequence[Record]) -> dict[str, Unit]:
    """Return the units that rows name, by code."""
    codes = {code for each in records for code in (each["unit"], *(each.get("assisting") or ()))}
    return {unit.code: unit for unit in Unit.objects.filter(code__in=codes).select_related("area")}


def _written(plan: Plan, *, by: Actor) -> Iterator[Refused]:
    """Write every row and yield what is refused; changed ones first, so that days set free can be taken."""
    changed = [change.record for change in plan.changed]
    records = [*changed, *plan.created]
    areas, units = _areas(records), _units(records)
    present = {_key(_values(route)): route for route in _in_use()}
    for each in records:
        route = present.get(_key(each))
        try:
            facts = _facts(each, route, areas=areas, units=units)
            if route is None:
                add_route(facts, by=by)
            else:
                change_route(route, facts, by=by)
        except Refused as reason:
            yield each.fault("area", reason)


def _facts(each: Record, route: Route | None, *, areas: Mapping[str, Area], units: Mapping[str, Unit]) -> RouteFacts:
    """Return what a row says of a route; columns that the sheet does not have stay as they are."""
    before = _values(route) if route is not None else {}
    values = {**before, **each.values}
    named = {unit.code: unit for unit in route.assisting.all()} if route is not None else {}
    return RouteFacts(
        area=areas[each["area"]],
        unit=units[each["unit"]],
        matter_code=values.get("matter") or "",
        condition_code=values.get("condition") or "",
        hours=values["hours"],
        assisting=[{**named, **units}[code] for code in values.get("assisting") or ()],
        from_on=values["from_on"],
        until_on=values.get("until_on"),
        is_automatic=bool(values.get("is_automatic")),
        trusts_words=bool(values.get("trusts_words")),
        surer_than_percent=values.get("surer_than"),
        note=values.get("note") or "",
    )


SPEC = Spec(title=TITLE, columns=COLUMNS, key=_key, known=_known, check=_faults, arrange=_with_days)
