# SPDX-License-Identifier: Apache-2.0
"""Outlines laid flat, so that lengths and sizes can be measured in metres by plain geometry. Pure.

Degrees of longitude are shortened as in the middle of what is laid flat. North and south of the middle that is wrong by
about 1 % for each degree, which within a city is nothing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.geometry import Point

Shapes = npt.NDArray[np.object_]

METRES_PER_DEGREE = 111_195.08  # of a meridian of the mean sphere


@dataclass(frozen=True, slots=True)
class Flat:
    """A plane: the metres of a degree of longitude and of latitude."""

    east_m: float
    north_m: float

    @classmethod
    def around(cls, shapes: Sequence[BaseGeometry] | Shapes) -> "Flat":
        """Return the plane in the middle of most of some shapes in degrees."""
        # The median, because one outline drawn in the wrong place would move a middle.
        middle = float(np.median(shapely.bounds(shapes)[:, [1, 3]])) if len(shapes) else 0.0
        return cls(METRES_PER_DEGREE * math.cos(math.radians(middle)), METRES_PER_DEGREE)

    def laid(self, shapes: Any) -> Any:
        """Return a shape or an array of shapes in degrees as they lie on the plane, in metres, without heights."""
        return shapely.transform(shapely.force_2d(shapes), lambda points: points * (self.east_m, self.north_m))

    def lifted(self, shapes: Any) -> Any:
        """Return a shape or an array of shapes on the plane in degrees again."""
        return shapely.transform(shapes, lambda points: points / (self.east_m, self.north_m))

    def point(self, shape: BaseGeometry) -> Point:
        """Return where a shape of the plane lies, as a point inside it in degrees."""
        inner = shape.representative_point()
        return Point(inner.x / self.east_m, inner.y / self.north_m)
