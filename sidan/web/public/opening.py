# SPDX-License-Identifier: Apache-2.0
"""The lock of a reporter's pages: number and query code in the address, and a limit on wrong ones."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from sidan.base.clock import now
from sidan.base.errors import NotFound
from sidan.orders.models import Order
from sidan.orders.tracking import reporter_of
from sidan.people.actors import Actor
from sidan.web.brand import mark_county
from sidan.web.errors import said, too_many
from sidan.web.limits import window_of
from sidan.web.visitor import client_address, client_network

# A code has 50 bits: at this pace, finding one order's takes longer than the earth has. Right codes are never held up.
_wrong_codes = window_of("wrong code", per_minute=10, per_hour=60)

OrderView = Callable[..., HttpResponseBase]


def opened(view: OrderView) -> OrderView:
    """Return a view of an order as a view of number and code; wrong ones answer 404, too many of them 429.

    The view gets the order and its visitor. What it answers is for this visitor alone and for no search engine.
    """

    @wraps(view)
    def answer(request: HttpRequest, number: str, code: str, **more: str) -> HttpResponseBase:
        """Answer for whoever knows both."""
        try:
            order, actor = open_order(request, number, code)
        except NotFound as fault:
            return wrong(request, fault)
        mark_county(request, order.county)
        response = view(request, order, actor, **more)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def open_order(request: HttpRequest, number: str, code: str) -> tuple[Order, Actor]:
    """Return the order and its visitor, or raise NotFound. One query."""
    return reporter_of(number, code, ip=client_address(request))


def wrong(request: HttpRequest, fault: NotFound, *, number: str = "") -> HttpResponse:
    """Return the form for number and code with what is wrong, or after too many wrong ones how long to wait."""
    wait = _wrong_codes.wait_seconds(client_network(request), at=now().timestamp()) if settings.RATE_LIMITS else 0
    if wait:
        return too_many(request, wait_seconds=wait)
    return render(request, "public/track.html", {"fault": said(fault), "number": number}, status=404)
