# SPDX-License-Identifier: Apache-2.0
"""Liaisons and experts as sheets: brought in with a dry run, all or nothing, given out in the form read again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from sidan.base.columns import Record
from sidan.base.errors import Refused
from sidan.base.geometry import Box
from sidan.base.imports import Known, Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.matching.adviser_columns import PLAIN, TITLE, columns, values_of, written_out
from sidan.matching.authority import areas_kept, may_keep, require_keeps_somewhere
from sidan.matching.register_columns import area_faults, living_areas, said, spec_of
from sidan.matching.register_facts import (
    AdviserFacts,
    adviser_faults,
    code_fault,
    facts_of_adviser,
)
from sidan.matching.register_queries import advisers_within
from sidan.matching.register_rows import Adviser
from sidan.matching.registering import (
    absence_faults,
    adviser_columns,
    box_of_liaison,
    liaison_holders,
    taken_account,
    write_absences,
)
from sidan.matching.skills import Vocabulary, vocabulary
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit, User
from sidan.people.trial import tried
from sidan.places.codes import city_of
from sidan.places.models import Area

# What a fact is called in the sheet, where it is called otherwise.
_COLUMNS = {"user": "username", "area_code": "area"}
_BATCH = 1000


def import_advisers(
    source: bytes | Path, filename: str = "", *, by: Actor, system: str = "wgs84", dry_run: bool = False
) -> Plan:
    """Add, change and close advisers as a sheet says; Faulty, and nothing written, when any cell or row is wrong.

    Advisers that the sheet does not name stay as they are. `system` is that of the coordinates. The number of queries
    does not depend on that of rows.
    """
    require_keeps_somewhere(by)
    sheet = _Sheet(by, vocabulary())
    plan = prepare(source, filename, spec=sheet.spec(system))

    def write(plan: Plan) -> Iterator[Refused]:
        sheet.write(plan)
        record(by, "advisers.imported", filename, added=len(plan.created), changed=len(plan.changed))
        return iter(())

    return tried(plan, write, dry_run=dry_run)


def export_advisers(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return the advisers the actor keeps, closed ones too, as a sheet that `import_advisers` reads."""
    require_keeps_somewhere(by)
    words = vocabulary()
    kept = advisers_within(areas_kept(by)).prefetch_related("absences")
    rows = [written_out(adviser, words, language) for adviser in kept]
    record(by, "advisers.exported", "", count=len(rows))
    return write_table(columns(words), rows, title=TITLE, language=language)


@dataclass
class _Sheet:
    """One import: who brings it in, and what is there of what its rows name."""

    by: Actor
    words: Vocabulary
    advisers: dict[str, Adviser] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    boxes: dict[str, Box | None] = field(default_factory=dict)

    def spec(self, system: str) -> Spec:
        """Return what the sheet is about."""
        return spec_of(TITLE, columns(self.words), known=self._known, check=self._faults, system=system)

    def _load(self, records: Sequence[Record]) -> None:
        """Read what the rows name, once; five queries."""
        if self.advisers or self.units:
            return
        codes = [each["code"] for each in records]
        present = Adviser.objects.filter(code__in=codes).select_related("unit", "user").prefetch_related("absences")
        self.advisers = {adviser.code: adviser for adviser in present}
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in={each["unit"] for each in records})}
        names = {each.get("username") for each in records} - {None, ""}
        self.users = {user.username: user for user in User.objects.filter(username__in=names)}
        self.areas = living_areas(records)

    def _known(self, records: Sequence[Record]) -> Known:
        """Return the present advisers of the actor's areas by code, as rows of values."""
        self._load(records)
        kept = (adviser for adviser in self.advisers.values() if may_keep(self.by, adviser.area_code))
        return {adviser.code: values_of(adviser) for adviser in kept}

    def _faults(self, records: Sequence[Record]) -> Iterator[Refused]:
        """Yield what is wrong with rows, each with its cell."""
        self._load(records)
        liaisons = liaison_holders([user.pk for user in self.users.values()])
        yield from self._accounts_twice(records)
        for each in records:
            strange = list(self._faults_of_names(each))
            yield from strange
            if strange:
                continue
            adviser = self.advisers.get(each["code"])
            had = facts_of_adviser(adviser) if adviser else None
            # A closed liaison may have lost the post meanwhile, and stays closed.
            facts, box = self._facts(each), self._box(each["area"])
            found = adviser_faults(facts, vocabulary=self.words, box=box, liaisons=liaisons, had=had)
            works = self._works(each)
            for name, fault in found:
                if works or name != "user" or facts.user is None:
                    yield each.fault(_COLUMNS.get(name, name), fault)
            for fault in absence_faults(each.get("absences", ())):
                yield each.fault("absences", fault)

    def _faults_of_names(self, each: Record) -> Iterator[Refused]:
        """Yield what is wrong with the code, unit, area and account a row names, and with the actor's rights."""
        adviser = self.advisers.get(each["code"])
        if (fault := code_fault(each["code"])) is not None:
            yield each.fault("code", fault)
        if each["unit"] not in self.units:
            yield each.fault("unit", Refused("There is no unit %(code)s.", code=each["unit"]))
        if each.get("username") and each["username"] not in self.users:
            yield each.fault("username", Refused("Nobody signs in as %(name)s.", name=each["username"]))
        if each["area"] not in self.areas:
            yield each.fault("area", Refused("There is no area %(code)s.", code=each["area"]))
            return
        yield from area_faults(each, each["area"], adviser.area_code if adviser else "", by=self.by)

    def _accounts_twice(self, records: Iterable[Record]) -> Iterator[Refused]:
        """Yield the rows whose account is another adviser's of the kind, in the sheet or outside it; one query."""
        held = Adviser.objects.filter(user__in=self.users.values()).values_list("user__username", "kind", "code")
        holders = {(name, kind): code for name, kind, code in held}
        for each in records:
            if not each.get("username"):
                continue
            code = holders.setdefault((each["username"], each["kind"]), each["code"])
            if code != each["code"]:
                yield each.fault("username", taken_account(each["username"], code))

    def _box(self, area: str) -> Box | None:
        """Return the box of the city around an area, asked for once."""
        city = city_of(area)
        if city not in self.boxes:
            self.boxes[city] = box_of_liaison(area)
        return self.boxes[city]

    def _works(self, each: Record) -> bool:
        """Say whether the adviser of a row is in use after it."""
        adviser = self.advisers.get(each["code"])
        return bool(each.get("is_active", adviser.is_active if adviser else True))

    def _facts(self, each: Record) -> AdviserFacts:
        """Return what a row says; columns that the sheet does not have stay as they are."""
        adviser = self.advisers.get(each["code"])
        unit, kind, name = self.units[each["unit"]], each["kind"], each["name"]
        plain = AdviserFacts(kind=kind, name=name, unit=unit, area_code=each["area"])
        had = facts_of_adviser(adviser) if adviser else plain
        given = {**said(each, PLAIN), "unit": unit, "area_code": each["area"]}
        if "username" in each.values:
            given["user"] = self.users.get(each["username"])
        return replace(had, **given)

    def write(self, plan: Plan) -> None:
        """Write every row in batches, and when advisers are away."""
        records = [*plan.created, *(change.record for change in plan.changed)]
        rows = [
            Adviser(code=each["code"], **adviser_columns(self._facts(each)), is_active=self._works(each))
            for each in records
        ]
        written = Adviser.objects.bulk_create(
            rows,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=[*(each.name for each in fields(AdviserFacts)), "county", "is_active", "changed_at"],
        )
        ids = {adviser.code: adviser.pk for adviser in written}
        write_absences({ids[each["code"]]: each["absences"] for each in records if "absences" in each.values})
