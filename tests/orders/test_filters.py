# SPDX-License-Identifier: Apache-2.0
"""Filters of lists: each cuts to what it says, unknown values are refused in words, kept ones are one person's own."""

import pytest

from sidan.base.errors import NotFound, Refused
from sidan.orders.filters import MOST_SAVED, Filters, drop_filter, save_filter, saved_filters
from sidan.orders.inbox import QUEUES, queue_page
from tests.world import NORTH, SOUTH, Clock, World


def found(world: World, **cuts: str) -> list[str]:
    """Return the texts of the supervisor's team queue under some filters."""
    page = queue_page(QUEUES["team"], world.actor("supervisor"), filters=Filters.read(cuts))
    return [getattr(order, "beginning") for order in page.rows]  # noqa: B009  annotated by the query


def test_each_filter_cuts_to_what_it_says(world: World, clock: Clock) -> None:
    """Area, unit, matter or its whole branch, kind, channel, urgency and words each leave what they name."""
    lamp = world.submit("路灯不亮")
    world.dispatch(lamp, matter="city.lamp.dark#danger")
    world.submit("南门垃圾", area=f"{SOUTH}001001", via="phone")

    assert found(world, area=SOUTH) == ["南门垃圾"]
    assert found(world, unit="lamps") == found(world, matter="city") == found(world, matter="city.lamp.dark")
    assert found(world, unit="lamps") == found(world, urgent="1") == found(world, text="路灯") == ["路灯不亮"]
    assert found(world, via="phone") == ["南门垃圾"]
    assert found(world, kind="working") == []
    assert found(world, area=NORTH, text="垃圾") == []


def test_words_of_the_place_are_found_as_well(world: World) -> None:
    """The search by words reads the place an order was reported at."""
    world.submit("灯坏了")

    assert found(world, text="幸福小区") == ["灯坏了"]


def test_due_filters_widen_from_late_to_week(world: World, clock: Clock) -> None:
    """What is late is due today as well, and what is due today is due within the week."""
    late = world.submit("晚了")
    clock.to_due(late)
    world.submit("今天")
    planned = world.at_work(text="后天")

    assert planned.due_at is not None
    assert found(world, due="late") == ["晚了"]
    assert found(world, due="today") == ["晚了", "今天"]
    assert found(world, due="week") == ["晚了", "今天", "后天"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "lost"),
        ("due", "someday"),
        ("area", "36990"),
        ("area", "x"),
        ("via", "pigeon"),
        ("urgent", "yes"),
        ("unit", "a b"),
        ("matter", "';--"),
        ("text", "字" * 81),
    ],
)
def test_unknown_values_are_refused_in_a_sentence(name: str, value: str) -> None:
    """A value no filter of that name can have is refused, and the sentence names it."""
    with pytest.raises(Refused) as refused:
        Filters.read({name: value})

    assert name == "text" or value in str(refused.value)


def test_words_of_punctuation_cut_nothing(world: World) -> None:
    """A text without a single term finds everything rather than nothing."""
    world.submit("路灯不亮")

    assert found(world, text="？！' \" & | :*") == ["路灯不亮"]


def test_a_filter_is_kept_under_a_name_and_opened_again(world: World) -> None:
    """The same name keeps the newer cuts; the list is one's own and nobody else's."""
    supervisor, leader = world.actor("supervisor"), world.actor("leader")
    save_filter(supervisor, name="南门", queue="team", filters=Filters(area=SOUTH))

    save_filter(supervisor, name=" 南门 ", queue="late", filters=Filters(area=SOUTH, urgent="1"))

    kept = [(saved.name, saved.queue, saved.values) for saved in saved_filters(supervisor)]
    assert kept == [("南门", "late", {"area": SOUTH, "urgent": "1"})]
    assert saved_filters(leader) == []


def test_nobody_drops_anothers_filter(world: World) -> None:
    """Somebody else's filter is not found, whatever its number."""
    saved = save_filter(world.actor("supervisor"), name="南门", queue="team", filters=Filters(area=SOUTH))

    with pytest.raises(NotFound):
        drop_filter(world.actor("leader"), saved.pk)
    drop_filter(world.actor("supervisor"), saved.pk)

    assert saved_filters(world.actor("supervisor")) == []


def test_filters_kept_are_bounded_and_named(world: World) -> None:
    """A name is needed, and one list holds at most MOST_SAVED."""
    supervisor = world.actor("supervisor")
    with pytest.raises(Refused, match="a name"):
        save_filter(supervisor, name="  ", queue="team", filters=Filters())
    for number in range(MOST_SAVED):
        save_filter(supervisor, name=f"第{number}个", queue="team", filters=Filters())

    with pytest.raises(Refused, match="remove one first"):
        save_filter(supervisor, name="再一个", queue="team", filters=Filters())
