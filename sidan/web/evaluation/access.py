# SPDX-License-Identifier: Apache-2.0
"""Who may enter the pages of evaluation: evaluators, who oversees them, and staff of whatever is compared."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from sidan.evaluation.authority import areas_evaluated, areas_seen
from sidan.evaluation.listing import find_round_for, is_concerned
from sidan.evaluation.round_rows import Round
from sidan.people.actors import Actor
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

P = ParamSpec("P")
View = Callable[Concatenate[Request, P], HttpResponse]


def staff_page(view: View[P]) -> View[P]:
    """Open a page to everybody who has to do with rounds; which rounds, the page itself asks."""
    return _guarded(view, is_concerned)


def evaluator_page(view: View[P]) -> View[P]:
    """Open a page to those who run rounds somewhere."""
    return _guarded(view, lambda actor: bool(areas_evaluated(actor)))


def revisitor_page(view: View[P]) -> View[P]:
    """Open a page to those who ask residents again somewhere, and to those who run or oversee rounds."""
    return _guarded(view, lambda actor: actor.holds("revisitor") or bool(areas_seen(actor)))


def round_for(request: Request, pk: int) -> Round:
    """Return a round the visitor has to do with; NotFound for any other."""
    return find_round_for(pk, by=actor_for(request))


def _guarded(view: View[P], is_open: Callable[[Actor], bool]) -> View[P]:
    """Return a view for whom it is open; others are sent to the sign-in page, or told that it is not theirs.

    Units see their figures here before anybody else does, so no browser and no proxy keeps a page.
    """

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not is_open(actor_for(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    # The wrapped view knows its first argument by name, which the type of a view does not.
    return cast(View[P], login_required(never_cache(guarded)))
