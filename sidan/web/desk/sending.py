# SPDX-License-Identifier: Apache-2.0
"""Dispatching many at once: rows grouped by what is suggested, one press, and what became of each.

Only what is sure stands ticked. Each order is sent by itself; what is refused stays in the form with its reason.
"""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sidan.dispatch.bulk import MOST_AT_ONCE, Sending, orders_to_send, orders_waiting, send
from sidan.orders.filters import Filters
from sidan.orders.inbox import find_queue
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.web.desk.access import desk_page
from sidan.web.desk.rows import Row, seen_by
from sidan.web.desk.send_rows import SURE, groups_of, send_rows
from sidan.web.htmx import Request
from sidan.web.offering import Offered
from sidan.web.visitor import actor_for


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: Request) -> HttpResponse:
    """Show the ticked orders, or `?all=` of a queue, with what is suggested; send them, and say what became of each.

    A press on one of the buttons named `tick` sends nothing and only sets the ticks.
    """
    actor = actor_for(request)
    sent = request.POST if request.method == "POST" else None
    numbers = (sent or request.GET).getlist("row" if sent else "o")
    orders = _orders(request, actor, numbers)
    if not orders:
        messages.info(request, gettext("Tick the orders in the list first."))
        return redirect("desk:inbox")
    ticked = sent.get("tick", "") if sent else ""
    outcomes = send(_sendings(orders, sent), by=actor) if sent and not ticked else []
    done = [outcome.sending for outcome in outcomes if outcome.is_sent]
    left = _left(orders, done, actor) if outcomes else orders
    refused = {outcome.sending.order.number: outcome for outcome in outcomes if not outcome.is_sent}
    rows = send_rows(left, actor, sent=sent, refused=refused, ticked=ticked)
    context = {
        "done": [_done(sending, actor) for sending in done],
        "refused": len(refused),
        "rows": rows,
        "groups": groups_of(rows),
        "offered": Offered(_common_county(orders)),
        "chosen": {name: sent.get(name, "") if sent else "" for name in ("unit", "matter")},
        "most": MOST_AT_ONCE if len(set(numbers)) > MOST_AT_ONCE else 0,
        "sure": sum(row.is_sure for row in rows),
        "sure_percent": round(SURE * 100),
        "unknown": sum(not row.is_known for row in rows),
        "ticked": sum(row.is_ticked for row in rows),
    }
    return render(request, "desk/dispatch.html", context, status=422 if refused else 200)


def _orders(request: Request, actor: Actor, numbers: Sequence[str]) -> list[Order]:
    """Return the orders of these numbers, or all of the queue that `?all=` names. One query."""
    if request.method == "POST" or "all" not in request.GET:
        return orders_to_send(actor, numbers)
    return orders_waiting(actor, find_queue(request.GET["all"]), filters=Filters.read(request.GET.dict()))


def _left(orders: Sequence[Order], done: Sequence[Sending], actor: Actor) -> list[Order]:
    """Return the orders that were not sent, as they are now: somebody may have been faster. One query."""
    sent = {sending.order.number for sending in done}
    return orders_to_send(actor, [order.number for order in orders if order.number not in sent])


def _sendings(orders: Iterable[Order], sent: QueryDict) -> list[Sending]:
    """Return the ticked orders with their answers: a row's own choice, else the common one."""
    ticked = set(sent.getlist("o"))
    return [
        Sending(
            order,
            expect=_version(sent.get(f"expect-{order.number}", "")),
            answers=_answers(order.number, sent),
        )
        for order in orders
        if order.number in ticked
    ]


def _answers(number: str, sent: QueryDict) -> dict[str, str | list[str]]:
    """Return the answers of a row by type of field; units assist where the route that names them gave the lead."""
    chosen = {name: sent.get(f"{name}-{number}", "") or sent.get(name, "") for name in ("unit", "matter")}
    is_routed = bool(chosen["unit"]) and chosen["unit"] == sent.get(f"routed-{number}")
    return {**chosen, "units": sent.getlist(f"assisting-{number}") if is_routed else []}


def _version(text: str) -> int:
    """Return the version a row was seen at; what is none is older than every version."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _done(sending: Sending, actor: Actor) -> dict[str, str]:
    """Return an order that was sent, as the result names it."""
    return {"number": sending.order.number, "title": Row(seen_by(actor, sending.order)).title}


def _common_county(orders: Iterable[Order]) -> str:
    """Return the county all orders lie in, empty when there are several: then only what the whole city has fits all."""
    counties = {order.county for order in orders}
    return counties.pop() if len(counties) == 1 else ""
