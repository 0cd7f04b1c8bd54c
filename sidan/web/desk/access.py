# SPDX-License-Identifier: Apache-2.0
"""Who may enter the desk: signed-in people who hold a post today, their own or an absent colleague's."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def desk_page(view: View[P]) -> View[P]:
    """Open a page of the desk to holders of a post; others are sent to the sign-in page, or told that they hold none.

    What is shown may name residents' troubles, so no browser and no proxy keeps it.
    """

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not actor_for(request).posts:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    # The wrapped view knows its first argument by name, which the type of a view does not.
    return cast(View[P], login_required(never_cache(guarded)))
