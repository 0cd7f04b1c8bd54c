# SPDX-License-Identifier: Apache-2.0
"""Plan a day: tick companies, choose the day, see the way and what speaks against it, and ask them all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sidan.base.errors import Refused
from sidan.matching.cautions import Cautions, cautions_for
from sidan.matching.tour import MOST_STOPS, Tour, tour
from sidan.matching.visiting import DueVisit, Wish, due_visits, plan_visits, working_days_of
from sidan.people.models import User
from sidan.places.days import city_today
from sidan.web.asking import sent_key
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.matching.visit_access import liaison_page
from sidan.web.matching.visit_listing import skill_names
from sidan.web.visitor import actor_for

# The company has three working days to answer; a week ahead leaves them.
AHEAD_DAYS = 7
LONGEST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was ticked and typed: companies by code, the day, whether the way leads home, and what it is about."""

    companies: tuple[str, ...]
    on: date
    is_closed: bool
    text: str


@liaison_page
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request) -> HttpResponse:
    """Show the day as chosen so far, or ask all the companies ticked; one that is refused leaves none asked.

    Some ten queries to show, and some for each company to ask.
    """
    assert isinstance(request.user, User)
    today = city_today()
    rows = due_visits(request.user, today)
    chosen = _chosen(request.POST if request.method == "POST" else request.GET, rows, today)
    fault = ""
    if request.method == "POST":
        try:
            opened = _asked(request, chosen)
        except Refused as refused:
            fault = said(refused)
        else:
            sentence = ngettext("%(count)d company is asked.", "%(count)d companies are asked.", len(opened))
            messages.success(request, sentence % {"count": len(opened)})
            return redirect("matching:visits")
    context = _context(rows, chosen, request.user, today)
    key = sent_key(request.POST)
    return render(
        request, "matching/visit_plan.html", {**context, "fault": fault, "key": key}, status=422 if fault else 200
    )


def _asked(request: Request, chosen: Chosen) -> Sequence[Any]:
    """Ask all the companies ticked for the day."""
    wishes = [Wish(code, chosen.text) for code in chosen.companies]
    return plan_visits(wishes, chosen.on, by=actor_for(request), key=request.POST.get("key", "")[:64])


def _context(rows: Sequence[DueVisit], chosen: Chosen, user: User, today: date) -> dict[str, Any]:
    """Return what the page shows."""
    by_code = {each.code: each for each in rows}
    cautions = cautions_for(rows, chosen.companies, chosen.on, user=user, today=today)
    way = _way(by_code, chosen)
    skills = skill_names(rows)
    return {
        "rows": [_row(each, chosen, cautions, skills) for each in rows],
        "chosen": chosen,
        "today": today,
        "day_cautions": [{"said": said(each.said), "is_bar": each.is_bar} for each in cautions.day],
        "stops": _stops(by_code, way, cautions),
        "way": way,
        "km": way.metres / 1000,
        "home_km": way.home_m / 1000,
        "home": rows[0].pairing.adviser.point if rows else None,
        "most": MOST_STOPS,
    }


def _way(by_code: dict[str, DueVisit], chosen: Chosen) -> Tour:
    """Return the order of the stops that are ticked."""
    places = {code: by_code[code].company.point for code in chosen.companies}
    start = next((by_code[code].pairing.adviser.point for code in chosen.companies), None)
    return tour(places, start=start, is_closed=chosen.is_closed)


def _row(visit: DueVisit, chosen: Chosen, cautions: Cautions, skills: dict[str, Any]) -> dict[str, Any]:
    """Return a company as the form offers it."""
    return {
        "visit": visit,
        "is_ticked": visit.code in chosen.companies,
        "km": visit.distance_m / 1000 if visit.distance_m is not None else None,
        "needs": [skills[code] for code in visit.company.needs if code in skills],
        "cautions": [
            {"said": said(each.said), "is_bar": each.is_bar} for each in cautions.companies.get(visit.code, ())
        ],
    }


def _stops(by_code: dict[str, DueVisit], way: Tour, cautions: Cautions) -> list[dict[str, Any]]:
    """Return the stops in order, and last those without a place."""
    legs = [leg / 1000 for leg in way.legs_m]
    known = zip(way.stops, legs, strict=True)
    unknown = ((code, None) for code in way.without_place)
    return [
        {
            "number": number,
            "visit": by_code[code],
            "km": km,
            "is_barred": any(each.is_bar for each in cautions.companies.get(code, ())),
        }
        for number, (code, km) in enumerate([*known, *unknown], start=1)
    ]


def _chosen(sent: QueryDict, rows: Sequence[DueVisit], today: date) -> Chosen:
    """Return what was ticked of the liaison's own companies, the first MOST_STOPS of it, and a day near enough."""
    own = [each.code for each in rows]
    ticked = set(sent.getlist("c"))
    return Chosen(
        tuple(code for code in own if code in ticked)[:MOST_STOPS],
        _day(sent.get("on", ""), rows, today),
        sent.get("round") == "1" or "on" not in sent,
        sent.get("text", "").strip()[:LONGEST_TEXT],
    )


def _day(text: str, rows: Sequence[DueVisit], today: date) -> date:
    """Return the day typed; for none or nonsense the first worked day a week ahead."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is not None and abs((day - today).days) <= 366:
        return day
    ahead = [today + timedelta(days=AHEAD_DAYS + number) for number in range(14)]
    is_working = working_days_of(rows[0].pairing.county if rows else "")
    return next((each for each in ahead if is_working(each)), ahead[0])
