# SPDX-License-Identifier: Apache-2.0
"""A supervisor takes up orders, presses the unit by a ladder of days, and closes when they end (督办)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.orders.ties import Link
from tests.beginning import begin
from tests.world import Clock, World


def taken_up(world: World, *orders: Order, by: str = "supervisor", kind: str = "press") -> Order:
    """Return a supervision of some orders, to be answered by the lamp office within ten days."""
    numbers = [order.number for order in orders or (world.at_work(),)]
    return begin(world, "supervise", by, kind=kind, orders=numbers, unit="lamps", text="限期修好。", until="2026-03-20")


def due(world: World, order: Order, clock: Clock) -> None:
    """Let the time of the stage run out."""
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()


def test_a_pattern_is_taken_up_answered_and_closed(world: World) -> None:
    """Several orders are tied to one supervision; the answer is accepted and watched until the work is done."""
    lamps = [world.at_work(), world.at_work()]
    order = taken_up(world, *lamps, kind="pattern")
    assert {link.target_id for link in Link.objects.filter(source=order, kind="supervised")} == {o.pk for o in lamps}

    world.move(order, "reply", "handler", reply="本周全部更换。")
    world.move(order, "watch", "supervisor", until="2026-03-25", remark="盯到月底。")
    world.move(order, "report_done", "handler", reply="两处都亮了。")
    world.move(order, "close_ended", "supervisor", result="两张单都已办结。")

    assert (order.stage, order.outcome) == ("ended", "done")


def test_the_ladder_climbs_by_the_clock(world: World, clock: Clock) -> None:
    """Without an answer: written notice, criticism five working days later, then the leader."""
    order = taken_up(world)
    climbed = []

    for _ in range(3):
        due(world, order, clock)
        climbed.append((order.stage, order.holder))

    assert climbed == [("written", "unit"), ("criticised", "unit"), ("with_leader", "leader")]
    world.move(order, "reply_to_leader", "handler", reply="缺配件，下月到货。")
    world.move(order, "close_explained", "leader", explanation="已向住户说明，先装临时灯。")
    assert order.outcome == "explained"


def test_an_answer_that_will_not_do_is_pressed_twice_and_then_raised(world: World) -> None:
    """Nobody presses for ever: the third time it goes to the leader."""
    order = taken_up(world)
    world.move(order, "reply", "handler", reply="正在研究。")
    for _ in range(2):
        world.move(order, "press_again", "supervisor", reason="没有日期。")
        world.move(order, "reply", "handler", reply="还在研究。")
    with pytest.raises(Refused, match="used 2 times already"):
        world.move(order, "press_again", "supervisor", reason="没有日期。")

    world.move(order, "raise", "supervisor", reason="两次都没有日期。")

    assert (order.stage, order.holder) == ("with_leader", "leader")


def test_only_what_one_may_see_is_taken_up(world: World) -> None:
    """A unit does not supervise, and a number that is not visible is as good as none."""
    hidden = world.submit()
    world.move(hidden, "recuse", "supervisor", about="property")
    world.hold("supervisor", role="handler", unit="property")

    with pytest.raises(Refused, match="There is no order with the number"):
        taken_up(world, hidden)
    with pytest.raises(Refused, match="not yours"):
        taken_up(world, by="handler")


def test_a_broken_promise_is_noticed(world: World, clock: Clock) -> None:
    """When the promised day passes, the written notice goes out by itself."""
    order = taken_up(world)
    world.move(order, "reply", "handler", reply="二十五日前修好。")
    world.move(order, "watch", "supervisor", until="2026-03-25", remark="盯住。")

    due(world, order, clock)

    assert (order.stage, order.holder) == ("written", "unit")
    assert order.late_at is not None


def test_the_wrong_unit_says_so_once_and_another_is_named(world: World) -> None:
    """The lamp office says it is not theirs, and the property company answers instead."""
    order = taken_up(world)
    world.hold("caretaker", role="handler", unit="property")
    world.move(order, "contest", "handler", reason="小区内路灯归物业。")

    world.move(order, "redirect", "supervisor", unit="property", until="2026-03-24", reason="核实属实。")
    with pytest.raises(Refused, match="not yours"):
        world.move(order, "reply", "handler", reply="……")
    world.move(order, "reply", "caretaker", reply="明天修。")

    assert (order.stage, order.holder) == ("judging", "supervisor")
