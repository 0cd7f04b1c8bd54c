# SPDX-License-Identifier: Apache-2.0
"""What is probably about the same as an order, with why; merging several of them in one press, by a person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import NotFound
from sidan.dispatch.duplicates import twins_of
from sidan.dispatch.duplicates_merge import chosen_orders, merge_into_oldest, merging_move
from sidan.orders.merging import verdicts_on
from sidan.orders.models import Order
from sidan.orders.queries import find_order
from sidan.people.actors import Actor
from sidan.web.desk.access import desk_page
from sidan.web.desk.rows import Row
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

LONGEST_VERSION = 9


@desk_page
@require_safe
def twins(request: Request, number: str) -> HttpResponse:
    """Show what is probably about the same as an order, as a page or as the part of the order's page that it fills."""
    actor = actor_for(request)
    found = _found(number, actor)
    twins_found = [] if found.is_closed else twins_of(found, seen_by=actor)
    context = {
        "order": found,
        "rows": [(twin, Row(twin.order)) for twin in twins_found],
        "may_merge": merging_move(actor, found) is not None,
        "verdicts": verdicts_on(found),
    }
    return render(request, "desk/_twins.html" if request.htmx else "desk/twins.html", context)


@desk_page
@require_POST
def merge(request: Request, number: str) -> HttpResponse:
    """Merge the ticked orders and this one into the oldest of them, and say what became of each."""
    actor = actor_for(request)
    found = _found(number, actor)
    ticked = request.POST.getlist("o")
    orders = chosen_orders(actor, [found.number, *ticked])
    if not ticked or len(orders) < 2:
        messages.info(request, gettext("Tick the orders that are about the same."))
        return redirect("desk:twins", found.number)
    expect = {order.number: _version(request.POST.get(f"expect-{order.number}", "")) for order in orders}
    outcomes = merge_into_oldest(orders, by=actor, expect=expect)
    done = sum(outcome.refused is None for outcome in outcomes)
    for outcome in outcomes:
        if outcome.refused is not None:
            messages.error(request, f"{outcome.order.number}: {said(outcome.refused)}")
    if done:
        text = ngettext(
            "%(count)d order was merged into %(number)s.", "%(count)d orders were merged into %(number)s.", done
        )
        messages.success(request, text % {"count": done, "number": orders[0].number})
    return redirect("desk:order", orders[0].number)


def may_see_twins(actor: Actor, order: Order) -> bool:
    """Say whether the actor dispatches or presses the orders of its area."""
    return any(order.area_code.startswith(area) for role in ("dispatcher", "supervisor") for area in actor.areas(role))


def _found(number: str, actor: Actor) -> Order:
    """Return the order, for those who dispatch it alone; NotFound for all others."""
    found = find_order(number, seen_by=actor)
    if not may_see_twins(actor, found):
        raise NotFound("There is no order with the number “%(number)s”.", number=number)
    return found


def _version(text: str) -> int:
    """Return the version a row was seen at; what is none is older than every version."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION else 0
