# SPDX-License-Identifier: Apache-2.0
"""What can be done to outlines by hand: draw, split, join, and bend a border. Pure; each refuses what makes no sense.

Results are in six places. What they mean for the neighbours is looked at in checks.
"""

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused, Words
from sidan.places.drawing.coverage import (
    SNAP_DEGREES,
    Coverage,
    Spot,
    Spots,
    Turn,
    area_m2,
    exact,
    length_m,
    place_of,
    rebuilt,
    snapped,
)
from sidan.places.outlines import PLACES

# Smaller than a house with its yard is a slip of the hand.
LEAST_AREA_M2 = 100
LEAST_WIDTH_M = 3
_STEP = 10.0**-PLACES


def split(shape: BaseGeometry, line: Sequence[Spot]) -> list[BaseGeometry]:
    """Return the parts into which a line cuts a shape, the largest first; they cover it and share their borders.

    The line may begin and end outside; inside it must go from border to border. Its points within a metre of a border
    lie on it.
    """
    if len(line) < 2:
        raise Refused("A line has at least two points.")
    cut = _by_corners(shapely.LineString([snapped(spot, [shape]) for spot in line]), shape)
    # All lines are crossed at once: crossing them one by one would round one crossing to two places.
    faces = shapely.get_parts(shapely.polygonize([shapely.unary_union([shape.boundary, cut], grid_size=_STEP)]))
    parts = [face for face in faces if shape.intersection(face).area > face.area / 2]
    if len(parts) <= len(shapely.get_parts(shape)):
        raise Refused("The line does not cut it in two: draw it right across, from border to border.")
    for part in parts:
        require_size(part)
    return sorted((exact(part) for part in parts), key=lambda part: -part.area)


def joined(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the outline of several neighbours as one; refused unless common borders lead from each to every other."""
    if len(shapes) < 2:
        raise Refused("Choose two or more grids to join.")
    reached, waiting = [shapes[0]], list(shapes[1:])
    while waiting:
        near = next((each for each in waiting if any(_share_border(each, other) for other in reached)), None)
        if near is None:
            raise Refused(
                "They are not all neighbours: %(place)s has no common border with the rest.", place=place_of(waiting[0])
            )
        waiting.remove(near)
        reached.append(near)
    return exact(shapely.unary_union(list(shapes)))


def drawn(ring: Sequence[Spot], coverage: Coverage, *, fits: bool) -> BaseGeometry:
    """Return the shape of a ring, its points within a metre of a border moved onto it.

    With `fits` what lies in a grid of today or outside the community is cut away, so that one may draw generously
    across the neighbours' borders.
    """
    others = list(coverage.shapes.values())
    corners = list(dict.fromkeys(snapped(spot, others) for spot in ring))
    if len(corners) < 3:
        raise Refused("A grid has at least three corners.")
    shape = shapely.Polygon(corners)
    if not shape.is_valid:
        raise Refused("The outline crosses or touches itself near %(place)s.", place=_crossing(shape))
    if fits:
        if coverage.around is not None:
            shape = shapely.intersection(shape, coverage.around, grid_size=_STEP)
        taken = [*others, *([coverage.beside] if coverage.beside is not None else [])]
        shape = shapely.difference(shape, shapely.unary_union(taken), grid_size=_STEP) if taken else shape
        shape = max(shapely.get_parts(shape), key=lambda part: part.area, default=shapely.Polygon())
    if shape.is_empty or shape.geom_type != "Polygon":
        raise Refused("Nothing of it is free: all that was drawn lies in other grids or outside the community.")
    require_size(shape)
    return exact(shape)


def bent(coverage: Coverage, moves: Sequence[tuple[Spot, Spot | None]]) -> Coverage:
    """Return the coverage with points of borders moved, put in or (to None) taken out, in every grid that has them.

    The first of each pair is a corner, or any point of a border, which then gets a new corner there.
    """
    shapes = dict(coverage.shapes)
    for spot, target in moves:
        start = snapped(spot, shapes.values())
        point = shapely.Point(start)
        near = {key: shape for key, shape in shapes.items() if shapely.dwithin(shape, point, SNAP_DEGREES)}
        if not any(shapely.dwithin(shape.boundary, point, SNAP_DEGREES) for shape in near.values()):
            raise Refused("There is no border at %(place)s.", place=f"{spot[0]:.5f}, {spot[1]:.5f}")
        held = {key: rebuilt(shape, _with_corner(shape, start)) for key, shape in near.items()}
        having = {key: shape for key, shape in held.items() if _has(shape, start)}
        others = [shape for key, shape in shapes.items() if key not in having]
        end = None if target is None else snapped(target, others)
        shapes |= {key: _turned(shape, start, end) for key, shape in having.items()}
    bent_ones = {key: shape for key, shape in shapes.items() if shape is not coverage.shapes[key]}
    return coverage.changed(bent_ones, bent_ones)


def require_size(shape: BaseGeometry) -> None:
    """Refuse a shape smaller than a yard or narrower than a path, which a hand that trembled drew."""
    if area_m2(shape) < LEAST_AREA_M2:
        raise Refused(
            "One part near %(place)s has only %(size)d m²; a grid has at least %(least)d.",
            place=place_of(shape),
            size=round(area_m2(shape)),
            least=LEAST_AREA_M2,
        )
    # A long strip is about as wide as twice its area by its border; anything rounder is wider than that.
    if 2 * area_m2(shape) / length_m(shape) < LEAST_WIDTH_M:
        raise Refused(
            "One part near %(place)s is a strip not even %(least)d m wide.", place=place_of(shape), least=LEAST_WIDTH_M
        )


def require_sound(shape: BaseGeometry, name: Words) -> None:
    """Refuse a shape that crosses itself or has fallen together."""
    if shape.is_empty:
        raise Refused("Nothing is left of %(grid)s.", grid=name)
    if not shape.is_valid:
        raise Refused("The border of %(grid)s crosses itself near %(place)s.", grid=name, place=_crossing(shape))


def _by_corners(line: BaseGeometry, shape: BaseGeometry) -> BaseGeometry:
    """Return a line that passes through each corner of a shape near which it crosses the border."""
    crossings = [tuple(spot) for spot in shapely.get_coordinates(line.intersection(shape.boundary)).tolist()]
    drawn = shapely.get_coordinates(line).tolist()
    along = [(shapely.line_locate_point(line, shapely.Point(spot)), snapped(spot, [shape])) for spot in crossings]
    corners = set(map(tuple, shapely.get_coordinates(shape).tolist()))
    passed = [(at, spot) for at, spot in along if spot in corners]
    lengths = [0.0, *np.cumsum(np.hypot(*np.diff(drawn, axis=0).T)).tolist()]
    return shapely.LineString([spot for _, spot in sorted([*zip(lengths, map(tuple, drawn), strict=True), *passed])])


def _share_border(one: BaseGeometry, other: BaseGeometry) -> bool:
    """Say whether two shapes have more than a point in common."""
    return bool(one.distance(other) == 0 and one.boundary.intersection(other.boundary).length > SNAP_DEGREES)


def _crossing(shape: BaseGeometry) -> str:
    """Return where a shape crosses itself, longitude and latitude."""
    reason: str = shapely.is_valid_reason(shape)
    return ", ".join(f"{float(part):.5f}" for part in reason.partition("[")[2].rstrip("]").split())


def _with_corner(shape: BaseGeometry, spot: Spot) -> Turn:
    """Return what puts a spot on one of a shape's edges into its ring; a corner of it stays the one corner."""

    def turn(ring: Spots) -> Spots:
        edges = shapely.linestrings(np.stack([ring[:-1], ring[1:]], axis=1))
        away = shapely.distance(edges, shapely.Point(spot))
        nearest = int(away.argmin())
        if away[nearest] > 1.5 * _STEP or (ring == spot).all(axis=1).any():
            return ring
        return np.insert(ring, nearest + 1, spot, axis=0)

    return turn


def _has(shape: BaseGeometry, spot: Spot) -> bool:
    """Say whether a spot is a corner of a shape."""
    return bool((shapely.get_coordinates(shape) == spot).all(axis=1).any())


def _turned(shape: BaseGeometry, start: Spot, end: Spot | None) -> BaseGeometry:
    """Return a shape with one of its corners moved or taken out."""

    def turn(ring: Spots) -> Spots:
        is_it = (ring == start).all(axis=1)
        turned: Spots = ring[~is_it] if end is None else np.where(is_it[:, None], end, ring)
        return turned

    return rebuilt(shape, turn)
