# SPDX-License-Identifier: Apache-2.0
"""Figures of one programme at a time, and those it declares of itself."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from sidan.orders import registry
from sidan.orders.moves import Place, submit
from sidan.people.actors import Actor
from tests.own_programmes import CALL, serving
from tests.reports.test_indicators import COUNTED
from tests.web.desk.conftest import words
from tests.world import COUNTY, NORTH, World


@pytest.fixture(autouse=True)
def _others(world: World) -> Iterator[None]:
    """Serve a programme with figures of its own, with one wish, and one without."""
    cache.clear()
    world.hold("organiser", role="organiser", area=NORTH)
    with serving(COUNTED, CALL):
        submit(
            registry.current("wish"),
            {"text": "想要一把旧轮椅", "kind": "goods", "people": 2},
            by=Actor.anyone(),
            place=Place(world.grid),
            via="web",
        )
        yield
    cache.clear()


def test_the_board_counts_one_programme_at_a_time(world: World) -> None:
    """The front programme without a choice; another when it is chosen, and the sheet with it."""
    world.hold("leader", role="organiser", area=COUNTY)
    world.submit(), world.submit()
    browser = world.client("leader")

    front, call = browser.get("/board/"), browser.get("/board/?programme=call")

    assert (front.context["figures"].open, call.context["figures"].open) == (2, 0)
    assert 'value="call"' in front.content.decode()
    assert "programme=call" in call.content.decode()
    assert browser.get("/board/units.xlsx?programme=call").status_code == 200


def test_a_programme_that_names_no_post_of_the_leader_is_not_found(world: World) -> None:
    """A leader reads figures of what they answer for."""
    assert world.client("leader").get("/board/?programme=call").status_code == 404
    assert world.client("leader").get("/board/?programme=nothing").status_code == 404


def test_the_public_totals_are_those_of_public_programmes(world: World) -> None:
    """One programme at a time for everybody, kept apart; an internal one is not found."""
    wish = Client().get("/board/public?programme=wish")

    assert wish.context["figures"].open == 1
    assert Client().get("/board/public").context["figures"].open == 0
    assert Client().get("/board/public?programme=call").status_code == 404


@pytest.mark.parametrize("name", ["leader", "supervisor", "organiser"])
def test_those_who_answer_for_an_area_read_its_figures(world: World, name: str) -> None:
    """Value, numerator, denominator and the words of the measure stand together; the list leads there."""
    browser = world.client(name)

    page = words(browser.get("/board/programmes/wish?period=month"))

    for said in ("心愿数", "期间发起的单数 1", "圆梦率", "(0 / 0)", "(n = 0)"):
        assert said in page
    assert "/board/programmes/wish" in browser.get("/board/programmes/").content.decode()
    assert browser.get("/board/programmes/call").status_code == 200


@pytest.mark.parametrize("name", ["dispatcher", "handler", "crew", "intake", "revisitor", "stranger"])
@pytest.mark.parametrize("path", ["/board/programmes/", "/board/programmes/wish"])
def test_nobody_else_reads_them(world: World, name: str, path: str) -> None:
    """Without such a post both are closed."""
    assert world.client(name).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/board/programmes/", "/board/programmes/wish"])
def test_whoever_is_not_signed_in_is_asked_to(world: World, path: str) -> None:
    """Both lead to the sign-in page, and neither takes a form."""
    assert Client().get(path)["Location"].startswith("/sign-in?next=/board/")
    assert world.client("leader").post(path).status_code == 405


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"area={COUNTY}", 403),
        (f"area={NORTH}001", 200),
        ("area=x", 404),
        ("period=ever", 404),
        ("period=quarter", 200),
    ],
)
def test_an_organiser_looks_no_further_than_the_own_area(world: World, query: str, status: int) -> None:
    """The county around is closed; what is no area and no period is not found."""
    assert world.client("organiser").get(f"/board/programmes/wish?{query}").status_code == status


def test_a_programme_that_is_not_served_has_no_figures(world: World) -> None:
    """An unknown code is not found."""
    assert world.client("leader").get("/board/programmes/nothing").status_code == 404
