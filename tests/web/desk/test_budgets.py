# SPDX-License-Identifier: Apache-2.0
"""How many queries each page of the desk needs, however many orders there are."""

from collections.abc import Callable
from typing import Any

import pytest

from sidan.notify.messages import tell
from sidan.orders.models import Order
from sidan.places import descent
from tests.world import World

pytestmark = pytest.mark.usefixtures("kept_for_long")

Budget = Callable[[int], Any]


@pytest.fixture
def busy(world: World) -> Order:
    """Return an order with assistants, notes and a tie, beside a dozen others of its street."""
    for _ in range(12):
        world.submit()
    first = world.submit()
    order = world.submit("门口路灯不亮三天了")
    world.move(first, "merge", "dispatcher", duplicate=order.number)
    world.dispatch(order, assisting=["water"], note="先核实。")
    tell(order.pk, order.version)
    world.move(order, "sign", "handler")
    world.move(order, "assist", "plumber", share_answer="已避让。")
    return order


@pytest.mark.parametrize("query", ["", "queue=team", "queue=late", "queue=watched", "queue=closed", "area=369901001"])
def test_the_inbox_needs_nine_queries(
    world: World, busy: Order, query: str, django_assert_max_num_queries: Budget
) -> None:
    """Session, user, posts, danger, rows, counts, kept filters and the bell, one to spare."""
    browser = world.client("dispatcher")
    browser.get("/desk/")
    descent.successors("369901001001001")  # read once for each change of places, whoever asks first

    with django_assert_max_num_queries(9):
        assert browser.get(f"/desk/?{query}").status_code == 200


def test_the_count_that_is_asked_for_twice_a_minute_needs_four(
    world: World, busy: Order, django_assert_max_num_queries: Budget
) -> None:
    """Session, user, posts and one count of all queues."""
    browser = world.client("dispatcher")
    browser.get("/desk/")

    with django_assert_max_num_queries(4):
        browser.get("/desk/counts?queue=mine")


@pytest.mark.parametrize("name", ["dispatcher", "handler", "plumber", "supervisor", "crew"])
def test_the_page_of_an_order_needs_twelve_queries(
    world: World, busy: Order, name: str, django_assert_max_num_queries: Budget
) -> None:
    """Whoever looks and whatever has happened: steps, shares, photos and ties are read at once each."""
    browser = world.client(name)
    browser.get(f"/desk/o/{busy.number}")

    with django_assert_max_num_queries(12):
        assert browser.get(f"/desk/o/{busy.number}").status_code == 200


def test_the_page_of_an_order_to_be_dispatched_needs_twelve_queries(
    world: World, busy: Order, django_assert_max_num_queries: Budget
) -> None:
    """With its lists of units and matters and the suggestion as well."""
    order = world.submit("门口路灯不亮三天了")
    browser = world.client("dispatcher")
    browser.get(f"/desk/o/{order.number}")

    with django_assert_max_num_queries(12):
        browser.get(f"/desk/o/{order.number}")


def test_a_search_needs_what_a_queue_needs_and_its_time_limit(
    world: World, busy: Order, django_assert_max_num_queries: Budget
) -> None:
    """Beside the rows only the limit is set, within a transaction of its own."""
    browser = world.client("dispatcher")
    browser.get("/desk/")

    with django_assert_max_num_queries(11):
        browser.get("/desk/?q=路灯")


def test_the_form_for_many_does_not_grow_with_them(world: World, django_assert_max_num_queries: Budget) -> None:
    """Ten orders or two need the same queries."""
    orders = [world.submit("路灯不亮") for _ in range(10)]
    browser = world.client("dispatcher")
    browser.get(f"/desk/dispatch?o={orders[0].number}")

    for some in (orders[:2], orders):
        with django_assert_max_num_queries(12):
            browser.get("/desk/dispatch?" + "&".join(f"o={order.number}" for order in some))


def test_the_crews_page_does_not_grow_with_its_orders(world: World, django_assert_max_num_queries: Budget) -> None:
    """Session, user, posts, orders and the bell."""
    for _ in range(8):
        world.submit()
    browser = world.client("crew")
    browser.get("/desk/crew")

    with django_assert_max_num_queries(6):
        browser.get("/desk/crew")
