# SPDX-License-Identifier: Apache-2.0
"""One seat to another liaison: what each would cost is shown before, as a page and for the hand that drags."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from sidan.matching import adjusting
from sidan.matching.by_code import advisers_by_code, companies_by_code, company_of_plan, planned_loads, planned_seat
from sidan.matching.models import Adviser, PairingPlan
from sidan.matching.plans import no_such_plan
from sidan.matching.reasons import why
from sidan.matching.whatif import Choice
from sidan.web.htmx import Request
from sidan.web.matching.pair_words import PlanHead, barrier_words, signed, skill_names, told
from sidan.web.matching.plan_access import keeper_page, opened_to_keep
from sidan.web.matching.versions import seat_of, version_of
from sidan.web.visitor import actor_for

MOST_SWAPS = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A liaison for a seat in words: by how much the plan's cost changes, why, and what stands in the way."""

    choice: Choice
    adviser: Adviser | None
    why: list[str]
    load: int

    @property
    def name(self) -> str:
        """Return what the liaison is called."""
        return self.adviser.name if self.adviser else self.choice.liaison

    @property
    def change(self) -> str:
        """Return the change of cost with its sign."""
        return signed(self.choice.cost_change)

    @property
    def hindrance(self) -> str:
        """Return what stands in the way, empty for nothing."""
        if self.choice.is_here:
            return gettext("has it now")
        if self.choice.barrier:
            return barrier_words(self.choice.barrier)
        if self.choice.is_full:
            return gettext("full")
        return gettext("a key company has a liaison of its own") if self.choice.breaks_key else ""

    @property
    def offers_swap(self) -> bool:
        """Say whether an exchange may help: nothing but room is missing."""
        return not self.choice.is_here and not self.choice.barrier and self.choice.is_full


@keeper_page
@require_safe
def seat(request: Request, number: int) -> HttpResponse:
    """Show every liaison for a seat with what the move would cost, and for a full one what could be exchanged.

    Seven queries, two more with exchanges asked for.
    """
    plan = opened_to_keep(request, number)
    company = company_of_plan(request.GET.get("company", ""))
    place, names = seat_of(request.GET.get("seat", "")), skill_names()
    found = offers(plan, company.unit.code, place, request=request, names=names)
    asked = request.GET.get("swap", "")[:40]
    words = request.GET.get("q", "").strip().lower()[:80]
    context = {
        "plan": plan,
        "head": PlanHead(plan),
        "company": company,
        "seat": place,
        "needs": [names.get(code, code) for code in (*company.needs, *company.languages)],
        "here": next((offer for offer in found if offer.choice.is_here), None),
        "row": planned_seat(plan, company, place),
        "offers": [offer for offer in found if not words or words in offer.name.lower()],
        "words": words,
        "swap_with": next((offer for offer in found if offer.choice.liaison == asked and offer.offers_swap), None),
        "swaps": swaps(plan, company.unit.code, place, asked, request=request) if asked else [],
    }
    return render(request, "matching/seat.html", context)


@keeper_page
@require_safe
def choices(request: Request, number: int) -> JsonResponse:
    """Return by liaison what moving a seat there would cost, in words, for the hand that drags."""
    plan = opened_to_keep(request, number)
    company, place = request.GET.get("company", "")[:40], seat_of(request.GET.get("seat", ""))
    page = reverse("matching:seat", args=[plan.pk])
    found = {
        offer.choice.liaison: {
            "name": offer.name,
            "change": offer.change,
            "hindrance": offer.hindrance,
            "open": offer.choice.is_open,
            "swap": offer.offers_swap,
            "here": offer.choice.is_here,
            "why": " ".join(offer.why),
        }
        for offer in offers(plan, company, place, request=request, names=skill_names())
    }
    return JsonResponse({"choices": found, "page": page})


def offers(plan: PairingPlan, company: str, place: int, *, request: Request, names: Mapping[str, str]) -> list[Offer]:
    """Return every liaison for a seat in words, those that may be taken first; four queries."""
    found = adjusting.choices(plan, company, place, by=actor_for(request))
    advisers = advisers_by_code(choice.liaison for choice in found)
    loads = planned_loads(plan)
    return [
        Offer(
            choice,
            advisers.get(choice.liaison),
            [told(said) for said in why(choice.parts, names=names)],
            loads.get(choice.liaison, 0),
        )
        for choice in found
    ]


def swaps(plan: PairingPlan, company: str, place: int, adviser: str, *, request: Request) -> list[dict[str, Any]]:
    """Return the companies that could come over in exchange, with what that would cost, the cheapest first."""
    found = adjusting.swaps(plan, company, place, adviser, by=actor_for(request))[:MOST_SWAPS]
    units = {code: row.unit for code, row in companies_by_code(each.company for each in found).items()}
    return [
        {
            "company": each.company,
            "seat": each.seat,
            "unit": units.get(each.company),
            "change": signed(each.cost_change),
        }
        for each in found
    ]


@keeper_page
@require_POST
def act(request: Request, number: int, verb: str) -> HttpResponse:
    """Move a seat, exchange two, take one away, fix or release one, or take the last of these back."""
    plan, by, version = opened_to_keep(request, number), actor_for(request), version_of(request)
    given = request.POST
    company, place = given.get("company", "")[:40], seat_of(given.get("seat", ""))
    try:
        if verb == "move":
            adjusting.move(plan, company, place, given.get("adviser", "")[:40], by=by, version=version)
        elif verb == "swap":
            other = (given.get("other", "")[:40], seat_of(given.get("other_seat", "")))
            adjusting.swap(plan, (company, place), other, by=by, version=version)
        elif verb in ("free", "fix", "release"):
            getattr(adjusting, verb)(plan, company, place, by=by, version=version)
        elif verb == "undo":
            adjusting.undo(plan, by=by, version=version)
        else:
            raise no_such_plan()
    except adjusting.Full as fault:
        messages.error(request, fault.said(gettext, language=get_language() or "zh-hans"))
        page = reverse("matching:seat", args=[plan.pk])
        return redirect(f"{page}?company={company}&seat={place}&swap={given.get('adviser', '')[:40]}#swap")
    messages.success(request, _done(verb))
    return redirect(f"{reverse('matching:plan', args=[plan.pk])}#pairs")


def _done(verb: str) -> str:
    """Return what was done, for the note above the page."""
    return {
        "move": gettext("Moved. The figures are those of the changed plan."),
        "swap": gettext("Exchanged. The figures are those of the changed plan."),
        "free": gettext("Taken away. A new computing fills the place again."),
        "fix": gettext("Fixed: a new computing leaves this pair."),
        "release": gettext("Released: a new computing may change this pair."),
        "undo": gettext("The last change is taken back."),
    }[verb]
