# SPDX-License-Identifier: Apache-2.0
"""Addresses for tests alone: views that fail in every way a view can."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from sidan.base.errors import Invalid, NotFound, Refused, Stale
from sidan.web.htmx import render_part
from sidan.web.limits import limited

FAULTS = {
    "refused": Refused("The two new passwords differ."),
    "invalid": Invalid({"text": [Refused("The two new passwords differ.")]}),
    "notfound": NotFound("There is nothing here."),
    "stale": Stale("The order has moved on."),
    "denied": PermissionDenied(),
    "missing": Http404(),
    "bad": BadRequest(),
    "database": OperationalError("gone"),
    "bug": ZeroDivisionError(),
}


def fail(request: HttpRequest, how: str) -> HttpResponse:
    """Fail as asked."""
    raise FAULTS[how]


@login_required
def closed(request: HttpRequest) -> HttpResponse:
    """Answer somebody who is signed in."""
    return HttpResponse("inside")


@limited("test", per_minute=2, per_hour=3)
def often(request: HttpRequest) -> HttpResponse:
    """Answer a few times."""
    return HttpResponse("taken")


def part(request: HttpRequest) -> HttpResponse:
    """Answer with a whole page, or its note for htmx."""
    return render_part(request, "account/demo.html", "components/pager")


urlpatterns = [
    path("fail/<how>", fail),
    path("api/fail/<how>", fail),
    path("closed", closed),
    path("often", often),
    path("part", part),
    path("", include("sidan.config.urls")),
]
handler400 = "sidan.web.errors.bad_request"
handler403 = "sidan.web.errors.forbidden"
handler404 = "sidan.web.errors.not_found"
handler500 = "sidan.web.errors.server_error"
