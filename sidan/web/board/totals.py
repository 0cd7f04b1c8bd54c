# SPDX-License-Identifier: Apache-2.0
"""What anybody may know: the city's totals, counted anew every five minutes and not for each visitor."""

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.reports.figures import Figures, figures
from sidan.web.board.telling import how_it_went
from sidan.web.htmx import Request

KEPT_SECONDS = 300
_KEY = "board.totals"


@require_safe
def totals(request: Request) -> HttpResponse:
    """Show the totals of the whole city: no unit, no place, no order."""
    found: Figures = cache.get_or_set(_KEY, _counted, KEPT_SECONDS)  # type: ignore[assignment]  # never None
    context = {
        "figures": found,
        **how_it_went(found),
    }
    response = render(request, "board/public.html", context)
    patch_cache_control(response, private=True, max_age=60)
    return response


def _counted() -> Figures:
    """Return the figures of the whole city."""
    return figures([""], at=now())
