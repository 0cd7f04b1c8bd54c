# SPDX-License-Identifier: Apache-2.0
"""Conflicts of interest as a sheet, for organisers alone; each sheet that is taken out is in the audit log.

A row names the company, and the adviser or the unit it is kept apart from. A conflict that the sheet does not name
stays; one is ended by saying so.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Known, Plan, Spec, prepare
from sidan.base.sheet_writing import write_table
from sidan.matching.authority import areas_kept, require_keeps_somewhere
from sidan.matching.conflicts import conflicts_of, end_conflict, keep_apart
from sidan.matching.register_columns import YES_NO, overlap
from sidan.matching.register_queries import companies_within
from sidan.matching.register_rows import CONFLICT_KINDS, Adviser, Company, Conflict
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.models import Unit
from sidan.people.trial import tried

TITLE = Words("回避关系", "Conflicts of interest")
_KEY = ("company", "adviser", "unit", "kind")

COLUMNS = (
    Column("company", Words("企业编码", "Company code"), cells.code_text, required=True, width=22),
    Column(
        "adviser",
        Words("人员编码", "Adviser code"),
        cells.code_text,
        help=Words("与单位编码二选一", "this or the unit's code"),
    ),
    Column(
        "unit",
        Words("单位编码", "Unit code"),
        cells.code_text,
        help=Words("该单位所有人员都回避", "everybody of the unit is kept apart"),
    ),
    Column(
        "kind",
        Words("回避原因", "Why"),
        cells.choice(CONFLICT_KINDS),
        required=True,
        options=tuple(CONFLICT_KINDS.values()),
        width=24,
    ),
    Column("note", Words("备注", "Note"), cells.line(200), width=40),
    Column(
        "is_ended",
        Words("解除", "Ended"),
        lambda cell: cells.yes_no(cell) is True,
        options=YES_NO,
        help=Words("填“是”即解除回避", "yes ends it"),
        width=10,
    ),
)


def import_conflicts(source: bytes | Path, filename: str = "", *, by: Actor, dry_run: bool = False) -> Plan:
    """Enter and end conflicts as a sheet says; Faulty, and nothing written, when any cell or row is wrong."""
    require_keeps_somewhere(by)
    sheet = _Sheet(by)
    plan = prepare(source, filename, spec=sheet.spec())

    def write(plan: Plan) -> Iterator[Refused]:
        yield from sheet.written(plan)
        record(by, "conflicts.imported", filename, added=len(plan.created), changed=len(plan.changed))

    return tried(plan, write, dry_run=dry_run)


def export_conflicts(*, by: Actor, language: str = "zh-hans") -> bytes:
    """Return the living conflicts of the companies the actor keeps as a sheet that `import_conflicts` reads."""
    require_keeps_somewhere(by)
    rows = [{**_row(each), "kind": CONFLICT_KINDS[each.kind]} for each in conflicts_of(by)]
    record(by, "conflicts.exported", "", count=len(rows))
    return write_table(COLUMNS, rows, title=TITLE, language=language)


def _row(conflict: Conflict) -> dict[str, Any]:
    """Return a living conflict as a row of values."""
    return {
        "company": conflict.company.unit.code,
        "adviser": conflict.adviser.code if conflict.adviser else "",
        "unit": conflict.unit.code if conflict.unit else "",
        "kind": conflict.kind,
        "note": conflict.note,
        "is_ended": False,
    }


def _key(row: Record | Mapping[str, Any]) -> Hashable:
    """Return what names a conflict."""
    return tuple(row.get(name) or "" for name in _KEY)


@dataclass
class _Sheet:
    """One import: who brings it in, and what is there of what its rows name."""

    by: Actor
    companies: dict[str, Company] = field(default_factory=dict)
    advisers: dict[str, Adviser] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    living: dict[Hashable, Conflict] = field(default_factory=dict)

    def spec(self) -> Spec:
        """Return what the sheet is about."""
        return Spec(title=TITLE, columns=COLUMNS, key=_key, known=self._known, check=self._faults)

    def _load(self, records: Sequence[Record]) -> None:
        """Read what the rows name, as far as the actor keeps it; four queries."""
        kept = areas_kept(self.by)
        codes = {name: {each.get(name) for each in records} - {None, ""} for name in _KEY}
        companies = companies_within(kept).filter(unit__code__in=codes["company"])
        self.companies = {company.unit.code: company for company in companies}
        advisers = Adviser.objects.filter(code__in=codes["adviser"])
        self.advisers = {each.code: each for each in advisers if overlap(each.area_code, kept)}
        self.units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes["unit"])}
        living = conflicts_of(self.by).filter(company__in=companies)
        self.living = {_key(_row(each)): each for each in living}

    def _known(self, records: Sequence[Record]) -> Known:
        """Return the living conflicts of the rows' companies."""
        self._load(records)
        return {key: _row(each) for key, each in self.living.items()}

    def _faults(self, records: Sequence[Record]) -> Iterator[Refused]:
        """Yield what is wrong with the companies, advisers and units that rows name."""
        self._load(records)
        for each in records:
            if each["company"] not in self.companies:
                yield each.fault("company", Refused("There is no company %(code)s.", code=each["company"]))
            if each.get("adviser") and each["adviser"] not in self.advisers:
                yield each.fault("adviser", Refused("There is no adviser %(code)s.", code=each["adviser"]))
            if each.get("unit") and each["unit"] not in self.units:
                yield each.fault("unit", Refused("There is no unit %(code)s.", code=each["unit"]))
            if bool(each.get("adviser")) == bool(each.get("unit")):
                yield each.fault("adviser", Refused("Please give either an adviser or a unit."))
            elif each.get("is_ended") and _key(each) not in self.living:
                yield each.fault("is_ended", Refused("There is no such conflict of interest."))

    def written(self, plan: Plan) -> Iterator[Refused]:
        """Write every row and yield what is refused."""
        for change in plan.changed:
            yield from self._changed(change.record)
        for each in plan.created:
            try:
                self._keep_apart(each)
            except Refused as reason:
                yield each.fault("company", reason)

    def _changed(self, each: Record) -> Iterator[Refused]:
        """End a conflict, and enter it anew when it is only the note that differs, as rows are not rewritten."""
        try:
            end_conflict(self.living[_key(each)], by=self.by)
            if not each.get("is_ended"):
                self._keep_apart(each)
        except Refused as reason:
            yield each.fault("company", reason)

    def _keep_apart(self, each: Record) -> None:
        """Enter the conflict of a row."""
        other = self.advisers[each["adviser"]] if each.get("adviser") else self.units[each["unit"]]
        keep_apart(self.companies[each["company"]], other, each["kind"], each.get("note", ""), by=self.by)
