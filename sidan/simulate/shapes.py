# SPDX-License-Identifier: Apache-2.0
"""Made-up outlines: a convex ground cut again and again, so that the pieces cover it without gap or overlap.

Pure: no Django. Points are WGS-84 degrees.
"""

import math
from collections.abc import Sequence
from random import Random

Point = tuple[float, float]
Ring = list[Point]

DECIMALS = 6


def ground(centre: Point, *, width_deg: float, height_deg: float, rng: Random, corners: int = 14) -> Ring:
    """Return a convex outline around a point, uneven enough to look like land."""
    turns = sorted(rng.uniform(0, 2 * math.pi) for _ in range(corners * 3))[::3]
    return [(centre[0] + math.cos(turn) * width_deg / 2, centre[1] + math.sin(turn) * height_deg / 2) for turn in turns]


def split(ring: Ring, parts: int, *, rng: Random) -> list[Ring]:
    """Return `parts` convex pieces of about the same size that together are the convex `ring`."""
    if parts <= 1:
        return [ring]
    left_parts = parts // 2
    share = left_parts / parts * rng.uniform(0.92, 1.08)
    left, right = _cut(ring, share, tilt=rng.uniform(-0.35, 0.35))
    return [*split(left, left_parts, rng=rng), *split(right, parts - left_parts, rng=rng)]


def centre_of(ring: Sequence[Point]) -> Point:
    """Return the centre of a convex outline."""
    return (
        round(sum(x for x, _ in ring) / len(ring), DECIMALS),
        round(sum(y for _, y in ring) / len(ring), DECIMALS),
    )


def inside(ring: Sequence[Point], *, rng: Random) -> Point:
    """Return a random point within a convex outline: a weighted mean of its corners, which never leaves it."""
    weights = [rng.expovariate(1) for _ in ring]
    total = sum(weights)
    x = sum(weight * corner[0] for weight, corner in zip(weights, ring, strict=True)) / total
    y = sum(weight * corner[1] for weight, corner in zip(weights, ring, strict=True)) / total
    return round(x, DECIMALS), round(y, DECIMALS)


def geojson(ring: Sequence[Point]) -> dict[str, object]:
    """Return an outline as a GeoJSON polygon, counter-clockwise as RFC 7946 asks, with its first corner repeated."""
    turned = list(ring) if _area(ring) > 0 else list(reversed(ring))
    corners = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in turned]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def _cut(ring: Ring, share: float, *, tilt: float) -> tuple[Ring, Ring]:
    """Return the two pieces of a convex outline on both sides of a line across its longer side.

    `share` is about the first piece's part of the area, found by halving.
    """
    west, east = min(x for x, _ in ring), max(x for x, _ in ring)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    across = math.pi / 2 if east - west >= north - south else 0.0
    direction = (math.cos(across + tilt + math.pi / 2), math.sin(across + tilt + math.pi / 2))
    reach = [x * direction[0] + y * direction[1] for x, y in ring]
    low, high = min(reach), max(reach)
    for _ in range(24):
        middle = (low + high) / 2
        if abs(_area(_side(ring, direction, middle, keep_below=True))) < share * abs(_area(ring)):
            low = middle
        else:
            high = middle
    return (
        _side(ring, direction, middle, keep_below=True),
        _side(ring, direction, middle, keep_below=False),
    )


def _side(ring: Ring, direction: Point, offset: float, *, keep_below: bool) -> Ring:
    """Return the part of a convex outline on one side of a line (Sutherland and Hodgman, 1974)."""
    kept: Ring = []
    for here, ahead in zip(ring, [*ring[1:], ring[0]], strict=True):
        from_line = here[0] * direction[0] + here[1] * direction[1] - offset
        to_line = ahead[0] * direction[0] + ahead[1] * direction[1] - offset
        if (from_line <= 0) == keep_below:
            kept.append(here)
        if from_line * to_line < 0:
            part = from_line / (from_line - to_line)
            kept.append((here[0] + part * (ahead[0] - here[0]), here[1] + part * (ahead[1] - here[1])))
    return kept


def _area(ring: Sequence[Point]) -> float:
    """Return the area in square degrees, positive when the corners run counter-clockwise."""
    if len(ring) < 3:
        return 0.0
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2
