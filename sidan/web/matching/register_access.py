# SPDX-License-Identifier: Apache-2.0
"""Who may enter the registers: who organises, leads or audits an area reads them, organisers keep them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from sidan.matching.authority import areas_kept, areas_read
from sidan.people.actors import Actor
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def reader_page(view: View[P]) -> View[P]:
    """Open a page to those who read the registers of some area; which, the page itself asks."""
    return _guarded(view, lambda actor: bool(areas_read(actor)))


def keeper_page(view: View[P]) -> View[P]:
    """Open a page to those who keep the registers of some area."""
    return _guarded(view, lambda actor: bool(areas_kept(actor)))


def _guarded(view: View[P], is_open: Callable[[Actor], bool]) -> View[P]:
    """Return a view for whom it is open; others are sent to the sign-in page, or told that it is not theirs."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_open(actor_for(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    # The wrapped view knows its first argument by name, which the type of a view does not.
    return cast(View[P], login_required(never_cache(guarded)))
