# SPDX-License-Identifier: Apache-2.0
"""Claims and plans that come at the same moment, on real connections: limits hold, and the first one wins."""

from collections.abc import Iterator

import pytest

from sidan.base import clock as time_of_day
from sidan.base.errors import Refused
from sidan.orders.models import Order, Step
from sidan.orders.moves import make
from tests.beginning import begin, with_companies, with_neighbours
from tests.orders.test_at_once import together
from tests.world import MORNING, World, build


@pytest.fixture
def committed(transactional_db: None) -> Iterator[World]:
    """Build the county with neighbours and a company for real, so that other connections see it."""
    with time_of_day.travel(MORNING):
        yield with_companies(with_neighbours(build()))


def listed(world: World) -> Order:
    """Return a wish that the grid has listed."""
    wish = begin(world, "grid", text="搬不动米。")
    world.move(wish, "list_it", "crew")
    return wish


@pytest.mark.django_db(transaction=True)
def test_one_of_three_claims_wins(committed: World) -> None:
    """Three neighbours claim at once; one has it, the others are told, and there is one claim."""
    wish = listed(committed)
    by = [committed.actor(name) for name in ("member", "volunteer", "crew")]

    results = together(*(lambda actor=actor: make(wish, "claim", {}, by=actor) for actor in by))

    assert sorted(type(result).__name__ for result in results) == ["Refused", "Refused", "Step"]
    wish.refresh_from_db()
    assert Step.objects.get(order=wish, move="claim").by_id == wish.member_id


@pytest.mark.django_db(transaction=True)
def test_one_person_does_not_claim_past_the_limit_at_once(committed: World) -> None:
    """Five claims of one person at the same moment: three are taken, as many as one may hold."""
    wishes = [listed(committed) for _ in range(5)]
    member = committed.actor("member")

    results = together(*(lambda wish=wish: make(wish, "claim", {}, by=member) for wish in wishes))

    assert sum(isinstance(result, Step) for result in results) == 3
    assert Order.objects.filter(member=committed.people["member"]).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_units_do_not_plan_past_the_cap_at_once(committed: World) -> None:
    """Four visits of one company planned at the same moment: two stand."""

    def plan(name: str) -> Order:
        return begin(committed, "visit", name, company="factory", planned_on="2026-03-20", text="走访。")

    results = together(*(lambda name=name: plan(name) for name in ("liaison", "organiser") * 2))

    assert sum(isinstance(result, Order) for result in results) == 2
    assert sum(isinstance(result, Refused) for result in results) == 2
