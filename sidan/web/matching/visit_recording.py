# SPDX-License-Identifier: Apache-2.0
"""One visit with its problems until each is struck off; and what was said there, sent at once or from a phone later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import NotFound, Refused
from sidan.matching.burden import VISIT
from sidan.orders.allowed import moves_for
from sidan.orders.models import Order, Step
from sidan.orders.moves import make
from sidan.orders.queries import Tie, find_order, steps_of, ties_of
from sidan.orders.resent import step_just_made
from sidan.people.actors import Actor
from sidan.people.units import find_unit
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.matching.visit_access import liaison_page
from sidan.web.visitor import actor_for


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem found on a visit, as it was written, and how its order goes."""

    text: str
    tie: Tie


@liaison_page
@require_safe
def visit(request: Request, number: str) -> HttpResponse:
    """Show one of the liaison's own visits: what it is about, and each problem with its state. Some five queries."""
    actor = actor_for(request)
    order = _own(number, actor)
    return render(request, "matching/visit.html", _context(order, actor))


@liaison_page
@require_POST
def record(request: Request, number: str) -> HttpResponse:
    """Write down what was said on a visit; problems, one a line, become service orders.

    Sent by the page's script the answer is JSON, so that a note kept on a phone is thrown away only when it arrived.
    """
    actor = actor_for(request)
    order = _own(number, actor)
    by_script = request.headers.get("Accept", "").startswith("application/json")
    answers = {name: request.POST.get(name, "").strip() for name in ("findings", "problems")}
    try:
        _record(order, answers, by=actor)
    except Refused as refused:
        sentence = said(refused)
        if by_script:
            return JsonResponse({"said": sentence}, status=422)
        order = _own(number, actor)
        return render(
            request,
            "matching/visit.html",
            {**_context(order, actor), "fault": sentence, **_written(answers)},
            status=422,
        )
    sentence = gettext("%(number)s: recorded.") % {"number": order.number}
    if by_script:
        return JsonResponse({"said": sentence})
    messages.success(request, sentence)
    return redirect("matching:visit", order.number)


def _record(order: Order, answers: dict[str, str], *, by: Actor) -> Step:
    """Make the move that the answers mean: held with problems or without; a note sent twice is written once."""
    move = "held" if answers["problems"] else "held_clear"
    given = answers if answers["problems"] else {"findings": answers["findings"]}
    # The day may have come since the note was written: then the order has another version, and the note is as good.
    said_already = {"findings": answers["findings"]}
    found = step_just_made(order, move, said_already, by=by, after=order.version - 1)
    if found is not None:
        return found
    try:
        return make(order, move, given, by=by)
    except Refused:
        # The other copy may have come in between: a phone sends when its page opens and when the network is back.
        order.refresh_from_db()
        found = step_just_made(order, move, said_already, by=by, after=order.version - 1)
        if found is None:
            raise
        return found


def _written(answers: dict[str, str]) -> dict[str, str]:
    """Return what was written, to stand in the form again."""
    return {"findings": answers["findings"], "problems_text": answers["problems"]}


def _own(number: str, actor: Actor) -> Order:
    """Return a visit that the actor opened; NotFound for any other order."""
    order = find_order(number, seen_by=actor)
    if order.programme != VISIT or order.opener_id != actor.user_id:
        raise NotFound("There is no such visit of yours.")
    return order


def _context(order: Order, actor: Actor) -> dict[str, Any]:
    """Return what the page of a visit shows. Three queries."""
    moves = {move.code for move in moves_for(actor, order)}
    problems = _problems(order, actor)
    return {
        "order": order,
        "day": date.fromisoformat(order.facts["planned_on"]),
        "company": find_unit(order.facts["company"]),
        "found": problems,
        "open_count": sum(not problem.tie.is_closed for problem in problems),
        "may_record": bool({"held", "held_clear"} & moves),
    }


def _problems(order: Order, actor: Actor) -> list[Problem]:
    """Return the problems found, each with the order that came of it. Two queries.

    The words are those the liaison wrote, line by line, in which order the orders were opened.
    """
    ties = [tie for tie in ties_of(order, seen_by=actor) if tie.kind == "spawned" and tie.is_outward]
    lines = [line for step in reversed(steps_of(order)) for line in step.answers.get("problems") or ()] if ties else []
    # An order about a unit of the actor's own is not told of, and then no line can be said to be its.
    words = lines if len(lines) == len(ties) else [""] * len(ties)
    return [Problem(text, tie) for text, tie in zip(words, ties, strict=True)]
