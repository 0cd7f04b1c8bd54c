# SPDX-License-Identifier: Apache-2.0
"""A company calls, departments report on the spot, members help (企业吹哨 · 部门报到 · 党员争先)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order, Share, Step
from tests.beginning import FAR, HERE, begin, with_companies, with_neighbours
from tests.world import Clock, World


@pytest.fixture
def street(world: World) -> World:
    """Return the county with a company and members."""
    return with_neighbours(with_companies(world))


def sounded(world: World, by: str = "owner", grade: str = "urgent") -> Order:
    """Return a whistle that somebody has just sounded."""
    return begin(world, "whistle", by, text="配电房进水，马上停产。", situation="emergency", grade=grade)


def called(world: World, **more: str) -> Order:
    """Return a whistle to which the lamp office and the water company were called."""
    order = sounded(world, **more)
    world.move(order, "call", "dispatcher", parties=["lamps", "water"])
    return order


def at_work(world: World, **more: str) -> Order:
    """Return a whistle at which both departments have arrived and begun."""
    order = called(world, **more)
    for name in ("handler", "plumber"):
        world.move(order, "check_in", name, position=HERE)
    world.move(order, "begin", "handler")
    return order


def settled(world: World, **more: str) -> Order:
    """Return a whistle that both departments have settled."""
    order = at_work(world, **more)
    world.move(order, "report", "handler", share_answer="已断电并抽水。", fit="right")
    world.move(order, "report", "plumber", share_answer="管道已修。")
    world.move(order, "settle", "plumber", answer="恢复供电。")
    return order


def test_a_company_whistles_and_rates(street: World) -> None:
    """Departments come, report their part and settle; the company says whether it was solved."""
    order = settled(street)

    street.move(order, "rate_solved", "owner", satisfaction="5")

    assert (order.outcome, order.satisfaction) == ("solved", 5)


def test_departments_check_in_at_the_place_and_leave_no_track(street: World) -> None:
    """From a kilometre away it is refused; on the spot only the metres are kept."""
    order = called(street)
    with pytest.raises(Refused, match="check in within 500 metres"):
        street.move(order, "check_in", "handler", position=FAR)

    step = street.move(order, "check_in", "handler", position=HERE)

    assert step.answers == {"distance_m": 0}
    assert Share.objects.get(unit=street.units["lamps"]).arrived_at == step.made_at
    with pytest.raises(Refused, match="checked in already"):
        street.move(order, "check_in", "handler", position=HERE)


def test_work_begins_when_all_are_here(street: World) -> None:
    """Whoever is missing is named."""
    order = called(street)
    street.move(order, "check_in", "handler", position=HERE)

    with pytest.raises(Refused, match="水务公司 has not checked in"):
        street.move(order, "begin", "handler")


def test_nobody_settles_before_every_department_has_reported(street: World) -> None:
    """事不完、人不撤: the one that still owes its part is named."""
    order = at_work(street)
    street.move(order, "report", "handler", share_answer="已断电。")

    with pytest.raises(Refused, match="Still waiting for 水务公司"):
        street.move(order, "settle", "handler", answer="好了。")


def test_the_leader_steps_in_when_a_department_is_late(street: World, clock: Clock) -> None:
    """After the grade's time the order is the leader's, who begins without waiting any longer."""
    order = called(street)
    clock.to_due(order)
    street.sweep()
    order.refresh_from_db()
    assert (order.stage, order.holder) == ("led", "leader")

    street.move(order, "begin_led", "leader", reason="水务公司未到，先抢险。")

    assert order.stage == "working"


def test_members_join_in_to_help(street: World) -> None:
    """A member joins and steps out again."""
    order = called(street)

    street.move(order, "join", "member")
    assert order.participants == [street.people["member"].pk]
    street.move(order, "leave", "member")

    assert order.participants == []


def test_only_whoever_called_rates(street: World) -> None:
    """The company's contacts rate; the street, the leader and the departments do not."""
    order = settled(street)

    for name in ("dispatcher", "leader", "handler", "plumber", "member"):
        with pytest.raises(Refused, match="not yours"):
            street.move(order, "rate_solved", name, satisfaction="5")
    street.move(order, "rate_unsolved", "accountant", unsolved="又进水了。", satisfaction="1")
    assert (order.stage, order.holder) == ("led_working", "leader")


def test_a_street_whistles_and_rates_for_itself(street: World) -> None:
    """A street's whistle is rated by the street, not by any company."""
    order = settled(street, by="dispatcher")

    with pytest.raises(Refused, match="not yours"):
        street.move(order, "rate_solved", "owner", satisfaction="1")
    street.move(order, "rate_solved", "dispatcher", satisfaction="4")
    assert order.outcome == "solved"


def test_both_are_rated(street: World) -> None:
    """A department says whether the whistle was rightly sounded, next to what it did."""
    order = settled(street)

    assert Step.objects.get(order=order, move="report", unit=street.units["lamps"]).answers["fit"] == "right"
