# SPDX-License-Identifier: Apache-2.0
"""Satisfied answers that were drawn to be asked again: the orders that wait, and what the resident says now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sidan.base.errors import NotFound, Refused
from sidan.evaluation.rechecking import answer, find_recheck, waiting_for
from sidan.web.errors import said
from sidan.web.evaluation.access import revisitor_page
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for

PAGE = 50


@revisitor_page
@require_http_methods(["GET", "HEAD", "POST"])
def rechecks(request: Request) -> HttpResponse:
    """List the orders to be asked about again where the visitor revisits, and keep an answer."""
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
        "rows": list(waiting[:PAGE]),
        "total": waiting.count(),
        "most": PAGE,
        "fault": fault,
        "kept": kept,
    }
    return render(request, "evaluation/rechecks.html", context, status=status)
