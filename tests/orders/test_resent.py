# SPDX-License-Identifier: Apache-2.0
"""Stories of a form that arrives twice."""

from sidan.orders.models import Order
from sidan.orders.resent import step_just_made
from sidan.people.actors import Actor
from tests.world import World


def added(world: World, facts: str) -> Order:
    """Return an order to which its reporter has just added facts, at version 2."""
    order = world.submit()
    world.move(order, "add_facts", "reporter", facts=facts)
    return order


def test_the_second_copy_finds_the_first_one_s_step(world: World) -> None:
    """The same words for the same move by the same hand are the step that was made."""
    order = added(world, "三楼\n四楼")

    step = step_just_made(order, "add_facts", {"facts": "三楼\r\n四楼 "}, by=Actor.reporter(order.pk), after=1)

    assert step is not None
    assert step.seq == 2


def test_other_words_are_never_taken_for_sent(world: World) -> None:
    """Words written anew, another move, another hand or a later version is no copy."""
    order = added(world, "三楼")
    reporter = Actor.reporter(order.pk)

    assert step_just_made(order, "add_facts", {"facts": "五楼"}, by=reporter, after=1) is None
    assert step_just_made(order, "withdraw", {}, by=reporter, after=1) is None
    assert step_just_made(order, "add_facts", {"facts": "三楼"}, by=world.actor("intake"), after=1) is None
    assert step_just_made(order, "add_facts", {"facts": "三楼"}, by=Actor.anyone(), after=1) is None
    assert step_just_made(order, "add_facts", {"facts": "三楼"}, by=reporter, after=2) is None
