# SPDX-License-Identifier: Apache-2.0
"""Ordering: the one page, its arrival from a poster, and the parts of it that follow while one writes."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sidan.base.errors import NotFound
from sidan.base.numbers import grouped
from sidan.orders import registry
from sidan.orders.declare import Programme
from sidan.orders.tracking import follow
from sidan.people.actors import Actor
from sidan.places.sites import find_site
from sidan.web.brand import mark_county
from sidan.web.htmx import Request
from sidan.web.limits import limited
from sidan.web.public.following import offered_order
from sidan.web.public.report_form import ReportForm
from sidan.web.visitor import client_address


def programme() -> Programme:
    """Return the programme residents order in: the first that is open to the public."""
    for served in registry.served():
        if served.public:
            return served
    raise NotFound("No programme is open to the public here.")


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", per_minute=20, per_hour=120)
def report(request: Request) -> HttpResponse:
    """Show the page, look something up for it, follow another's order, or send.

    Without JavaScript the buttons named `look` send the page to itself, to see the next step of the tree or what others
    reported nearby; nothing is opened then.
    """
    if request.method != "POST":
        return _page(request, ReportForm(programme(), data=_first(request.GET)))
    if request.POST.get("follow"):
        return _follow(request)
    form = ReportForm(programme(), data=request.POST, files=request.FILES)
    if "look" in request.POST:
        form.ask.answers  # noqa: B018  photos chosen so far become drafts
        return _page(request, form)
    # Whoever works here and reports as a resident is nobody but a resident.
    somebody = Actor.anyone(ip=client_address(request))
    reported = form.send(by=somebody, via="qr" if form.place.site is not None else "web")
    if reported is None:
        return _page(request, form, status=422)
    return redirect("public:kept", reported.order.number, grouped(reported.code))


@require_safe
def scan(request: Request, code: str) -> HttpResponse:
    """Show the page with the place of a poster filled in; an unknown or old poster is told so, with the picker."""
    try:
        site = find_site(code)
    except NotFound:
        return _page(request, ReportForm(programme()), poster="unknown")
    if not site.is_active or site.area.void_on is not None:
        return _page(request, ReportForm(programme()), poster="old")
    query = QueryDict(mutable=True)
    query["site"] = site.code
    return _page(request, ReportForm(programme(), data=query))


@require_POST
@limited("hints", per_minute=90, per_hour=1500)
def hints(request: Request) -> HttpResponse:
    """Return what the text suggests so far: dangers, matters, and what others reported near the place."""
    return render(request, "public/_hints.html", {"form": ReportForm(programme(), data=request.POST)})


@require_POST
@limited("hints", per_minute=90, per_hour=1500)
def areas(request: Request) -> HttpResponse:
    """Return the next step of the tree."""
    return render(request, "public/_tree.html", {"form": ReportForm(programme(), data=request.POST)})


def _first(query: QueryDict) -> QueryDict:
    """Return what a link to the page may fill in: the place, never words."""
    filled = QueryDict(mutable=True)
    for name in ("site", "lon", "lat"):
        if name in query:
            filled[name] = str(query[name])
    filled.setlist("area", query.getlist("area"))
    return filled


def _page(request: Request, form: ReportForm, *, poster: str = "", status: int = 200) -> HttpResponse:
    """Return the page; `poster` says what is wrong with the poster that led here."""
    if form.place.site is not None:
        mark_county(request, form.place.site.area.code)
    return render(request, "public/report.html", {"form": form, "poster": poster}, status=status)


def _follow(request: Request) -> HttpResponse:
    """Follow the offered order and show number and code of one's own."""
    order = offered_order(request.POST["follow"])
    return redirect("public:kept", order.number, grouped(follow(order)))
