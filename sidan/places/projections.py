# SPDX-License-Identifier: Apache-2.0
"""The projected systems that surveys draw in, turned into degrees. Pure.

Degrees of WGS-84 and CGCS2000 differ by less than outlines are kept to and stay as they are; projected coordinates (the
Gauss-Krüger zones of surveys, UTM) become degrees of their own datum. The Chinese systems of 1954 and 1980 lie up to a
hundred metres aside by an amount that is not public, and are refused.
"""

from typing import Any

import numpy as np
import pyproj
import shapely

from sidan.base.errors import Refused

_AXIS_M = 6_378_137.0  # of WGS-84 and CGCS2000; the systems of 1954 and 1980 stand on other ellipsoids


class Turn:
    """How projected coordinates become degrees."""

    def __init__(self, system: pyproj.CRS) -> None:
        """Prepare the way from a projected system to the degrees of its own datum."""
        self._way = pyproj.Transformer.from_crs(system, system.geodetic_crs, always_xy=True)

    def outline(self, text: str) -> str:
        """Return an outline as a text of GeoJSON in degrees; one that cannot be read comes back as it is."""
        try:
            shape = shapely.force_2d(shapely.from_geojson(text))
        except shapely.GEOSException:
            return text
        return str(shapely.to_geojson(shapely.transform(shape, self._degrees)))

    def _degrees(self, points: Any) -> Any:
        """Return an array of points in degrees."""
        return np.column_stack(self._way.transform(points[:, 0], points[:, 1]))


def turn_from(named: str) -> Turn | None:
    """Return how the coordinates of a system, named by its WKT or code, become degrees; None where they are degrees."""
    try:
        system = pyproj.CRS.from_user_input(named)
    except pyproj.exceptions.CRSError:
        raise Refused("The file names a system of coordinates that is not known.") from None
    base, ellipsoid = system.geodetic_crs, system.ellipsoid
    if base is None or ellipsoid is None or abs(ellipsoid.semi_major_metre - _AXIS_M) > 0.5:
        raise Refused(
            "The coordinates are in %(system)s, which cannot be turned into degrees exactly; "
            "please convert the file to CGCS2000 or WGS-84.",
            system=system.name,
        )
    return Turn(system) if system.is_projected else None
