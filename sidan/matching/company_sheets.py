# SPDX-License-Identifier: Apache-2.0
"""Companies as sheets: brought in with a dry run, all or nothing, and given out in the form that is read again.

A row whose code no unit has makes the unit too. Units are else the administrators' matter (see people/units.py), and
stay it: an organiser is lent their right here for units of kind "company" alone, and for those of the area kept alone,
which is asked of each row before anything is written. The audit log names the organiser.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sidan.base.columns import Record
from sidan.base.errors import Refused
from sidan.base.geometry import Box
from sidan.base.imports import Known, Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.matching.authority import areas_kept, lent, may_keep, require_keeps_somewhere
from sidan.matching.company_columns import FACTS, TITLE, columns, values_of, written_out
from sidan.matching.register_columns import area_faults, living_areas, said, spec_of
from sidan.matching.register_facts import (
    CompanyFacts,
    company_faults,
    facts_of_company,
)
from sidan.matching.register_queries import companies_within
from sidan.matching.register_rows import Company
from sidan.matching.registering import COMPANY_KIND, area_of, box_of_company, company_columns, unit_fault
from sidan.matching.skills import Vocabulary, vocabulary
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit
from sidan.people.trial import tried
from sidan.people.units import UnitFacts, add_units, change_unit, facts_of, require_unit_code
from sidan.places.codes import city_of, county_of
from sidan.places.models import Area

_BATCH = 1000


def import_companies(
    source: bytes | Path, filename: str = "", *, by: Actor, system: str = "wgs84", dry_run: bool = False
) -> Plan:
    """Add and change companies as a sheet says; Faulty, and nothing written, when any cell or row is wrong.

    Companies that the sheet does not name stay as they are. `system` is that of the coordinates. The number of queries
    does not depend on that of rows, but for units that get another name or area.
    """
    require_keeps_somewhere(by)
    sheet = _Sheet(by, vocabulary())
    plan = prepare(source, filename, spec=sheet.spec(system))

    def write(plan: Plan) -> Iterator[Refused]:
        yield from sheet.written(plan)
        record(by, "companies.imported", filename, added=len(plan.created), changed=len(plan.changed))

    return tried(plan, write, dry_run=dry_run)


def export_companies(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return the companies the actor keeps as a sheet that `import_companies` reads."""
    require_keeps_somewhere(by)
    words = vocabulary()
    rows = [written_out(company, words, language) for company in companies_within(areas_kept(by))]
    record(by, "companies.exported", "", count=len(rows))
    return write_table(columns(words), rows, title=TITLE, language=language)


@dataclass
class _Sheet:
    """One import: who brings it in, and what is there of what its rows name."""

    by: Actor
    words: Vocabulary
    units: dict[str, Unit] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    boxes: dict[str, Box | None] = field(default_factory=dict)

    def spec(self, system: str) -> Spec:
        """Return what the sheet is about."""
        return spec_of(TITLE, columns(self.words), known=self._known, check=self._faults, system=system)

    def _load(self, records: Sequence[Record]) -> None:
        """Read what the rows name, once; three queries."""
        if self.units or self.companies or self.areas:
            return
        codes = [each["code"] for each in records]
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes).select_related("area")}
        present = Company.objects.filter(unit__code__in=codes).select_related("unit__area")
        self.companies = {company.unit.code: company for company in present}
        self.areas = living_areas(records)

    def _known(self, records: Sequence[Record]) -> Known:
        """Return the present companies of the actor's areas by code; an empty name or area is not compared."""
        self._load(records)
        empty = {(each["code"], name) for each in records for name in ("name", "area") if not each.get(name)}
        return {
            code: {name: value for name, value in values_of(company).items() if (code, name) not in empty}
            for code, company in self.companies.items()
            if may_keep(self.by, area_of(company.unit))
        }

    def _faults(self, records: Sequence[Record]) -> Iterator[Refused]:
        """Yield what is wrong with rows, each with its cell."""
        self._load(records)
        yield from self._namesakes(records)
        for each in records:
            strange = list(self._faults_of_unit(each))
            yield from strange
            if strange:
                continue
            had = self._had(each)
            area = self._area_code(each)
            for name, fault in company_faults(self._facts(each), vocabulary=self.words, box=self._box(area), had=had):
                yield each.fault(name, fault)

    def _faults_of_unit(self, each: Record) -> Iterator[Refused]:
        """Yield what is wrong with the unit of a row, and whether the actor keeps it."""
        unit, area = self.units.get(each["code"]), each.get("area")
        if area and area not in self.areas:
            yield each.fault("area", Refused("There is no area %(code)s.", code=area))
            return
        if unit is None:
            yield from self._faults_of_new(each)
        elif (fault := unit_fault(unit)) is not None:
            yield each.fault("code", fault)
            return
        yield from area_faults(each, area or "", area_of(unit) if unit else "", by=self.by)

    def _faults_of_new(self, each: Record) -> Iterator[Refused]:
        """Yield what keeps a row from making a unit."""
        try:
            require_unit_code(each["code"])
        except Refused as fault:
            yield each.fault("code", fault)
        if not each.get("name"):
            yield each.fault("name", Refused("A new company needs a name."))
        if not each.get("area"):
            yield each.fault("area", Refused("A new company needs the code of its area."))

    def _namesakes(self, records: Sequence[Record]) -> Iterator[Refused]:
        """Yield the rows about a firm that another row, or a unit that is there, names under another code; one query.

        A firm is known by its name in its county: no two of one name are registered there.
        """
        first: dict[tuple[str, str], Record] = {}
        new = [each for each in records if each.get("name") and each["code"] not in self.units]
        there = Unit.objects.filter(kind=COMPANY_KIND, name__in=[each["name"] for each in new]).select_related("area")
        present = {(unit.name, county_of(area_of(unit))): unit.code for unit in there}
        for each in records:
            if not each.get("name"):
                continue
            key = (each["name"], county_of(self._area_code(each)))
            earlier = first.setdefault(key, each)
            if earlier is not each:
                where = earlier.where("name")
                yield each.fault("name", Refused("this firm stands in %(cell)s under another code.", cell=where))
            elif each["code"] not in self.units and key in present:
                yield each.fault("name", Refused("this firm is a unit already: %(code)s.", code=present[key]))

    def _area_code(self, each: Record) -> str:
        """Return the code of the area a row's company lies in."""
        unit = self.units.get(each["code"])
        return each.get("area") or (area_of(unit) if unit else "")

    def _box(self, area: str) -> Box | None:
        """Return the box of the county around an area, asked for once."""
        county = county_of(area) or city_of(area)
        if county not in self.boxes:
            self.boxes[county] = box_of_company(area)
        return self.boxes[county]

    def _had(self, each: Record) -> CompanyFacts | None:
        """Return what is said of a row's company now, or None for a new one."""
        company = self.companies.get(each["code"])
        return facts_of_company(company) if company else None

    def _facts(self, each: Record) -> CompanyFacts:
        """Return what a row says; columns that the sheet does not have stay as they are."""
        return replace(self._had(each) or CompanyFacts(), **said(each, FACTS))

    def written(self, plan: Plan) -> Iterator[Refused]:
        """Write every row and yield what is refused."""
        records = [*plan.created, *(change.record for change in plan.changed)]
        by = lent(self.by)
        try:
            new = {each["code"]: self._unit_facts(each) for each in records if each["code"] not in self.units}
            self.units.update(add_units(new, by=by))
        except Refused as fault:
            yield fault
            return
        for each in records:
            unit, asked = self.units[each["code"]], self._unit_facts(each)
            if asked != facts_of(unit):
                try:
                    change_unit(unit, asked, by=by)
                except Refused as fault:
                    yield each.fault("name", fault)
        self._write_companies(records)

    def _unit_facts(self, each: Record) -> UnitFacts:
        """Return what a row says of the unit; empty names and areas stay as they are."""
        unit = self.units.get(each["code"])
        had = facts_of(unit) if unit else UnitFacts(name=each["name"], kind=COMPANY_KIND)
        given = {name: each[name] for name in ("name", "name_en") if name in each.values}
        if not given.get("name"):
            given.pop("name", None)
        if each.get("area"):
            given["area"] = self.areas[each["area"]]
        return replace(had, **given)

    def _write_companies(self, records: Sequence[Record]) -> None:
        """Write the rows of companies, new ones and changed ones alike: an upsert is ten times faster than updates."""
        rows = [
            Company(unit=self.units[each["code"]], **company_columns(self._facts(each), self._area_code(each)))
            for each in records
        ]
        Company.objects.bulk_create(
            rows,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["unit"],
            update_fields=[*FACTS, "county", "changed_at"],
        )
