# SPDX-License-Identifier: Apache-2.0
"""Pages cut by keys: nothing is shown twice or left out, in both directions, and marks cannot be forged into errors."""

from datetime import UTC, datetime

import pytest

from sidan.base.errors import Refused
from sidan.orders.keyset import LARGEST_SIZE, Mark, Page, Sorting, page
from sidan.orders.models import Order
from tests.world import World

BY_QUEUE = Sorting("queue_at")
NEWEST = Sorting(descending=True)


def turn(sorting: Sorting, mark: str = "", size: int = 2) -> Page[Order]:
    """Return one page of all orders."""
    return page(Order.objects.all(), sorting=sorting, shape=lambda orders: orders, mark=mark, size=size)


def pks(found: Page[Order]) -> list[int]:
    """Return the ids of a page's orders."""
    return [order.pk for order in found.rows]


@pytest.mark.parametrize("sorting", [BY_QUEUE, NEWEST], ids=["by due time", "newest first"])
def test_pages_show_everything_once(world: World, sorting: Sorting) -> None:
    """Turning to the last page shows each order once, also where many share one moment."""
    orders = [world.submit() for _ in range(5)]

    seen, mark = [], ""
    while True:
        found = turn(sorting, mark)
        seen += pks(found)
        if not found.later:
            break
        mark = found.later

    expected = sorted((order.pk for order in orders), reverse=sorting.descending)
    assert seen == expected


def test_turning_back_shows_the_same_pages(world: World) -> None:
    """The page before the second is the first again, in the same order, and has nothing before it."""
    for _ in range(5):
        world.submit()
    first = turn(BY_QUEUE)
    second = turn(BY_QUEUE, first.later)

    back = turn(BY_QUEUE, second.earlier)

    assert pks(back) == pks(first)
    assert (back.earlier, back.is_first) == ("", True)
    assert pks(turn(BY_QUEUE, back.later)) == pks(second)


def test_a_page_beyond_the_end_is_empty(world: World) -> None:
    """A mark after the last row gives no rows and no error."""
    order = world.submit()

    found = turn(NEWEST, str(Mark(order.pk)))

    assert (pks(found), found.earlier, found.later, found.is_first) == ([], "", "", False)


def test_no_page_is_larger_than_the_largest(world: World) -> None:
    """A huge or negative size is cut to what one page may hold."""
    for _ in range(3):
        world.submit()

    assert len(turn(NEWEST, size=10**9).rows) == 3
    assert len(turn(NEWEST, size=-5).rows) == 1
    assert LARGEST_SIZE == 100


@pytest.mark.parametrize(
    "garbage", ["x", "a", "a1-", "1", "b-1", "a1-2-3", "a" + "9" * 19, "a" + "9" * 18 + "-1", "a1\n", "ａ１"]
)
def test_a_garbled_mark_is_refused_in_a_sentence(world: World, garbage: str) -> None:
    """What is no mark is refused with what to do, never an error of ours."""
    with pytest.raises(Refused, match="begin at the first page"):
        turn(BY_QUEUE, garbage)


def test_a_mark_of_another_list_is_refused(world: World) -> None:
    """A mark without a moment does not fit a list sorted by moments, nor the other way round."""
    at = datetime(2026, 3, 10, tzinfo=UTC)

    for sorting, mark in ((BY_QUEUE, Mark(1)), (NEWEST, Mark(1, at))):
        with pytest.raises(Refused, match="begin at the first page"):
            turn(sorting, str(mark))


def test_a_mark_reads_as_it_was_written() -> None:
    """A mark keeps row, moment to the microsecond and direction."""
    for mark in (Mark(7), Mark(7, datetime(2026, 3, 10, 9, 0, 0, 123456, tzinfo=UTC), backwards=True)):
        assert Mark.read(str(mark)) == mark


def test_several_parts_are_one_list(world: World) -> None:
    """Parts that overlap are shown as one list, each order once, cut as one."""
    orders = [world.submit() for _ in range(4)]
    north, old = Order.objects.filter(pk__gt=orders[0].pk), Order.objects.filter(pk__lt=orders[3].pk)

    first = page(north, old, sorting=NEWEST, shape=lambda found: found, size=3)
    rest = page(north, old, sorting=NEWEST, shape=lambda found: found, size=3, mark=first.later)

    assert pks(first) + pks(rest) == [order.pk for order in reversed(orders)]
