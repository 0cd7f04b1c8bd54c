# SPDX-License-Identifier: Apache-2.0
"""Segments of different areas that run along each other without having the same ends. Pure.

Maps drawn by hand often give a border a vertex on one side only; the areas border each other all the same.
"""

import numpy as np
import shapely

from sidan.places.redraw.instance import Real, Whole

NEAR_M = 0.1  # farther apart they are two borders with a gap between them
LEAST_M = 1.0  # along less than this areas only touch


def beside(one: Real, other: Real, area: Whole) -> tuple[Whole, Real]:
    """Return pairs of areas whose segments run along each other, and for how many metres.

    `one` and `other` are the ends of the segments in metres, `area` says whose each is. Segments of one area with
    themselves do not count; a pair may come several times.
    """
    lines = shapely.linestrings(np.stack([one, other], axis=1)) if len(one) else np.zeros(0, dtype=object)
    if not len(lines):
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    left, right = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=NEAR_M)
    new = (area[left] != area[right]) & (left < right)
    left, right = left[new], right[new]
    along_m = _along(one[left], other[left], one[right], other[right])
    long = along_m >= LEAST_M
    return np.stack([area[left[long]], area[right[long]]], axis=1), along_m[long]


def _along(one: Real, other: Real, from_: Real, to: Real) -> Real:
    """Return for how many metres a second segment stays beside the first, 0 where it leads away from it."""
    length = np.maximum(np.hypot(*(other - one).T), 1e-9)
    way = (other - one) / length[:, None]
    begin, begin_off = _seen(from_ - one, way)
    end, end_off = _seen(to - one, way)
    span = np.where(np.abs(end - begin) < 1e-9, 1e-9, end - begin)
    low = np.clip(np.minimum(begin, end), 0, length)
    high = np.clip(np.maximum(begin, end), 0, length)
    slope = (end_off - begin_off) / span
    off_low, off_high = begin_off + slope * (low - begin), begin_off + slope * (high - begin)
    near = (np.abs(off_low) <= NEAR_M) & (np.abs(off_high) <= NEAR_M)
    return np.where(near, high - low, 0.0)


def _seen(point: Real, way: Real) -> tuple[Real, Real]:
    """Return how far points lie along a direction and how far off it."""
    along = point[:, 0] * way[:, 0] + point[:, 1] * way[:, 1]
    return along, point[:, 1] * way[:, 0] - point[:, 0] * way[:, 1]
