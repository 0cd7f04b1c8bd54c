# SPDX-License-Identifier: Apache-2.0
"""A company's need is matched with an expert unit, and the company alone judges (党建联盟 赋能惠企)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.people.models import Unit
from tests.beginning import begin, with_companies
from tests.world import COUNTY, Clock, World


@pytest.fixture
def street(world: World) -> World:
    """Return the county with a company, an organiser and a university."""
    world.units["college"] = Unit.objects.create(
        code="college", name="临江学院", name_en="Linjiang college", kind="university", area=world.areas[COUNTY]
    )
    world.hold("professor", role="handler", unit="college")
    return with_companies(world)


def asked(world: World) -> Order:
    """Return a need that a company has stated."""
    return begin(world, "expert", "owner", subject="technology", text="铸件气孔多，成品率低。")


def propose(world: World, order: Order) -> None:
    """Propose the college and the lamp office as the organiser."""
    world.move(order, "propose", "organiser", proposed=["college", "lamps"], why="都有实验室。")


def at_work(world: World) -> Order:
    """Return a need on which the college has begun."""
    order = asked(world)
    propose(world, order)
    world.move(order, "choose", "owner", unit="college")
    world.move(order, "sign", "professor", agreement="三个月内成品率到九成。", until="2026-06-10")
    return order


def test_a_need_is_matched_agreed_and_judged_by_the_company(street: World) -> None:
    """The college reports and delivers; the company says that it is solved."""
    order = at_work(street)
    street.move(order, "report", "professor", progress="改了浇注温度。")
    street.move(order, "deliver", "professor", result="成品率九成二。")
    for name in ("professor", "organiser"):
        with pytest.raises(Refused, match="not yours"):
            street.move(order, "solved", name, satisfaction="5")

    street.move(order, "solved", "accountant", satisfaction="5")

    assert (order.outcome, order.satisfaction) == ("solved", 5)


def test_a_company_chooses_among_those_proposed_alone(street: World) -> None:
    """At most three are proposed, none of them the company itself; nobody sees the need before being chosen."""
    order = asked(street)
    for units, sentence in ((["college", "lamps", "water", "property"], "at most 3"), (["factory"], "to itself")):
        with pytest.raises(Refused, match=sentence):
            street.move(order, "propose", "organiser", proposed=units)
    propose(street, order)
    with pytest.raises(Refused, match="one of those that were proposed"):
        street.move(order, "choose", "owner", unit="water")
    assert not Order.objects.visible_to(street.actor("professor")).filter(pk=order.pk).exists()

    street.move(order, "choose", "owner", unit="college")

    assert (order.stage, order.unit) == ("agreeing", street.units["college"])
    assert not Order.objects.visible_to(street.actor("handler")).filter(pk=order.pk).exists()


def test_a_company_may_ask_for_another_but_not_for_ever(street: World) -> None:
    """Three times; then it chooses or withdraws."""
    order = asked(street)
    for _ in range(3):
        propose(street, order)
        street.move(order, "decline_expert", "owner", none_fits="不对口。")
    propose(street, order)
    with pytest.raises(Refused, match="used 3 times already"):
        street.move(order, "decline_expert", "owner", none_fits="不对口。")

    street.move(order, "withdraw", "owner")

    assert order.outcome == "withdrawn"


def test_what_is_not_solved_is_done_again_twice(street: World) -> None:
    """After that the company's word is kept and it ends."""
    order = at_work(street)
    for _ in range(2):
        street.move(order, "deliver", "professor", result="八成。")
        street.move(order, "unsolved", "owner", satisfaction="2", unsolved="没到九成。", until="2026-08-10")
    street.move(order, "deliver", "professor", result="八成五。")

    street.move(order, "still_unsolved", "owner", satisfaction="2", unsolved="没到九成。")

    assert (order.kind, order.solved) == ("closed", "no")


def test_who_is_late_is_known_to_organiser_and_leader(street: World, clock: Clock) -> None:
    """A late result goes to the organiser, then to the leader, and may still be delivered."""
    order = at_work(street)
    for stage, holder in (("work_overdue", "organiser"), ("with_leader", "leader")):
        clock.to_due(order)
        street.sweep()
        order.refresh_from_db()
        assert (order.stage, order.holder) == (stage, holder)

    street.move(order, "deliver", "professor", result="成品率九成。")

    assert (order.stage, order.holder) == ("judging", "company")


def test_only_a_company_states_a_need(street: World) -> None:
    """Nobody else does so in its name."""
    for name in ("organiser", "professor", "stranger"):
        with pytest.raises(Refused, match="not yours"):
            begin(street, "expert", name, subject="law", text="合同。")
    assert not Order.objects.visible_to(street.actor("stranger")).filter(pk=asked(street).pk).exists()
