# SPDX-License-Identifier: Apache-2.0
"""A point finds its grid, or the nearest one and says so, or the smallest area around it."""

import json
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Words
from sidan.base.geometry import Box, Point, distance_m
from sidan.places.areas import add_area, amend_area, void_area
from sidan.places.locating import Locator, Outlined, area_at, grid_at, locator
from sidan.places.models import Area
from tests.places.conftest import COUNTY, GRIDS, STREET, square

NORTH_WEST, NORTH_EAST, SOUTH_WEST, SOUTH_EAST = GRIDS
TEN_METRES = 0.0001


def test_a_point_in_a_grid_finds_it(city: None):
    """The grid around the point is the answer, with its name in both languages."""
    amend_area(SOUTH_EAST, name_en="Grid 4")

    located = grid_at(116.015, 28.005)

    assert located == (SOUTH_EAST, Words("第4网格", "Grid 4"), True, 0.0)


def test_a_point_between_the_grids_finds_the_nearest(city: None):
    """Just outside, the nearest grid is given with its distance, and said not to be exact."""
    located = grid_at(116.02 + 10 * TEN_METRES, 28.005)

    assert located is not None
    assert (located.area_code, located.exact) == (SOUTH_EAST, False)
    assert located.distance_m == pytest.approx(distance_m(Point(116.02, 28.005), Point(116.021, 28.005)), rel=0.005)


def test_a_point_far_from_all_grids_finds_the_larger_area(city: None):
    """Half a kilometre away no grid is near; the street around the point is known all the same."""
    assert grid_at(116.028, 28.005) is None
    found = area_at(116.028, 28.005)

    assert found == (STREET, Words("北门街道", "Beimen Street"), True, 0.0)
    assert area_at(117.0, 28.0) is None


def test_a_grid_of_the_neighbouring_town_is_not_near(city: None):
    """A point in a town without grids is not given to the street next door."""
    amend_area(f"{COUNTY}002", geometry=square(116.03, 28.0, 0.03))
    amend_area(SOUTH_EAST, geometry=square(116.02, 28.0))

    located = area_at(116.0301, 28.005)

    assert located is not None
    assert (located.area_code, located.exact) == (f"{COUNTY}002", True)
    assert grid_at(116.0301, 28.005) is None


def test_a_point_on_a_common_border_always_finds_the_same_grid(city: None):
    """Two grids hold the border; the lower code is given. Of overlapping grids the smaller one is."""
    found = grid_at(116.01, 28.005)
    assert found is not None
    assert found.area_code == SOUTH_WEST

    add_area(f"{GRIDS[0][:12]}099", "万达广场", kind="exclusive", geometry=square(116.012, 28.002, 0.002))
    located = grid_at(116.013, 28.003)
    assert located is not None
    assert located.area_code == f"{GRIDS[0][:12]}099"


def test_a_void_grid_is_not_found_any_more(city: None):
    """The change is seen at once, in the same transaction."""
    assert grid_at(116.015, 28.005) is not None

    void_area(SOUTH_EAST, on=date(2026, 9, 1))
    located = grid_at(116.015, 28.0098)

    assert located is not None
    assert (located.area_code, located.exact) == (NORTH_EAST, False)


def test_a_crossing_outline_already_in_the_database_is_used(city: None, caplog):
    """What came in past the checks is mended; what cannot be is left out and told in the log."""
    bow_tie = {
        "type": "Polygon",
        "coordinates": [[[116.1, 28], [116.11, 28.01], [116.11, 28], [116.1, 28.01], [116.1, 28]]],
    }
    Area.objects.filter(code=NORTH_WEST).update(geometry=bow_tie)
    Area.objects.filter(code=NORTH_EAST).update(geometry={"type": "Nonsense"})
    Area.objects.filter(code=SOUTH_WEST).update(geometry=None)

    located = grid_at(116.1005, 28.005)

    assert located is not None
    assert located.area_code == NORTH_WEST
    assert locator().faulty == (NORTH_EAST,)
    assert "1 areas have an outline that cannot be used" in caplog.text


def test_a_city_without_outlines_locates_nothing(db: None):
    """No outline, no answer, no error; nor for numbers that are no place."""
    assert grid_at(116.0, 28.0) is None
    assert locator().extent() is None
    assert locator().inside(Box(115, 27, 117, 29), level="grid", most=9)[0] == []


def test_the_extent_is_that_of_the_largest_outlined_areas(city: None):
    """A map without a box of its own begins with it."""
    assert locator().extent() == Box(116.0, 28.0, 116.03, 28.03)


@pytest.mark.parametrize("lon", [float("nan"), float("inf"), 1e300, -181.0])
def test_no_number_breaks_it(city: None, lon: float):
    """Whatever is asked, the answer is None at worst."""
    assert area_at(lon, 28.0) is None
    assert area_at(116.0, lon) is None


def test_locating_costs_no_query_once_loaded(city: None, django_assert_num_queries):
    """The first question loads all outlines with one query; the rest are answered in memory."""
    grid_at(116.0, 28.0)

    with django_assert_num_queries(0):
        for _ in range(10):
            grid_at(116.015, 28.005)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


CHESSBOARD = Locator(
    Outlined(
        f"36990100100{row}00{column}",
        Words(f"{row}{column}", ""),
        json.dumps(square(116 + column / 100, 28 + row / 100)),
    )
    for row in range(1, 9)
    for column in range(1, 9)
)


@given(st.floats(116.0, 116.1), st.floats(28.0, 28.1))
def test_the_nearest_grid_is_truly_the_nearest(lon: float, lat: float):
    """Compared with every square of a chessboard: none is nearer by more than the known one per cent."""
    found = CHESSBOARD.grid_at(lon, lat)
    near = {area.code: away(lon, lat, area.code) for area in CHESSBOARD.areas}

    if found is None:
        assert min(near.values()) > 490
    else:
        assert found.distance_m == pytest.approx(min(near.values()), rel=0.01, abs=0.1)
        assert near[found.area_code] == pytest.approx(min(near.values()), rel=0.01, abs=0.1)
        assert found.exact == (found.distance_m == 0)


def away(lon: float, lat: float, code: str) -> float:
    """Return how far a point is from a square of the chessboard, in metres."""
    west, south = 116 + int(code[-3:]) / 100, 28 + int(code[9:12]) / 100
    edge = Point(min(max(lon, west), west + 0.01), min(max(lat, south), south + 0.01))
    return distance_m(Point(lon, lat), edge)
