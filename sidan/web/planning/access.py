# SPDX-License-Identifier: Apache-2.0
"""Who may enter the planning pages: grid planners, each the plans of their own areas."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from sidan.planning.authority import areas_planned, find_plan
from sidan.planning.models import GridPlan
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def planner_page(view: View[P]) -> View[P]:
    """Open a page to grid planners; others are sent to the sign-in page, or told that they hold no such post.

    What is shown names crews, so no browser and no proxy keeps it.
    """

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not areas_planned(actor_for(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    # The wrapped view knows its first argument by name, which the type of a view does not.
    return cast(View[P], login_required(never_cache(guarded)))


def opened(request: Request, code: str) -> GridPlan:
    """Return a plan of the actor's areas; NotFound for any other. One query."""
    return find_plan(code, by=actor_for(request))
