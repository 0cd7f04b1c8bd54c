# SPDX-License-Identifier: Apache-2.0
"""A route added, changed or stopped, and the thresholds of matters set."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sidan.base.errors import NotFound, Refused
from sidan.dispatch.keeping_routes import add_route, change_route, find_route, set_threshold, stop_route
from sidan.dispatch.matter_names import catalogue_of
from sidan.dispatch.route_rights import areas_kept, may_keep, may_keep_all
from sidan.dispatch.route_rows import LEAST_PERCENT, MOST_PERCENT, Route
from sidan.dispatch.route_words import scope_words
from sidan.dispatch.routes import USUAL_PERCENT, thresholds_of, way_of
from sidan.people.actors import Actor
from sidan.places.names import area_codes, name_of
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for
from sidan.web.routes.access import administrator_page, keeper_page
from sidan.web.routes.listing import told
from sidan.web.routes.route_form import MACHINE, RouteForm


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Add a route; `?area=` and `?matter=` fill in where a gap is."""
    actor = administrator_for(request)
    initial = {name: request.GET.get(name, "") for name in ("area", "matter")}
    form = RouteForm(
        request.POST if request.method == "POST" else None,
        tops=areas_kept(actor),
        may_automate=may_keep_all(actor),
        initial=initial,
    )
    if request.method == "POST" and (made := _written(form, None, by=actor)) is not None:
        messages.success(request, gettext("Route %(number)d was added.") % {"number": made.pk})
        return redirect("routes:routes")
    return _page(request, form, None, actor)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, number: int) -> HttpResponse:
    """Change a route in use."""
    actor = administrator_for(request)
    route = _kept(number, actor)
    if route.is_automatic and not may_keep_all(actor):
        raise PermissionDenied
    form = RouteForm(
        request.POST if request.method == "POST" else None,
        tops=areas_kept(actor),
        may_automate=may_keep_all(actor),
        route=route,
    )
    if request.method == "POST" and _written(form, route, by=actor) is not None:
        messages.success(request, gettext("Route %(number)d was changed.") % {"number": route.pk})
        return redirect("routes:routes")
    return _page(request, form, route, actor)


@keeper_page
@require_POST
def stop(request: Request, number: int) -> HttpResponse:
    """Take a route out of use at once."""
    actor = administrator_for(request)
    route = _kept(number, actor)
    try:
        stop_route(route, by=actor)
        messages.success(request, gettext("Route %(number)d is out of use from now on.") % {"number": route.pk})
    except Refused as fault:
        messages.error(request, said(fault))
    return redirect("routes:routes")


@administrator_page
@require_http_methods(["GET", "HEAD", "POST"])
def thresholds(request: Request) -> HttpResponse:
    """Show how sure a guess of each matter must be, in the city or in a county, and set it."""
    actor = administrator_for(request)
    counties = area_codes(levels={"county"})
    county = request.GET.get("county", "")
    if county and county not in counties:
        raise NotFound("There is no area %(code)s.", code=county[:20])
    fault, status = None, 200
    if request.method == "POST":
        try:
            percent = _percent(request.POST.get("percent", ""))
            set_threshold(request.POST.get("matter", ""), percent, by=actor, county=county)
            messages.success(request, gettext("The threshold was set."))
            return redirect(f"{request.path}?county={county}" if county else request.path)
        except Refused as refused:
            fault, status = said(refused), 422
    known, own, city = catalogue_of(county), thresholds_of(county), thresholds_of("")
    context = {
        "show": "thresholds",
        "county": county,
        "counties": [(code, name_of(code)) for code in counties],
        "rows": [
            {"code": code, "name": name, "own": own.get(code), "usual": city.get(code, USUAL_PERCENT)}
            for code, name in sorted(known.matters.items())
        ],
        "fault": fault,
        "least": LEAST_PERCENT,
        "most": MOST_PERCENT,
        "usual": USUAL_PERCENT,
        **told(actor),
    }
    return render(request, "routes/thresholds.html", context, status=status)


def _percent(text: str) -> int | None:
    """Return the percent of a form, None for an empty one."""
    if not text.strip():
        return None
    if not (text.isascii() and text.strip().isdigit() and len(text) < 6):
        raise Refused("Write a whole number, such as 12.")
    return int(text)


def _kept(number: int, actor: Actor) -> Route:
    """Return a route in use that the actor may change; NotFound and PermissionDenied otherwise."""
    route = find_route(number, by=actor)
    if not may_keep(actor, route.area_code):
        raise PermissionDenied
    if route.stopped_at is not None:
        raise NotFound("There is no route %(number)d.", number=number)
    return route


def _written(form: RouteForm, route: Route | None, *, by: Actor) -> Route | None:
    """Carry the form out and return the route, or None with the reason shown on the form."""
    if not form.is_valid():
        return None
    try:
        return add_route(form.facts, by=by) if route is None else change_route(route, form.facts, by=by)
    except Refused as fault:
        form.add_error(None, said(fault))
        return None


def _page(request: Request, form: RouteForm, route: Route | None, actor: Actor) -> HttpResponse:
    """Return the page of a form."""
    context = {
        "show": "routes",
        "form": form,
        "route": route,
        "scope": scope_words(way_of(route)) if route is not None else None,
        "plain": [form[name] for name in form.fields if name not in MACHINE],
        "machine": [form[name] for name in form.fields if name in MACHINE],
        **told(actor),
    }
    return render(request, "routes/route.html", context, status=422 if form.errors else 200)
