# SPDX-License-Identifier: Apache-2.0
"""Who may enter the pages of plans of pairs: readers of the area and, while asked, those concerned."""

from sidan.matching.authority import areas_kept, areas_read, require_may_keep
from sidan.matching.models import PairingPlan
from sidan.matching.plans import find_plan
from sidan.people.actors import Actor
from sidan.web.guarding import P, View, guarded_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


def is_concerned(actor: Actor) -> bool:
    """Say whether pairs can be about the actor: a liaison, or somebody who speaks for a company; no query."""
    return actor.holds("liaison") or bool(actor.units("company"))


def is_reader(actor: Actor) -> bool:
    """Say whether the actor reads the plans of some area; no query."""
    return bool(areas_read(actor))


def enters_plans(actor: Actor) -> bool:
    """Say whether the pages of plans have anything for the actor; no query."""
    return is_reader(actor) or is_concerned(actor)


def concerned_page(view: View[P]) -> View[P]:
    """Open a page to those for whom the pages of plans have anything."""
    return guarded_page(view, enters_plans)


def reader_page(view: View[P]) -> View[P]:
    """Open a page to those who read the plans of some area; which, the page itself asks."""
    return guarded_page(view, is_reader)


def keeper_page(view: View[P]) -> View[P]:
    """Open a page to those who keep the plans of some area."""
    return guarded_page(view, lambda actor: bool(areas_kept(actor)))


def opened(request: Request, number: int) -> PairingPlan:
    """Return a plan of an area the actor reads; NotFound for any other. One query."""
    return find_plan(number, by=actor_for(request))


def opened_to_keep(request: Request, number: int) -> PairingPlan:
    """Return a plan of an area the actor keeps; NotFound for one not read, Refused for one only read. One query."""
    plan = opened(request, number)
    require_may_keep(actor_for(request), plan.area_code)
    return plan
