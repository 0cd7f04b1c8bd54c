# SPDX-License-Identifier: Apache-2.0
"""Shapefiles, packed in one .zip as map offices send them, as tables of features like those of GeoJSON. Pure.

The .prj tells the system of the coordinates (see projections.py). Texts are UTF-8 or GB 18030, as the .cpg or the table
itself says, otherwise as they read.
"""

import io
import json
import re
import struct
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

import shapefile
import shapely

from sidan.base.errors import Refused
from sidan.base.sheet_size import DAMAGED, MAX_BYTES, require_reasonable_size
from sidan.base.sheets import MAX_ROWS, Row, plain_name
from sidan.base.workbooks import cell_text
from sidan.places.geojson import GEOMETRY, FeatureTable
from sidan.places.projections import Turn, turn_from

_POLYGONS = {shapefile.POLYGON, shapefile.POLYGONZ, shapefile.POLYGONM}
# The names of fields are cut after ten bytes; one this long may be the beginning of a longer header.
_CUT_BYTES = 9
# The head of the table and each field in it take this many bytes; the name of a field comes first.
_FIELD, _NAME = 32, 11
_MOST_CUT = 3  # bytes of one letter in UTF-8 that a cut may leave behind
# What the reader raises on parts that do not hold what they should.
_BROKEN = (
    shapefile.ShapefileException,
    shapely.GEOSException,
    struct.error,
    ValueError,
    LookupError,
    TypeError,
    ArithmeticError,
    OSError,
    EOFError,
    MemoryError,
)
_GB = {"936", "gbk", "gb2312", "gb18030", "cp936", "54936"}


def read_shapefile(source: bytes | Path, *, known: Collection[str] = ()) -> FeatureTable:
    """Return the features of a zipped Shapefile as a table; Refused when it is none.

    `known` are names of columns: a field whose name was cut to ten bytes gets the one whole name it can be.
    """
    parts = _parts(source)
    turn = _turn(parts)
    for encoding in _encodings(parts):
        try:
            return _table(parts, encoding, turn=turn, known=known)
        except _BROKEN:
            continue  # texts in another encoding break the reading as damage does
    raise Refused("The Shapefile is damaged, or its texts are neither UTF-8 nor GB 18030; please write it again.")


def _parts(source: bytes | Path) -> dict[str, bytes]:
    """Return the files of the one Shapefile in an archive by their ending."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MAX_BYTES // 2**20)
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused("The file is not a .zip archive with a Shapefile.")
    require_reasonable_size(data)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if not name.startswith("__MACOSX/")]
        shapes = [name for name in names if name.lower().endswith(".shp")]
        if len(shapes) != 1:
            raise Refused("The archive must hold exactly one Shapefile; it holds %(count)d.", count=len(shapes))
        stem = shapes[0][:-4]
        own = [name for name in names if name.lower().startswith(f"{stem.lower()}.")]
        try:
            parts = {PurePath(name).suffix.lower(): packed.read(name) for name in own}
        except DAMAGED:
            raise Refused("The file is damaged or locked; please pack it again.") from None
    if ".dbf" not in parts:
        raise Refused("The archive lacks the .dbf with the names of the areas.")
    return parts


def _encodings(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the encodings to try, the declared one first."""
    declared = parts.get(".cpg", b"").decode("ascii", "ignore").strip().lower()
    number = re.sub(r"^(ansi|windows|cp|oem)[ _-]*", "", declared).replace("-", "").replace("_", "")
    # The byte in the head of the table by which older programs say "Chinese (GBK)".
    says_gb = number in _GB or (not declared and parts[".dbf"][29:30] in {b"\x4d", b"\x7a"})
    # What is declared is often wrong; GB 18030 text is hardly ever sound UTF-8, so that one is tried first otherwise.
    yield from ("gb18030", "utf-8") if says_gb else ("utf-8", "gb18030")


def _table(parts: Mapping[str, bytes], encoding: str, *, turn: Turn | None, known: Collection[str]) -> FeatureTable:
    """Return the features; one of _BROKEN when the file is damaged or the encoding another."""
    opened = {ending[1:]: io.BytesIO(parts[ending]) for ending in (".shp", ".shx", ".dbf") if ending in parts}
    if encoding == "utf-8":
        opened["dbf"] = io.BytesIO(_with_whole_letters(parts[".dbf"]))
    with shapefile.Reader(**opened, encoding=encoding, encodingErrors="strict") as reader:
        if len(reader) > MAX_ROWS:
            raise Refused("The file has more than %(count)d rows; please divide it.", count=MAX_ROWS)
        if reader.shapeType not in _POLYGONS:
            raise Refused("The Shapefile must hold polygons.")
        if turn is None and ".prj" not in parts and max(map(abs, reader.bbox), default=0) > 360:
            raise Refused("The archive lacks the .prj that says in which system its metres are counted.")
        names = [_whole(field[0], encoding, known) for field in reader.fields if field[0] != "DeletionFlag"]
        rows = tuple(_row(number, each, turn) for number, each in enumerate(reader.iterShapeRecords(), start=1))
    if not rows:
        raise Refused("The file is empty.")
    return FeatureTable((*names, GEOMETRY), 0, rows)


def _with_whole_letters(table: bytes) -> bytes:
    """Return a table whose names of fields, cut after ten bytes of UTF-8, end with a whole letter."""
    fixed = bytearray(table)
    for start in range(_FIELD, int.from_bytes(table[8:10], "little") - 1, _FIELD):
        name = table[start : start + _NAME].split(b"\0")[0]
        whole = name.decode("utf-8", "ignore").encode()
        if name.startswith(whole) and len(name) - len(whole) <= _MOST_CUT:
            fixed[start : start + _NAME] = whole.ljust(_NAME, b"\0")
    return bytes(fixed)


def _row(number: int, each: Any, turn: Turn | None) -> Row:
    """Return one feature as a row of texts."""
    cells = [cell_text(value).strip() for value in each.record]
    return Row(number, (*cells, _outline(each.shape, turn)))


def _outline(shape: Any, turn: Turn | None) -> str:
    """Return a shape as GeoJSON in degrees; empty for none."""
    if shape.shapeType == shapefile.NULL or not shape.points:
        return ""
    outline = json.dumps(shape.__geo_interface__)
    return turn.outline(outline) if turn is not None else outline


def _turn(parts: Mapping[str, bytes]) -> Turn | None:
    """Return how coordinates become degrees by what the .prj says; None where they are degrees already."""
    projection = parts.get(".prj", b"").decode("utf-8", "replace").strip()
    return turn_from(projection) if projection else None


def _whole(name: str, encoding: str, known: Collection[str]) -> str:
    """Return the header a field's name was cut from, or the name itself."""
    if len(name.encode(encoding, "ignore")) < _CUT_BYTES or name in known:
        return name
    whole: Sequence[str] = [each for each in known if plain_name(each).startswith(plain_name(name))]
    return whole[0] if len(whole) == 1 else name
