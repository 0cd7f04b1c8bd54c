# SPDX-License-Identifier: Apache-2.0
"""A weak branch is diagnosed, plans, is checked month by month and accepted by somebody else (软弱涣散整顿)."""

import pytest

from sidan.base.errors import Refused
from sidan.orders.models import Order
from sidan.people.models import Unit
from tests.beginning import begin
from tests.world import COUNTY, NORTH, Clock, World


@pytest.fixture
def county(world: World) -> World:
    """Return the county with a village branch and two organisers."""
    world.units["branch"] = Unit.objects.create(
        code="branch", name="清溪村党支部", name_en="Qingxi branch", kind="party_branch", area=world.areas[NORTH]
    )
    world.hold("secretary", role="unit_head", unit="branch")
    world.hold("organiser", role="organiser", area=COUNTY)
    world.hold("colleague", role="organiser", area=COUNTY)
    return world


def listed(world: World) -> Order:
    """Return an improvement that has just begun."""
    return begin(world, "improve", "organiser", unit="branch", found_by="yearly", text="支委会三个月没有开过会。")


def planned(world: World) -> Order:
    """Return an improvement whose branch has handed in its plan."""
    order = listed(world)
    world.move(order, "diagnose", "organiser", causes="走访十二户，班子缺一人。")
    world.move(
        order, "plan", "secretary", measures="补齐班子\n每月开一次会", planned=2, responsible="书记", until="2026-06-30"
    )
    return order


def improving(world: World) -> Order:
    """Return an improvement whose plan was approved."""
    order = planned(world)
    world.move(order, "approve_plan", "organiser")
    return order


def proposed(world: World, by: str = "organiser") -> Order:
    """Return an improvement that is up for acceptance."""
    order = improving(world)
    world.move(order, "propose", by, check_note="两条都做到了。")
    return order


def month(world: World, order: Order, clock: Clock) -> None:
    """Let a month pass, so that the check is due."""
    clock.to_due(order)
    world.sweep()
    order.refresh_from_db()


def test_a_branch_improves_and_is_accepted_by_the_leader(county: World, clock: Clock) -> None:
    """Checked after a month, it goes on; then it is proposed, and the leader strikes it off."""
    order = improving(county)
    month(county, order, clock)
    assert (order.stage, order.holder) == ("month_check", "organiser")

    county.move(order, "checked", "organiser", check_note="班子已补齐。", completed=1)
    county.move(order, "propose", "organiser", check_note="两条都做到了。")
    county.move(order, "accept", "leader", accept_note="群众认可。")

    assert (order.stage, order.outcome, order.facts["planned"]) == ("accepted", "done", 2)


def test_nobody_accepts_the_own_work(county: World) -> None:
    """Neither the branch, nor whoever began or checked it, even with a leader's post: the leader does."""
    order = proposed(county, by="colleague")
    with pytest.raises(Refused, match="not yours"):
        county.move(order, "accept", "secretary", accept_note="合格。")
    for name, why in (("organiser", "You opened this order"), ("colleague", "in another role")):
        county.hold(name, role="leader", area=COUNTY)
        with pytest.raises(Refused, match=why):
            county.move(order, "accept", name, accept_note="合格。")

    county.move(order, "accept", "leader", accept_note="群众认可。")

    assert order.stage == "accepted"


def test_it_is_extended_twice_and_never_for_ever(county: World) -> None:
    """After two extensions only acceptance or another way remains."""
    order = proposed(county)
    with pytest.raises(Refused, match="not possible yet"):
        county.move(order, "not_met", "leader", reason="没有变化。")
    for _ in range(2):
        county.move(order, "extend_term", "leader", reason="会议仍不正常。", until="2026-09-30")
        county.move(order, "propose", "organiser", check_note="再报验收。")
    with pytest.raises(Refused, match="used 2 times already"):
        county.move(order, "extend_term", "leader", reason="再延长。", until="2026-12-31")

    county.move(order, "not_met", "leader", reason="延长两次仍不达标。")

    assert (order.stage, order.outcome) == ("unmet", "refused")


def test_whoever_is_late_is_known_to_the_leader(county: World, clock: Clock) -> None:
    """A plan that does not come goes to the leader, and the branch may still hand it in."""
    order = listed(county)
    county.move(order, "diagnose", "organiser", causes="班子不齐。")
    clock.to_due(order)
    county.sweep()
    order.refresh_from_db()
    assert (order.stage, order.holder) == ("plan_overdue", "leader")

    county.move(order, "press", "leader", reason="三天内交。")
    county.move(order, "plan", "secretary", measures="补齐班子", planned=1, responsible="书记", until="2026-09-30")

    assert order.stage == "plan_review"


def test_a_plan_nobody_reviews_is_begun(county: World, clock: Clock) -> None:
    """The branch does not wait for a reviewer; a month later the check comes, and a late one goes to the leader."""
    order = planned(county)
    month(county, order, clock)
    assert order.stage == "improving"

    month(county, order, clock)
    month(county, order, clock)

    assert (order.stage, order.holder) == ("check_overdue", "leader")


def test_only_an_organiser_lists_a_branch(county: World) -> None:
    """Neither a branch nor a resident puts another under improvement, and a stranger does not see it."""
    for name in ("secretary", "handler", "stranger"):
        with pytest.raises(Refused, match="not yours"):
            begin(county, "improve", name, unit="branch", found_by="other", text="有问题。")

    order = listed(county)

    assert not Order.objects.visible_to(county.actor("stranger")).filter(pk=order.pk).exists()
    assert not Order.objects.visible_to(county.actor("handler")).filter(pk=order.pk).exists()
