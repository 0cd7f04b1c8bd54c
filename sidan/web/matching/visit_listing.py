# SPDX-License-Identifier: Apache-2.0
"""A liaison's own list of visits, which a phone keeps for when there is no network."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import Words
from sidan.matching.skills import vocabulary
from sidan.matching.visiting import DueVisit, due_visits
from sidan.people.models import User
from sidan.places.days import city_today
from sidan.web import offline
from sidan.web.htmx import Request
from sidan.web.matching.visit_access import liaison_page

HEADINGS: dict[str, str | Promise] = {
    "record": _("To be recorded"),
    "overdue": _("Overdue"),
    "soon": _("Due soon"),
    "follow": _("Problems being solved"),
    "planned": _("Planned"),
    "early": _("Later"),
}
_WORKER = Path(__file__).parent.parent / "static" / "js" / "visits_worker.js"


@liaison_page
@require_safe
def visits(request: Request) -> HttpResponse:
    """List the companies one serves under what is to be done. Six queries of its own."""
    assert isinstance(request.user, User)
    today = city_today()
    rows = due_visits(request.user, today)
    skills = skill_names(rows)
    shown = [_row(each, skills) for each in rows]
    context = {
        "sections": [
            {"code": code, "heading": words, "rows": [each for each in shown if each["visit"].standing == code]}
            for code, words in HEADINGS.items()
        ],
        "count": len(rows),
        "to_plan": sum(each.standing in ("overdue", "soon") for each in rows),
        "today": today,
        "made_at": now(),
        "owner": offline.owner_stamp(request.user.pk),
    }
    response = render(request, "matching/visits.html", context)
    offline.keep_for(response, request.user.pk)
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Return the worker that shows the list without a network; from this address it reaches no other page."""
    response = HttpResponse(_WORKER.read_text(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def skill_names(rows: Sequence[DueVisit]) -> dict[str, Words]:
    """Return the names of the skills that the companies need. One query, none without needs."""
    if not any(row.company.needs for row in rows):
        return {}
    return {code: skill.title for code, skill in vocabulary().skills.items()}


def _row(visit: DueVisit, skills: dict[str, Words]) -> dict[str, Any]:
    """Return a company as the list shows it."""
    return {
        "visit": visit,
        "needs": [skills.get(code, Words(code, code)) for code in visit.company.needs],
        "km": visit.distance_m / 1000 if visit.distance_m is not None else None,
        "notes": [each for each in visit.ahead if each.may_be_recorded],
    }
