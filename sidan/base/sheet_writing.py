# SPDX-License-Identifier: Apache-2.0
"""Tables written for offices: an xlsx or csv file that opens as it should and can be read back.

Texts are written as texts, never as formulas or links, so that a resident's "=HYPERLINK(…)" stays words.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sidan.base.columns import Column
from sidan.base.errors import Refused, Words
from sidan.base.sheets import HELP_SIGN
from sidan.base.workbooks import cell_text

MAX_CELL_LENGTH = 32_767  # of a spreadsheet
MAX_SHEET_ROWS = 1_048_576  # of a spreadsheet
_MAX_TITLE_LENGTH = 31  # of a sheet's name
_MAX_OPTIONS_LENGTH = 255  # of a list to choose from
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_CHOICE_ROWS = 5_000  # how far down lists to choose from are offered
_YES, _NO = Words("是", "yes"), Words("否", "no")

Rows = Iterable[Mapping[str, Any]]  # values of many types, each written by its own


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook."""

    title: Words
    columns: Sequence[Column]
    rows: Rows


def write_table(columns: Sequence[Column], rows: Rows, *, title: Words, language: str = "zh-hans") -> bytes:
    """Return an xlsx file with a header in both languages, a row of help, and the rows.

    A file without rows is a form to be filled in. Cells of text columns keep what is typed into them as text, so that
    a code of fifteen digits is not shortened.
    """
    return write_workbook([Sheet(title, columns, rows)], language=language)


def write_workbook(sheets: Iterable[Sheet], *, language: str = "zh-hans") -> bytes:
    """Return an xlsx file of several tables, each on a sheet of its own as `write_table` writes it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        formats = {
            "header": book.add_format({"bold": True, "bg_color": "#E6F0F3", "border": 1, "text_wrap": True}),
            "help": book.add_format({"italic": True, "font_color": "#52606D", "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "number": book.add_format({"valign": "top"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"}),
        }
        for each in sheets:
            sheet = book.add_worksheet(_sheet_name(each.title.in_language(language)))
            first = _write_head(sheet, each.columns, formats=formats, language=language)
            for number, row in enumerate(each.rows, start=first):
                for place, column in enumerate(each.columns):
                    cell = _shown(row.get(column.name), language)
                    _write_cell(sheet, (number, place), cell=cell, formats=formats, style=column.style)
    return buffer.getvalue()


def write_csv(columns: Sequence[Column], rows: Rows, *, language: str = "zh-hans") -> bytes:
    """Return a csv file in UTF-8 with the mark spreadsheets know it by; an apostrophe stands before a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(header_text(column) for column in columns)
    for row in rows:
        writer.writerow(_defused(_shown(row.get(column.name), language)) for column in columns)
    return buffer.getvalue().encode("utf-8-sig")


def header_text(column: Column) -> str:
    """Return a header in both languages, with a star when the column must be filled."""
    return f"{column.header.zh} {column.header.en}{' *' if column.required else ''}"


def _write_head(sheet: Worksheet, columns: Sequence[Column], *, formats: Mapping[str, Format], language: str) -> int:
    """Write the header, the help and what the columns offer; return the number of the first row for data."""
    explained = any(column.help.zh for column in columns)
    first = 2 if explained else 1
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, formats[column.style])
        sheet.write_string(0, place, header_text(column), formats["header"])
        if explained:
            sheet.write_string(1, place, _help_text(column, place), formats["help"])
        names = [words.in_language(language) for words in column.options]
        if names and len(",".join(names)) <= _MAX_OPTIONS_LENGTH:
            offer = {"validate": "list", "source": names, "error_type": "warning"}
            sheet.data_validation(first, place, first + _CHOICE_ROWS, place, offer)
    sheet.freeze_panes(first, 1)
    return first


def _help_text(column: Column, place: int) -> str:
    """Return the help of a column in both languages; the first begins with the sign that marks the row."""
    shown = f"{column.help.zh}\n{column.help.en}".strip()
    return f"{HELP_SIGN} {shown}".strip() if place == 0 else shown


def _shown(value: Any, language: str) -> Any:
    """Return a value as a cell holds it."""
    match value:
        case bool():
            return (_YES if value else _NO).in_language(language)
        case Words():
            return value.in_language(language)
        case _:
            return value


def _write_cell(
    sheet: Worksheet, place: tuple[int, int], *, cell: Any, formats: Mapping[str, Format], style: str
) -> None:
    """Write one cell by the type of its value."""
    row, column = place
    if row >= MAX_SHEET_ROWS:
        raise Refused("A sheet holds no more than %(count)d rows; please choose a part.", count=MAX_SHEET_ROWS)
    match cell:
        case None | "":
            return
        case int() | float():
            sheet.write_number(row, column, cell)
        case datetime():
            # Spreadsheets know no zones; the local time is what a clerk expects to see.
            sheet.write_datetime(row, column, cell.replace(tzinfo=None), formats["moment"])
        case date():
            sheet.write_datetime(row, column, cell, formats["day"])
        case _:
            _write_text(sheet, place, text=str(cell), text_format=formats[style])


def _write_text(sheet: Worksheet, place: tuple[int, int], *, text: str, text_format: Format) -> None:
    """Write a text that a spreadsheet will not take for anything else."""
    if len(text) > MAX_CELL_LENGTH:
        raise Refused(
            "A text of %(length)d characters does not fit into a cell of a spreadsheet; please choose another format.",
            length=len(text),
        )
    sheet.write_string(*place, text, text_format)


def _defused(cell: Any) -> str:
    """Return the text of a cell, with an apostrophe before what a spreadsheet would run."""
    text = cell_text(cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_SIGNS) else text


def _sheet_name(title: str) -> str:
    """Return a name that a spreadsheet allows for a sheet."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:_MAX_TITLE_LENGTH] or "1"
