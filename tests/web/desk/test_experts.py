# SPDX-License-Identifier: Apache-2.0
"""Experts on the page of a company's need: proposed by the organiser, chosen by the company, hidden from others."""

from typing import Any

import pytest

from sidan.orders.models import Order
from tests.beginning import begin
from tests.matching.society import settle
from tests.web.desk.conftest import words
from tests.world import World


@pytest.fixture
def need(world: World) -> Order:
    """Return a need beside the companies and experts."""
    settle(world)
    return begin(world, "expert", "boss", subject="technology", text="陶瓷热处理后开裂。")


def english(world: World, name: str) -> Any:
    """Return somebody's browser, which asks for English."""
    return world.client(name, headers={"Accept-Language": "en"})


def test_three_are_proposed_and_one_is_chosen(world: World, need: Order) -> None:
    """The organiser changes one card and proposes; the company chooses; the unit then sees who was meant."""
    organiser, boss = english(world, "organiser"), english(world, "boss")
    shown = words(organiser.get(f"/desk/o/{need.number}"))
    assert "Can do what the need names: Technology." in shown
    sent = {"expect": need.version, "expert": ["E1", "E3", ""], "why": "都有经验"}

    assert organiser.post(f"/desk/o/{need.number}/experts", sent).status_code == 302
    page = boss.get(f"/desk/o/{need.number}")
    assert "Choose 材料学院" in words(page)
    assert "Choose 市律师协会" in words(page)
    assert page.context["experts"].kind == "choose"
    need.refresh_from_db()
    chosen = boss.post(f"/desk/o/{need.number}/experts/choose", {"expect": need.version, "expert": "E1"})

    assert chosen.status_code == 302
    need.refresh_from_db()
    assert need.unit == world.units["college"]
    panel = english(world, "professor").get(f"/desk/o/{need.number}").context["experts"]
    assert [card.code for card in panel.cards] == ["E1"]


def test_a_refusal_keeps_what_was_picked(world: World, need: Order) -> None:
    """The page comes back with the sentence, the picks and the words."""
    organiser = english(world, "organiser")
    world.units["lawyers"].advisers.update(capacity=0)

    answer = organiser.post(
        f"/desk/o/{need.number}/experts", {"expect": need.version, "expert": ["E2", "E3"], "why": "先谈谈"}
    )

    assert answer.status_code == 422
    assert "市律师协会 has no room" in words(answer)
    panel = answer.context["experts"]
    assert (panel.cards[0].code, panel.why) == ("E2", "先谈谈")
    need.refresh_from_db()
    assert need.stage == "asked"


def test_who_may_not_see_or_press(world: World, need: Order) -> None:
    """Another company, another street's organiser, a liaison, the unit before it is chosen, strangers: 404 or 403."""
    world.client("organiser").post(f"/desk/o/{need.number}/experts", {"expert": ["E1"]})
    for name in ("second_boss", "south_organiser", "professor", "stranger", "liaison"):
        browser = world.client(name)
        for path in ("", "/experts", "/experts/choose"):
            address = f"/desk/o/{need.number}{path}"
            answer = browser.post(address, {"expert": "E1"}) if path else browser.get(address)
            assert answer.status_code in (403, 404), (name, path)
    answer = world.client("organiser").post(f"/desk/o/{need.number}/experts/choose", {"expert": "E1"})
    assert answer.status_code == 422
    leader = world.client("leader").get(f"/desk/o/{need.number}")
    assert leader.context["experts"].kind == "proposed"
    need.refresh_from_db()
    assert need.stage == "proposed"


def test_a_register_without_experts_leaves_the_form(world: World, need: Order) -> None:
    """Units are named by hand then."""
    world.units["college"].advisers.update(is_active=False)
    world.units["lawyers"].advisers.update(is_active=False)

    page = world.client("organiser").get(f"/desk/o/{need.number}")

    assert page.context["experts"].kind == "by_hand"
    assert 'id="move-propose"' in page.content.decode()


def test_the_page_costs_as_much_with_many_experts(
    world: World, need: Order, django_assert_max_num_queries: Any
) -> None:
    """The page of an order and seven more."""
    browser = world.client("organiser")
    browser.get(f"/desk/o/{need.number}")

    with django_assert_max_num_queries(20):
        browser.get(f"/desk/o/{need.number}")
