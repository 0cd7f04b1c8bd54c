# SPDX-License-Identifier: Apache-2.0
"""How large a spreadsheet would become when opened, found out before it is opened.

A workbook of a few kilobytes may unpack to gigabytes, and the reader lays a sheet out as one rectangle: two cells, one
in the first corner and a stray one in the last, would take all the memory of the machine. So the packed parts are read
through once, piece by piece, only to see how far the cells reach.
"""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator

from sidan.base.errors import Refused

MAX_BYTES = 30 * 1024 * 1024
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_CELLS = 5_000_000

# What zipfile and its decompressors raise on parts that are broken, encrypted or packed in unknown ways.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
_PIECE = 1024 * 1024
_OVERLAP = 64  # longer than any address with its attribute, which may lie across two pieces
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})?([0-9]{1,7})["']""")
_ODS_ROW = re.compile(rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)", re.DOTALL)
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']([0-9]{1,9})[\"']")


def require_reasonable_size(data: bytes) -> None:
    """Refuse a packed workbook that would unpack to too many bytes or lay out too many cells.

    The older .xls format is not packed and cannot reach farther than 65 536 rows of 256 cells.
    """
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _require_unpackable(packed)
            for part in packed.namelist():
                rows, columns = _reach(packed, part)
                if rows * columns > MAX_CELLS:
                    raise Refused(
                        "The sheet reaches down to row %(rows)d and over %(columns)d columns; "
                        "please delete the empty cells around the table.",
                        rows=rows,
                        columns=columns,
                    )
    except DAMAGED:
        raise Refused("The file is damaged or locked; please open it and save it again as .xlsx.") from None


def _require_unpackable(packed: zipfile.ZipFile) -> None:
    """Refuse a workbook whose parts are together too long when unpacked."""
    if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MAX_BYTES // 2**20)


def _reach(packed: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """Return how many rows and columns the cells of one part of a workbook reach over."""
    if part == "content.xml":
        return _ods_reach(packed.read(part))
    if not part.endswith(".xml") or part.endswith(("sharedStrings.xml", "styles.xml")):
        return 0, 0
    rows, letters = 0, set[bytes]()
    for piece in _pieces(packed, part):
        found = _ADDRESS.findall(piece)
        letters.update(letter for letter, _ in found)
        rows = max(rows, max((int(number) for _, number in found), default=0))
    return rows, max(map(_column_number, letters), default=0)


def _pieces(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part of a workbook in pieces that overlap a little."""
    with packed.open(part) as stream:
        tail = b""
        while read := stream.read(_PIECE):
            yield tail + read
            tail = read[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    """Return the number of a column counted from 1; 0 for a row, which has no letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _ods_reach(content: bytes) -> tuple[int, int]:
    """Return how far the filled cells of an OpenDocument sheet reach, repetitions counted."""
    row = rows = columns = 0
    for about, cells in _ODS_ROW.findall(content):
        row += _repetitions(about)
        column = 0
        for cell in _ODS_CELL.findall(cells):
            column += _repetitions(cell)
            if b"value-type" in cell:
                rows, columns = row, max(columns, column)
    return rows, columns


def _repetitions(attributes: bytes) -> int:
    """Return how often a row or cell stands there."""
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1
