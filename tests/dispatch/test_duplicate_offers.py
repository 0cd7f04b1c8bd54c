# SPDX-License-Identifier: Apache-2.0
"""Stories of what others reported nearby: what is offered to follow, and what is kept from neighbours."""

import pytest
from pytest_django import DjangoAssertNumQueries

from sidan.dispatch.duplicates import MOST_OFFERED, offers
from sidan.orders.moves import Place
from tests.world import SOUTH, Clock, World

TEXT = "楼道灯坏了三天，晚上看不见路。"
LAMP = "city.lamp.dark"


def here(world: World) -> Place:
    """Return the world's first grid, at its middle."""
    return Place(world.grid, lon=116.005, lat=28.015)


def test_the_same_matter_in_the_same_grid_is_offered(world: World) -> None:
    """An open order about the same matter in the grid is found, newest first, without its text mattering."""
    older = world.submit("灯", answers={"matter": LAMP})
    newer = world.submit("黑", answers={"matter": LAMP})
    world.submit("水", answers={"matter": "live.property"})

    assert offers(here(world), programme="service", matters=[LAMP]) == [newer, older]


def test_like_words_are_offered_without_a_matter(world: World) -> None:
    """A text that shares its words is found although nobody has named a matter yet."""
    order = world.submit(TEXT)

    assert offers(here(world), programme="service", text="三单元楼道灯坏了，晚上看不见路") == [order]
    assert offers(here(world), programme="service", text="小区门口有人卖假药") == []


@pytest.mark.parametrize(("lon", "is_near"), [(116.0075, True), (116.009, False)])
def test_nearness_is_three_hundred_metres(world: World, lon: float, is_near: bool) -> None:
    """Across the border of a grid the distance counts: about 245 metres are near, about 390 are not."""
    place = Place(f"{world.grid[:-1]}2", lon=lon, lat=28.015)
    world.submit(answers={"matter": LAMP}, place=place)

    found = offers(here(world), programme="service", matters=[LAMP])

    assert bool(found) is is_near


def test_what_is_over_old_or_elsewhere_is_not_offered(world: World, clock: Clock) -> None:
    """Closed orders, those of more than thirty days ago, and those of another street are left out."""
    world.submit(answers={"matter": LAMP})
    clock.forward(days=31)
    closed = world.submit(answers={"matter": LAMP})
    world.move(closed, "withdraw", "reporter")
    world.submit(answers={"matter": LAMP}, area=f"{SOUTH}001001")

    assert offers(here(world), programme="service", matters=[LAMP]) == []


def test_confidence_and_complaints_are_kept_from_neighbours(world: World) -> None:
    """An order whose reporter asked for confidence, or one about a unit, is offered to nobody."""
    world.submit(answers={"matter": LAMP, "confidential": True})
    about = world.submit(answers={"matter": LAMP})
    world.move(about, "recuse", "dispatcher", about="property")

    assert offers(here(world), programme="service", matters=[LAMP]) == []


def test_without_anything_written_only_what_has_a_matter_is_offered(world: World) -> None:
    """Right after the scan, what is open at the place is offered by its matter, as there is nothing else to tell."""
    world.submit(TEXT)
    known = world.submit(TEXT, answers={"matter": LAMP})

    assert offers(here(world), programme="service") == [known]


def test_never_more_than_a_few_and_two_queries(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """However much is reported, at most four are offered, for two queries."""
    for _ in range(MOST_OFFERED + 2):
        world.submit(answers={"matter": LAMP})

    with django_assert_num_queries(2):
        assert len(offers(here(world), programme="service", matters=[LAMP])) == MOST_OFFERED


def test_a_place_wider_than_a_town_has_no_neighbours(world: World) -> None:
    """Nothing is near a whole county."""
    world.submit(answers={"matter": LAMP})

    assert offers(Place(world.grid[:6]), programme="service", matters=[LAMP]) == []
