# SPDX-License-Identifier: Apache-2.0
"""From a point to the grid it lies in, answered in memory.

Outlines are laid flat for it: degrees of longitude are shortened as in the middle of the city, so that nearness can be
measured in metres by plain geometry. North and south of the middle that is wrong by about 1 % for each degree.
"""

import logging
import math
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
from sidan.places.models import Area
from sidan.places.outlines import PLACES, usable_shape
from sidan.places.versions import Kept

# A point farther from every grid than this lies in none: across a river or a field, not across a street.
NEAREST_WITHIN_M = 500

Shapes = npt.NDArray[np.object_]

_METRES_PER_DEGREE = 111_195.08  # of a meridian of the mean sphere
_log = logging.getLogger("sidan.places")


class Outlined(NamedTuple):
    """An area with its outline as a text of GeoJSON."""

    code: str
    name: Words
    geometry: str


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
        self._scale = _scale([shape for _, shape in usable])
        self._shapes = np.array([_scaled(shape, self._scale) for _, shape in usable], dtype=object)
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
        point = shapely.Point(lon * self._scale[0], lat * self._scale[1])
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
        west, south = box.west * self._scale[0], box.south * self._scale[1]
        flat = shapely.box(west, south, box.east * self._scale[0], box.north * self._scale[1])
        found = [index for index in self._tree.query(flat) if level_of(self.areas[index].code) == level]
        found.sort(key=lambda index: self.areas[index].code)
        back = (1 / self._scale[0], 1 / self._scale[1])
        shapes = shapely.transform(self._shapes[found[:most]], lambda points: points * back)
        return [self.areas[index] for index in found[:most]], shapes, len(found)

    def extent(self) -> Box | None:
        """Return the box around the largest areas that have outlines; None where none has."""
        shortest = min((len(area.code) for area in self.areas), default=0)
        largest = [index for index, area in enumerate(self.areas) if len(area.code) == shortest]
        if not largest:
            return None
        west, south, east, north = (shapely.total_bounds(self._shapes[largest]) / (*self._scale, *self._scale)).round(
            PLACES
        )
        return Box(float(west), float(south), float(east), float(north))

    def _near(self, point: shapely.Point) -> Sequence[int]:
        """Return which outlines may be within reach of a point."""
        reach = NEAREST_WITHIN_M
        box = shapely.box(point.x - reach, point.y - reach, point.x + reach, point.y + reach)
        found: list[int] = self._tree.query(box).tolist()
        return found

    def _depth(self, index: int) -> tuple[int, int, str]:
        """Return what sorts the area that says most about a point first: the deepest, then the smallest.

        Sizes are compared in whole square metres, so that equal squares are told apart by code, not by rounding.
        """
        code = self.areas[index].code
        return -len(code), round(self._shapes[index].area), code

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
    found = rows.values_list("code", "name", "name_en", "text")
    locator = Locator(Outlined(code, Words(name, name_en), text) for code, name, name_en, text in found)
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


def _scale(shapes: Sequence[BaseGeometry]) -> tuple[float, float]:
    """Return the metres of a degree of longitude and of latitude where most shapes are."""
    # The median, because one outline drawn in the wrong place would move a middle.
    middle = float(np.median(shapely.bounds(shapes)[:, [1, 3]])) if shapes else 0.0
    return _METRES_PER_DEGREE * math.cos(math.radians(middle)), _METRES_PER_DEGREE


def _scaled(shape: BaseGeometry, scale: tuple[float, float]) -> BaseGeometry:
    """Return a shape with its coordinates multiplied."""
    return shapely.transform(shapely.force_2d(shape), lambda points: points * scale)


locator = Kept(_load)
