# SPDX-License-Identifier: Apache-2.0
"""Stories of the tree of areas in memory."""

from datetime import date

from pytest_django import DjangoAssertNumQueries

from sidan.places.areas import void_area
from sidan.places.tree import beneath
from tests.world import COUNTY, NORTH, World


def test_one_walks_down_the_tree_without_a_query(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Once it is known, each step down costs nothing, and tells whether there is another."""
    beneath("")

    with django_assert_num_queries(0):
        (city,) = beneath("")
        (county,) = beneath(city.code)
        towns = beneath(county.code)
        grids = beneath(f"{NORTH}001")

    assert [str(town.name) for town in towns] == ["北门街道", "南门街道"]
    assert all(town.has_children for town in towns)
    assert (len(grids), grids[0].has_children, beneath(grids[0].code), beneath("nowhere")) == (3, False, (), ())


def test_void_areas_are_not_offered(world: World) -> None:
    """An area that was given up disappears from the tree at once."""
    void_area(f"{NORTH}001003", on=date(2026, 1, 1))

    assert [choice.code for choice in beneath(f"{NORTH}001")] == [f"{NORTH}001001", f"{NORTH}001002"]
    assert [choice.code for choice in beneath(COUNTY)] == [f"{COUNTY}001", f"{COUNTY}002"]
