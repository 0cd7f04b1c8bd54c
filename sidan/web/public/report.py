# SPDX-License-Identifier: Apache-2.0
"""Ordering: the one page, its arrival from a poster, and the parts of it that follow while one writes."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sidan.base.errors import NotFound
from sidan.base.numbers import grouped
from sidan.orders.declare import Programme
from sidan.orders.openings import find_public, front_programme, other_programmes
from sidan.orders.tracking import follow
from sidan.people.actors import Actor
from sidan.places.sites import find_site
from sidan.web.brand import mark_county
from sidan.web.entrances import grid_address, scan_address
from sidan.web.htmx import Request
from sidan.web.limits import limited
from sidan.web.public.following import offered_order
from sidan.web.public.report_form import ReportForm
from sidan.web.visitor import client_address


@require_http_methods(["GET", "HEAD", "POST"])
@limited("report", per_minute=20, per_hour=120)
def report(request: Request, programme: str = "") -> HttpResponse:
    """Show the page of a programme, look something up for it, follow another's order, or send.

    Without a code it is the programme behind the front page. Without JavaScript the buttons named `look` send the page
    to itself, to see the next step of the tree or what others reported nearby; nothing is opened then.
    """
    asked = find_public(programme)
    if programme and asked == front_programme():
        return redirect(f"{reverse('public:report')}{_query(request)}", preserve_request=True)
    if request.method != "POST":
        return _page(request, ReportForm(asked, data=_first(request.GET)))
    if request.POST.get("follow"):
        return _follow(request)
    form = ReportForm(asked, data=request.POST, files=request.FILES)
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
def scan(request: Request, code: str, programme: str = "") -> HttpResponse:
    """Show the page with the place of a poster filled in; an unknown or old poster is told so, with the picker."""
    asked = find_public(programme)
    try:
        site = find_site(code)
    except NotFound:
        return _page(request, ReportForm(asked), poster="unknown")
    if not site.is_active or site.area.void_on is not None:
        return _page(request, ReportForm(asked), poster="old")
    query = QueryDict(mutable=True)
    query["site"] = site.code
    return _page(request, ReportForm(asked, data=query))


@require_POST
@limited("hints", per_minute=90, per_hour=1500)
def hints(request: Request) -> HttpResponse:
    """Return what the text suggests so far: dangers, matters, and what others reported near the place."""
    form = ReportForm(find_public(request.POST.get("programme", "")), data=request.POST)
    return render(request, "public/_hints.html", {"form": form})


@require_POST
@limited("hints", per_minute=90, per_hour=1500)
def areas(request: Request) -> HttpResponse:
    """Return the next step of the tree, which is the same for every programme."""
    return render(request, "public/_tree.html", {"form": ReportForm(front_programme(), data=request.POST)})


def _query(request: Request) -> str:
    """Return what stands behind the address, with its question mark."""
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if query else ""


def _first(query: QueryDict) -> QueryDict:
    """Return what a link to the page may fill in: the place and the order it is about, never words."""
    filled = QueryDict(mutable=True)
    for name in ("site", "lon", "lat", "order"):
        if name in query:
            filled[name] = str(query[name])
    filled.setlist("area", query.getlist("area"))
    return filled


def _page(request: Request, form: ReportForm, *, poster: str = "", status: int = 200) -> HttpResponse:
    """Return the page; `poster` says what is wrong with the poster that led here."""
    if form.place.site is not None:
        mark_county(request, form.place.site.area.code)
    context = {
        "form": form,
        "poster": poster,
        "programme": form.programme,
        "is_front": form.programme == front_programme(),
        "others": _others(form),
        "grid_url": grid_address(form.place.site.area.code) if form.place.site is not None else "",
    }
    return render(request, "public/report.html", context, status=status)


def _others(form: ReportForm) -> list[tuple[Programme, str]]:
    """Return the other public programmes with the addresses that keep the place of the poster; none without one."""
    site = form.place.site
    if site is None:
        return []
    others = other_programmes(form.programme, county=site.area.code[:6])
    return [(each, scan_address(site.code, each)) for each in others]


def _follow(request: Request) -> HttpResponse:
    """Follow the offered order and show number and code of one's own."""
    order = offered_order(request.POST["follow"])
    return redirect("public:kept", order.number, grouped(follow(order)))
