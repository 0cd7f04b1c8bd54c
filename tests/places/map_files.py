# SPDX-License-Identifier: Apache-2.0
"""Map files as tests need them: GeoJSON collections and zipped Shapefiles."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import shapefile


def collection(*features: tuple[Mapping[str, Any], Any]) -> bytes:
    """Return a GeoJSON file of properties and geometries."""
    rows = [{"type": "Feature", "properties": dict(facts), "geometry": outline} for facts, outline in features]
    return json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False).encode()


def zipped(
    rows: Sequence[tuple[Mapping[str, Any], Sequence[Sequence[float]]]],
    *,
    encoding: str = "gb18030",
    projection: str = "",
    encoding_named: str = "",
    kind: int = shapefile.POLYGON,
) -> bytes:
    """Return a zipped Shapefile of records and rings, named in Chinese as offices do."""
    parts = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, encoding=encoding, shapeType=kind) as writer:
        for name in rows[0][0]:
            writer.field(name if encoding != "utf-8" else "x", "C", 60)
        for facts, ring in rows:
            writer.poly([list(ring)]) if kind == shapefile.POLYGON else writer.point(*ring[0])
            writer.record(*facts.values())
    texts = {"prj": projection, "cpg": encoding_named}
    if encoding == "utf-8":
        _cut_names(parts["dbf"], list(rows[0][0]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for ending, part in parts.items():
            archive.writestr(f"东门/网格.{ending}", part.getvalue())
        for ending, text in texts.items():
            if text:
                archive.writestr(f"东门/网格.{ending}", text)
    return packed.getvalue()


def _cut_names(table: io.BytesIO, names: Sequence[str]) -> None:
    """Write names of fields as programs do in UTF-8: cut after ten bytes, in the middle of a letter where it falls."""
    for place, name in enumerate(names):
        table.seek(32 * (place + 1))
        table.write(name.encode()[:10].ljust(11, b"\0"))
