# SPDX-License-Identifier: Apache-2.0
"""The outline of a grid among its neighbours as a drawing that needs no script and no map from elsewhere."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sidan.base.geometry import Box
from sidan.places.outlines import GeoJson
from sidan.places.queries import outlines_in

# In units of the drawing; wide enough for an outline to keep its corners.
WIDTH = 600
# The land around it, as a share of its own size; the least size in degrees; and how many times as wide as high.
_AROUND = 0.25
_LEAST = 1e-5
_FLATTEST = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing: its size, the path of the grid, those of its neighbours, and points in it."""

    width: int
    height: int
    own: str
    others: tuple[str, ...]
    points: tuple[tuple[int, int], ...]


def drawing_of(
    outline: GeoJson | None, *, code: str, language: str, points: Sequence[tuple[float, float]] = ()
) -> Drawing | None:
    """Return the drawing of an outline with its neighbours around; None without an outline. No query."""
    rings = list(_rings(outline))
    if not rings:
        return None
    box = _box_around(rings)
    scale = WIDTH / ((box.east - box.west) * math.cos(math.radians((box.north + box.south) / 2)))
    height = round((box.north - box.south) * scale)

    def placed(lon: float, lat: float) -> tuple[int, int]:
        return round((lon - box.west) / (box.east - box.west) * WIDTH), round((box.north - lat) * scale)

    def path(rings: Sequence[Sequence[Sequence[float]]]) -> str:
        lines = (" ".join("{},{}".format(*placed(*place[:2])) for place in ring) for ring in rings)
        return " ".join(f"M{line}Z" for line in lines)

    near = outlines_in(box, level="grid", language=language).collection["features"]
    others = tuple(path(list(_rings(each["geometry"]))) for each in near if each["id"] != code)
    return Drawing(WIDTH, height, path(rings), others, tuple(placed(*point) for point in points))


def _rings(outline: GeoJson | None) -> Iterator[Sequence[Sequence[float]]]:
    """Yield the rings of a polygon or of several."""
    if not outline:
        return
    parts = outline["coordinates"] if outline["type"] == "MultiPolygon" else [outline["coordinates"]]
    for part in parts:
        yield from part


def _box_around(rings: Sequence[Sequence[Sequence[float]]]) -> Box:
    """Return the box to draw: the outline with some land around, never higher than wide."""
    lons = [place[0] for ring in rings for place in ring]
    lats = [place[1] for ring in rings for place in ring]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    stretch = math.cos(math.radians((south + north) / 2))
    half_high = max(north - south, _LEAST) * (0.5 + _AROUND)
    half_wide = max((east - west) * (0.5 + _AROUND), half_high / stretch)
    half_high = max(half_high, half_wide * stretch / _FLATTEST)
    lon, lat = (west + east) / 2, (south + north) / 2
    return Box(lon - half_wide, lat - half_high, lon + half_wide, lat + half_high)
