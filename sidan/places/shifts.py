# SPDX-License-Identifier: Apache-2.0
"""The shifted systems of Chinese maps for many points at once; the same sums as in base/geometry.py, over arrays. Pure.

An array holds a point in each row, longitude first, in degrees.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from sidan.base.geometry import AXIS_M, BAIDU_TURN, CHINA, CLOSE_DEGREES, ECCENTRICITY_SQUARED, MOST_ROUNDS

Points = npt.NDArray[np.float64]


def wgs84_from_gcj02(points: Points) -> Points:
    """Return the true points that Chinese maps show at some points."""
    return _where_in_china(points, lambda inner: _inverse(_gcj02_from_wgs84, inner))


def wgs84_from_bd09(points: Points) -> Points:
    """Return the true points that Baidu shows at some points."""
    return _where_in_china(points, lambda inner: wgs84_from_gcj02(_inverse(_bd09_from_gcj02, inner)))


def _where_in_china(points: Points, turned: Callable[[Points], Points]) -> Points:
    """Return points with those in the box of the shift turned."""
    west, south, east, north = CHINA
    lon, lat = points[:, 0], points[:, 1]
    inside = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    found = points.copy()
    if inside.any():
        found[inside] = turned(points[inside])
    return found


def _gcj02_from_wgs84(points: Points) -> Points:
    """Return true points as Chinese maps show them."""
    return _where_in_china(points, _shifted)


def _shifted(points: Points) -> Points:
    """Return points in China moved by the shift."""
    x, y = points[:, 0] - 105, points[:, 1] - 35
    lat = np.radians(points[:, 1])
    bend = 1 - ECCENTRICITY_SQUARED * np.sin(lat) ** 2
    east = _shift_east(x, y) * 180 / (AXIS_M / np.sqrt(bend) * np.cos(lat) * np.pi)
    north = _shift_north(x, y) * 180 / (AXIS_M * (1 - ECCENTRICITY_SQUARED) / (bend * np.sqrt(bend)) * np.pi)
    return points + np.column_stack((east, north))


def _bd09_from_gcj02(points: Points) -> Points:
    """Return points of Chinese maps as Baidu shows them."""
    lon, lat = points[:, 0], points[:, 1]
    far = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BAIDU_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BAIDU_TURN)
    return np.column_stack((far * np.cos(angle) + 0.0065, far * np.sin(angle) + 0.006))


def _inverse(shift: Callable[[Points], Points], wanted: Points) -> Points:
    """Return the points that `shift` moves to some points."""
    guess = wanted.copy()
    for _ in range(MOST_ROUNDS):
        off = wanted - shift(guess)
        guess += off
        if np.abs(off).max() < CLOSE_DEGREES:
            break
    return guess


def _shift_east(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the shifts to the east in metres."""
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    shift += (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    shift += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    return np.asarray(shift + (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3)


def _shift_north(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the shifts to the north in metres."""
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    shift += (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    shift += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    return np.asarray(shift + (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3)
