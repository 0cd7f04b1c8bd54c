# SPDX-License-Identifier: Apache-2.0
"""A page for those it is open to, and for nobody else: the one gate that the faces' own rules stand behind."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from sidan.people.actors import Actor
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def guarded_page(
    view: View[P], is_open: Callable[[Actor], bool], *, who: Callable[[Request], Actor] = actor_for
) -> View[P]:
    """Return a view for whom it is open; others are sent to the sign-in page, or told that it is not theirs.

    No browser and no proxy keeps a copy, as names and figures stand on such pages. `who` says whose posts are asked.
    """

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_open(who(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    # The wrapped view knows its first argument by name, which the type of a view does not.
    return cast(View[P], login_required(never_cache(guarded)))
