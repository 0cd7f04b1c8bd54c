# SPDX-License-Identifier: Apache-2.0
"""An evaluator presses a button of a round: it is done, or refused beside the button with all text kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from sidan.base.errors import NotFound, Refused, Stale
from sidan.evaluation.authority import may_evaluate
from sidan.web.evaluation.access import evaluator_page, round_for
from sidan.web.evaluation.standing import page
from sidan.web.evaluation.verbs import Given, find_verb
from sidan.web.htmx import Request
from sidan.web.visitor import actor_for


@evaluator_page
@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """Do one thing to a round of the evaluator's areas; NotFound for rounds of others and for what cannot be done."""
    actor, found, chosen = actor_for(request), round_for(request, pk), find_verb(verb)
    if chosen is None or not may_evaluate(actor, found.area_code):
        raise NotFound("There is nothing here.")
    given = Given(*(request.POST.get(name, "").strip() for name in ("reason", "since", "until")))
    try:
        answer = chosen.do(found, given, actor)
    except (NotFound, Stale):
        raise
    except Refused as fault:
        found.refresh_from_db()
        return page(request, found, fault=fault, faulty=chosen.code, given=given, status=422)
    messages.success(request, str(chosen.done))
    return redirect("evaluation:round", answer.pk)
