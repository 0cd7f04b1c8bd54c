# SPDX-License-Identifier: Apache-2.0
"""A small drawing of outlines with their faults marked, as numbers for an SVG: it needs neither a map nor a script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.places.survey import Survey
from sidan.places.topology import Fault

WIDTH, HEIGHT = 960, 540
_MARGIN = 14
# More outlines would be a grey cloud and half a megabyte; those with faults come first.
MOST_DRAWN = 1200


@dataclass(frozen=True, slots=True)
class Outline:
    """An area's outline as the path of an SVG."""

    path: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a fault is, by the number of its row."""

    number: int
    x: float
    y: float
    is_error: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Outlines and marks; the plane is WIDTH by `height`."""

    outlines: tuple[Outline, ...]
    marks: tuple[Mark, ...]
    width: int
    height: int


def drawing_of(survey: Survey, faults: Sequence[Fault]) -> Drawing | None:
    """Return a drawing of the outlines of a file with the faults marked by number; None without outlines."""
    faulty = {key for fault in faults for key in fault.keys}
    keys = sorted(survey.shapes, key=lambda key: key not in faulty)[:MOST_DRAWN]
    if not keys:
        return None
    shapes = np.array([survey.shapes[key] for key in keys], dtype=object)
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    squeeze = math.cos(math.radians((south + north) / 2))
    across, up = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((WIDTH - 2 * _MARGIN) / across, (HEIGHT - 2 * _MARGIN) / up)

    def placed(lon: float, lat: float) -> tuple[float, float]:
        return round(_MARGIN + (lon - west) * squeeze * scale, 1), round(_MARGIN + (north - lat) * scale, 1)

    def path(shape: BaseGeometry) -> str:
        rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
        corners = [" ".join("{:g},{:g}".format(*placed(*point)) for point in ring.coords) for ring in rings]
        return "".join(f"M{each}Z" for each in corners)

    fine = shapely.simplify(shapes, 0.5 / scale)
    marks = (Mark(number, *placed(*fault.at), fault.is_error) for number, fault in enumerate(faults, start=1))
    return Drawing(
        outlines=tuple(Outline(path(shape), key in faulty) for key, shape in zip(keys, fine, strict=True)),
        marks=tuple(marks),
        width=WIDTH,
        height=math.ceil(up * scale + 2 * _MARGIN),
    )
