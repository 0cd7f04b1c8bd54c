# SPDX-License-Identifier: Apache-2.0
"""Experts proposed and chosen on the page of a company's need."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from sidan.base.errors import NotFound, Refused
from sidan.matching.expert_panel import panel_of
from sidan.matching.expert_rows import proposes_experts
from sidan.matching.proposing import choose as choose_expert
from sidan.matching.proposing import propose as propose_experts
from sidan.orders.allowed import moves_for
from sidan.orders.models import Order
from sidan.orders.queries import find_order
from sidan.people.actors import Actor
from sidan.web.desk.access import desk_page
from sidan.web.desk.order import order_page
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

LONGEST_CODE = 40
# More than three are refused; nobody sends a hundred.
MOST_PICKED = 9
LONGEST_VERSION = 9


@desk_page
@require_POST
def propose(request: Request, number: str) -> HttpResponse:
    """Propose the experts of the form to the company; a refusal keeps what was picked and written."""
    actor = actor_for(request)
    found = _found(number, actor)
    picked = [code[:LONGEST_CODE] for code in request.POST.getlist("expert")][:MOST_PICKED]
    why = request.POST.get("why", "")
    try:
        propose_experts(found, picked, by=actor, why=why, expect=_version(request))
    except Refused as refused:
        return _again(request, found, actor, refused, picked=picked, why=why)
    messages.success(request, gettext("The experts were proposed; the company chooses."))
    return redirect("desk:order", found.number)


@desk_page
@require_POST
def choose(request: Request, number: str) -> HttpResponse:
    """Choose one of the experts proposed."""
    actor = actor_for(request)
    found = _found(number, actor)
    try:
        choose_expert(found, request.POST.get("expert", "")[:LONGEST_CODE], by=actor, expect=_version(request))
    except Refused as refused:
        return _again(request, found, actor, refused)
    messages.success(request, gettext("You chose; the expert’s unit was told and signs or declines."))
    return redirect("desk:order", found.number)


def _found(number: str, actor: Actor) -> Order:
    """Return the order, of a programme that proposes experts; NotFound for any other."""
    found = find_order(number, seen_by=actor)
    if not proposes_experts(found):
        raise NotFound("There is no order with the number “%(number)s”.", number=number)
    return found


def _again(
    request: Request, found: Order, actor: Actor, refused: Refused, *, picked: list[str] | None = None, why: str = ""
) -> HttpResponse:
    """Show the order as it is now with why nothing was done."""
    now = find_order(found.number, seen_by=actor)
    panel = panel_of(now, actor, moves_for(actor, now), picked=picked or (), why=why, fault=refused)
    if panel is None or panel.fault is None:
        messages.error(request, said(refused))
    return order_page(request, now, actor, experts=panel)


def _version(request: Request) -> int | None:
    """Return the version of the order that the sender saw; None when the form does not say."""
    text = request.POST.get("expect", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else None
