# SPDX-License-Identifier: Apache-2.0
"""Dispatching many orders in one form: each row is answered by itself, and says what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from sidan.base.errors import Words
from sidan.dispatch.bulk import MOST_AT_ONCE, Outcome, Sending, orders_to_send, send, sending_move
from sidan.dispatch.suggest import Known, Suggestion, suggestions
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.web.desk.access import desk_page
from sidan.web.desk.rows import Row
from sidan.web.desk.turns import usual_matter, with_condition
from sidan.web.htmx import Request
from sidan.web.offering import Offered
from sidan.web.visitor import actor_for

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class SendRow:
    """One order of the form: what is suggested, what is chosen, and why it was not sent."""

    row: Row
    matters: Choices
    units: Choices
    matter: str
    unit: str
    is_ticked: bool
    why: Words | None = None
    routed: str = ""
    assisting: tuple[Unit, ...] = ()
    faults: tuple[object, ...] = ()


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def dispatch(request: Request) -> HttpResponse:
    """Show the ticked orders with what is suggested for each; send them, and say of each what became of it."""
    actor = actor_for(request)
    sent = request.POST if request.method == "POST" else None
    numbers = (sent or request.GET).getlist("row" if sent else "o")
    orders = orders_to_send(actor, numbers)
    if not orders:
        messages.info(request, gettext("Tick the orders in the list first."))
        return redirect("desk:inbox")
    outcomes = send(_sendings(orders, sent), by=actor) if sent else []
    done = [outcome.sending for outcome in outcomes if outcome.is_sent]
    refused = {outcome.sending.order.number: outcome for outcome in outcomes if not outcome.is_sent}
    left = {order.number for order in orders} - {sending.order.number for sending in done}
    waiting = orders_to_send(actor, [order.number for order in orders if order.number in left])
    context = {
        "done": [_done(sending) for sending in done],
        "refused": len(refused),
        "rows": _rows(waiting, actor, sent=sent, refused=refused),
        "offered": Offered(_common_county(orders)),
        "chosen": {name: sent.get(name, "") if sent else "" for name in ("unit", "matter")},
        "most": MOST_AT_ONCE if len(set(numbers)) > MOST_AT_ONCE else 0,
    }
    return render(request, "desk/dispatch.html", context, status=422 if refused else 200)


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


def _rows(
    orders: Sequence[Order], actor: Actor, *, sent: QueryDict | None, refused: dict[str, Outcome]
) -> list[SendRow]:
    """Return a row for each order, with what was chosen in it before or else the first suggestion."""
    offered = {county: Offered(county) for county in {order.county for order in orders}}
    known = {
        county: Known({row.matter.code: row.matter for row in each.condition_rows}, each.unit_rows)
        for county, each in offered.items()
    }
    suggested = suggestions(orders, known=known)
    return [
        _row(order, actor, suggested[order.pk], offered=offered[order.county], sent=sent, refused=refused)
        for order in orders
    ]


def _row(
    order: Order,
    actor: Actor,
    suggestion: Suggestion,
    *,
    offered: Offered,
    sent: QueryDict | None,
    refused: dict[str, Outcome],
) -> SendRow:
    """Return one row of the form."""
    matters = [(with_condition(each.code, offered), _said(each.words_name)) for each in suggestion.matters]
    units = [(unit.code, _said(Words(unit.name, unit.name_en))) for unit in suggestion.units]
    first = {"matter": usual_matter(order, suggestion, offered=offered), "unit": units[0][0] if units else ""}
    chosen = {name: sent.get(f"{name}-{order.number}", "") if sent else first[name] for name in first}
    can_be_sent = sending_move(actor, order) is not None
    return SendRow(
        Row(order, can_be_sent),
        matters=[(code, name) for code, name in matters if code],
        units=units,
        matter=chosen["matter"],
        unit=chosen["unit"],
        why=suggestion.why,
        routed=suggestion.routed.code if suggestion.routed else "",
        assisting=suggestion.assisting,
        is_ticked=can_be_sent and (sent is None or order.number in sent.getlist("o")),
        faults=refused[order.number].faults if order.number in refused else (),
    )


def _done(sending: Sending) -> dict[str, str]:
    """Return an order that was sent, as the result names it."""
    return {"number": sending.order.number, "title": Row(sending.order).title}


def _common_county(orders: Iterable[Order]) -> str:
    """Return the county all orders lie in, empty when there are several: then only what the whole city has fits all."""
    counties = {order.county for order in orders}
    return counties.pop() if len(counties) == 1 else ""


def _said(words: Words) -> str:
    """Return words in the language of the page."""
    return words.in_language(get_language() or "")
