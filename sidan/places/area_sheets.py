# SPDX-License-Identifier: Apache-2.0
"""Areas as sheets and map files: brought in all or nothing after a dry run, given out in the form that is read."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath
from typing import Any

from django.db import transaction

from sidan.base.columns import Record, names
from sidan.base.errors import Refused
from sidan.base.imports import Faulty, Plan, Spec, prepare
from sidan.base.sheet_writing import write_csv, write_table
from sidan.base.sheets import Table, read_table
from sidan.places.area_columns import (
    NO_FACTS,
    TITLE,
    area_columns,
    community_of_new,
    has_communities,
    level_agrees,
    require_bearable,
    true_point,
    void_day,
)
from sidan.places.codes import official, parent_of
from sidan.places.days import city_today
from sidan.places.descent import record_lineages
from sidan.places.geojson import GEOMETRY, read_features, write_features
from sidan.places.kinds import LEVEL_NAMES, area_kind
from sidan.places.models import Area
from sidan.places.outlines import inner_point
from sidan.places.predecessors import lineages_of, unknown_predecessors
from sidan.places.shapefiles import read_shapefile
from sidan.places.survey import Survey
from sidan.places.topology import Repair
from sidan.places.versions import changed, hold

GEOJSON_FILES = (".geojson", ".json")
_BATCH = 200

_FIELDS = tuple(column.name for column in area_columns() if column.name not in NO_FACTS)


@dataclass(frozen=True, slots=True)
class AreaPlan(Plan):
    """What an import of areas would do, with what was found of their outlines."""

    survey: Survey = field(default_factory=Survey)


class FaultyAreas(Faulty):
    """A file of areas with faults, of which nothing has been taken, and what was found of its outlines."""

    def __init__(self, plan: AreaPlan) -> None:
        """Keep the plan beside its faults."""
        super().__init__(plan.faults)
        self.plan = plan

    def __reduce__(self) -> tuple[type["FaultyAreas"], tuple[AreaPlan]]:  # type: ignore[override]  # other argument
        """Copy and pickle by the plan, the one argument."""
        return type(self), (self.plan,)


@transaction.atomic
def import_areas(
    source: bytes | Path,
    filename: str = "",
    *,
    system: str = "wgs84",
    repairs: Collection[Repair] = (),
    dry_run: bool = False,
) -> AreaPlan:
    """Add and change areas as a sheet or a map file says; FaultyAreas, and nothing written, when a row is wrong.

    A map file is GeoJSON or a zipped Shapefile. `system` is that of the file's coordinates, a key of outlines.SYSTEMS.
    Outlines are mended only by the accepted `repairs`. Areas the file does not name stay as they are; a column it does
    not have changes nothing; a grid without a code gets its community's next.
    """
    hold()
    table = _table(source, PurePath(filename or (source if isinstance(source, Path) else "")))
    require_bearable(table)
    survey = Survey(repairs, system)
    found = prepare(table, spec=area_spec(survey, codes_may_miss=has_communities(table)))
    plan = AreaPlan(found.created, found.changed, found.unchanged, found.faults, found.ignored, survey)
    if plan.faults and not dry_run:
        raise FaultyAreas(plan)
    plan.carried_out(_write, dry_run=dry_run)
    return plan


def _table(source: bytes | Path, name: PurePath) -> Table:
    """Return the table in a file by the ending of its name."""
    known = names(area_columns())
    if name.suffix.lower() in GEOJSON_FILES:
        return read_features(source)
    if name.suffix.lower() == ".zip":
        return read_shapefile(source, known=known)
    return read_table(source, str(name), known=known)


def export_areas(
    inside: str = "", *, form: str = "xlsx", language: str = "zh-hans", outlines: bool = False, void: bool = False
) -> bytes:
    """Return the areas in an area, itself included, as xlsx, csv or geojson that `import_areas` reads.

    A sheet has outlines only when asked for, and an xlsx cell holds short ones only; GeoJSON always has them.
    """
    areas = Area.objects.filter(code__startswith=inside)
    if not void:
        areas = areas.filter(void_on__isnull=True)
    if not outlines and form != "geojson":
        areas = areas.defer(GEOMETRY)
    columns = [column for column in area_columns() if column.name != GEOMETRY or outlines]
    rows = (_row(area, outlines=outlines or form == "geojson") for area in areas)
    if form == "geojson":
        return write_features(rows)
    shown = (_shown(row) for row in rows)
    if form == "csv":
        return write_csv(columns, shown, language=language)
    return write_table(columns, shown, title=TITLE, language=language)


def area_spec(survey: Survey, *, codes_may_miss: bool) -> Spec:
    """Return what a sheet of areas is about."""
    return Spec(
        title=TITLE,
        columns=area_columns(codes_may_miss=codes_may_miss),
        key=_key,
        known=_known,
        check=_faults_between,
        refine=partial(_refined, system=survey.system),
        arrange=survey.arrange,
    )


def _key(record: Record) -> str:
    """Return the code of a row, or for a new grid that has none yet what no other row has."""
    return record.get("code") or f"row {record.row}"


def _refined(record: Record, *, system: str) -> Record:
    """Return a row with its level and point as they are kept."""
    return true_point(level_agrees(community_of_new(record)), system=system)


def _known(records: Sequence[Record]) -> Mapping[str, Mapping[str, Any]]:
    """Return the present values of the areas in the file; one query."""
    areas = Area.objects.filter(code__in=[record.get("code") or "" for record in records])
    fields = [field for field in _FIELDS if field in records[0].values]
    return {values["code"]: values for values in areas.values("code", *fields)}


def _faults_between(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield what is wrong with the areas that rows lie in, and with those given up; two queries."""
    rows = {record["code"]: record for record in records}
    around = {parent_of(code) for code in rows} - {""}
    present = {area.code: area for area in Area.objects.filter(code__in=rows.keys() | around).defer(GEOMETRY)}
    dead = {code for code, area in present.items() if area.void_on and code not in rows}
    for code, record in rows.items():
        was_void = present[code].void_on if code in present else None
        if void_day(record, was_void):
            dead.add(code)
        elif was_void:
            reason = Refused("The code was given up on %(day)s and is never used again.", day=was_void.isoformat())
            yield record.fault("void_on" if "void_on" in record.values else "code", reason)
        from_on, void_on = record.get("from_on"), record.get("void_on")
        if from_on and void_on and void_on < from_on:
            yield record.fault("void_on", Refused("An area is void only after it began."))
    yield from unknown_predecessors(records)
    yield from _faults_around(rows, known=rows.keys() | present.keys(), dead=dead)
    yield from _faults_inside(rows, dead=dead)


def _faults_around(rows: Mapping[str, Record], *, known: Iterable[str], dead: set[str]) -> Iterator[Refused]:
    """Yield a fault for each row whose area around it is not there or is given up while the row's is not."""
    there = set(known)
    for code, record in rows.items():
        parent = parent_of(code)
        if parent and parent not in there:
            yield record.fault(
                "code", Refused("The area around it, %(code)s, is not there; add it first.", code=official(parent))
            )
        elif parent in dead and code not in dead:
            yield record.fault("code", Refused("The area around it, %(code)s, is given up.", code=official(parent)))


def _faults_inside(rows: Mapping[str, Record], *, dead: set[str]) -> Iterator[Refused]:
    """Yield a fault for each row that gives up an area in which others, not in the file, still live."""
    given_up = dead & rows.keys()
    children = Area.objects.filter(parent__code__in=given_up, void_on__isnull=True).exclude(code__in=rows.keys())
    for code, child in children.values_list("code", "name"):
        yield rows[parent_of(code)].fault(
            "void_on", Refused("%(child)s still lies in it; give that up first.", child=child)
        )


def _write(plan: Plan) -> None:
    """Write the rows of a sound plan."""
    around = {parent_of(record["code"]) for record in plan.created}
    known = set(Area.objects.filter(parent__code__in=around).values_list("parent__code", flat=True))
    passed = lineages_of(plan.created)
    Area.objects.bulk_create([_new(record, known=known) for record in plan.created], batch_size=_BATCH)
    codes = [change.record["code"] for change in plan.changed]
    present = {area.code: area for area in Area.objects.filter(code__in=codes).defer(GEOMETRY).select_for_update()}
    for fields, areas in _amended(plan, present).items():
        Area.objects.bulk_update(areas, fields, batch_size=_BATCH)
    changed()
    if passed:
        record_lineages(passed)


def _new(record: Record, *, known: Collection[str]) -> Area:
    """Return the area of a new row.

    Without a day of its own it is from today where areas beside it are known already; the first ones were there before
    records began.
    """
    facts = {name: value for name, value in record.values.items() if name not in NO_FACTS}
    _place_point(facts)
    parent = parent_of(record["code"])
    if facts.get("from_on") is None and parent in known:
        facts["from_on"] = city_today()
    return Area(code=record["code"], parent_id=parent or None, **facts)


def _amended(plan: Plan, present: Mapping[str, Area]) -> dict[tuple[str, ...], list[Area]]:
    """Give the changed areas their new values, and return them by which fields changed."""
    groups: dict[tuple[str, ...], list[Area]] = {}
    for change in plan.changed:
        area, facts = present[change.record["code"]], change.after
        if area.lon is None:
            _place_point(facts)
        for name, value in facts.items():
            setattr(area, name, value)
        groups.setdefault(tuple(sorted(facts)), []).append(area)
    return groups


def _place_point(facts: dict[str, Any]) -> None:
    """Give an area with an outline but no point one inside it."""
    if facts.get(GEOMETRY) and facts.get("lon") is None:
        facts["lon"], facts["lat"] = inner_point(facts[GEOMETRY])


def _row(area: Area, *, outlines: bool) -> dict[str, Any]:
    """Return an area as a row of values."""
    row = {name: getattr(area, name) for name in _FIELDS if name != GEOMETRY}
    community = official(area.parent_id or "") if area.level == "grid" else ""
    return {
        "code": official(area.code),
        "community": community,
        "earlier": None,
        **row,
        **({GEOMETRY: area.geometry} if outlines else {}),
    }


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as a sheet shows it: names instead of codes, the outline as text."""
    outline = row.get(GEOMETRY)
    text = json.dumps(outline, separators=(",", ":")) if outline else None
    return {**row, "level": LEVEL_NAMES[row["level"]], "kind": area_kind(row["kind"]), GEOMETRY: text}
