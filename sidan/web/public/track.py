# SPDX-License-Identifier: Apache-2.0
"""Following an order with its number and query code: where it stands, and what its reporter may do."""

import io

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from sidan.base.errors import NotFound, Refused
from sidan.base.numbers import grouped, parse_number, parse_query_code
from sidan.base.reasons import explain
from sidan.dispatch.hints import dangers_in
from sidan.orders.allowed import hindrances, moves_for
from sidan.orders.models import Order
from sidan.orders.openings import is_front
from sidan.orders.outcomes import OUTCOMES
from sidan.orders.progress import Progress, progress_of
from sidan.people.actors import Actor
from sidan.places.locating import Located, area_at
from sidan.web.entrances import grid_address
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.limits import limited
from sidan.web.moving import MoveForm, attempt, move_forms, questions_of, sent_form
from sidan.web.offering import Offered
from sidan.web.public.opening import open_order, opened, wrong


@require_http_methods(["GET", "HEAD", "POST"])
@limited("track", per_minute=20, per_hour=200)
def track(request: Request) -> HttpResponse:
    """Ask for number and code, as they may be typed, and go on to the order's page."""
    if request.method != "POST":
        return render(request, "public/track.html", {})
    number, code = request.POST.get("number", "")[:100], request.POST.get("code", "")[:100]
    faults = _faults(number, code)
    if faults:
        return render(request, "public/track.html", {"number": number, "code": code, **faults}, status=422)
    try:
        order, _ = open_order(request, number, code)
    except NotFound as fault:
        return wrong(request, fault, number=number)
    return redirect("public:order", order.number, grouped(parse_query_code(code)))


def _faults(number: str, code: str) -> dict[str, str]:
    """Return what is wrong with the form of each; whether they belong together is not told here."""
    faults = {}
    for name, text, parse in (("number", number, parse_number), ("code", code, parse_query_code)):
        try:
            parse(text)
        except Refused as refused:
            faults[f"{name}_fault"] = said(refused)
    return faults


@require_http_methods(["GET", "HEAD", "POST"])
@opened
@limited("move", per_minute=20, per_hour=200)
def order(request: HttpRequest, order: Order, actor: Actor) -> HttpResponse:
    """Show an order to its reporter or follower, and make the reporter's move."""
    if request.method != "POST":
        return _page(request, order, actor)
    form = sent_form(order, data=request.POST, files=request.FILES, offered=Offered(order.county))
    if attempt(form, by=actor) is not None:
        return redirect(f"{request.path}#now")
    fresh, actor = _again(request)
    return _page(request, fresh, actor, failed=form)


def _again(request: HttpRequest) -> tuple[Order, Actor]:
    """Return the order as it is after a refused press."""
    match = request.resolver_match
    assert match is not None
    return open_order(request, match.kwargs["number"], match.kwargs["code"])


def _page(request: HttpRequest, order: Order, actor: Actor, failed: MoveForm | None = None) -> HttpResponse:
    """Return the page: the order, what may be done, and what happened. At most six queries."""
    is_reporter = actor.reporter_of == order.pk
    progress = progress_of(order, is_reporter=is_reporter)
    moves = moves_for(actor, order)
    hindered = hindrances(order, moves, actor)
    forms = move_forms(order, moves, offered=Offered(order.county), failed=failed, hindered=hindered)
    questions = questions_of(forms)
    context = {
        "order": order,
        "progress": progress,
        "reason": explain(progress.reason, get_language() or "zh") if progress.reason else "",  # type: ignore[arg-type]  # stored by the same module
        "at": _loop_place(progress),
        "is_loop": is_front(progress.order.programme),
        "outcome": OUTCOMES.get(progress.order.outcome) if progress.order.is_closed else None,
        "is_reporter": is_reporter,
        "first": [question for question in questions if question.is_primary],
        "others": [question for question in questions if not question.is_primary],
        "misplaced": failed if failed is not None and failed not in forms else None,
        "code": _code(request),
        "link": _link(request, order),
        "grid_url": grid_address(order.area_code),
    }
    return render(request, "public/order.html", context, status=422 if failed is not None else 200)


def _loop_place(progress: Progress) -> int:
    """Return where the order stands in the loop of four: order, dispatch, accept, rate; 4 when it is over."""
    kind = progress.stage.kind
    if kind in ("closed", "checking"):
        return 4 if kind == "closed" else 3
    return 2 if kind == "working" or progress.order.unit_id is not None else 1


@require_safe
@opened
def kept(request: HttpRequest, order: Order, actor: Actor) -> HttpResponse:
    """Show number and query code to keep, and what happens next and until when."""
    is_reporter = actor.reporter_of == order.pk
    progress = progress_of(order, is_reporter=is_reporter)
    context = {
        "order": order,
        "progress": progress,
        "at": _loop_place(progress),
        "is_loop": is_front(progress.order.programme),
        "is_reporter": is_reporter,
        "nearest": _nearest(order),
        # Whoever writes without scripts has not been told while writing.
        "dangers": dangers_in(order.text) if is_reporter and not order.is_closed else [],
        "code": _code(request),
        "link": _link(request, order),
    }
    return render(request, "public/kept.html", context)


def _nearest(order: Order) -> Located | None:
    """Return the grid an order was given to when its point lies in none, so that the reporter can object."""
    if order.site_id is not None or order.lon is None or order.lat is None:
        return None
    located = area_at(order.lon, order.lat)
    return located if located is not None and not located.exact else None


@require_safe
@opened
def qr(request: HttpRequest, order: Order, actor: Actor) -> HttpResponse:
    """Return the link to the order's page as a QR code."""
    drawn = io.BytesIO()
    segno.make(_link(request, order), error="m").save(drawn, kind="svg", scale=6, border=3, xmldecl=False, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _code(request: HttpRequest) -> str:
    """Return the query code in the address, in groups for the eye."""
    match = request.resolver_match
    assert match is not None
    return grouped(parse_query_code(match.kwargs["code"]))


def _link(request: HttpRequest, order: Order) -> str:
    """Return the whole address of the order's page."""
    return request.build_absolute_uri(reverse("public:order", args=[order.number, _code(request)]))
