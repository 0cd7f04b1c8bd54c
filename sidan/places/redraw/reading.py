# SPDX-License-Identifier: Apache-2.0
"""The small areas of a redrawing read from GeoJSON: a map program's file, plain or gzipped. Pure.

Each feature is an area with the properties id, community, households and, where known, name, workload, worker (who
looks after it today). `barriers` beside the features lists pairs of ids that border each other but have no way across.
"""

import gzip
import math
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson
import shapely

from sidan.base.errors import Refused
from sidan.places.redraw.borders import Outlines, outlined
from sidan.places.redraw.instance import Instance, Real, Whole

MOST_BYTES = 2**30
MOST_AREAS = 500_000
# What a property may be called, the first one that is there counts.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "code", "编码", "代码", "网格编码"),
    "community": ("community", "社区", "村社区", "community_code"),
    "households": ("households", "户数"),
    "workload": ("workload", "工作量"),
    "worker": ("worker", "crew", "网格员"),
    "name": ("name", "名称", "网格名称"),
}


def read_instance(data: bytes) -> Instance:
    """Return the areas of a GeoJSON file; Refused with the area and the fault where one cannot be used."""
    collection = _collection(data)
    features = collection["features"]
    properties = [_properties(feature, number) for number, feature in enumerate(features, start=1)]
    ids = _ids(properties)
    households = _counts(properties, ids)
    workload = _workloads(properties, ids, households)
    community = tuple(_required(each, "community", ids[k]) for k, each in enumerate(properties))
    rings = [_rings(feature.get("geometry"), ids[k]) for k, feature in enumerate(features)]
    shapes = _shapes(rings, ids)
    found = outlined(rings, ids)
    return Instance(
        ids=ids,
        names=tuple(str(_value(each, "name") or ids[k]) for k, each in enumerate(properties)),
        community=community,
        households=households,
        workload=workload,
        crew=tuple(_crew(each) for each in properties),
        area_m2=found.area_m2,
        perimeter_m=found.perimeter_m,
        borders=found.borders,
        border_m=found.border_m,
        barriers=_barriers(collection.get("barriers"), ids, found),
        shapes=shapes,
    )


def _collection(data: bytes) -> dict[str, Any]:
    """Return the collection of features in a file."""
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    if len(data) > MOST_BYTES:
        raise Refused("The file is larger than %(megabytes)d MB; please divide it.", megabytes=MOST_BYTES // 2**20)
    try:
        found = orjson.loads(data)
    except (ValueError, RecursionError):
        raise Refused("The file is not GeoJSON.") from None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features:
        raise Refused("The file is not a GeoJSON collection of features.")
    if len(features) > MOST_AREAS:
        raise Refused("The file has %(count)d areas; at most %(most)d fit.", count=len(features), most=MOST_AREAS)
    return dict(found)


def _unpacked(data: bytes) -> bytes:
    """Return what a gzipped file holds, without letting a small file fill the memory."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpacking.decompress(data, MOST_BYTES + 1)
    except (zlib.error, gzip.BadGzipFile):
        raise Refused("The file is damaged: it cannot be unpacked.") from None
    if not unpacking.eof and len(found) <= MOST_BYTES:  # the file ends before what it packs does
        raise Refused("The file is damaged: it cannot be unpacked.")
    return found


def _properties(feature: object, number: int) -> Mapping[str, Any]:
    """Return the properties of a feature."""
    found = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(found, dict):
        raise Refused("Feature %(number)d of the file is not a GeoJSON feature.", number=number)
    return found


def _ids(properties: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the id of each area; each once."""
    found: dict[str, int] = {}
    for number, each in enumerate(properties, start=1):
        value = _value(each, "id")
        if value is None or not str(value).strip():
            raise Refused("Feature %(number)d has no id.", number=number)
        name = str(value).strip()
        if name in found:
            raise Refused(
                "The id %(id)s stands at feature %(one)d and at feature %(other)d.",
                id=name,
                one=found[name],
                other=number,
            )
        found[name] = number
    return tuple(found)


def _counts(properties: Sequence[Mapping[str, Any]], ids: Sequence[str]) -> Whole:
    """Return the households of each area, whole and not negative."""
    found = np.zeros(len(ids), dtype=np.int64)
    for k, each in enumerate(properties):
        number = _number(_value(each, "households"), "households", ids[k])
        if number is None:
            raise Refused("The area %(area)s does not say how many households it has.", area=ids[k])
        if number < 0 or number != int(number) or number > 10_000_000:
            raise Refused(
                "The area %(area)s has %(number)s households; it must be a whole number, not negative.",
                area=ids[k],
                number=f"{number:g}",
            )
        found[k] = int(number)
    return found


def _workloads(properties: Sequence[Mapping[str, Any]], ids: Sequence[str], households: Whole) -> Real:
    """Return the workload of each area; its households where none of the areas says."""
    values = [_number(_value(each, "workload"), "workload", ids[k]) for k, each in enumerate(properties)]
    if all(value is None for value in values):
        return households.astype(np.float64)
    for k, value in enumerate(values):
        if value is not None and value < 0:
            raise Refused("The area %(area)s has a negative workload.", area=ids[k])
    return np.array([value or 0.0 for value in values], dtype=np.float64)


def _required(properties: Mapping[str, Any], name: str, area: str) -> str:
    """Return a text that must be there."""
    value = _value(properties, name)
    shown = "" if value is None else str(value).strip()
    if not shown:
        raise Refused("The area %(area)s does not say which community it belongs to.", area=area)
    return shown


def _crew(properties: Mapping[str, Any]) -> str | None:
    """Return who looks after an area today."""
    value = _value(properties, "worker")
    return None if value is None or not str(value).strip() else str(value).strip()


def _value(properties: Mapping[str, Any], name: str) -> Any:
    """Return a property under any of its names."""
    for each in _NAMES[name]:
        if properties.get(each) is not None:
            return properties[each]
    return None


def _number(value: object, name: str, area: str) -> float | None:
    """Return a number as written, None where nothing is."""
    if value is None or value == "":
        return None
    try:
        number = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise Refused(
            "The area %(area)s has “%(value)s” as %(name)s, which is no number.",
            area=area,
            value=str(value)[:40],
            name=name,
        )
    return number


def _rings(geometry: object, area: str) -> list[Real]:
    """Return the rings of an outline as arrays of points, closed."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(geometry, dict):
        raise Refused("The area %(area)s has no outline; it must be a Polygon or a MultiPolygon.", area=area)
    polygons = [geometry.get("coordinates")] if kind == "Polygon" else geometry.get("coordinates")
    found = []
    try:
        for polygon in polygons or ():
            for number, ring in enumerate(polygon or ()):
                points = np.array(ring, dtype=np.float64)[:, :2]
                if len(points) < 3 or not np.isfinite(points).all() or (np.abs(points) > (180, 90)).any():
                    raise ValueError
                if (points[0] != points[-1]).any():
                    points = np.vstack([points, points[:1]])
                found.append(_turned(points, hole=number > 0))
    except (ValueError, TypeError, IndexError):
        found = []
    if not found:
        raise Refused(
            "The outline of the area %(area)s cannot be read: rings of at least three points, longitude first.",
            area=area,
        )
    return found


def _turned(ring: Real, *, hole: bool) -> Real:
    """Return a ring running against the clock, a hole with it, whichever way the file has it: so areas add up."""
    steps = ring - ring[0]
    is_against = float((steps[:-1, 0] * steps[1:, 1] - steps[1:, 0] * steps[:-1, 1]).sum()) > 0
    return ring[::-1] if is_against == hole else ring


def _shapes(rings: Sequence[Sequence[Real]], ids: Sequence[str]) -> np.ndarray:
    """Return the outlines as shapes; Refused where a ring crosses itself."""
    flat = [ring for area in rings for ring in area]
    sizes = np.array([len(ring) for ring in flat])
    linear = shapely.linearrings(np.concatenate(flat), indices=np.repeat(np.arange(len(flat)), sizes))
    owner = np.repeat(np.arange(len(rings)), [len(area) for area in rings])
    if len(flat) == len(rings):
        shapes = shapely.polygons(linear)
    else:
        shapes = np.array(
            [
                _shape(linear[owner == k]) if len(rings[k]) > 1 else shapely.polygons(linear[owner == k][0])
                for k in range(len(rings))
            ]
        )
    wrong = np.flatnonzero(~shapely.is_valid(shapes))
    if len(wrong):
        why = shapely.is_valid_reason(shapes[wrong[0]])
        raise Refused(
            "The outline of the area %(area)s crosses or touches itself near %(place)s; mend it by an import first.",
            area=ids[int(wrong[0])],
            place=why.partition("[")[2].rstrip("]") or why,
        )
    return np.asarray(shapes)


def _shape(rings: np.ndarray) -> Any:
    """Return the shape of several rings: those inside another are its holes."""
    return shapely.build_area(shapely.GeometryCollection([shapely.LineString(ring.coords) for ring in rings]))


def _barriers(pairs: object, ids: Sequence[str], found: Outlines) -> Whole:
    """Return the rows of the borders that nobody can cross; pairs that do not border each other do not matter."""
    place = {area: index for index, area in enumerate(ids)}
    rows = {(int(one), int(other)): row for row, (one, other) in enumerate(found.borders.tolist())}
    barred = set()
    for pair in pairs if isinstance(pairs, list) else [pairs] if pairs is not None else []:
        if not isinstance(pair, list) or len(pair) != 2 or not all(str(each) in place for each in pair):
            raise Refused(
                "The barriers must be pairs of ids of areas in the file; “%(pair)s” is none.", pair=str(pair)[:60]
            )
        one, other = sorted(place[str(each)] for each in pair)
        if (one, other) in rows:
            barred.add(rows[one, other])
    return np.array(sorted(barred), dtype=np.int64)
