# SPDX-License-Identifier: Apache-2.0
"""A member looks after a household or yard: rounds, findings, mended, seen (党员包户管护)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.orders.registry import current
from tests.beginning import begin, photo, spawned_by, with_neighbours
from tests.world import Clock, World


@pytest.fixture
def grid(world: World) -> World:
    """Return the county with two members in the crew's grid."""
    return with_neighbours(world)


def looked_after(world: World) -> Order:
    """Return a yard that a member has taken up."""
    order = begin(world, "care", "crew", kind="yard", text="3栋后院：排水沟和围墙。")
    world.move(order, "take_up", "member")
    return order


def late(world: World, order: Order, clock: Clock) -> None:
    """Let the time of the stage pass."""
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()


def test_a_round_without_a_finding_is_one_tap(grid: World, clock: Clock) -> None:
    """It asks nothing, and the next round is due thirty days later."""
    order = looked_after(grid)
    first = order.due_at
    clock.forward(days=10)

    grid.move(order, "round", "member")

    assert order.stage == "looking_after"
    assert first is not None
    assert order.due_at is not None
    assert (order.due_at - first).days == 10


def test_a_finding_is_mended_and_seen_by_somebody_else(grid: World) -> None:
    """Who mended it does not see it, though a crew post is held too; then the rounds go on."""
    order = looked_after(grid)
    grid.move(order, "found", "member", finding="排水沟堵了。")
    grid.move(order, "mended", "member", done="清了淤。", after=[photo()])
    grid.hold("member", role="crew", area=grid.grid)
    with pytest.raises(Refused, match="You took part"):
        grid.move(order, "seen", "member")

    grid.move(order, "seen", "crew")

    assert (order.stage, order.holder) == ("looking_after", "taker")


def test_what_is_too_big_becomes_a_service_order(grid: World) -> None:
    """Each line is a service order, and the care goes on."""
    order = looked_after(grid)

    grid.move(order, "found_too_big", "member", problems="围墙倾斜\n路灯不亮")

    assert [each.text for each in spawned_by(order)] == ["围墙倾斜", "路灯不亮"]
    assert order.stage == "looking_after"


def test_a_missed_round_comes_to_the_crew_who_hands_it_over(grid: World, clock: Clock) -> None:
    """The member is late, then the crew has it; another member takes it up."""
    order = looked_after(grid)
    late(grid, order, clock)
    assert (order.stage, order.holder) == ("round_due", "taker")
    late(grid, order, clock)
    assert (order.stage, order.holder) == ("round_missed", "crew")

    grid.move(order, "hand_over", "crew", reason="外出务工。")
    grid.move(order, "take_up", "volunteer")
    grid.move(order, "term_over", "crew")

    assert (order.stage, order.outcome) == ("ended", "done")


def test_only_a_member_of_the_place_takes_up_and_no_more_than_five(grid: World) -> None:
    """A member of another street does not, and a sixth is refused."""
    order = begin(grid, "care", "crew", kind="household", text="2单元一楼。")
    with pytest.raises(Refused, match="not yours"):
        grid.move(order, "take_up", "south_member")
    for _ in range(5):
        looked_after(grid)

    with pytest.raises(Refused, match="as many as one person may"):
        grid.move(order, "take_up", "member")


def test_it_reads_in_both_languages_and_asks_no_name(grid: World) -> None:
    """No field of the programme is personal data."""
    programme = current("care")

    assert (programme.name.zh, programme.name.en) == ("党员包户管护", "Household care by members")
    assert not any(field.personal for field in programme.fields.values())
