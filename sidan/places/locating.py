# SPDX-License-Identifier: Apache-2.0
"""From a point to the grid it lies in, answered in memory, over outlines laid flat (see places/flat.py)."""

import logging
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from django.db.models import TextField
from django.db.models.functions import Cast
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Words
from sidan.base.geometry import Box
from sidan.places.codes import Level, is_inside, level_of
from sidan.places.flat import Flat, Shapes
from sidan.places.kinds import EXCLUSIVE
from sidan.places.models import Area
from sidan.places.outlines import PLACES, usable_shape
from sidan.places.versions import Kept

# A point farther from every grid than this lies in none: across a river or a field, not across a street.
NEAREST_WITHIN_M = 500

_log = logging.getLogger("sidan.places")


class Outlined(NamedTuple):
    """An area with its outline as a text of GeoJSON."""

    code: str
    name: Words
    geometry: str
    kind: str = ""


class Located(NamedTuple):
    """The area found for a point: around it when `exact`, otherwise the nearest, `distance_m` metres away."""

    area_code: str
    name: Words
    exact: bool
    distance_m: float


class Locator:
    """All outlined areas of the city, found by point or box. It never changes, and threads may share it.

    `faulty` are the codes whose outline could not be used at all; outlines that cross themselves are mended.
    """

    def __init__(self, areas: Iterable[Outlined]) -> None:
        """Lay the outlines flat and sort them into a tree."""
        given = list(areas)
        shapes = shapely.from_geojson([area.geometry for area in given], on_invalid="ignore")
        usable = [(area, shape) for area, raw in zip(given, shapes, strict=True) if (shape := _usable(raw))]
        self.areas = [area for area, _ in usable]
        self.faulty = tuple(sorted({area.code for area in given} - {area.code for area in self.areas}))
        self._flat = Flat.around([shape for _, shape in usable])
        self._shapes: Shapes = np.array([self._flat.laid(shape) for _, shape in usable], dtype=object)
        self._places = {area.code: index for index, area in enumerate(self.areas)}
        self._tree = shapely.STRtree(self._shapes)
        shapely.prepare(self._shapes)

    def grid_at(self, lon: float, lat: float) -> Located | None:
        """Return the grid around a point, or the nearest one within NEAREST_WITHIN_M metres; None when there is none.

        Where the point lies in a known town or community, only the grids of that one are near.
        """
        found = self.area_at(lon, lat)
        return found if found and level_of(found.area_code) == "grid" else None

    def area_at(self, lon: float, lat: float) -> Located | None:
        """Return the grid of a point as `grid_at` does, or the smallest larger area around it; None outside all."""
        point = self._flat.laid(shapely.Point(lon, lat))
        near = self._near(point)
        around = [index for index in near if self._shapes[index].covers(point)]
        deepest = min(around, key=self._depth, default=None)
        if deepest is not None and level_of(self.areas[deepest].code) == "grid":
            return Located(*self.areas[deepest][:2], exact=True, distance_m=0.0)
        inside = self.areas[deepest].code if deepest is not None else ""
        grids = [index for index in near if len(self.areas[index].code) > len(inside)]
        nearest = self._nearest(point, [index for index in grids if is_inside(self.areas[index].code, inside)])
        if nearest:
            return nearest
        return None if deepest is None else Located(*self.areas[deepest][:2], exact=True, distance_m=0.0)

    def inside(self, box: Box, *, level: Level, most: int) -> tuple[list[Outlined], Shapes, int]:
        """Return the areas of a level that a box touches, by code, their outlines in degrees, and how many there are.

        No more than `most` are returned, the first by code.
        """
        flat = self._flat.laid(shapely.box(*box))
        found = [index for index in self._tree.query(flat) if level_of(self.areas[index].code) == level]
        found.sort(key=lambda index: self.areas[index].code)
        return [self.areas[index] for index in found[:most]], self._flat.lifted(self._shapes[found[:most]]), len(found)

    def shape_of(self, code: str) -> BaseGeometry | None:
        """Return the outline of an area in degrees, mended where it had to be; None where it has none."""
        index = self._places.get(code)
        return None if index is None else self._flat.lifted(self._shapes[index])

    def box_of(self, code: str) -> Box | None:
        """Return the box around an area, or around the outlines inside it where it has none; None without any."""
        own = self._places.get(code)
        within = (
            [own] if own is not None else [index for index, area in enumerate(self.areas) if is_inside(area.code, code)]
        )
        if not within:
            return None
        west, south, east, north = shapely.total_bounds(self._flat.lifted(self._shapes[within]))
        return Box(float(west), float(south), float(east), float(north))

    def around(self, lon: float, lat: float) -> list[str]:
        """Return the codes of all areas whose outline covers a point."""
        point = self._flat.laid(shapely.Point(lon, lat))
        return [self.areas[index].code for index in self._tree.query(point, predicate="intersects")]

    def extent(self) -> Box | None:
        """Return the box around the largest areas that have outlines; None where none has."""
        shortest = min((len(area.code) for area in self.areas), default=0)
        largest = [index for index, area in enumerate(self.areas) if len(area.code) == shortest]
        if not largest:
            return None
        west, south, east, north = shapely.total_bounds(self._flat.lifted(self._shapes[largest])).round(PLACES)
        return Box(float(west), float(south), float(east), float(north))

    def _near(self, point: shapely.Point) -> Sequence[int]:
        """Return which outlines may be within reach of a point."""
        reach = NEAREST_WITHIN_M
        box = shapely.box(point.x - reach, point.y - reach, point.x + reach, point.y + reach)
        found: list[int] = self._tree.query(box).tolist()
        return found

    def _depth(self, index: int) -> tuple[int, bool, int, str]:
        """Return what sorts the area that says most about a point first: the deepest, an exclusive one, the smallest.

        A market or school has a crew of its own even where it is larger than the grid it lies over. Sizes are compared
        in whole square metres, so that equal squares are told apart by code, not by rounding.
        """
        area = self.areas[index]
        return -len(area.code), area.kind != EXCLUSIVE, round(self._shapes[index].area), area.code

    def _nearest(self, point: shapely.Point, candidates: Sequence[int]) -> Located | None:
        """Return the nearest grid of the candidates, if it is near enough."""
        grids = [index for index in candidates if level_of(self.areas[index].code) == "grid"]
        if not grids:
            return None
        distances: npt.NDArray[np.float64] = shapely.distance(self._shapes[grids], point)
        distance, code, index = min(
            (float(away), self.areas[index].code, index) for away, index in zip(distances, grids, strict=True)
        )
        if distance > NEAREST_WITHIN_M:
            return None
        return Located(code, self.areas[index].name, exact=False, distance_m=round(distance, 1))


def _load() -> Locator:
    """Return a locator of all living areas with an outline; one query."""
    rows = Area.objects.filter(void_on__isnull=True, geometry__isnull=False).annotate(
        text=Cast("geometry", TextField())
    )
    found = rows.values_list("code", "name", "name_en", "text", "kind")
    locator = Locator(Outlined(code, Words(name, name_en), text, kind) for code, name, name_en, text, kind in found)
    if locator.faulty:
        _log.warning("%d areas have an outline that cannot be used: %s", len(locator.faulty), locator.faulty[:10])
    return locator


def grid_at(lon: float, lat: float) -> Located | None:
    """Return the grid of a point in the city as it is now; see Locator.grid_at."""
    return locator().grid_at(lon, lat)


def area_at(lon: float, lat: float) -> Located | None:
    """Return the deepest area known for a point in the city as it is now; see Locator.area_at."""
    return locator().area_at(lon, lat)


def _usable(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Return a shape that can be used, or None, whatever the geometry library says of it."""
    try:
        return usable_shape(shape)
    except shapely.GEOSException:
        return None


locator = Kept(_load)
