# SPDX-License-Identifier: Apache-2.0
"""Workbooks (xlsx, xls, ods) opened in a process of their own.

A damaged or malicious workbook can make the reader ask for more memory than there is, and that ends the process it
runs in. So it runs in a short-lived child with bounded memory and time, and the worst a file can do is to be refused.
Opening costs about a tenth of a second more by it.
"""

import io
import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import python_calamine

from sidan.base.errors import Refused
from sidan.base.sheet_size import MAX_CELLS, require_reasonable_size

MOST_SECONDS = 60
MOST_MEMORY_BYTES = 2 * 2**30

_ROOT = Path(__file__).resolve().parents[2]
_LOCKED = 3  # what the child ends with when a password is asked for
_UNREADABLE = 4


NumberedRow = tuple[int, list[str]]


def workbook_rows(data: bytes) -> list[NumberedRow]:
    """Return the filled rows of the first visible sheet that has any, each with its number in the sheet, from 1."""
    require_reasonable_size(data)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "sidan.base.workbooks"],
            input=data,
            capture_output=True,
            cwd=_ROOT,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    if child.returncode == 0:
        rows: list[NumberedRow] = json.loads(child.stdout)
        return rows
    if child.returncode == _LOCKED:
        raise Refused("The file is locked with a password; please save it without one.")
    if child.returncode == _UNREADABLE:
        raise Refused("The file cannot be read as a spreadsheet; please open it and save it again as .xlsx.")
    # Most likely the system ended it: out of memory.
    raise _too_much()


def cell_text(value: object) -> str:
    """Return a cell as a person would type it: 361002003001 without ".0", days as 2026-10-01, times as 08:30."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return _number_text(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | time():
            precision = "seconds" if value.second else "minutes"
            return value.isoformat(" ", precision) if isinstance(value, datetime) else value.isoformat(precision)
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case _:
            return trimmed(str(value))


def trimmed(text: str) -> str:
    """Return a text without white space at its ends, the wide Chinese space and invisible ones included."""
    return text.strip().strip("\u200b\ufeff").strip()


def _number_text(value: float) -> str:
    """Return a number without an exponent, and without a fraction when it has none."""
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _too_much() -> Refused:
    """Return the refusal of a file that needs more memory or time than it may have."""
    return Refused("The file is damaged or too large; please save the table alone as a new .xlsx file.")


def _sheet_rows(data: bytes) -> list[NumberedRow]:
    """Return the filled rows of the first visible sheet that has any."""
    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        for index, about in enumerate(book.sheets_metadata):
            if about.visible != python_calamine.SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_index(index)
            if sheet.start is not None:
                if sheet.total_height * sheet.total_width > MAX_CELLS:
                    raise MemoryError
                grid = sheet.to_python(skip_empty_area=False)
                rows = ((number, list(map(cell_text, row))) for number, row in enumerate(grid, start=1))
                return [(number, cells) for number, cells in rows if any(cells)]
    return []


def _bound_memory() -> None:
    """Let this process have no more than its share of memory, where the system can hold it to that."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on every system

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))


def main() -> int:
    """Read a workbook from standard input and write its rows to standard output: the child's whole life."""
    _bound_memory()
    try:
        rows = _sheet_rows(sys.stdin.buffer.read())
    except python_calamine.PasswordError:
        return _LOCKED
    except python_calamine.CalamineError:
        return _UNREADABLE
    json.dump(rows, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
