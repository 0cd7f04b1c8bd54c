# SPDX-License-Identifier: Apache-2.0
"""What parties of an order see of each other, in both directions, and the part that both agreed on."""

import pytest

from sidan.base.errors import NotFound
from sidan.orders.attachments import require_seen
from sidan.orders.filters import Filters
from sidan.orders.models import Order
from sidan.orders.queries import photos_of, search, shares_of, steps_of
from sidan.orders.sharing import Sight, agreed_part, digest_of_agreed, sees_words, sight_of
from tests.beginning import begin, photo, with_border, with_companies
from tests.world import NORTH, World


@pytest.fixture
def border(world: World) -> World:
    """Return the county with villages on both sides of a border."""
    return with_border(world)


def sight(world: World, order: Order, name: str) -> Sight:
    """Return how far one of the people sees into an order."""
    return sight_of(world.actor(name), order, shares=shares_of(order))


def answers_seen(world: World, order: Order, name: str) -> dict[str, object]:
    """Return every answer that one of the people is shown, the latest of each field."""
    found: dict[str, object] = {}
    for step in reversed(sight(world, order, name).steps(steps_of(order))):
        found |= step.answers
    return found


def between_villages(world: World) -> Order:
    """Return joint work in which both sides keep records of their own."""
    order = begin(
        world,
        "joint",
        "organiser",
        area=NORTH,
        kind="mediation",
        text="北边王某的困难。",
        proposal="每月联合调解。",
        parties=["north_village", "south_village"],
    )
    world.move(order, "keep_record", "south_clerk", own_record="南边李某的困难。")
    world.move(order, "sign", "south_clerk", note="我方内部意见。")
    return order


def test_a_party_sees_what_is_shared_and_its_own_answers(border: World) -> None:
    """The other side's words of the opening stay there; the own record is read by its own unit."""
    order = between_villages(border)

    seen = answers_seen(border, order, "south_clerk")

    assert seen.keys() == {"kind", "proposal", "parties", "own_record", "note"}
    assert sight(border, order, "south_clerk").is_party_only
    assert not sight(border, order, "south_clerk").sees_opening


def test_the_owning_side_sees_of_a_party_what_is_shared(border: World) -> None:
    """Whoever opened it, and whoever has a post over the area, read none of the other side's record."""
    order = between_villages(border)

    seen = answers_seen(border, order, "organiser")

    assert seen.keys() == {"kind", "text", "proposal", "parties"}
    assert "南边" not in str(seen)


def test_two_parties_do_not_read_each_other(border: World) -> None:
    """The northern village is a party like the southern one."""
    order = between_villages(border)

    assert answers_seen(border, order, "north_clerk").keys() == {"kind", "proposal", "parties"}
    assert all(share.answer == "" for share in shares_of(order))


def test_photos_follow_their_fields(border: World) -> None:
    """A picture that is shared is seen by all; the paper one side signed is the owner's."""
    order = begin(
        border,
        "joint",
        "organiser",
        area=NORTH,
        kind="industry",
        text="本方。",
        proposal="合建果园。",
        parties=["north_village", "across"],
    )
    border.move(order, "sign_paper", "organiser", signed_paper=[photo()])
    border.move(order, "sign", "north_clerk")
    border.move(order, "take_effect", "north_clerk")
    border.move(order, "share_progress", "organiser", progress="已栽苗。", photos=[photo()])

    seen = {
        name: [each.field for each in sight(border, order, name).photos(photos_of(order), steps_of(order))]
        for name in ("organiser", "north_clerk")
    }

    assert seen == {"organiser": ["signed_paper", "photos"], "north_clerk": ["photos"]}
    paper, shared = photos_of(order)
    require_seen(shared, by=border.actor("north_clerk"))
    require_seen(paper, by=border.actor("organiser"))
    with pytest.raises(NotFound):
        require_seen(paper, by=border.actor("north_clerk"))


def test_lists_and_searches_hide_the_words_from_a_party(border: World) -> None:
    """A party finds nothing by words it may not read, and its lists show none."""
    order = between_villages(border)

    assert not sees_words(border.actor("south_clerk"), order)
    assert sees_words(border.actor("organiser"), order)
    assert search(border.actor("south_clerk"), "北边王某", filters=Filters()).rows == []
    assert [row.pk for row in search(border.actor("organiser"), "北边王某", filters=Filters()).rows] == [order.pk]


def test_a_call_to_come_is_read_by_whoever_is_called(world: World) -> None:
    """A whistle shares its words, and so its place: departments have to know where to go."""
    with_companies(world)
    order = begin(world, "whistle", "owner", text="配电房进水。", situation="emergency", grade="urgent")
    world.move(order, "call", "dispatcher", parties=["water"])
    world.move(order, "remark", "dispatcher", remark="老板脾气急。")

    assert sight(world, order, "plumber").is_party_only
    assert sight(world, order, "plumber").sees_opening
    assert "remark" not in answers_seen(world, order, "plumber")


def test_what_a_colleague_does_by_another_post_is_not_the_units(world: World) -> None:
    """The dispatcher's notes stay the street's, though the dispatcher also works at a department that was called."""
    order = begin(world, "whistle", "dispatcher", text="水管爆裂。", situation="beyond", grade="usual")
    world.hold("dispatcher", role="handler", unit="water")
    world.move(order, "call", "dispatcher", parties=["water"])
    world.move(order, "remark", "dispatcher", remark="内部看法。")

    assert "remark" in answers_seen(world, order, "dispatcher")
    assert "remark" not in answers_seen(world, order, "plumber")


def test_a_service_order_hides_nothing_from_those_who_see_it(world: World) -> None:
    """Leads and assistants read what they always read."""
    order = world.submit()
    world.dispatch(order, assisting=["water"], note="先断电。")

    for name in ("handler", "plumber", "dispatcher"):
        assert answers_seen(world, order, name)["note"] == "先断电。"


def test_the_digest_is_that_of_what_is_agreed(border: World) -> None:
    """A signature or an own record changes nothing of it; a new wording does."""
    order = between_villages(border)
    before = digest_of_agreed(agreed_part(order))
    border.move(order, "sign", "north_clerk", note="同意。")
    border.move(order, "keep_record", "north_clerk", own_record="台账。")
    assert digest_of_agreed(agreed_part(order)) == before

    border.move(order, "amend", "organiser", proposal="每月两次联合调解。")

    assert agreed_part(order)["answers"]["proposal"] == "每月两次联合调解。"
    assert digest_of_agreed(agreed_part(order)) != before
