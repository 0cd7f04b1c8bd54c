# SPDX-License-Identifier: Apache-2.0
"""Outlines of areas: GeoJSON read strictly when it comes in, and forgivingly when it is used.

Outlines are Polygons or MultiPolygons in WGS-84 degrees, rounded to six places (a decimetre).
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused, Words
from sidan.base.geometry import Point, wgs84_from_bd09, wgs84_from_gcj02
from sidan.places import shifts

MOST_POINTS = 50_000
PLACES = 6
# By how much of its size mending may change an outline; a figure of eight changes by far more.
MENDED_SHARE = 0.005

Shift = Callable[[Point], Point]
Shifts = Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
# The systems that maps and surveys come in; the name is what a clerk chooses.
SYSTEMS: Mapping[str, tuple[Words, Shift | None]] = {
    "wgs84": (Words("WGS-84 / CGCS2000（国家2000）", "WGS-84 / CGCS2000"), None),
    "gcj02": (Words("GCJ-02（高德、腾讯地图）", "GCJ-02 (Amap, Tencent)"), wgs84_from_gcj02),
    "bd09": (Words("BD-09（百度地图）", "BD-09 (Baidu)"), wgs84_from_bd09),
}

# The same shifts for all points of an outline at once.
_SHIFTS: Mapping[str, Shifts] = {"gcj02": shifts.wgs84_from_gcj02, "bd09": shifts.wgs84_from_bd09}

GeoJson = dict[str, Any]  # as JSON is: its inner shape is checked by reading it


def parse_outline(text: str, *, system: str = "wgs84") -> GeoJson | None:
    """Return the outline in a text of GeoJSON, in WGS-84; None when there is none, Refused when it is faulty."""
    if not text:
        return None
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Refused("The outline is not GeoJSON.") from None
    return checked_outline(data, system=system)


def checked_outline(data: object, *, system: str = "wgs84") -> GeoJson:
    """Return an outline as it is kept: closed, not crossing itself, within the earth, in WGS-84.

    Public outlines often touch or cross themselves a little, where points were rounded; that is mended. Refused when
    mending would change what the outline covers.
    """
    if isinstance(data, dict) and data.get("type") == "Feature":
        data = data.get("geometry")
    shape = shapely.transform(outline_shape(data, system=system), lambda each: each.round(PLACES))
    if not shape.is_valid:
        shape = _mended(shape)
    outline: GeoJson = json.loads(shapely.to_geojson(shape))
    return outline


def outline_shape(data: object, *, system: str = "wgs84") -> BaseGeometry:
    """Return the shape of a GeoJSON Polygon or MultiPolygon in WGS-84, neither rounded nor mended.

    Refused when its rings are not closed, or it lies outside the earth or has more points than MOST_POINTS.
    """
    if not isinstance(data, dict) or data.get("type") not in {"Polygon", "MultiPolygon"}:
        raise Refused("The outline must be a GeoJSON Polygon or MultiPolygon.")
    shape = _shape(data)
    if shape is None or shape.is_empty:
        raise Refused("The outline must be closed rings of at least four points, each a longitude and a latitude.")
    points = shapely.get_coordinates(shape)
    if len(points) > MOST_POINTS:
        raise Refused("The outline has %(count)d points; at most %(most)d fit.", count=len(points), most=MOST_POINTS)
    if not (np.isfinite(points).all() and (np.abs(points) <= (180, 90)).all()):
        raise Refused("The outline lies outside the earth; points are longitude first, then latitude, in degrees.")
    return true_shapes(shape, system=system)


def true_shapes(shapes: Any, *, system: str) -> Any:
    """Return a shape or an array of shapes of a system of coordinates in WGS-84."""
    return shapely.transform(shapes, _SHIFTS[system]) if system in _SHIFTS else shapes


def kept_shape(shape: BaseGeometry) -> BaseGeometry:
    """Return a sound shape rounded as it is kept, and sound still; Refused when rounding leaves nothing of it."""
    rounded = shapely.transform(shape, lambda points: points.round(PLACES))
    if rounded.is_valid:
        return rounded
    try:
        snapped = shapely.set_precision(usable_shape(shape), 10.0**-PLACES)
        rounded = shapely.transform(snapped, lambda points: points.round(PLACES))
    except shapely.GEOSException:
        pass  # mended below by the sturdier way, which may leave a point between the places
    found = usable_shape(rounded)
    if found is None:
        raise Refused("The outline covers nothing.")
    return found


def usable_shape(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Return what a shape covers, mended where it crosses itself; None when it covers nothing."""
    if shape is None or shape.is_empty:
        return None
    if shape.is_valid and shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    mended = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return mended if mended.geom_type in {"Polygon", "MultiPolygon"} and not mended.is_empty else None


def inner_point(outline: GeoJson) -> Point:
    """Return a point that lies well inside an outline, where a label or pin may stand."""
    point = shapely.from_geojson(json.dumps(outline)).representative_point()
    return Point(round(point.x, PLACES), round(point.y, PLACES))


def _shape(data: object) -> BaseGeometry | None:
    """Return the shape of GeoJSON of any quality, without heights; None when it is no shape at all."""
    try:
        shape = shapely.from_geojson(json.dumps(data))
    except (shapely.GEOSException, TypeError, ValueError, RecursionError):
        return None
    return shapely.force_2d(shape)


def _mended(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape without its small faults; Refused when they are not small."""
    mended = usable_shape(shape)
    if mended is None or abs(mended.area - shape.area) > MENDED_SHARE * mended.area:
        raise Refused("The outline crosses or touches itself near %(place)s.", place=_fault_place(shape))
    return mended


def _fault_place(shape: BaseGeometry) -> str:
    """Return where a shape is at fault, as the reason of the geometry library names it: "116.35 27.95"."""
    reason: str = shapely.is_valid_reason(shape)
    return reason.partition("[")[2].rstrip("]") or reason


def _refuse_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(name)
