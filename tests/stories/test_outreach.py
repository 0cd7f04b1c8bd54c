# SPDX-License-Identifier: Apache-2.0
"""A talk is planned, held, confirmed by somebody else and counted (万名书记大宣讲)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order, Step
from sidan.orders.registry import current
from tests.beginning import begin, photo, with_companies, with_neighbours
from tests.world import NORTH, Clock, World


@pytest.fixture
def street(world: World) -> World:
    """Return the county with members and two organisers."""
    world.hold("colleague", role="organiser", area=NORTH)
    return with_neighbours(with_companies(world))


ABOUT = {
    "speaker": "村支部书记",
    "venue": "村文化广场",
    "audience": "villagers",
    "form": "courtyard",
    "language": "dialect",
}


def planned(world: World, by: str = "member", on: str = "2026-03-17") -> Order:
    """Return a talk that is planned."""
    return begin(world, "outreach", by, text="讲移风易俗。", planned_on=on, **ABOUT)


def held(world: World, by: str = "member") -> Order:
    """Return a talk that was held and recorded."""
    order = planned(world, by)
    world.move(order, "held", by, heads=80, photos=[photo()], **ABOUT)
    return order


def test_a_talk_is_held_and_counted_as_confirmed(street: World) -> None:
    """What counts is the number that the organiser confirms."""
    order = held(street)

    street.move(order, "confirm", "organiser", heads_confirmed=72)

    step = Step.objects.get(order=order, move="confirm")
    assert (order.stage, order.outcome, step.answers["heads_confirmed"]) == ("counted", "done", 72)


def test_nobody_confirms_the_own_talk(street: World) -> None:
    """An organiser who held it cannot confirm or wave it away; a colleague confirms."""
    order = held(street, "organiser")
    for move, answers in (("confirm", {"heads_confirmed": 80}), ("not_confirmed", {"reason": "没有照片。"})):
        with pytest.raises(Refused, match="You opened this order"):
            street.move(order, move, "organiser", **answers)
    with pytest.raises(Refused, match="not yours"):
        street.move(order, "confirm", "volunteer", heads_confirmed=80)

    street.move(order, "confirm", "colleague", heads_confirmed=80)

    assert order.stage == "counted"


def test_a_wrong_record_is_returned_twice_at_most(street: World) -> None:
    """Then it is confirmed or not counted."""
    order = held(street)
    for _ in range(2):
        street.move(order, "correct", "organiser", reason="人数和照片对不上。")
        street.move(order, "held", "member", heads=70, photos=[photo()], **ABOUT)
    with pytest.raises(Refused, match="used 2 times already"):
        street.move(order, "correct", "organiser", reason="还是对不上。")

    street.move(order, "not_confirmed", "organiser", reason="对不上。")

    assert order.outcome == "refused"


def test_who_does_not_record_is_known_to_the_organiser(street: World, clock: Clock) -> None:
    """On the day it has to be recorded; three working days later the organiser has it."""
    order = planned(street)
    for stage in ("to_record", "not_recorded"):
        clock.to_due(order)
        street.sweep()
        order.refresh_from_db()
        assert order.stage == stage

    street.move(order, "cancel", "organiser", reason="没有讲。")

    assert order.outcome == "withdrawn"


def test_a_talk_is_put_off_to_a_day_to_come(street: World) -> None:
    """A day that has passed is refused; the new day is kept."""
    order = planned(street)
    with pytest.raises(Refused, match="from today on"):
        street.move(order, "postpone", "member", planned_on="2026-03-01", reason="下雨。")

    street.move(order, "postpone", "member", planned_on="2026-03-20", reason="下雨。")

    assert (order.stage, order.facts["planned_on"]) == ("planned", "2026-03-20")
    assert current("outreach").name.en == "Outreach talks"
