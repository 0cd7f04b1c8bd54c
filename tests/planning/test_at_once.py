# SPDX-License-Identifier: Apache-2.0
"""Adoptions that come at the same moment, on real connections: one wins, and nothing is done twice."""

from collections.abc import Iterator

import pytest

from sidan.base import clock as time_of_day
from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.places.models import Area
from sidan.planning import adopting, computing, drafting
from sidan.planning.jobs import tend
from sidan.planning.models import Adoption, GridPlan
from tests.orders.test_at_once import together
from tests.planning.conftest import TWO
from tests.planning.holding import FIRST, NEW, SECOND, THIRD
from tests.world import MORNING, NORTH, World, build


@pytest.fixture
def committed(transactional_db: None) -> Iterator[World]:
    """Build the county with a planner for real, so that other connections see it."""
    with time_of_day.travel(MORNING):
        world = build()
        world.hold("planner", role="planner", area=NORTH)
        yield world


def planned(world: World, *groups: list[str]) -> GridPlan:
    """Return a computed plan that keeps groups of grids together."""
    asked = {**TWO, "wishes": {"together": groups}}
    plan = drafting.draft(NORTH, name="方案", asked=asked, source="today", by=world.actor("planner"))
    computing.compute(plan.pk)
    return GridPlan.objects.get(pk=plan.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_over_the_same_grids_one_becomes_true(committed: World) -> None:
    """Two planners press at once, twice each; one plan is adopted once, and its orders are carried once."""
    order = committed.submit(area=SECOND)
    plans = [planned(committed, [FIRST, SECOND]), planned(committed, [SECOND, THIRD])]
    planner = committed.actor("planner")

    results = together(*(lambda plan=plan: adopting.adopt(plan, by=planner) for plan in (*plans, *plans)))

    assert sorted(type(result).__name__ for result in results) == ["Adoption", "Refused", "Refused", "Refused"]
    assert all(isinstance(result, Adoption | Refused) for result in results)
    assert Area.objects.filter(code__startswith=f"{NORTH}001", level="grid", void_on__isnull=True).count() == 2
    assert Order.objects.get(pk=order.pk).area_code == NEW


@pytest.mark.django_db(transaction=True)
def test_an_order_sent_meanwhile_is_carried_or_waits_for_the_next_round(committed: World) -> None:
    """Residents send orders while the plan is adopted; none fails, and none is left in a grid that is no longer."""
    plan, planner = planned(committed, [FIRST, SECOND]), committed.actor("planner")

    results = together(
        *(lambda: committed.submit(area=SECOND) for _ in range(3)), lambda: adopting.adopt(plan, by=planner)
    )
    tend(timestamp=0)

    assert [type(result).__name__ for result in results] == ["Order", "Order", "Order", "Adoption"]
    assert set(Order.objects.values_list("area_code", flat=True)) == {NEW}
