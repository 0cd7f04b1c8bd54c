# SPDX-License-Identifier: Apache-2.0
"""A member's ballot, opened by the one-time code of a slip: no account, one press, and no name on the page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.orders.ballots import Voucher, cast, find_voucher
from sidan.orders.majority import square_metres
from sidan.web.errors import said, too_many
from sidan.web.limits import limited, window_of
from sidan.web.visitor import client_network

CHOICES = (("agree", _("Agree")), ("against", _("Against")), ("abstain", _("Abstain")))

# The same count as wrong query codes: whoever guesses one guesses the other.
_wrong_codes = window_of("wrong code", per_minute=10, per_hour=60)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("ballot", per_minute=30, per_hour=600)
def ballot(request: HttpRequest, code: str) -> HttpResponse:
    """Show the question of a slip and cast its ballot; a used, early, late or unknown code is told so."""
    try:
        voucher = find_voucher(code)
    except NotFound as fault:
        return _unknown(request, fault)
    if request.method != "POST":
        return _page(request, voucher, done="done" in request.GET)
    try:
        cast(code, request.POST.get("choice", ""))
    except Refused as refused:
        return _page(request, find_voucher(code), fault=said(refused))
    return redirect(f"{request.path}?done")


def _page(request: HttpRequest, voucher: Voucher, *, done: bool = False, fault: str = "") -> HttpResponse:
    """Return the page of a slip."""
    context = {
        "meeting": voucher.meeting,
        "body": voucher.meeting.body,
        "state": voucher.state,
        "heads": voucher.seat.heads,
        "area": square_metres(voucher.seat.area_dm2) if voucher.seat.area_dm2 else "",
        "choices": CHOICES,
        "done": done and voucher.state == "used",
        "fault": fault,
    }
    response = render(request, "public/ballot.html", context, status=422 if fault else 200)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _unknown(request: HttpRequest, fault: NotFound) -> HttpResponse:
    """Say that nobody was given this code, or after too many wrong ones how long to wait."""
    wait = _wrong_codes.wait_seconds(client_network(request), at=now().timestamp()) if settings.RATE_LIMITS else 0
    if wait:
        return too_many(request, wait_seconds=wait)
    return render(request, "public/ballot.html", {"state": "unknown", "fault": said(fault)}, status=404)
