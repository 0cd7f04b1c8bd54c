# SPDX-License-Identifier: Apache-2.0
"""GeoJSON files as tables, so that a map program's file is imported by the same rules as a sheet.

Each feature is a row, each property a column, and the geometry the last one.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sidan.base.errors import Refused, Words
from sidan.base.sheet_size import MAX_BYTES
from sidan.base.sheets import MAX_ROWS, Row, Table
from sidan.base.workbooks import cell_text
from sidan.places.projections import Turn, turn_from

GEOMETRY = "geometry"


class FeatureTable(Table):
    """The features of a file; a cell is named by the number of its feature and the property."""

    def where(self, row: int, column: int) -> Words:
        """Return how a property of a feature is named."""
        name = self.header[column]
        return Words(zh=f"第{row}个要素的 {name}", en=f"Feature {row}, {name}")

    def where_row(self, row: int) -> Words:
        """Return how a feature is named."""
        return Words(zh=f"第{row}个要素", en=f"Feature {row}")


def read_features(source: bytes | Path) -> FeatureTable:
    """Return the features of a GeoJSON file as a table; Refused when it is none."""
    features, turn = _features(source)
    names = dict.fromkeys(name for feature in features for name in feature["properties"] if name != GEOMETRY)
    header = (*names, GEOMETRY)
    rows = (
        Row(number, (*(_text(feature["properties"].get(name)) for name in names), _outline(feature[GEOMETRY], turn)))
        for number, feature in enumerate(features, start=1)
    )
    return FeatureTable(header, 0, tuple(rows))


def write_features(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return a GeoJSON file whose features have the rows' values as properties and `geometry` as their geometry."""
    features = [
        {
            "type": "Feature",
            GEOMETRY: row.get(GEOMETRY),
            "properties": {name: _plain(value) for name, value in row.items() if name != GEOMETRY},
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _features(source: bytes | Path) -> tuple[list[dict[str, Any]], Turn | None]:
    """Return the features of a file, each with its properties and its geometry, and how their points become degrees."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MAX_BYTES // 2**20)
    try:
        data = json.loads(source if isinstance(source, bytes) else source.read_bytes())
    except (ValueError, RecursionError):
        raise Refused("The file is not GeoJSON.") from None
    found = data.get("features") if isinstance(data, dict) else None
    if not isinstance(found, list) or not found or len(found) > MAX_ROWS:
        raise Refused("The file is not a GeoJSON collection of features.")
    return [_feature(each, number) for number, each in enumerate(found, start=1)], _turn(data.get("crs"))


def _turn(crs: object) -> Turn | None:
    """Return how points become degrees by the member `crs`, which map programs still write; None for degrees."""
    named = crs.get("properties") if isinstance(crs, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    return turn_from(name) if isinstance(name, str) and not name.endswith("CRS84") else None


def _feature(each: object, number: int) -> dict[str, Any]:
    """Return the properties and the geometry of a feature."""
    properties = each.get("properties") or {} if isinstance(each, dict) else None
    if not isinstance(each, dict) or not isinstance(properties, dict):
        raise Refused("Feature %(number)d of the file is not a GeoJSON feature.", number=number)
    return {"properties": properties, GEOMETRY: each.get(GEOMETRY)}


def _outline(value: object, turn: Turn | None) -> str:
    """Return a geometry as the text of a cell, in degrees."""
    text = _text(value)
    return turn.outline(text) if turn is not None and text else text


def _text(value: object) -> str:
    """Return a value as the text of a cell; what has parts of its own as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else cell_text(value)


def _plain(value: Any) -> Any:
    """Return a value that JSON has a form for."""
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
