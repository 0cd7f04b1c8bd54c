# SPDX-License-Identifier: Apache-2.0
"""What was published, for everybody: the list by county and programme, each order's page, and its photos."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Words
from sidan.orders.attachments import find_attachment
from sidan.orders.publishing import (
    entries_of,
    find_published,
    is_published_photo,
    published_of,
    published_page,
    publishing_programmes,
)
from sidan.places.names import counties_within, name_of
from sidan.web.public.photos import picture_of


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """List what was published, newest first; `?county=` and `?programme=` cut the list. One query."""
    counties = _counties()
    programmes = {programme.code: programme.name for programme in publishing_programmes()}
    county, programme = request.GET.get("county", ""), request.GET.get("programme", "")
    if (county and county not in counties) or (programme and programme not in programmes):
        raise NotFound("There is nothing here.")
    found = published_page(county=county, programme=programme, mark=request.GET.get("at", ""))
    context = {
        "entries": entries_of(found.rows),
        "counties": counties,
        "county": county,
        "programmes": programmes,
        "programme": programme,
        "earlier": _turned(request, found.earlier),
        "later": _turned(request, found.later),
    }
    return render(request, "public/published.html", context)


@require_safe
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is published of an order. At most seven queries."""
    found = published_of(find_published(number))
    objection = ""
    if found.objection is not None:
        page = reverse("public:report_in", args=[found.objection.code])
        objection = f"{page}?order={found.entry.order.number}"
    return render(request, "public/published_order.html", {"published": found, "objection": objection})


@require_safe
def photo(request: HttpRequest, number: str, token: str, size: str = "") -> HttpResponseBase:
    """Return a photo that was published. Two queries."""
    found = find_attachment(token)
    if not is_published_photo(found, find_published(number)):
        raise NotFound("There is no such picture.")
    return picture_of(request, found, size=size)


def _counties() -> dict[str, Words]:
    """Return the counties by code. No query."""
    return {code: name_of(code) for code in counties_within("")}


def _turned(request: HttpRequest, mark: str) -> str:
    """Return this page's address at another mark, empty where there is no such page."""
    if not mark:
        return ""
    query = request.GET.copy()
    query["at"] = mark
    return f"?{query.urlencode()}"
