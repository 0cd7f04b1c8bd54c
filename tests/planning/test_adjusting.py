# SPDX-License-Identifier: Apache-2.0
"""Areas moved by hand: checked at once, measured anew, taken back."""

import pytest

from sidan.base.errors import Refused, Stale
from sidan.planning import adjusting
from sidan.planning.costing import cost_of
from sidan.planning.showing import edits_of, shown
from tests.planning.holding import FIRST, SECOND, THIRD, TOGETHER

pytestmark = pytest.mark.django_db


def region(plan, area):
    """Return the region an area is in now."""
    now = shown(plan)
    return now.regions[now.ids.index(area)]


def test_a_move_is_measured_and_the_proof_says_how_far_it_is(draft, planner):
    """The plan costs what its regions cost now, beside the bound that was proved."""
    plan = draft()
    before = shown(plan)
    assert region(plan, SECOND) == region(plan, THIRD)

    moved = adjusting.move_area(plan, SECOND, region(plan, FIRST), by=planner, expect=0)

    now = shown(moved.plan)
    assert now.is_adjusted
    assert region(moved.plan, SECOND) == region(moved.plan, FIRST)
    bounds, weights, wishes = now.plan.bounds, now.plan.weights, now.plan.wishes
    assert now.cost == pytest.approx(
        cost_of(now.instance, now.regions, bounds=bounds, weights=weights, wishes=wishes), abs=1e-5
    )
    assert now.cost >= now.bound == before.cost
    assert [(each.area, each.by) for each in edits_of(moved.plan)] == [(SECOND, "planner")]


def test_the_cost_of_a_computed_plan_is_the_solvers(draft):
    """Hand and solver count alike."""
    now = shown(draft())

    bounds, weights, wishes = now.plan.bounds, now.plan.weights, now.plan.wishes
    assert cost_of(now.instance, now.regions, bounds=bounds, weights=weights, wishes=wishes) == pytest.approx(now.cost)


def test_undoing_leaves_the_plan_as_it_was_computed(draft, planner):
    """The last move is taken back, and nothing is left of it."""
    plan = draft()
    moved = adjusting.move_area(plan, SECOND, region(plan, FIRST), by=planner, expect=0).plan

    undone = adjusting.undo(moved, by=planner, expect=1)

    assert (undone.adjusted, undone.edits, undone.version) == (None, [], 2)
    assert shown(undone).regions == shown(plan).regions


def test_a_region_of_ones_own_is_made_and_bounds_are_told(draft, planner):
    """Households out of bounds are a warning, not a wall."""
    plan = draft(lo=500)

    moved = adjusting.move_area(plan, THIRD, "", by=planner, expect=0)

    assert region(moved.plan, THIRD).endswith("-03")
    assert sorted(str(each) for each in moved.warnings) == [
        f"The region {region(moved.plan, name)} now has 400 households, outside 500 to 800."
        for name in sorted((SECOND, THIRD), key=lambda name: region(moved.plan, name))
    ]


def test_no_region_falls_into_pieces_and_no_wish_is_broken(draft, planner):
    """What may not be is refused, and what may be is offered."""
    one = draft(regions=1, hi=1200)
    with pytest.raises(Refused, match="fall into pieces"):
        adjusting.move_area(one, SECOND, "", by=planner, expect=0)
    with pytest.raises(Refused, match="There is no region nowhere"):
        adjusting.move_area(one, FIRST, "nowhere", by=planner, expect=0)

    two = draft(**TOGETHER)
    with pytest.raises(Refused, match="stay together"):
        adjusting.move_area(two, SECOND, region(two, THIRD), by=planner, expect=0)
    with pytest.raises(Refused, match="does not border"):
        adjusting.move_area(two, FIRST, region(two, THIRD), by=planner, expect=0)
    assert adjusting.choices(two, SECOND) == []
    assert adjusting.choices(two, THIRD) == [region(two, FIRST)]


def test_a_stale_click_is_told(draft, planner):
    """Two planners do not overwrite one another."""
    plan = draft()
    adjusting.move_area(plan, SECOND, region(plan, FIRST), by=planner, expect=0)

    with pytest.raises(Stale):
        adjusting.undo(plan, by=planner, expect=0)
