# SPDX-License-Identifier: Apache-2.0
"""One's own purse; and, for those who keep or audit an area's funds, all of its purses and the ledger as a sheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.orders.fund_queries import (
    areas_read,
    own_postings,
    own_purses,
    purses_read,
    require_reader,
    totals_of,
)
from sidan.orders.ledger_sheet import KINDS, ledger_sheet
from sidan.people.days import city_today
from sidan.places.names import name_of
from sidan.web.desk.access import desk_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PURSES = 500


@desk_page
@require_safe
def mine(request: Request) -> HttpResponse:
    """Show what is available, set aside and spent in one's own purses, and what moved; two queries of its own."""
    actor = actor_for(request)
    postings = own_postings(actor)
    context = {
        "purses": own_purses(actor),
        "postings": [
            {"made_at": each.made_at, "words": KINDS[each.kind], "amount_fen": each.amount_fen, "order": each.order}
            for each in postings
        ],
        "is_reader": bool(areas_read(actor)),
    }
    return render(request, "desk/purse.html", context)


@desk_page
@require_safe
def of_area(request: Request) -> HttpResponse:
    """Show the purses of a year in the areas whose funds one keeps or audits; nobody else finds the page."""
    actor = actor_for(request)
    require_reader(actor)
    year = _year(request)
    purses = purses_read(actor, year=year)
    context = {
        "year": str(year),
        "before": str(year - 1),
        "purses": [(purse, name_of(purse.area_code)) for purse in purses[:MOST_PURSES]],
        "totals": totals_of(purses),
    }
    return render(request, "desk/purses.html", context)


@desk_page
@require_safe
def ledger(request: Request) -> HttpResponse:
    """Return the ledger of a year as a spreadsheet; audited."""
    year = _year(request)
    content = ledger_sheet(year=year, by=actor_for(request), language=get_language() or "zh-hans")
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"ledger-{year}.xlsx"))
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _year(request: Request) -> int:
    """Return the year asked for, or this one."""
    text = request.GET.get("year", "")
    if not text:
        return city_today().year
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        raise NotFound("There is no such year.")
    return int(text)
