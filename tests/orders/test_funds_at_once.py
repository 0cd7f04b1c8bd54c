# SPDX-License-Identifier: Apache-2.0
"""Money under two hands at once, on real connections: it is never promised or paid twice."""

from collections.abc import Iterator

import pytest

from sidan.base import clock as time_of_day
from sidan.base.errors import Refused
from sidan.orders import funds
from sidan.orders.models import Step
from sidan.orders.purses import Posting, Receipt
from tests.orders.test_at_once import together
from tests.purses import Micro
from tests.world import MORNING, NORTH, build


@pytest.fixture
def committed(transactional_db: None) -> Iterator[Micro]:
    """Build the county with purses for real, so that other connections see it."""
    with time_of_day.travel(MORNING):
        yield Micro(build())


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_do_not_overdraw_a_purse(committed: Micro) -> None:
    """Two orders of 150 yuan each are approved in the same moment: one is, the other is refused with a sentence."""
    orders = [committed.find_need() for _ in range(2)]
    for order in orders:
        committed.declare(order, amount="150")
    actor = committed.world.actor("organiser")

    results = together(*(lambda order=order: committed.world.move(order, "approve_alone", actor) for order in orders))

    assert sorted(type(result).__name__ for result in results) == ["Refused", "Step"]
    assert any("has 50 yuan left" in str(result) for result in results if isinstance(result, Refused))
    assert committed.balance("ming") == (5000, 15000, 0)


@pytest.mark.django_db(transaction=True)
def test_purses_named_crosswise_wait_for_each_other(committed: Micro) -> None:
    """Joint orders that name the same purses in another order are approved side by side, without a deadlock."""
    orders = []
    for names in (("ming", "hong", "lan"), ("lan", "hong", "ming"), ("hong", "lan", "ming")):
        order = committed.find_need()
        committed.declare(order, shares=dict.fromkeys(names, "60"))
        for name in names:
            funds.confirm(order, user_id=committed.world.people[name].pk, at=MORNING)
        committed.world.move(order, "hand_in", "hong")
        orders.append(order)
    actor = committed.world.actor("organiser")

    results = together(*(lambda order=order: committed.world.move(order, "approve_alone", actor) for order in orders))

    assert [type(result) for result in results] == [Step, Step, Step]
    assert {committed.balance(name) for name in ("ming", "hong", "lan")} == {(2000, 18000, 0)}


@pytest.mark.django_db(transaction=True)
def test_two_orders_hand_in_one_receipt_at_once(committed: Micro) -> None:
    """Of two orders that bring the same receipt in the same moment one gets it, and the other is told."""
    orders = [committed.shown(amount="50") for _ in range(2)]

    results = together(*(lambda order=order: committed.bring(order, yuan="20", number="A1") for order in orders))

    assert sorted(type(result).__name__ for result in results) == ["Refused", "Step"]
    assert Receipt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_commands_allot_once(committed: Micro) -> None:
    """Two runs of the yearly allotment at once give each member the money once."""
    by = committed.world.actor("treasurer")

    counts = together(*(lambda: funds.allot_area(NORTH, year=2027, amount_fen=20000, by=by) for _ in range(2)))

    assert sum(counts) == 3
    assert Posting.objects.filter(purse__year=2027, kind="allot").count() == 3
