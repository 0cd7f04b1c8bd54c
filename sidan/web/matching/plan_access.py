# SPDX-License-Identifier: Apache-2.0
"""Who may enter the pages of plans of pairs: readers of the area and, while asked, those concerned."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from sidan.matching.authority import areas_kept, areas_read, require_may_keep
from sidan.matching.models import PairingPlan
from sidan.matching.plans import find_plan
from sidan.people.actors import Actor
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def is_concerned(actor: Actor) -> bool:
    """Say whether pairs can be about the actor: a liaison, or somebody who speaks for a company; no query."""
    return actor.holds("liaison") or bool(actor.units("company"))


def is_reader(actor: Actor) -> bool:
    """Say whether the actor reads the plans of some area; no query."""
    return bool(areas_read(actor))


def enters_plans(actor: Actor) -> bool:
    """Say whether the pages of plans have anything for the actor; no query."""
    return is_reader(actor) or is_concerned(actor)


def page_for(may: Callable[[Actor], bool]) -> Callable[[View[P]], View[P]]:
    """Return a decorator that opens a page to whom `may` lets in; nobody keeps a copy, as names stand on it."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may(actor_for(request)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        # The wrapped view knows its first argument by name, which the type of a view does not.
        return cast(View[P], login_required(never_cache(guarded)))

    return guard


concerned_page = page_for(enters_plans)
reader_page = page_for(is_reader)
keeper_page = page_for(lambda actor: bool(areas_kept(actor)))


def opened(request: Request, number: int) -> PairingPlan:
    """Return a plan of an area the actor reads; NotFound for any other. One query."""
    return find_plan(number, by=actor_for(request))


def opened_to_keep(request: Request, number: int) -> PairingPlan:
    """Return a plan of an area the actor keeps; NotFound for one not read, Refused for one only read. One query."""
    plan = opened(request, number)
    require_may_keep(actor_for(request), plan.area_code)
    return plan
