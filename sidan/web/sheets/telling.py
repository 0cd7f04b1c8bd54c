# SPDX-License-Identifier: Apache-2.0
"""What a trial tells the clerk: the first rows of each kind, each change cell by cell, and every fault by its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Change, Plan
from sidan.places.area_sheets import AreaPlan
from sidan.web.sheets.kinds import Kind, NameOf

MOST_ROWS = 50
MOST_FAULTS = 200
LONGEST_CELL = 120


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that would be added, as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """One value that would change."""

    header: Words
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row about something that is there, with what would change."""

    number: int
    name: str
    cells: tuple[ChangedCell, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A plan in words; the lists are cut, the numbers are not."""

    headers: tuple[Words, ...]
    created: tuple[NewRow, ...]
    changed: tuple[ChangedRow, ...]
    faults: tuple[Refused, ...]
    ignored: tuple[str, ...]
    counts: Mapping[str, int]
    is_sound: bool

    @property
    def may_be_applied(self) -> bool:
        """Say whether there is anything to write and nothing wrong."""
        return self.is_sound and bool(self.counts["created"] or self.counts["changed"])


def told(plan: Plan, kind: Kind) -> Told:
    """Return a plan in words, in the language of the page."""
    columns = kind.columns()
    given = _given(columns, [*plan.created[:MOST_ROWS]])
    names = kind.names()
    return Told(
        headers=tuple(column.header for column in given),
        created=tuple(_new(record, given, names) for record in plan.created[:MOST_ROWS]),
        changed=tuple(_changed(change, columns, names) for change in plan.changed[:MOST_ROWS]),
        faults=_of_cells(plan)[:MOST_FAULTS],
        is_sound=not plan.faults,
        ignored=plan.ignored,
        counts={
            "created": len(plan.created),
            "changed": len(plan.changed),
            "unchanged": len(plan.unchanged),
            "faults": len(plan.faults),
            "cell_faults": len(_of_cells(plan)),
        },
    )


def _of_cells(plan: Plan) -> tuple[Refused, ...]:
    """Return the faults of cells and rows, from above; those of outlines are told on their own (see surveying.py)."""
    apart = {id(sentence) for sentence in plan.survey.sentences} if isinstance(plan, AreaPlan) else ()
    return tuple(sorted((fault for fault in plan.faults if id(fault) not in apart), key=_row_of))


def _row_of(fault: Refused) -> int:
    """Return the row of a fault, 0 for one of no row: a clerk mends a file from its top down."""
    found = re.search("[0-9]+", str(fault.values.get("cell", "")))
    return int(found[0]) if found else 0


def _given(columns: Sequence[Column], records: Sequence[Record]) -> list[Column]:
    """Return the columns that any of the rows fills."""
    return [column for column in columns if any(_text(record.get(column.name)) for record in records)]


def _new(record: Record, columns: Sequence[Column], names: NameOf) -> NewRow:
    """Return a new row as texts."""
    return NewRow(record.row, tuple(_shown(record.get(column.name), column, names) for column in columns))


def _changed(change: Change, columns: Sequence[Column], names: NameOf) -> ChangedRow:
    """Return a changed row with its cells before and after."""
    cells = tuple(
        ChangedCell(
            column.header,
            _shown(change.before[column.name], column, names),
            _shown(change.record[column.name], column, names),
        )
        for column in columns
        if column.name in change.before
    )
    name = change.record.get("name") or next(iter(change.record.values.values()), "")
    return ChangedRow(change.record.row, _text(name), cells)


def _shown(value: Any, column: Column, names: NameOf) -> str:
    """Return a value as it is shown, codes by their names."""
    own = names.get(column.name, {})
    if isinstance(value, tuple):
        return _text([_text(own.get(each, each)) for each in value])
    return _text(own[value]) if isinstance(value, str) and value in own else _text(value)


def _text(value: Any) -> str:
    """Return a value as a short text in the language of the page."""
    match value:
        case None:
            return ""
        case bool():
            return gettext("yes") if value else gettext("no")
        case Words():
            return value.in_language(get_language() or "")
        case dict():
            return gettext("an outline")
        case list() | tuple():
            return "、".join(map(str, value))[:LONGEST_CELL]
        case date():
            return value.isoformat()
        case _:
            return str(value)[:LONGEST_CELL]
