# SPDX-License-Identifier: Apache-2.0
"""Who may enter the planning pages: grid planners, each the plans of their own areas."""

from sidan.planning.authority import areas_planned, find_plan
from sidan.planning.models import GridPlan
from sidan.web.guarding import P, View, guarded_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


def planner_page(view: View[P]) -> View[P]:
    """Open a page to grid planners; others are sent to the sign-in page, or told that they hold no such post."""
    return guarded_page(view, lambda actor: bool(areas_planned(actor)))


def opened(request: Request, code: str) -> GridPlan:
    """Return a plan of the actor's areas; NotFound for any other. One query."""
    return find_plan(code, by=actor_for(request))
