# SPDX-License-Identifier: Apache-2.0
"""Universities and other units as sheets: a dry run, then all or nothing; given out in the form that is read again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Known, Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.matching.authority import areas_kept, lent, require_keeps_somewhere
from sidan.matching.register_columns import living_areas, said
from sidan.matching.registering import area_of
from sidan.matching.unit_register import namesakes_of, registered_kinds, unit_faults, units_within
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit
from sidan.people.trial import tried
from sidan.people.unit_sheets import units_spec
from sidan.people.units import UnitFacts, add_units, change_unit, facts_of, require_unit_code
from sidan.places.codes import county_of
from sidan.places.models import Area

TITLE = Words("高校与单位", "Universities and units")
_FACTS = {name: name for name in ("name", "name_en", "kind", "phone")}


def columns() -> tuple[Column, ...]:
    """Return the columns: those of the administrators' sheet that an organiser may say."""
    return tuple(each for each in units_spec(registered_kinds()).columns if each.name in (*_FACTS, "code", "area"))


def import_registered(source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False) -> Plan:
    """Add and change units as a sheet says; Faulty, and nothing written, when any cell or row is wrong.

    Units that the sheet does not name stay as they are.
    """
    require_keeps_somewhere(by)
    sheet = _Sheet(by)
    plan = prepare(source, filename, spec=sheet.spec())

    def write(plan: Plan) -> Iterator[Refused]:
        sheet.write(plan)
        record(by, "units.imported", filename, added=len(plan.created), changed=len(plan.changed))
        return iter(())

    return tried(plan, write, dry_run=dry_run)


def export_registered(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return the units the actor keeps as a sheet that `import_registered` reads."""
    require_keeps_somewhere(by)
    kinds = registered_kinds()
    rows = [{"code": unit.code, **_values(unit), "kind": kinds[unit.kind]} for unit in units_within(areas_kept(by))]
    record(by, "units.exported", "", count=len(rows))
    return write_table(columns(), rows, title=TITLE, language=language)


@dataclass
class _Sheet:
    """One import: who brings it in, and what is there of what its rows name."""

    by: Actor
    units: dict[str, Unit] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)

    def spec(self) -> Spec:
        """Return what the sheet is about."""
        return Spec(title=TITLE, columns=columns(), key=itemgetter("code"), known=self._known, check=self._faults)

    def _load(self, records: Sequence[Record]) -> None:
        """Read what the rows name, once; two queries."""
        if not self.units and not self.areas:
            found = Unit.objects.filter(code__in=[each["code"] for each in records])
            self.units = {unit.code: unit for unit in found.select_related("area", "parent", "company")}
            self.areas = living_areas(records)

    def _known(self, records: Sequence[Record]) -> Known:
        """Return the units there by code, as rows of values."""
        self._load(records)
        return {code: _values(unit) for code, unit in self.units.items()}

    def _faults(self, records: Sequence[Record]) -> Iterator[Refused]:
        """Yield what is wrong with rows, each with its cell; one query."""
        self._load(records)
        namesakes = namesakes_of([each["name"] for each in records])
        for each in records:
            unit, area = self.units.get(each["code"]), each.get("area")
            if area and area not in self.areas:
                yield each.fault("area", Refused("There is no area %(code)s.", code=area))
                continue
            facts = self._facts(each)
            for name, fault in unit_faults(facts, namesakes=namesakes, unit=unit, by=self.by):
                yield each.fault("area" if name == "area_code" else name, fault)
            if unit is None:
                try:
                    require_unit_code(each["code"])
                except Refused as fault:
                    yield each.fault("code", fault)
                # A second row of that name is as much a twin as a unit that is there.
                namesakes.setdefault((each["name"], county_of(area or "")), each["code"])

    def _facts(self, each: Record) -> UnitFacts:
        """Return what a row says; columns that the sheet does not have stay as they are."""
        unit = self.units.get(each["code"])
        had = facts_of(unit) if unit else UnitFacts(name=each["name"], kind=each["kind"])
        given: dict[str, Any] = said(each, _FACTS)
        if "area" in each.values:
            given["area"] = self.areas.get(each["area"])
        return replace(had, **given)

    def write(self, plan: Plan) -> None:
        """Write every row, new units in one batch."""
        by = lent(self.by)
        add_units({each["code"]: self._facts(each) for each in plan.created}, by=by)
        for change in plan.changed:
            change_unit(self.units[change.record["code"]], self._facts(change.record), by=by)


def _values(unit: Unit) -> dict[str, Any]:
    """Return a unit as a row of values, without its code."""
    return {**{name: getattr(unit, name) for name in _FACTS}, "area": area_of(unit)}
