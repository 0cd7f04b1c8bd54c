# SPDX-License-Identifier: Apache-2.0
"""Satisfied answers drawn to be asked again: the orders that wait, what the resident says now, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from sidan.base.errors import NotFound, Refused, Words
from sidan.base.share import Share
from sidan.evaluation.authority import areas_evaluated
from sidan.evaluation.input_rows import Recheck
from sidan.evaluation.rechecking import (
    answer,
    answers_given,
    find_recheck,
    rounds_rechecked,
    units_of,
    waiting_for,
    wrong_by_unit,
)
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.places.names import path_names
from sidan.web.errors import said
from sidan.web.evaluation.access import revisitor_page
from sidan.web.htmx import Request
from sidan.web.round_words import head_of
from sidan.web.visitor import actor_for

PAGE = 50
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A re-check that waits: where the order is, and what the unit answered."""

    row: Recheck
    place: str
    answered: str


@revisitor_page
@require_http_methods(["GET", "HEAD", "POST"])
def rechecks(request: Request) -> HttpResponse:
    """List the orders to be asked about again where the visitor revisits, and keep an answer. Six queries."""
    actor = actor_for(request)
    fault, status = None, 200
    kept: dict[str, object] = {}
    if request.method == "POST":
        number = request.POST.get("recheck", "")
        if not (number.isascii() and number.isdigit() and len(number) < 18):
            raise NotFound("There is nothing here.")
        result, note = request.POST.get("result", ""), request.POST.get("note", "")
        kept = {"number": int(number), "result": result, "note": note}
        try:
            answer(find_recheck(int(number), by=actor), result=result, note=note, by=actor)
            messages.success(request, gettext("The answer is kept. The share found wrong is published with the round."))
            return redirect("evaluation:rechecks")
        except NotFound:
            raise
        except Refused as refused:
            fault, status = said(refused), 422
    waiting = waiting_for(actor)
    context = {
        "show": "rechecks",
        "asks": actor.holds("revisitor"),
        "is_evaluator": bool(areas_evaluated(actor)),
        "rows": _told(list(waiting[:PAGE]), actor),
        "total": waiting.count(),
        "most": PAGE,
        "fault": fault,
        "kept": kept,
        "rounds": _results(actor),
    }
    return render(request, "evaluation/rechecks.html", context, status=status)


def _told(rows: Sequence[Recheck], actor: Actor) -> list[Waiting]:
    """Return re-checks with place and answer. One query."""
    language = get_language() or ""
    answered = answers_given([each.order for each in rows], by=actor, language=language)
    return [Waiting(each, _place(each, language), answered.get(each.order_id, "")) for each in rows]


def _place(found: Recheck, language: str) -> str:
    """Return where an order is: its areas below the county, and the reporter's words."""
    order = found.order
    path = [name.in_language(language) for name in path_names(order.area_code, below=order.county)]
    return " ".join([*path, order.place_text]) if order.place_text not in path else " ".join(path)


def _results(actor: Actor) -> list[tuple[object, list[tuple[Unit | Words, Share]]]]:
    """Return what came of the newest rounds' re-checks, by unit, the most wrong first; nothing for who asks alone."""
    rounds = rounds_rechecked(actor, most=ROUNDS)
    shares = wrong_by_unit([found.pk for found in rounds]) if rounds else {}
    units = units_of(shares)
    none = Words("区域本身", "the area itself")
    return [
        (
            head_of(found),
            [
                (units[unit] if unit is not None else none, share)
                for (pk, unit), share in sorted(shares.items(), key=lambda each: -(each[1].percent or -1))
                if pk == found.pk
            ],
        )
        for found in rounds
    ]
