# SPDX-License-Identifier: Apache-2.0
"""Each measure of an indicator, with numbers worked out by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sidan.base.clock import now
from sidan.orders import registry
from sidan.orders.models import Order
from sidan.orders.moves import Place, submit
from sidan.people.actors import Actor
from sidan.programmes.measures import MEASURES
from sidan.reports.indicators import Counted, Period, indicators_of
from tests.own_programmes import WISH, serving
from tests.world import COUNTY, NORTH, SOUTH, Clock, World

# The wish counts the people it is for and the yuan it took; one indicator for each measure.
FIGURES = """
[fields.people]
type = "number"
keep = true
label = { zh = "人数", en = "People" }
[fields.spent]
type = "money"
required = false
label = { zh = "花费", en = "Spent" }
[[indicators]]
code = "wishes"
measure = "orders"
name = { zh = "心愿数", en = "Wishes" }
[[indicators]]
code = "claims"
measure = "moves"
move = "claim"
name = { zh = "认领次数", en = "Claims" }
[[indicators]]
code = "money"
measure = "sum"
move = "fulfil"
field = "spent"
name = { zh = "花费", en = "Spent" }
[[indicators]]
code = "hours_given"
measure = "target"
move = "fulfil"
field = "hours"
target = "people"
name = { zh = "用时占人数", en = "Hours of people" }
[[indicators]]
code = "done"
measure = "outcome"
outcome = "done"
name = { zh = "圆梦率", en = "Fulfilled" }
[[indicators]]
code = "claimed_in_time"
measure = "on_time"
stage = "listed"
name = { zh = "按时认领", en = "Claimed in time" }
[[indicators]]
code = "to_claim"
measure = "hours"
move = "claim"
name = { zh = "多久认领", en = "Hours to the claim" }
"""
COUNTED = (
    WISH.replace('asks = ["text", "kind"]', 'asks = ["text", "kind", "people"]').replace(
        '"whose", "hours"]', '"whose", "hours", "spent"]'
    )
    + FIGURES
)


@pytest.fixture(autouse=True)
def _counted(world: World) -> Iterator[None]:
    """Serve the programme, with a member who claims."""
    world.hold("neighbour", role="member", area=COUNTY)
    with serving(COUNTED):
        yield


def wish(world: World, *, people: int = 2, area: str = "") -> Order:
    """Return a new wish for some people."""
    answers: dict[str, Any] = {"text": "想要一把旧轮椅", "kind": "goods", "people": people}
    return submit(registry.current("wish"), answers, by=Actor.anyone(), place=Place(area or world.grid), via="web")


def fulfil(world: World, order: Order, *, hours: int, spent: str = "") -> None:
    """Fulfil a claimed wish."""
    answers = {"result": "办好了", "hours": hours} | ({"spent": spent} if spent else {})
    world.move(order, "fulfil", "neighbour", **answers)


def counted(*areas: str, since: date = date(2026, 1, 1)) -> dict[str, Counted]:
    """Return the indicators by code, of this year by default."""
    period = Period(since, now().date(), now())
    found = indicators_of(registry.current("wish"), areas or (COUNTY,), period=period)
    return {each.indicator.code: each for each in found}


def values(found: dict[str, Counted]) -> dict[str, tuple[Decimal | None, int | None]]:
    """Return numerator and denominator by indicator."""
    return {code: (each.count, each.of) for code, each in found.items()}


def test_every_measure_is_worked_out(world: World, clock: Clock) -> None:
    """Three wishes for 2, 3 and 5 people: one claimed after an hour and fulfilled, one after three, one never."""
    first, second, third = (wish(world, people=people) for people in (2, 3, 5))
    clock.forward(hours=1)
    world.move(first, "claim", "neighbour")
    fulfil(world, first, hours=4, spent="128.50")
    clock.forward(hours=2)
    world.move(second, "claim", "neighbour")
    clock.to_due(third)
    world.sweep()

    found = counted()

    assert values(found) == {
        "wishes": (3, None),
        "claims": (2, None),
        "money": (12850, None),
        "hours_given": (4, 10),
        "done": (1, 2),
        "claimed_in_time": (2, 3),
        "to_claim": (2, 2),
    }
    assert found["hours_given"].percent == 40.0
    assert found["money"].is_money
    assert not found["hours_given"].is_money
    assert {each.indicator.measure for each in found.values()} == set(MEASURES)


def test_what_is_still_there_too_late_counts_as_late(world: World, clock: Clock) -> None:
    """Before the clock has made its move, the order that nobody claimed is late all the same."""
    order = wish(world)
    clock.to_due(order)

    assert values(counted())["claimed_in_time"] == (0, 1)


def test_only_the_period_and_the_areas_are_counted(world: World, clock: Clock) -> None:
    """What was opened or done before the first day, or in another street, is left out."""
    order = wish(world)
    wish(world, area=f"{SOUTH}001001")
    clock.forward(days=1)
    world.move(order, "claim", "neighbour")
    today = now().date()

    assert values(counted())["wishes"] == (2, None)
    assert values(counted(NORTH))["wishes"] == (1, None)
    assert values(counted(NORTH, since=today))["wishes"] == (0, None)
    assert values(counted(NORTH, since=today))["claims"] == (1, None)
    assert values(counted(SOUTH))["claims"] == (0, None)


def test_the_hours_are_those_to_the_first_such_move(world: World, clock: Clock) -> None:
    """A wish given back and claimed again counts once, by its first claim."""
    order = wish(world)
    clock.forward(hours=2)
    world.move(order, "claim", "neighbour")
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()
    world.move(order, "claim", "neighbour")

    assert values(counted())["to_claim"] == (2, 1)
    assert values(counted())["claims"] == (2, None)


def test_nothing_to_count_is_no_share(world: World) -> None:
    """Neither 0 nor 100 %: there is no share and no median."""
    found = counted()

    assert values(found)["to_claim"] == (None, 0)
    assert found["done"].percent is None
    assert values(found)["money"] == (0, None)


def test_all_indicators_cost_two_queries(world: World, django_assert_num_queries: Any) -> None:
    """However many there are."""
    wish(world)
    counted()

    with django_assert_num_queries(2):
        counted()
    with django_assert_num_queries(0):
        assert (
            indicators_of(registry.current("service"), [COUNTY], period=Period(now().date(), now().date(), now())) == []
        )
