# SPDX-License-Identifier: Apache-2.0
"""Distances, boxes and the shifted map systems agree with known answers and undo one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.base.geometry import (
    Box,
    Point,
    bd09_from_gcj02,
    bd09_from_wgs84,
    distance_m,
    gcj02_from_bd09,
    gcj02_from_wgs84,
    parse_box,
    require_point,
    wgs84_from_bd09,
    wgs84_from_gcj02,
)

IN_CHINA = st.builds(Point, st.floats(73.5, 135), st.floats(18, 53.5))
ABROAD = st.builds(Point, st.floats(-180, 60), st.floats(-89, 89))
SQUARE = Point(116.404, 39.915)
CENTIMETRE = 0.01


def test_distances_agree_with_known_ones():
    """A degree of the equator, half way round the earth, and no distance at all."""
    assert distance_m(Point(0, 0), Point(1, 0)) == pytest.approx(111_195, abs=1)
    assert distance_m(Point(0, 0), Point(180, 0)) == pytest.approx(20_015_115, abs=1)
    assert distance_m(Point(0, 90), Point(77, 90)) == pytest.approx(0, abs=1e-6)
    assert distance_m(SQUARE, SQUARE) == 0


@given(one=IN_CHINA, other=IN_CHINA)
def test_a_distance_is_the_same_there_and_back(one, other):
    """Distance has no direction and is never negative."""
    assert distance_m(one, other) == pytest.approx(distance_m(other, one), abs=1e-6)
    assert distance_m(one, other) >= 0


def test_the_shifts_agree_with_known_answers():
    """The published examples of the transformation hold to a millionth of a degree."""
    assert gcj02_from_wgs84(SQUARE) == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-8)
    assert bd09_from_gcj02(SQUARE) == pytest.approx((116.41036949371029, 39.92133699351021), abs=1e-8)
    assert gcj02_from_bd09(SQUARE) == pytest.approx((116.39762729119315, 39.90865673957631), abs=1e-6)


@given(point=IN_CHINA)
def test_every_shift_is_undone_to_the_centimetre(point):
    """Going to Chinese or Baidu maps and back ends where it began."""
    assert distance_m(wgs84_from_gcj02(gcj02_from_wgs84(point)), point) < CENTIMETRE
    assert distance_m(gcj02_from_bd09(bd09_from_gcj02(point)), point) < CENTIMETRE
    assert distance_m(wgs84_from_bd09(bd09_from_wgs84(point)), point) < CENTIMETRE


@given(point=IN_CHINA)
def test_the_shift_is_hundreds_of_metres(point):
    """A point that is not turned back is in the wrong street."""
    assert 20 < distance_m(gcj02_from_wgs84(point), point) < 2000


@given(point=ABROAD)
def test_points_abroad_are_left_alone(point):
    """Maps of other countries are true."""
    for shift in (gcj02_from_wgs84, wgs84_from_gcj02, bd09_from_wgs84, wgs84_from_bd09):
        assert shift(point) == point


def test_a_point_is_read_from_text_or_numbers():
    """A form sends text, a program numbers."""
    assert require_point(" 116.404", "39.915 ") == SQUARE
    assert require_point(180, -90) == Point(180, -90)


@pytest.mark.parametrize(
    ("lon", "lat", "why"),
    [
        ("", "39", "“” is not a number"),
        ("116,4", "39", "“116,4” is not a number"),
        ("nan", "39", "“nan” is not a number"),
        ("116", "inf", "“inf” is not a number"),
        ("1e999", "39", "“1e999” is not a number"),
        ("\0", "39", "is not a number"),
        ("9" * 5000, "39", "is not a number"),
        (10**400, 39, "is not a number"),
        (None, 39, "“None” is not a number"),
        ("39.9", "116.4", "between -180 and 180"),
        ("180.1", "0", "between -180 and 180"),
    ],
)
def test_what_is_no_point_is_refused(lon, lat, why):
    """Garbage and degrees beyond the earth are told in a sentence."""
    with pytest.raises(Refused, match=why):
        require_point(lon, lat)


def test_a_box_is_read_from_its_four_sides():
    """West, south, east, north, as maps send it; a box may be a point."""
    box = parse_box("116.1, 27.5,116.9,28.2")

    assert box == Box(116.1, 27.5, 116.9, 28.2)
    assert box.holds(Point(116.1, 28.2))
    assert not box.holds(Point(117, 28))
    assert parse_box("1,2,1,2") == Box(1, 2, 1, 2)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "four numbers"),
        ("1,2,3", "four numbers"),
        ("1,2,3,4,5", "four numbers"),
        ("a,2,3,4", "“a” is not a number"),
        ("1,2,NaN,4", "“NaN” is not a number"),
        ("1,2,-inf,4", "not a number"),
        ("5,2,3,4", "turned round"),
        ("1,5,3,4", "turned round"),
        ("1,2,3,94", "between -90 and 90"),
        ("-181,2,3,4", "between -180 and 180"),
    ],
)
def test_what_is_no_box_is_refused(text, why):
    """A box that maps cannot have sent is told why."""
    with pytest.raises(Refused, match=why):
        parse_box(text)
