# SPDX-License-Identifier: Apache-2.0
"""Where one can go from every page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from sidan.people.actors import Actor, Holding
from sidan.people.posts import POST_ROLES
from sidan.web import navigation
from tests.world import World


@pytest.mark.parametrize("entry", navigation.PUBLIC, ids=lambda entry: entry.view)
def test_every_public_place_has_an_address(entry: navigation.Entry) -> None:
    """The foot of the public pages leads somewhere."""
    assert navigation.address(entry.view)


@pytest.mark.parametrize("entry", navigation.DESK, ids=lambda entry: entry.view)
def test_every_place_is_for_roles_that_exist(entry: navigation.Entry) -> None:
    """A mistyped role would hide a place from everybody."""
    assert entry.roles <= set(POST_ROLES)


def test_at_most_one_place_is_here() -> None:
    """Of two addresses that begin alike, the longer one is where the reader is."""
    found = navigation.places(navigation.PUBLIC, path="/t/SD-1/K7QF")

    assert [place.entry.view for place in found if place.is_here] == ["public:track"]


def test_a_place_for_others_is_not_offered() -> None:
    """Posters are offered to those who hang them, and to nobody else."""
    posters = [entry for entry in navigation.DESK if "crew" in entry.roles and "handler" not in entry.roles]
    crew, handler = (Actor(user_id=1, posts=(Holding(role),)) for role in ("crew", "handler"))

    seen = [len(navigation.places(posters, path="/", actor=actor)) for actor in (crew, handler, None)]

    assert seen[0] > 0
    assert seen[1:] == [0, 0]


def test_the_bar_names_the_city_and_the_service(client: Client, db: None, settings: Settings) -> None:
    """A city's own name and brand stand in every bar, in the page's language."""
    settings.CITY_NAME = settings.BRAND = type(settings.BRAND)("临江市", "Linjiang")

    assert "临江市" in client.get("/sign-in").content.decode()
    assert "Linjiang" in client.get("/sign-in?lang=en").content.decode()


def test_the_frame_of_a_public_page_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, world: World
) -> None:
    """A resident's page costs what its view asks, and the frame adds no query."""
    client.get("/sign-in")

    with django_assert_num_queries(0):
        client.get("/sign-in")
