# SPDX-License-Identifier: Apache-2.0
"""The page of a year grid by grid, and old grids named in addresses."""

from datetime import date

import pytest
from django.test import Client

from sidan.orders.filters import Filters
from sidan.orders.models import Order
from sidan.places import versions
from sidan.places.areas import add_area, void_area
from sidan.places.descent import Passed, record_lineages
from tests.world import NORTH, SOUTH, World

COMMUNITY = f"{NORTH}001"
OLD, NEW = f"{COMMUNITY}001", f"{COMMUNITY}004"
DAY = date(2026, 3, 10)


@pytest.fixture
def merged(world: World) -> Order:
    """Give an order to a grid that then goes over into a new one, and return it."""
    order = world.submit(area=OLD)
    add_area(NEW, "新网格", from_on=DAY)
    record_lineages([Passed(OLD, NEW, DAY)])
    void_area(OLD, on=DAY)
    versions.forget()
    return order


@pytest.mark.parametrize("view", ["today", "then"])
def test_a_leader_sees_a_year_grid_by_grid(world: World, merged: Order, view: str) -> None:
    """The grids with their numbers, and beneath them what became of what, on which day and how much."""
    page = world.client("leader").get(f"/board/grids?area={COMMUNITY}&grids={view}").content.decode()

    assert f'data-passed="{OLD}-{NEW}"' in page
    assert "2026" in page
    assert (f'data-grid="{OLD}"' in page) == (view == "then")


def test_a_county_is_asked_to_choose_a_town(world: World) -> None:
    """A county has too many grids for one page; its towns are links."""
    page = world.client("leader").get("/board/grids").content.decode()

    assert f"area={NORTH}" in page
    assert "data-grid" not in page


@pytest.mark.parametrize("person", ["dispatcher", "handler", "crew", "intake", "revisitor", "stranger"])
def test_nobody_else_sees_the_grids(world: World, person: str) -> None:
    """Without a leader's or supervisor's post the page is closed."""
    assert world.client(person).get(f"/board/grids?area={COMMUNITY}").status_code == 403


def test_a_leader_of_one_street_does_not_see_the_others(world: World, merged: Order) -> None:
    """Nor by the code of a grid that went over elsewhere."""
    world.hold("south_leader", role="leader", area=SOUTH)
    browser = world.client("south_leader")

    assert browser.get(f"/board/grids?area={SOUTH}").status_code == 200
    assert browser.get(f"/board/grids?area={COMMUNITY}").status_code == 403
    assert browser.get(f"/board/?area={OLD}").status_code == 403


@pytest.mark.parametrize("query", ["year=1999", "year=x", "grids=mars", "area=12", "programme=none"])
def test_a_wrong_address_is_not_found(world: World, query: str) -> None:
    """Years, views and areas that nobody offers."""
    assert world.client("leader").get(f"/board/grids?{query}").status_code == 404


def test_a_link_to_an_old_grid_shows_the_new_one(world: World, merged: Order) -> None:
    """On the board with a word about it, in the tree of the residents' page, and for its posters."""
    board = world.client("leader").get(f"/board/?area={OLD}").content.decode()
    both = world.client("leader").get(f"/board/?area={NEW}&before=1").content.decode()
    report = Client().get(f"/report?area={OLD}").content.decode()
    posters = world.client("dispatcher").get(f"/desk/codes/{OLD}/?size=4")

    assert "新网格" in board
    assert merged.number not in board
    assert "before=1" in both
    assert f'value="{NEW}" selected' in report
    assert posters["Location"].endswith(f"/{NEW}/?size=4")


def test_filters_follow_the_lineage_both_ways(world: World, merged: Order) -> None:
    """An old grid's filter finds its orders and the new grid's; the new one's finds the old orders when asked to."""
    later = world.submit(area=NEW)

    def found(**given: str) -> set[str]:
        return set(Order.objects.filter(Filters.read(given).condition()).values_list("number", flat=True))

    assert found(area=OLD) == {merged.number, later.number}
    assert found(area=NEW) == {later.number}
    assert found(area=NEW, before="1") == {merged.number, later.number}
    page = world.client("dispatcher").get(f"/desk/?queue=team&area={NEW}&before=1").content.decode()
    assert merged.number in page
