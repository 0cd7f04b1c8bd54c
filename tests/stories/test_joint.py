# SPDX-License-Identifier: Apache-2.0
"""Two areas of equal rank agree, act each at home and sign the result (毗邻五联)."""

from typing import Any

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order, Share
from sidan.orders.sharing import agreed_part, digest_of_agreed
from tests.beginning import begin, photo, with_border
from tests.world import NORTH, Clock, World


@pytest.fixture
def border(world: World) -> World:
    """Return the county with villages on both sides of a border."""
    return with_border(world)


def proposed(world: World, *parties: str, **answers: Any) -> Order:
    """Return joint work that the northern organiser has proposed."""
    given = {"kind": "mediation", "text": "王某、李某两家争水。", "proposal": "每月初五联合调解。"} | answers
    return begin(
        world,
        "joint",
        "organiser",
        area=NORTH,
        parties=list(parties or ("north_village", "south_village")),
        **given,
    )


def signed(world: World, order: Order, *names: str) -> Order:
    """Return the order after these people have signed for their sides."""
    for name in names:
        world.move(order, "sign", name)
    return order


def test_two_villages_agree_act_and_sign_the_result(border: World) -> None:
    """Both sign what is agreed, both sign what came of it."""
    order = signed(border, proposed(border), "north_clerk", "south_clerk")
    border.move(order, "take_effect", "south_clerk")
    border.move(order, "share_progress", "north_clerk", progress="已调解两次。")
    border.move(order, "propose_result", "south_clerk", result="两家达成协议。")
    with pytest.raises(Refused, match="Still waiting for"):
        border.move(order, "conclude", "north_clerk")

    signed(border, order, "south_clerk", "north_clerk")
    border.move(order, "conclude", "organiser")

    assert order.outcome == "done"


def test_it_waits_for_both_in_whatever_order(border: World) -> None:
    """One signature is not two, and nobody signs twice."""
    order = signed(border, proposed(border), "south_clerk")

    with pytest.raises(Refused, match="Still waiting for 飞源村"):
        border.move(order, "take_effect", "south_clerk")
    with pytest.raises(Refused, match="owes no answer"):
        border.move(order, "sign", "south_clerk")


def test_a_side_without_this_system_signs_on_paper(border: World) -> None:
    """Its photo counts as its signature, and is marked as paper."""
    order = signed(border, proposed(border, "north_village", "across"), "north_clerk")

    border.move(order, "sign_paper", "organiser", signed_paper=[photo()])
    border.move(order, "take_effect", "organiser")

    assert Share.objects.get(order=order, unit=border.units["across"]).answered_at is None
    assert order.stage == "acting"


def test_nobody_signs_on_paper_for_a_side_that_has_people_here(border: World) -> None:
    """Paper is for those who work elsewhere."""
    order = proposed(border)

    with pytest.raises(Refused, match="they sign themselves"):
        border.move(order, "sign_paper", "organiser", signed_paper=[photo()])


def test_an_exported_file_signs_what_is_agreed_now(border: World) -> None:
    """The digest of an earlier wording is refused; that of the present one counts."""
    order = proposed(border, "north_village", "across")
    before = digest_of_agreed(agreed_part(order))
    border.move(order, "amend", "organiser", proposal="每月初五、二十联合调解。")
    with pytest.raises(Refused, match="not the digest of what is agreed now"):
        border.move(order, "sign_file", "organiser", digest=before)

    border.move(order, "sign_file", "organiser", digest=digest_of_agreed(agreed_part(order)))

    share = Share.objects.get(order=order, unit=border.units["across"])
    assert share.is_on_paper
    assert share.answered_at is not None


def test_sides_are_two_and_of_two_areas(border: World) -> None:
    """Nobody agrees with himself."""
    for parties in (["north_village"], ["north_village", "north"]):
        with pytest.raises(Refused, match="each of another area"):
            proposed(border, *parties)


def test_what_is_not_signed_in_time_is_extended_twice_or_ended(border: World, clock: Clock) -> None:
    """It falls to whoever opened it, who is told so."""
    order = proposed(border)
    for _ in range(2):
        clock.to_due(order)
        border.sweep()
        border.move(order, "give_time", "organiser")
    clock.to_due(order)
    border.sweep()

    with pytest.raises(Refused, match="used 2 times already"):
        border.move(order, "give_time", "organiser")
    border.move(order, "withdraw", "organiser", reason="对方暂时不便。")
    assert order.outcome == "withdrawn"
