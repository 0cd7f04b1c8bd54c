# SPDX-License-Identifier: Apache-2.0
"""Inbox and order page of programmes other than the front one: their own words, and nothing they do not ask."""

from collections.abc import Iterator
from datetime import date

import pytest

from sidan.orders.models import Order
from sidan.orders.moves import Place, submit
from sidan.orders.openings import programmes_for
from sidan.orders.registry import current
from sidan.people.actors import Actor
from tests.own_programmes import CALL, WISH, serving
from tests.web.desk.conftest import words
from tests.world import COUNTY, NORTH, World


@pytest.fixture(autouse=True)
def _others(world: World) -> Iterator[None]:
    """Serve two programmes more, with somebody for each part in them."""
    world.hold("boss", role="company", unit="property")
    world.hold("neighbour", role="member", area=world.grid)
    world.hold("organiser", role="organiser", area=COUNTY)
    world.hold("liaison", role="liaison", area=COUNTY)
    with serving(WISH, CALL):
        yield


def call(world: World) -> Order:
    """Return a call of the property company."""
    answers = {"grade": "now", "on": date(2026, 3, 12).isoformat(), "cost": "1200", "with_unit": "water"}
    return submit(current("call"), answers, by=world.actor("boss"), place=Place(f"{NORTH}001", text="仓库"), via="desk")


def wish(world: World) -> Order:
    """Return a resident's wish."""
    answers = {"text": "想要一把旧轮椅", "kind": "goods"}
    return submit(current("wish"), answers, by=Actor.anyone(), place=Place(world.grid), via="web")


def test_the_inbox_names_the_programme_and_its_facts(world: World) -> None:
    """A call without a text is titled by its programme and facts; a wish has its text and its programme's name."""
    call(world), wish(world)

    page = words(world.client("organiser").get("/desk/"))
    mine = words(world.client("neighbour").get("/desk/"))

    assert "企业呼叫 · 紧急 · 1,200 元" in page
    assert "没有文字" not in page
    assert "想要一把旧轮椅" in mine
    assert "微心愿" in mine


def test_an_order_page_shows_what_is_kept_and_asks_for_no_matter(world: World) -> None:
    """Facts stand by their labels; there is no matter, no contact and no missing text."""
    order = call(world)

    page = words(world.client("organiser").get(f"/desk/o/{order.number}"))

    for said in ("企业呼叫", "等级 紧急", "预计花费 1,200 元", "请谁来 水务公司", "哪天"):
        assert said in page
    for said in ("事项", "没有文字", "联系方式"):
        assert said not in page


def test_those_with_a_part_are_named(world: World) -> None:
    """Participants stand on the page by their names."""
    order = call(world)
    Order.objects.filter(pk=order.pk).update(participants=[world.people["crew"].pk])

    assert "李网格" in words(world.client("organiser").get(f"/desk/o/{order.number}"))


@pytest.mark.parametrize("name", ["neighbour", "handler", "dispatcher", "stranger"])
def test_a_programme_that_does_not_name_a_post_is_closed_to_it(world: World, name: str) -> None:
    """A member sees wishes and no calls."""
    order = call(world)

    assert world.client(name).get(f"/desk/o/{order.number}").status_code in (403, 404)


def test_a_hindered_move_shows_its_reason_in_the_place_of_its_form(world: World) -> None:
    """The reason is read before anything is written, and there is nothing to send."""
    world.hold("revisitor", role="handler", unit="lamps")
    order = world.answered()

    page = world.client("revisitor").get(f"/desk/o/{order.number}")

    assert "您参与过" in words(page)
    assert 'name="solved-satisfaction"' not in page.content.decode()


def test_the_printed_page_shows_the_facts_too(world: World) -> None:
    """Paper says what the screen says."""
    order = call(world)

    page = words(world.client("organiser").get(f"/desk/o/{order.number}/print"))

    assert "等级 紧急" in page
    assert "事项" not in page


def test_the_list_is_cut_down_to_one_programme(world: World) -> None:
    """Whoever works in several programmes chooses one; the filter finds its orders and no others."""
    world.submit()
    wish(world)
    browser = world.client("crew")

    both, cut = browser.get("/desk/?queue=team"), browser.get("/desk/?queue=team&programme=wish")

    assert 'name="programme"' in both.content.decode()
    assert [row["number"] for row in cut.context["rows"]] == [Order.objects.get(programme="wish").number]
    assert "工作法 微心愿" in words(cut)
    assert words(browser.get("/desk/?programme=gone")).count("工作法 gone") == 1


@pytest.mark.parametrize("name", ["neighbour", "handler", "revisitor", "intake"])
def test_only_a_reader_of_several_programmes_is_asked_for_one(world: World, name: str) -> None:
    """Where a single programme names the reader's post there is nothing to choose."""
    page = world.client(name).get("/desk/").content.decode()

    assert ('name="programme"' in page) == (len(programmes_for(world.actor(name))) > 1)
