# SPDX-License-Identifier: Apache-2.0
"""What anybody may know: the city's totals, counted anew every five minutes and not for each visitor."""

from functools import partial

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.orders.declare import Programme
from sidan.orders.openings import find_public, public_programmes
from sidan.reports.figures import Figures, figures
from sidan.web.board.telling import how_it_went
from sidan.web.htmx import Request

KEPT_SECONDS = 300
_KEY = "board.totals"


@require_safe
def totals(request: Request) -> HttpResponse:
    """Show the totals of one public programme in the whole city: no unit, no place, no order."""
    programme = find_public(request.GET.get("programme", ""))
    counted = partial(_counted, programme)
    found: Figures = cache.get_or_set(f"{_KEY}.{programme.code}", counted, KEPT_SECONDS)  # type: ignore[assignment]  # never None
    context = {
        "figures": found,
        "programme": programme,
        "programmes": public_programmes(),
        **how_it_went(found),
    }
    response = render(request, "board/public.html", context)
    patch_cache_control(response, private=True, max_age=60)
    return response


def _counted(programme: Programme) -> Figures:
    """Return the figures of a programme in the whole city."""
    return figures([""], at=now(), programme=programme)
