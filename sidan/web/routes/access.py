# SPDX-License-Identifier: Apache-2.0
"""Who may enter the pages of routes: dispatchers, supervisors, leaders and auditors of an area, and administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from sidan.dispatch.route_rights import areas_kept, areas_read, may_keep_all
from sidan.people.actors import Actor
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def reader_page(view: View[P]) -> View[P]:
    """Open a page to those who may read routes."""
    return _guarded(view, lambda actor: bool(areas_read(actor)))


def keeper_page(view: View[P]) -> View[P]:
    """Open a page to those who may change routes somewhere."""
    return _guarded(view, lambda actor: bool(areas_kept(actor)))


def administrator_page(view: View[P]) -> View[P]:
    """Open a page to those who let rules act."""
    return _guarded(view, may_keep_all)


def _guarded(view: View[P], is_open: Callable[[Actor], bool]) -> View[P]:
    """Return a view for whom it is open; others are sent to the sign-in page, or told that it is not theirs."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_open(administrator_for(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    # The wrapped view knows its first argument by name, which the type of a view does not.
    return cast(View[P], login_required(never_cache(guarded)))
