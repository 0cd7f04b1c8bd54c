# SPDX-License-Identifier: Apache-2.0
"""Which areas border each other and how long their borders are, from outlines that share their vertices. Pure.

Two areas border where they share a segment: the same two vertices, to 1e-7 degrees (a centimetre), or, where one of
them has a vertex that the other lacks, segments that run along each other for a metre or more. A common point is not
enough. Degrees are laid flat as in the middle of the areas, right to about 1 % for each degree north or south.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sidan.base.errors import Refused
from sidan.places.redraw.beside import beside
from sidan.places.redraw.instance import Real, Whole

_STEPS = 1e7  # per degree
_EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
_HALF_TURN = 1_800_000_000  # 180 degrees in steps


@dataclass(frozen=True, eq=False)
class Outlines:
    """Measures of outlines: area and perimeter of each, pairs that border, and metres of each border."""

    area_m2: Real
    perimeter_m: Real
    borders: Whole
    border_m: Real


def outlined(rings: Sequence[Sequence[Real]], ids: Sequence[str]) -> Outlines:
    """Return the measures of areas given as closed rings of degrees; Refused where three share a segment."""
    count = len(rings)
    flat = [ring for area in rings for ring in area]
    owner = np.repeat(np.arange(count), [len(area) for area in rings])
    points = np.concatenate(flat)
    steps = np.rint(points * _STEPS).astype(np.int64)
    sizes = np.array([len(ring) for ring in flat])
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    inner = np.ones(len(points), dtype=bool)
    inner[begins + sizes - 1] = False  # the last point of a ring begins no segment
    at = np.flatnonzero(inner)
    one, other = steps[at], steps[at + 1]
    area_of = np.repeat(owner, sizes)[at]
    north, east = _metres_per_step(points)
    area_m2 = np.abs(np.bincount(area_of, _cross(one, other, np.repeat(steps[begins], sizes, axis=0)[at]), count))
    real = (one != other).any(axis=1)
    one, other, area_of = one[real], other[real], area_of[real]
    length = np.hypot((one[:, 0] - other[:, 0]) * east, (one[:, 1] - other[:, 1]) * north)
    perimeter = np.bincount(area_of, length, count).astype(np.float64)
    pairs, metres, alone = _shared(_key(one), _key(other), area_of, length, ids)
    flat_m = np.array([east, north])
    more, more_m = beside(one[alone] * flat_m, other[alone] * flat_m, area_of[alone])
    borders, border_m = _summed(np.concatenate([pairs, more]), np.concatenate([metres, more_m]))
    return Outlines(area_m2 * 0.5 * north * east, perimeter, borders, border_m)


def _metres_per_step(points: Real) -> tuple[float, float]:
    """Return how long a step to the north and one to the east are in the middle of the points."""
    north = np.radians(1 / _STEPS) * _EARTH_RADIUS_M
    middle = (points[:, 1].min() + points[:, 1].max()) / 2
    return float(north), float(north * np.cos(np.radians(middle)))


def _cross(one: Whole, other: Whole, origin: Whole) -> Real:
    """Return twice the area that each segment spans with the beginning of its ring, in steps."""
    a, b = (one - origin).astype(np.float64), (other - origin).astype(np.float64)
    return np.asarray(a[:, 0] * b[:, 1] - b[:, 0] * a[:, 1], dtype=np.float64)


def _key(points: Whole) -> np.ndarray:
    """Return one number for each point."""
    shifted = (points + _HALF_TURN).astype(np.uint64)
    return (shifted[:, 0] << np.uint64(32)) | shifted[:, 1]


def _shared(
    one: np.ndarray, other: np.ndarray, area: Whole, length: Real, ids: Sequence[str]
) -> tuple[Whole, Real, Whole]:
    """Return the pairs of areas with a common segment and its metres, and the segments that only one area has."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = np.lexsort((area, high, low))
    low, high, area, length = low[order], high[order], area[order], length[order]
    same = (low[1:] == low[:-1]) & (high[1:] == high[:-1])
    third = np.flatnonzero(same[1:] & same[:-1])
    if len(third):
        raise Refused(
            "The areas %(one)s and %(other)s overlap: more than two areas share a segment.",
            one=ids[int(area[third[0]])],
            other=ids[int(area[third[0] + 2])],
        )
    first = np.flatnonzero(same)
    matched = np.zeros(len(order), dtype=bool)
    matched[first] = matched[first + 1] = True
    pairs = np.stack([area[first], area[first + 1]], axis=1)
    apart = pairs[:, 0] != pairs[:, 1]
    return pairs[apart], length[first][apart], order[~matched]


def _summed(pairs: Whole, metres: Real) -> tuple[Whole, Real]:
    """Return each pair once, sorted, with all its metres."""
    if not len(pairs):
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    borders, at = np.unique(np.sort(pairs, axis=1), axis=0, return_inverse=True)
    return borders.astype(np.int64), np.bincount(at.ravel(), metres, len(borders)).astype(np.float64)
