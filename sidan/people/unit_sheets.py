# SPDX-License-Identifier: Apache-2.0
"""Units as sheets: brought in with a dry run, all or nothing, and given out in the form that is read again."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from operator import itemgetter
from pathlib import Path
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_change_units
from sidan.people.models import Unit
from sidan.people.trial import tried
from sidan.people.units import add_unit, change_unit, close_unit, facts_of, reopen_unit
from sidan.places.codes import stripped
from sidan.places.models import Area

TITLE = Words("单位", "Units")
_KIND = re.compile(r"[a-z][a-z0-9_]*")


def import_units(
    source: bytes | Path,
    filename: str = "",
    *,
    by: Actor,
    kinds: Mapping[str, Words] | None = None,
    dry_run: bool = False,
) -> Plan:
    """Add and change units as a sheet says; Faulty, and nothing written, when any cell or row is wrong.

    `kinds` are the catalogue's kinds of units, by code; without them a kind is given by its code. Units that the sheet
    does not name stay as they are.
    """
    require_may_change_units(by)
    plan = prepare(source, filename, spec=units_spec(kinds or {}))

    def write(plan: Plan) -> Iterator[Refused]:
        yield from _written(plan, by=by)
        record(by, "units.imported", filename, added=len(plan.created), changed=len(plan.changed))

    return tried(plan, write, dry_run=dry_run)


def export_units(*, by: Actor, kinds: Mapping[str, Words] | None = None, language: str = "zh-hans") -> bytes:
    """Return all units, closed ones too, as a sheet that `import_units` reads."""
    require_may_change_units(by)
    named = kinds or {}
    rows = [{**row, "kind": named.get(row["kind"], row["kind"])} for row in _present(Unit.objects.all())]
    record(by, "units.exported", "", count=len(rows))
    return write_table(units_spec(named).columns, rows, title=TITLE, language=language)


def units_spec(kinds: Mapping[str, Words]) -> Spec:
    """Return what a sheet of units is about."""
    kind = cells.choice(kinds) if kinds else _kind_code
    return Spec(
        title=TITLE,
        columns=(
            Column("code", Words("单位编码", "Unit code"), cells.code_text, required=True, aliases=("编码", "code")),
            Column("name", Words("单位名称", "Name"), cells.text(120), required=True, aliases=("名称",), width=30),
            Column("name_en", Words("英文名称", "English name"), cells.text(160), width=30),
            Column(
                "kind", Words("单位类型", "Kind"), kind, required=True, aliases=("类型",), options=tuple(kinds.values())
            ),
            Column(
                "area",
                Words("所在区域编码", "Area code"),
                _area_code,
                aliases=("区域编码", "区域"),
                help=Words(
                    "4、6、9、12 或 15 位；全市性单位可不填", "4, 6, 9, 12 or 15 digits; empty for the whole city"
                ),
            ),
            Column(
                "parent",
                Words("上级单位编码", "Unit above"),
                cells.code_text,
                aliases=("上级编码", "上级单位"),
                help=Words("填上级单位的编码，可在本表中", "code of the unit above, which may stand in this sheet"),
            ),
            Column("phone", Words("联系电话", "Phone"), cells.text(40), aliases=("电话",)),
            Column(
                "is_active",
                Words("是否启用", "Active"),
                _unless_no,
                help=Words("填“否”即停用；不填为启用", "no closes the unit; empty means yes"),
                options=(Words("是", "yes"), Words("否", "no")),
                width=10,
            ),
        ),
        key=itemgetter("code"),
        known=lambda records: _by_code(_present(Unit.objects.filter(code__in=[each["code"] for each in records]))),
        check=_faults_between,
    )


def _present(units: Any) -> list[dict[str, Any]]:
    """Return units as rows of the sheet; one query."""
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "name_en": unit.name_en,
            "kind": unit.kind,
            "area": unit.area.code if unit.area else "",
            "parent": unit.parent.code if unit.parent else "",
            "phone": unit.phone,
            "is_active": unit.is_active,
        }
        for unit in units.select_related("area", "parent")
    ]


def _by_code(rows: Iterable[Mapping[str, Any]]) -> dict[Any, Mapping[str, Any]]:
    """Return the rows by code, without it."""
    return {row["code"]: row for row in rows}


def _faults_between(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield what is wrong with the areas and units that rows refer to."""
    areas = set(_living_areas(records))
    rows = {each["code"]: each for each in records}
    above = {each.get("parent") for each in records} - rows.keys()
    units = set(Unit.objects.filter(code__in=above - {None}).values_list("code", flat=True)) | rows.keys()
    for each in records:
        if each.get("area") and each["area"] not in areas:
            yield each.fault("area", Refused("There is no area %(code)s.", code=each["area"]))
        if each.get("parent") and each["parent"] not in units:
            yield each.fault("parent", Refused("There is no unit %(code)s.", code=each["parent"]))
    try:
        _parents_first(records)
    except CycleError as fault:
        ring = fault.args[1]
        yield rows[ring[0]].fault(
            "parent", Refused("These units stand above themselves: %(ring)s.", ring=", ".join(ring))
        )


def _living_areas(records: Sequence[Record]) -> dict[str, Area]:
    """Return the areas that rows name and that are not void, by code; one query."""
    codes = {each.get("area") for each in records} - {None, ""}
    return {area.code: area for area in Area.objects.filter(code__in=codes, void_on__isnull=True)}


def _parents_first(records: Sequence[Record]) -> list[Record]:
    """Return the rows so that each unit comes after the one above it."""
    rows = {each["code"]: each for each in records}
    above = {code: {each.get("parent")} & rows.keys() for code, each in rows.items()}
    return [rows[code] for code in TopologicalSorter(above).static_order()]


def _written(plan: Plan, *, by: Actor) -> Iterator[Refused]:
    """Write every row and yield what is refused."""
    changed = {change.record["code"]: change.record for change in plan.changed}
    records = _parents_first([*plan.created, *changed.values()])
    areas = _living_areas(records)
    for each in records:
        try:
            if each["code"] in changed:
                _change(each, areas, by=by)
            else:
                _add(each, areas, by=by)
        except Refused as reason:
            yield each.fault("code", reason)


def _add(each: Record, areas: Mapping[str, Area], *, by: Actor) -> None:
    """Add the unit of a row."""
    unit = add_unit(
        each["code"],
        each["name"],
        kind=each["kind"],
        by=by,
        name_en=each.get("name_en", ""),
        area=areas.get(each.get("area", "")),
        parent=_unit(each.get("parent")),
        phone=each.get("phone", ""),
    )
    if not each.get("is_active", True):
        close_unit(unit, by=by)


def _change(each: Record, areas: Mapping[str, Area], *, by: Actor) -> None:
    """Give a unit the facts of its row; columns that the sheet does not have stay as they are."""
    unit = Unit.objects.select_related("area", "parent").get(code=each["code"])
    before = facts_of(unit)
    given = {name: each[name] for name in ("name", "kind", "name_en", "phone") if name in each.values}
    if "area" in each.values:
        given["area"] = areas.get(each["area"])
    if "parent" in each.values:
        given["parent"] = _unit(each["parent"])
    facts = replace(before, **given)
    if facts != before:
        change_unit(unit, facts, by=by)
    works = each.get("is_active", unit.is_active)
    if works != unit.is_active:
        (reopen_unit if works else close_unit)(unit, by=by)


def _unit(code: str | None) -> Unit | None:
    """Return the unit with that code, or None for no code."""
    return Unit.objects.get(code=code) if code else None


def _kind_code(cell: str) -> str:
    """Return the code of a kind of unit."""
    if cell and not _KIND.fullmatch(cell):
        raise Refused("%(cell)s is not the code of a kind of unit, such as urban_management.", cell=cell)
    return cell


def _area_code(cell: str) -> str:
    """Return the code of an area without trailing zeros, or "" for none."""
    return stripped(cell) if cell else ""


def _unless_no(cell: str) -> bool:
    """Return no only when it is written."""
    return cells.yes_no(cell) is not False
