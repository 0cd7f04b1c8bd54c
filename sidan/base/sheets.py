# SPDX-License-Identifier: Apache-2.0
"""Tables as county offices keep them: read from xlsx, xls, ods and csv, written to xlsx and csv.

What is read comes back as trimmed texts that remember their cell ("C7"), because a clerk mends a file by its cells.
What is written opens in a spreadsheet as it stands: a text that looks like a formula stays a text, a code of fifteen
digits keeps them all. What the columns mean is said in `columns.py`, what an import does with them in `imports.py`.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from sidan.base.errors import Refused, Words
from sidan.base.sheet_size import MAX_BYTES
from sidan.base.workbooks import trimmed, workbook_rows

MAX_ROWS = 200_000
SPREADSHEETS = (".xlsx", ".xls", ".ods")
TEXT_FILES = (".csv", ".txt", ".tsv")
# A row whose first filled cell begins with this sign explains the columns; it is written by us and skipped.
HELP_SIGN = "※"
# Titles, notes and dates of issue stand above the header of many official tables.
HEADER_SEARCH_ROWS = 20

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_ASIDE = re.compile(r"\(.*?\)|[*:/]")
_GUARDED = re.compile(r"'(?=[=+\-@\t\r])")
# The csv module refuses longer cells by a limit of the whole process, and an outline of an area is long.
csv.field_size_limit(4 * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row: its number in the file, from 1, and its texts in the order of the header."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as it was read: the texts of its header and the filled rows beneath."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]

    def where(self, row: int, column: int) -> str | Words:
        """Return the address of a cell as a spreadsheet shows it: row 7, column 2 is C7."""
        return f"{column_letters(column)}{row}"

    def where_row(self, row: int) -> Words:
        """Return how a row is named when no cell of it is meant."""
        return Words(zh=f"第{row}行", en=f"Row {row}")


def read_table(
    source: bytes | Path, filename: str = "", *, known: Collection[str] = (), max_rows: int = MAX_ROWS
) -> Table:
    """Return the table in a file; Refused, with a sentence for the clerk, when there is none to be read.

    The kind of file follows the ending of `filename`. `known` are names of columns (see `columns.names`): the header
    is then the row with most of them, otherwise the first one that is well filled. Of a workbook the first visible
    sheet with anything in it is read.
    """
    data, ending = _content(source), PurePath(filename or str(source if isinstance(source, Path) else "")).suffix
    grid: Iterator[Row]
    if ending.lower() in SPREADSHEETS:
        grid = (Row(number, tuple(cells)) for number, cells in workbook_rows(data))
    elif ending.lower() in TEXT_FILES:
        grid = _text_file(data)
    else:
        raise Refused("This kind of file cannot be read; please give an .xlsx, .xls, .ods or .csv file.")
    rows = _filled_rows(grid, max_rows + HEADER_SEARCH_ROWS)
    if not rows:
        raise Refused("The file is empty.")
    place = _header_place(rows[:HEADER_SEARCH_ROWS], {plain_name(name) for name in known})
    beneath = tuple(row for row in rows[place + 1 :] if not _is_help(row))
    if len(beneath) > max_rows:
        raise Refused("The file has more than %(count)d rows; please divide it.", count=max_rows)
    return Table(rows[place].cells, rows[place].number, beneath)


def plain_name(name: str) -> str:
    """Return the name of a column without what clerks add to it: spaces, stars, colons, remarks in brackets."""
    return _SPACE.sub("", _ASIDE.sub("", unicodedata.normalize("NFKC", name))).casefold()


def column_letters(index: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters, index = chr(ord("A") + rest) + letters, index - 1
    return letters


def _content(source: bytes | Path) -> bytes:
    """Return the bytes of a file, refusing one that is too long before it is read."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MAX_BYTES // 2**20)
    return source if isinstance(source, bytes) else source.read_bytes()


def _text_file(data: bytes) -> Iterator[Row]:
    """Yield the rows of a file of separated texts; rows are counted as a spreadsheet would, not by lines."""
    text = decoded(data)
    first = text.split("\n", 1)[0]
    separator = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, row in enumerate(reader, start=1):
            yield Row(number, tuple(trimmed(_GUARDED.sub("", cell, count=1)) for cell in row))
    except csv.Error:
        raise Refused("The file cannot be read as a table from line %(line)d on.", line=reader.line_num) from None


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with its mark, or GB 18030, as Chinese office programs write them."""
    is_utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("The file is not a text in UTF-8 or GB 18030; please save it again as .xlsx or UTF-8 .csv.")


def _filled_rows(grid: Iterable[Row], most: int) -> list[Row]:
    """Return the rows that are not empty, at most one more than `most`."""
    rows: list[Row] = []
    for row in grid:
        if any(row.cells):
            rows.append(row)
        if len(rows) > most:
            break
    return rows


def _header_place(rows: Sequence[Row], known: Collection[str]) -> int:
    """Return which of the first rows is the header."""
    hits = [sum(plain_name(cell) in known for cell in row.cells if cell) for row in rows]
    if max(hits):
        return hits.index(max(hits))
    filled = [sum(map(bool, row.cells)) for row in rows]
    return next(place for place, count in enumerate(filled) if count * 2 > max(filled))


def _is_help(row: Row) -> bool:
    """Say whether a row explains the columns."""
    return next(filter(None, row.cells)).startswith(HELP_SIGN)
