# SPDX-License-Identifier: Apache-2.0
"""The figures that programmes declare of themselves, for those who lead, supervise or organise an area."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import NotFound
from sidan.orders.declare import Programme
from sidan.orders.registry import current, served
from sidan.places.names import name_of
from sidan.places.tree import beneath
from sidan.reports.indicators import Period, indicators_of
from sidan.web.board.areas import LEADING, asked_areas, own_areas
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for

READERS = (*LEADING, "organiser")
# How many days back each period reaches, today counted; the year begins on 1 January.
PERIODS: dict[str, tuple[str | Promise, int]] = {
    "month": (_("30 days"), 30),
    "quarter": (_("90 days"), 90),
    "year": (_("this year"), 0),
}


@require_safe
@login_required
@never_cache
def programmes(request: Request) -> HttpResponse:
    """List the programmes that declare figures of their own."""
    if not own_areas(administrator_for(request), roles=READERS):
        raise PermissionDenied
    return render(request, "board/programmes.html", {"programmes": _with_indicators()})


@require_safe
@login_required
@never_cache
def programme(request: Request, code: str) -> HttpResponse:
    """Show the figures of one programme in one's own areas; `?period=` and `?area=` choose. Two queries of its own."""
    areas = asked_areas(request, own_areas(administrator_for(request), roles=READERS))
    asked = current(code)
    chosen = request.GET.get("period", "") or "year"
    if chosen not in PERIODS:
        raise NotFound("There is no such period.")
    period = _period(PERIODS[chosen][1])
    context = {
        "programme": asked,
        "programmes": _with_indicators(),
        "areas": [(area, name_of(area)) for area in areas if area],
        "within": beneath(areas[0]) if len(areas) == 1 else (),
        "period": period,
        "periods": [(key, words, key == chosen) for key, (words, _days) in PERIODS.items()],
        "rows": indicators_of(asked, areas, period=period),
    }
    return render(request, "board/programme.html", context)


def _period(days: int) -> Period:
    """Return the last days, or this year for nought."""
    at = now()
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    since = today - timedelta(days=days - 1) if days else date(today.year, 1, 1)
    return Period(since, today, at)


def _with_indicators() -> tuple[Programme, ...]:
    """Return the programmes that declare indicators, in the order of menus."""
    return tuple(each for each in served() if each.indicators)
