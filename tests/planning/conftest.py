# SPDX-License-Identifier: Apache-2.0
"""A planner of the small county, who asks for plans of its northern street."""

from collections.abc import Callable
from typing import Any

import pytest

from sidan.people.actors import Actor
from sidan.planning import computing, drafting
from sidan.planning.models import GridPlan
from tests.world import NORTH, World

# The three northern grids of 400 households each become two: one of 800 and one that stays.
TWO = {"lo": 300, "hi": 800, "regions": 2}


@pytest.fixture
def planner(world: World) -> Actor:
    """Let somebody plan the northern street, and return them."""
    world.hold("planner", role="planner", area=NORTH)
    return world.actor("planner")


@pytest.fixture
def draft(planner: Actor) -> Callable[..., GridPlan]:
    """Return what asks for a plan of the northern street and lets the worker compute it."""

    def drafted(area: str = NORTH, **asked: Any) -> GridPlan:
        plan = drafting.draft(area, name="北门合并", asked={**TWO, **asked}, source="today", by=planner)
        computing.compute(plan.pk)
        plan.refresh_from_db()
        assert plan.state == "ready", plan.fault
        return plan

    return drafted
