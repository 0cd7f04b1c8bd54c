# SPDX-License-Identifier: Apache-2.0
"""Columns declared once, which read, check, write and explain a table.

A `Column` says how it is called in Chinese and English, how its texts are understood, and what a clerk should know.
`parse_rows` turns a table into records and faults, each fault with the address of its cell; `write_table` makes the
sheet that `parse_rows` would read again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sidan.base.errors import Refused, Words
from sidan.base.sheets import Row, Table, plain_name

# A parser receives the trimmed text of a cell, also an empty one, and returns its value or raises Refused.
Parser = Callable[[str], Any]  # cells hold many types; the parser of each column has checked its own

_NO_HELP = Words("", "")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its name in records, its headers, and how its texts are read.

    `aliases` are other headers that offices use. `options` are offered as a list to choose from in a written sheet;
    `style` only decides how a spreadsheet shows and keeps the cells: codes and telephone numbers are texts.
    """

    name: str
    header: Words
    parse: Parser
    required: bool = False
    help: Words = _NO_HELP
    aliases: tuple[str, ...] = ()
    style: Literal["text", "number", "day"] = "text"
    options: tuple[Words, ...] = ()
    width: int = 16

    @property
    def headers(self) -> tuple[str, ...]:
        """Return every header this column is recognised by, its name in records too."""
        return self.header.zh, self.header.en, self.header.zh + self.header.en, self.name, *self.aliases


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row by column name, and where they stand; columns not in the file are not in it."""

    row: int
    values: Mapping[str, Any]
    _table: Table = field(repr=False, compare=False)
    _places: Mapping[str, int] = field(repr=False, compare=False)

    def __getitem__(self, name: str) -> Any:
        """Return the value of a column that the file has."""
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a column, or `default` when the file does not have it."""
        return self.values.get(name, default)

    def where(self, name: str) -> str | Words:
        """Return the address of a value, such as C7, or the name of the row when the file has no such column."""
        if name in self._places:
            return self._table.where(self.row, self._places[name])
        return self._table.where_row(self.row)

    def fault(self, name: str, reason: Refused) -> Refused:
        """Return a fault of one value, told with its address."""
        return at(self.where(name), reason)


def at(cell: str | Words, reason: Refused) -> Refused:
    """Return a refusal told with the address of its cell: "C7: the code must have 15 digits"."""
    return Refused("%(cell)s: %(reason)s", cell=cell, reason=reason)


def names(columns: Iterable[Column]) -> frozenset[str]:
    """Return every header of the columns, by which `read_table` finds the header row."""
    return frozenset(header for column in columns for header in column.headers)


def parse_rows(table: Table, columns: Sequence[Column]) -> tuple[list[Record], list[Refused]]:
    """Return the rows that can be read as records, and every fault of those that cannot.

    A column that is missing or stands there twice is a fault of the whole file; then no row is read. Headers that
    belong to no column are left alone (see `strange_headers`).
    """
    places, faults = _places(table, columns)
    if faults:
        return [], faults
    present = [(column, places[column.name]) for column in columns if column.name in places]
    records = []
    for row in table.rows:
        found = len(faults)
        values = dict(_values(table, row, present=present, faults=faults))
        if len(faults) == found:
            records.append(Record(row.number, values, table, places))
    return records, faults


def strange_headers(table: Table, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the headers in the file that belong to no column, so that a misspelt one is noticed."""
    known = {plain_name(header) for header in names(columns)}
    return tuple(header for header in table.header if header and plain_name(header) not in known)


def _places(table: Table, columns: Sequence[Column]) -> tuple[dict[str, int], list[Refused]]:
    """Return where each column stands in the file, and the faults of the header."""
    plain = [plain_name(header) for header in table.header]
    places, faults = {}, []
    for column in columns:
        own = {plain_name(header) for header in column.headers}
        found = [place for place, header in enumerate(plain) if header and header in own]
        if len(found) > 1:
            cells = ", ".join(str(table.where(table.header_row, place)) for place in found)
            faults.append(Refused("Two columns are named %(column)s: %(cells)s.", column=column.header, cells=cells))
        elif found:
            places[column.name] = found[0]
        elif column.required:
            faults.append(
                Refused(
                    "The column %(column)s is missing; the file has: %(headers)s.",
                    column=column.header,
                    headers=", ".join(filter(None, table.header)),
                )
            )
    return places, faults


def _values(
    table: Table, row: Row, *, present: Sequence[tuple[Column, int]], faults: list[Refused]
) -> Iterable[tuple[str, Any]]:
    """Yield the values of one row by column name, adding what cannot be read to `faults`."""
    for column, place in present:
        text = row.cells[place] if place < len(row.cells) else ""
        if column.required and not text:
            reason = Refused("%(column)s must not be empty.", column=column.header)
            faults.append(at(table.where(row.number, place), reason))
            continue
        try:
            yield column.name, column.parse(text)
        except Refused as reason:
            faults.append(at(table.where(row.number, place), reason))
