# SPDX-License-Identifier: Apache-2.0
"""A talent project has a named leader, milestones and targets, and is accepted by somebody else (书记领衔人才项目)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.orders.registry import current
from tests.beginning import begin
from tests.world import COUNTY, NORTH, Clock, World


@pytest.fixture
def county(world: World) -> World:
    """Return the county with two organisers and two people who may lead."""
    world.hold("organiser", role="organiser", area=COUNTY)
    world.hold("colleague", role="organiser", area=COUNTY)
    world.hold("secretary", role="member", area=NORTH)
    world.hold("deputy", role="member", area=NORTH)
    return world


def named(world: World) -> Order:
    """Return a project whose leader was named."""
    targets = {"placements_target": 10, "trainings_target": 100}
    return begin(world, "talent", "organiser", kind="led", text="柑橘加工人才。", participants=["secretary"], **targets)


def led(world: World) -> Order:
    """Return a project that its leader has taken."""
    order = named(world)
    world.move(order, "take_lead", "secretary", milestone="签合作协议", until="2026-05-01")
    return order


def late(world: World, order: Order, clock: Clock) -> None:
    """Let the time of the stage pass."""
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()


def test_a_project_goes_from_milestone_to_milestone(county: World) -> None:
    """Placements and trainings are counted on the way; somebody else accepts it."""
    order = led(county)
    county.move(order, "placement", "secretary", placed=4, about="食品工程师")
    county.move(order, "training", "secretary", trained=60, about="分拣与保鲜")
    county.move(order, "milestone_reached", "secretary", progress="协议已签。", milestone="试产", until="2026-09-01")
    assert (order.stage, order.facts["until"], order.facts["placements_target"]) == ("leading", "2026-09-01", 10)
    county.move(order, "finish", "secretary", progress="已试产。")

    county.move(order, "accept", "colleague")

    assert (order.stage, order.outcome) == ("accepted", "done")


def test_nobody_accepts_the_own_project(county: World) -> None:
    """Neither who began it nor its leader, though a post as organiser is held."""
    order = led(county)
    county.move(order, "finish", "secretary", progress="做完了。")
    county.hold("secretary", role="organiser", area=COUNTY)
    for name, why in (("organiser", "You opened this order"), ("secretary", "You have a part")):
        with pytest.raises(Refused, match=why):
            county.move(order, "accept", name)


def test_only_the_named_leader_leads(county: World) -> None:
    """A colleague does not report for them; who cannot lead gives it back, and another is named."""
    order = named(county)
    with pytest.raises(Refused, match="not yours"):
        county.move(order, "take_lead", "deputy", milestone="签约", until="2026-05-01")
    county.move(order, "cannot_lead", "secretary", reason="调任。")
    assert (order.stage, order.holder) == ("unled", "organiser")

    county.move(order, "name_leader", "organiser", participants=["deputy"])
    county.move(order, "take_lead", "deputy", milestone="签约", until="2026-05-01")

    assert order.participants == [county.people["deputy"].pk]


def test_a_late_milestone_comes_to_organiser_and_leader(county: World, clock: Clock) -> None:
    """It may be reported late, led by another, or ended early with a reason."""
    order = led(county)
    late(county, order, clock)
    assert (order.stage, order.holder) == ("milestone_overdue", "organiser")
    late(county, order, clock)
    assert (order.stage, order.holder) == ("with_leader", "leader")

    county.move(order, "end_early", "leader", reason="合作方退出。")

    assert order.outcome == "withdrawn"


def test_it_is_extended_twice_and_then_ends(county: World) -> None:
    """After two extensions it is accepted or not."""
    order = led(county)
    for _ in range(2):
        county.move(order, "finish", "secretary", progress="做完了。")
        county.move(order, "extend_project", "colleague", reason="人数不够。", milestone="补足", until="2026-09-01")
    county.move(order, "finish", "secretary", progress="做完了。")

    county.move(order, "not_accept", "colleague", reason="人数不够。")

    assert (order.outcome, current("talent").name.zh) == ("refused", "书记领衔人才项目")
