# SPDX-License-Identifier: Apache-2.0
"""Grids side by side: borders that two share have the same points on both sides, so that neither can leave the other.

Pure: shapes in WGS-84 degrees, longitude first, rounded to six places. Common borders point by point are also what the
redrawing looks for: two grids are neighbours when they share a segment.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.places.outlines import PLACES

Spot = tuple[float, float]
Spots = npt.NDArray[np.float64]
Shapes = Mapping[str, BaseGeometry]
Turn = Callable[[Spots], Spots]

# About a metre: nearer than this, two points that somebody drew are meant to be one.
SNAP_DEGREES = 1e-5
# Rounding moves a point by at most 0.7 of a step of the sixth place.
_ON_BORDER_DEGREES = 1.5e-6
_DEGREE_M = 111_195.08  # of a meridian of the mean sphere
_KEPT_SHARE = 0.005


@dataclass(frozen=True)
class Coverage:
    """The outlines of a community's grids by key, of the community where it is known, and of others' grids `beside`."""

    shapes: Shapes
    around: BaseGeometry | None = None
    beside: BaseGeometry | None = None

    def changed(self, without: Iterable[str], plus: Shapes) -> "Coverage":
        """Return the coverage with some shapes taken out and others put in, every common border alike."""
        gone = set(without)
        kept = {key: shape for key, shape in self.shapes.items() if key not in gone}
        return Coverage(noded({**kept, **plus}, fresh=plus), self.around, self.beside)


def aligned(shapes: Shapes) -> dict[str, BaseGeometry]:
    """Return the shapes with points of neighbours less than a metre apart made one.

    A shape that would suffer from it, because it is hardly wider than that, stays as it is.
    """
    welded = _welded(shapes)
    turned = {key: rebuilt(shape, lambda ring: _replaced(ring, welded)) for key, shape in shapes.items()}
    near = noded({key: _better(turned[key], shape) for key, shape in shapes.items()}, within=SNAP_DEGREES)
    return {key: _better(near[key], shape) for key, shape in shapes.items()}


def noded(
    shapes: Shapes, *, fresh: Collection[str] | None = None, within: float = _ON_BORDER_DEGREES
) -> dict[str, BaseGeometry]:
    """Return the shapes with each point of a neighbour that lies on a border in that border, too.

    Between shapes of which neither is `fresh` this is so already; without `fresh`, nothing is known of any.
    """
    keys = [key for key, shape in shapes.items() if not shape.is_empty]
    new = set(keys if fresh is None else fresh)
    bounds = np.add(shapely.bounds([shapes[key] for key in keys]), (-within, -within, within, within))
    boxes = shapely.box(*bounds.T)
    pairs: dict[str, list[str]] = {}
    for one, other in shapely.STRtree(boxes).query(boxes, predicate="intersects").T:
        if one != other and (keys[one] in new or keys[other] in new):
            pairs.setdefault(keys[one], []).append(keys[other])
    found = dict(shapes)
    for key, others in pairs.items():
        theirs = _unique(shapely.get_coordinates([shapes[other] for other in others]))
        found[key] = rebuilt(shapes[key], partial(_with_points, points=theirs, within=within))
    return found


def rebuilt(shape: BaseGeometry, turn: Turn) -> BaseGeometry:
    """Return a shape whose rings went through `turn`; rings that fall together are left out.

    What comes back may cross itself: whoever calls looks.
    """
    parts = []
    for part in shapely.get_parts(shape):
        shell, *holes = (_ring(turn(shapely.get_coordinates(ring))) for ring in (part.exterior, *part.interiors))
        if shell is not None:
            parts.append(shapely.Polygon(shell, [hole for hole in holes if hole is not None]))
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def snapped(spot: Spot, shapes: Iterable[BaseGeometry]) -> Spot:
    """Return the point of a border that lies within a metre of a spot, a corner before any other; else the spot."""
    point = shapely.Point(spot)
    near = [shape.boundary for shape in shapes if shapely.dwithin(shape, point, SNAP_DEGREES)]
    near = [border for border in near if shapely.dwithin(border, point, SNAP_DEGREES)]
    if not near:
        return _rounded(spot)
    corners = shapely.get_coordinates(near)
    away = np.hypot(*(corners - spot).T)
    if away.min() <= SNAP_DEGREES:
        return _rounded(corners[int(away.argmin())])
    nearest = min(near, key=point.distance)
    on_border = nearest.interpolate(nearest.project(point))
    return _rounded((on_border.x, on_border.y))


def area_m2(shape: BaseGeometry) -> float:
    """Return the size of a shape in square metres; good to a part in a thousand for a town."""
    if shape.is_empty:
        return 0.0
    _, south, _, north = shape.bounds
    return float(shape.area) * _DEGREE_M**2 * math.cos(math.radians((south + north) / 2))


def length_m(shape: BaseGeometry) -> float:
    """Return the length of a shape's border in metres, a little too long where it runs east and west."""
    return float(shape.length) * _DEGREE_M


def place_of(shape: BaseGeometry) -> str:
    """Return a point of a shape as sentences name it: longitude, latitude."""
    point = shape.representative_point() if shape.area else shapely.Point(shapely.get_coordinates(shape)[0])
    return f"{point.x:.5f}, {point.y:.5f}"


def exact(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in six places, in the one order of its corners that equal shapes share."""
    return shapely.normalize(shapely.transform(shape, lambda points: points.round(PLACES)))


def _rounded(spot: Iterable[float]) -> Spot:
    """Return a spot in six places."""
    lon, lat = spot
    return round(float(lon), PLACES), round(float(lat), PLACES)


def _unique(points: Spots) -> Spots:
    """Return each point once."""
    return np.unique(points, axis=0) if len(points) else points


def _ring(points: Spots) -> Spots | None:
    """Return a closed ring without points said twice in a row, or None when nothing is left of it."""
    points = points.round(PLACES)
    if len(points) < 3:
        return None
    if (points[0] != points[-1]).any():
        points = np.vstack([points, points[:1]])
    fresh = np.append([True], (points[1:] != points[:-1]).any(axis=1))
    return points[fresh] if fresh.sum() >= 4 else None


def _with_points(ring: Spots, *, points: Spots, within: float) -> Spots:
    """Return a ring with those of the points that lie on one of its edges put in between."""
    edges = shapely.linestrings(np.stack([ring[:-1], ring[1:]], axis=1))
    spots = shapely.points(points)
    pairs = shapely.STRtree(edges).query(spots, predicate="dwithin", distance=within)
    own = {tuple(point) for point in ring}
    chosen: dict[int, tuple[float, int]] = {}
    for spot, edge in pairs.T:
        away = shapely.distance(spots[spot], edges[edge])
        if tuple(points[spot]) not in own and away < chosen.get(spot, (math.inf, 0))[0]:
            chosen[spot] = (away, edge)
    between: dict[int, list[tuple[float, int]]] = {}
    for spot, (_, edge) in chosen.items():
        along = shapely.line_locate_point(edges[edge], spots[spot])
        between.setdefault(edge, []).append((along, spot))
    if not between:
        return ring
    pieces = []
    for edge, corner in enumerate(ring[:-1]):
        pieces += [corner, *(points[spot] for _, spot in sorted(between.get(edge, ())))]
    return np.array([*pieces, ring[-1]])


def _welded(shapes: Shapes) -> dict[Spot, Spot]:
    """Return which corners become which: the first of all within a metre of one another."""
    corners = list(dict.fromkeys(map(tuple, shapely.get_coordinates(list(shapes.values())).round(PLACES).tolist())))
    spots = shapely.points(corners)
    one, other = shapely.STRtree(spots).query(spots, predicate="dwithin", distance=SNAP_DEGREES)
    welded: dict[Spot, Spot] = {}
    for first, second in sorted(zip(one.tolist(), other.tolist(), strict=True)):
        if first < second and corners[first] not in welded:
            welded.setdefault(corners[second], corners[first])
    return welded


def _replaced(ring: Spots, by: Mapping[Spot, Spot]) -> Spots:
    """Return a ring with corners replaced, in six places."""
    return np.array([by.get(corner, corner) for corner in map(tuple, ring.round(PLACES).tolist())])


def _better(turned: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    """Return the turned shape if it is sound and as large as before, else the shape."""
    same = turned.is_valid and abs(turned.area - shape.area) <= _KEPT_SHARE * shape.area
    return turned if same else shape
