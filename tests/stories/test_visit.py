# SPDX-License-Identifier: Apache-2.0
"""A visit is planned, may be declined, and each problem found is struck off when it is solved (入企走访、销号)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from tests.beginning import begin, spawned_by, with_companies, withdraw
from tests.world import Clock, World


@pytest.fixture
def street(world: World) -> World:
    """Return the county with a company, its contacts and a liaison."""
    return with_companies(world)


def planned(world: World, by: str = "liaison", on: str = "2026-03-17") -> Order:
    """Return a visit to the company that somebody has planned."""
    return begin(world, "visit", by, company="factory", planned_on=on, text="了解用工和用电。")


def visited(world: World, problems: str = "门前路灯不亮\n货车进不来") -> Order:
    """Return a visit that found problems."""
    order = planned(world)
    world.move(order, "accept", "owner")
    world.move(order, "held", "liaison", findings="企业反映两个问题。", problems=problems)
    return order


def test_problems_become_orders_and_are_struck_off(street: World) -> None:
    """Nothing is closed before each of them is; then the company confirms."""
    order = visited(street)
    lamp, road = spawned_by(order)
    withdraw(street, lamp)
    with pytest.raises(Refused, match=f"Still open: {road.number}"):
        street.move(order, "strike_off", "liaison", summary="办好了。")

    withdraw(street, road)
    street.move(order, "strike_off", "liaison", summary="路灯修好，道路已通。")
    street.move(order, "confirm", "accountant", satisfaction="5")

    assert (order.outcome, order.satisfaction) == ("solved", 5)


def test_a_company_may_decline_without_a_reason(street: World) -> None:
    """Declined, it ends, and nobody comes."""
    order = planned(street)

    street.move(order, "decline", "owner")

    assert (order.kind, order.outcome) == ("closed", "not_accepted")


def test_silence_is_no_consent(street: World, clock: Clock) -> None:
    """A company that does not answer is not visited."""
    order = planned(street)
    clock.to_due(order)
    street.sweep()
    order.refresh_from_db()

    assert order.stage == "declined"


def test_all_units_together_visit_a_company_twice_a_month(street: World) -> None:
    """The third visit of the month is refused, whoever plans it; declined ones do not count, other months neither."""
    planned(street)
    declined = planned(street, "organiser", "2026-03-20")
    street.move(declined, "decline", "owner")
    planned(street, "organiser", "2026-03-24")

    with pytest.raises(Refused, match="2 visits in that month already"):
        planned(street, on="2026-03-31")
    assert planned(street, on="2026-04-01").stage == "planned"


def test_no_visit_is_planned_for_a_day_that_has_passed(street: World) -> None:
    """Today is the earliest."""
    with pytest.raises(Refused, match="from today on"):
        planned(street, on="2026-03-09")
    assert planned(street, on="2026-03-10").stage == "planned"


def test_on_the_day_the_visit_has_to_be_recorded(street: World, clock: Clock) -> None:
    """A visit without problems is recorded in one step; one that is not recorded goes to the organiser."""
    order, forgotten = planned(street), planned(street)
    for each in (order, forgotten):
        street.move(each, "accept", "owner")
    clock.to_due(order)
    street.sweep()
    street.move(order, "held_clear", "liaison", findings="没有问题。")
    clock.to_due(forgotten)
    street.sweep()
    forgotten.refresh_from_db()

    assert (order.outcome, forgotten.holder) == ("done", "organiser")


def test_only_the_company_confirms(street: World) -> None:
    """The liaison does not judge the own work."""
    order = visited(street, "门前路灯不亮")
    withdraw(street, spawned_by(order)[0])
    street.move(order, "strike_off", "liaison", summary="修好了。")

    with pytest.raises(Refused, match="not yours"):
        street.move(order, "confirm", "liaison", satisfaction="5")
