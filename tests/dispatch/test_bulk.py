# SPDX-License-Identifier: Apache-2.0
"""Sending many orders at once: each by itself, none lost, none sent twice."""

from sidan.dispatch.bulk import MOST_AT_ONCE, Sending, orders_to_send, send, sending_move
from sidan.orders.models import Order
from tests.world import SOUTH, World

LAMP = {"unit": "lamps", "matter": "city.lamp.dark#usual"}


def told(world: World, *sendings: Sending) -> list[list[str]]:
    """Return, for each sending by the dispatcher, the reasons why it was not done."""
    return [[str(fault) for fault in outcome.faults] for outcome in send(sendings, by=world.actor("dispatcher"))]


def test_each_order_is_sent_or_says_why_not(world: World) -> None:
    """One refusal stops no other: what can be sent is, and the rest keeps its reasons."""
    good, bare, wrong = world.submit(), world.submit(), world.submit()

    faults = told(
        world,
        Sending(good, good.version, LAMP),
        Sending(bare, bare.version, {"unit": "", "matter": ""}),
        Sending(wrong, wrong.version, {**LAMP, "unit": "nobody"}),
    )

    assert faults[0] == []
    assert len(faults[1]) == 2
    assert faults[2] == ["There is no unit with the code “nobody”."]
    assert list(Order.objects.order_by("pk").values_list("stage", flat=True)) == [
        "dispatched",
        "registered",
        "registered",
    ]


def test_a_form_sent_twice_sends_once_and_tells_so(world: World) -> None:
    """The second copy finds the work of the first and counts it as done."""
    order = world.submit()
    sending = Sending(order, order.version, LAMP)
    assert told(world, sending) == [[]]

    order.refresh_from_db()
    assert told(world, Sending(order, sending.expect, LAMP)) == [[]]

    assert order.steps.count() == 2


def test_an_order_that_changed_meanwhile_is_told_and_left(world: World) -> None:
    """What somebody else has moved on stays as they left it."""
    order = world.submit()
    seen = order.version
    world.move(order, "ask_facts", "dispatcher", question="哪一盏？")
    assert told(world, Sending(order, seen, LAMP)) == [["It has been sent on, or is not yours to send."]]

    world.move(order, "reply_facts", "reporter", facts="第一盏。")
    assert "Somebody was faster" in told(world, Sending(order, seen, LAMP))[0][0]


def test_only_moves_that_need_no_more_than_a_unit_and_a_matter_are_for_many(world: World) -> None:
    """The dispatcher may send a new order and one that was contested; nobody else, and nothing else."""
    order = world.submit()
    names = ("dispatcher", "supervisor", "crew", "handler", "leader")
    assert [name for name in names if sending_move(world.actor(name), order)] == ["dispatcher", "supervisor"]

    world.dispatch(order, unit="water")
    assert sending_move(world.actor("dispatcher"), order) is None
    world.move(order, "contest", "plumber", reason="不归我们。")

    move = sending_move(world.actor("dispatcher"), order)
    assert move is not None
    assert move.code == "redirect"


def test_only_orders_in_sight_are_offered_each_once(world: World) -> None:
    """Numbers out of sight vanish, doubled ones count once, and there is a largest number."""
    mine, theirs = world.submit(), world.submit(area=f"{SOUTH}001001")
    numbers = [mine.number, theirs.number, mine.number, "SD-0"]

    assert orders_to_send(world.actor("dispatcher"), numbers) == [mine]
    assert orders_to_send(world.actor("dispatcher"), [f"SD-{n}" for n in range(MOST_AT_ONCE)] + [mine.number]) == []
