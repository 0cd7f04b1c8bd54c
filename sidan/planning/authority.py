# SPDX-License-Identifier: Apache-2.0
"""Who may plan grids: whoever holds the post of a grid planner over the plan's area, and nobody else."""

from sidan.base.errors import NotFound, Refused
from sidan.people.actors import Actor
from sidan.places.codes import is_inside, site_code
from sidan.planning.models import GridPlan


def areas_planned(by: Actor) -> tuple[str, ...]:
    """Return the codes of the areas whose grids the actor plans, none lying inside another; no query."""
    return by.areas("planner")


def may_plan(by: Actor, area_code: str) -> bool:
    """Say whether the actor plans the grids of an area."""
    return any(is_inside(area_code, area) for area in areas_planned(by))


def require_may_plan(by: Actor, area_code: str) -> None:
    """Refuse anybody who is not a planner of the area."""
    if not may_plan(by, area_code):
        raise Refused("Grids are planned by the grid planners of the area.")


def find_plan(code: str, *, by: Actor) -> GridPlan:
    """Return a plan with its area, for a planner of it; NotFound alike for a code that is none and for one of others.

    One query. The drawn-over small areas (`instance`) are left out until somebody asks for them.
    """
    plan = GridPlan.objects.select_related("area", "made_by").defer("instance").filter(code=_kept(code)).first()
    if plan is None or not may_plan(by, plan.area.code):
        raise NotFound("There is no plan %(code)s.", code=code[:40])
    return plan


def find_public_plan(code: str) -> GridPlan:
    """Return a plan that everybody may look at; NotFound for any other. One query."""
    plan = GridPlan.objects.select_related("area").defer("instance").filter(code=_kept(code)).first()
    if plan is None or not plan.is_public:
        raise NotFound("There is no plan %(code)s.", code=code[:40])
    return plan


def _kept(code: str) -> str:
    """Return a plan's code as it is kept, however it was typed; "" for what is none."""
    try:
        return site_code(code)
    except Refused:
        return ""
