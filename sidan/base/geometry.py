# SPDX-License-Identifier: Apache-2.0
"""Points on the earth: distances, boxes, and the shifted systems of Chinese maps.

Everything inside Sidan is WGS-84, longitude first, in degrees. GCJ-02 is what Chinese map services and phones' map
applications give, BD-09 what Baidu gives; both are hundreds of metres away and must be turned back at the door.
"""

from collections.abc import Callable
from math import asin, atan2, cos, isfinite, pi, radians, sin, sqrt
from typing import NamedTuple

from sidan.base.errors import Refused

_EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
# The Krasovsky 1940 ellipsoid, on which GCJ-02 computes its shift.
AXIS_M = 6_378_245.0
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
BAIDU_TURN = pi * 3000 / 180
CLOSE_DEGREES = 1e-10  # about a hundredth of a millimetre
MOST_ROUNDS = 20


class Point(NamedTuple):
    """A point in degrees, longitude first as in GeoJSON."""

    lon: float
    lat: float


class Box(NamedTuple):
    """A box between two meridians and two parallels, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Say whether a point lies in the box, its edges included."""
        return self.west <= point.lon <= self.east and self.south <= point.lat <= self.north


# The rough box in which the shift applies; outside it the maps are true.
CHINA = Box(72.004, 0.8293, 137.8347, 55.8271)


def require_point(lon: str | float, lat: str | float) -> Point:
    """Return the point of two numbers as typed or sent; refused unless both are degrees on the earth."""
    point = Point(_degrees(lon), _degrees(lat))
    if not (-180 <= point.lon <= 180 and -90 <= point.lat <= 90):
        raise Refused("A longitude lies between -180 and 180 degrees, a latitude between -90 and 90.")
    return point


def parse_box(text: str) -> Box:
    """Return the box written as `west,south,east,north`, as maps send it."""
    parts = text.split(",")
    if len(parts) != 4:
        raise Refused("A box is four numbers: west, south, east, north, with commas between.")
    box = Box(*require_point(parts[0], parts[1]), *require_point(parts[2], parts[3]))
    if box.west > box.east or box.south > box.north:
        raise Refused("The box is turned round: west comes before east, and south before north.")
    return box


def distance_m(one: Point, other: Point) -> float:
    """Return the distance in metres along the sphere; good to half a percent, and better within a city."""
    across, up = radians(other.lon - one.lon), radians(other.lat - one.lat)
    half = sin(up / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(across / 2) ** 2
    return 2 * _EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def gcj02_from_wgs84(point: Point) -> Point:
    """Return a true point as Chinese maps show it; unchanged outside China."""
    if not CHINA.holds(point):
        return point
    x, y = point.lon - 105, point.lat - 35
    lat = radians(point.lat)
    bend = 1 - ECCENTRICITY_SQUARED * sin(lat) ** 2
    east = _shift_east(x, y) * 180 / (AXIS_M / sqrt(bend) * cos(lat) * pi)
    north = _shift_north(x, y) * 180 / (AXIS_M * (1 - ECCENTRICITY_SQUARED) / (bend * sqrt(bend)) * pi)
    return Point(point.lon + east, point.lat + north)


def wgs84_from_gcj02(point: Point) -> Point:
    """Return the true point that Chinese maps show at `point`, to well under a centimetre."""
    return _inverse(gcj02_from_wgs84, point) if CHINA.holds(point) else point


def bd09_from_gcj02(point: Point) -> Point:
    """Return a point of Chinese maps as Baidu shows it."""
    far = sqrt(point.lon**2 + point.lat**2) + 0.00002 * sin(point.lat * BAIDU_TURN)
    angle = atan2(point.lat, point.lon) + 0.000003 * cos(point.lon * BAIDU_TURN)
    return Point(far * cos(angle) + 0.0065, far * sin(angle) + 0.006)


def gcj02_from_bd09(point: Point) -> Point:
    """Return the point of Chinese maps that Baidu shows at `point`, to well under a centimetre."""
    return _inverse(bd09_from_gcj02, point)


def bd09_from_wgs84(point: Point) -> Point:
    """Return a true point as Baidu shows it; unchanged outside China."""
    return bd09_from_gcj02(gcj02_from_wgs84(point)) if CHINA.holds(point) else point


def wgs84_from_bd09(point: Point) -> Point:
    """Return the true point that Baidu shows at `point`; unchanged outside China."""
    return wgs84_from_gcj02(gcj02_from_bd09(point)) if CHINA.holds(point) else point


def _inverse(shift: Callable[[Point], Point], wanted: Point) -> Point:
    """Return the point that `shift` moves to `wanted`.

    The shift hardly changes from one point to the next, so taking the error back leaves a thousandth of it.
    """
    guess = wanted
    for _ in range(MOST_ROUNDS):
        shown = shift(guess)
        off = Point(wanted.lon - shown.lon, wanted.lat - shown.lat)
        guess = Point(guess.lon + off.lon, guess.lat + off.lat)
        if abs(off.lon) < CLOSE_DEGREES and abs(off.lat) < CLOSE_DEGREES:
            break
    return guess


def _shift_east(x: float, y: float) -> float:
    """Return the shift to the east in metres, by the polynomial and waves public since 2013."""
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    shift += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    shift += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    return shift + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3


def _shift_north(x: float, y: float) -> float:
    """Return the shift to the north in metres, by the polynomial and waves public since 2013."""
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    shift += (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    shift += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    return shift + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3


def _degrees(number: str | float) -> float:
    """Return a number of degrees as typed or sent; refused when it is no number."""
    try:
        degrees = float(number)
    except (TypeError, ValueError, OverflowError):
        degrees = float("nan")
    if not isfinite(degrees):
        raise Refused("“%(number)s” is not a number of degrees.", number=str(number)[:40])
    return degrees
