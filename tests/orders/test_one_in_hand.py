# SPDX-License-Identifier: Apache-2.0
"""What is said of one order in hand is what the queries say of many."""

import pytest

from sidan.base.errors import NotFound
from sidan.orders.models import Order
from sidan.orders.queries import find_order, find_order_to_move
from sidan.orders.visibility import may_see
from sidan.people.actors import Actor

EVERYBODY = (
    "dispatcher", "south_dispatcher", "supervisor", "leader", "revisitor", "crew", "handler", "plumber", "intake",
    "stranger",
)  # fmt: skip

pytestmark = pytest.mark.django_db


def played(world) -> list[Order]:
    """Return orders in many places: fresh, elsewhere, taken, handed on, assisted, and about a unit."""
    fresh, south, at_work = world.submit(), world.submit(area="369901002001001"), world.at_work()
    taken = world.submit()
    world.move(taken, "take", "crew")
    handed_on = world.submit()
    world.dispatch(handed_on, unit="water")
    world.move(handed_on, "contest", "plumber", reason="不归我们管。")
    world.move(handed_on, "redirect", "dispatcher", unit="lamps", matter_decided="city.lamp.dark")
    assisted = world.submit()
    world.dispatch(assisted, assisting=["water"])
    about = world.submit(area="369901002001001")
    about.about_unit = world.units["lamps"]
    about.unit = world.units["lamps"]
    about.save()
    return [fresh, south, at_work, taken, handed_on, assisted, about]


def test_one_order_is_seen_by_whom_the_queries_show_it(world):
    """For everybody and every order, looking at the order in hand and asking the database agree."""
    orders = played(world)
    actors = [*(world.actor(name) for name in EVERYBODY), Actor.reporter(orders[0].pk), Actor.anyone(), Actor.clock()]

    found = [[may_see(actor, order) for order in orders] for actor in actors]

    asked = [[Order.objects.visible_to(actor).filter(pk=order.pk).exists() for order in orders] for actor in actors]
    assert found == asked
    assert any(map(any, found))


def test_a_press_finds_and_misses_the_orders_that_the_page_does(world):
    """Whoever gets 404 on the page gets 404 for a press, and nobody else does."""
    orders = played(world)

    for name in EVERYBODY:
        actor = world.actor(name)
        for order in orders:
            assert found(find_order_to_move, order.number, actor) == found(find_order, order.number, actor)


def found(find, number: str, actor: Actor) -> int | str:
    """Return the id of the order found, or the sentence that says there is none."""
    try:
        return find(number, seen_by=actor).pk
    except NotFound as missing:
        return str(missing)
