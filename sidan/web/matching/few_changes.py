# SPDX-License-Identifier: Apache-2.0
"""Plans asked for by one press, with as few changes as can be: somebody leaves, or companies have come."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST

from sidan.base.errors import NotFound, Refused
from sidan.matching.authority import areas_kept
from sidan.matching.leaving import draft_for_newcomers, draft_without, replacements_in, waiting_in
from sidan.matching.models import PairingPlan
from sidan.matching.register_queries import find_adviser
from sidan.matching.standing import Seats
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.places.names import name_of
from sidan.web.errors import said
from sidan.web.htmx import Request
from sidan.web.matching.plan_access import keeper_page
from sidan.web.visitor import actor_for

MOST_CHANGES = 50


@keeper_page
@require_POST
def without(request: Request, code: str) -> HttpResponse:
    """Draft a plan as if a liaison were gone; what cannot be is told on the liaison's page."""
    actor = actor_for(request)
    adviser = find_adviser(code, by=actor)
    name = gettext("%(name)s leaves, %(day)s") % {"name": adviser.name, "day": city_today().isoformat()}
    return _drafted(
        request, lambda: draft_without(adviser, by=actor, name=name), reverse("matching:adviser", args=[adviser.code])
    )


@keeper_page
@require_POST
def newcomers(request: Request) -> HttpResponse:
    """Draft a plan that gives those who wait in an area somebody; what cannot be is told where the pairs are listed."""
    actor, area = actor_for(request), request.POST.get("area", "")[:12]
    place = name_of(area).in_language(get_language() or "")
    name = gettext("%(place)s: who waits, %(day)s") % {"place": place, "day": city_today().isoformat()}
    return _drafted(request, lambda: draft_for_newcomers(area, by=actor, name=name), reverse("matching:pairs"))


def waiting_rows(actor: Actor, seats: list[Seats]) -> list[dict[str, object]]:
    """Return the areas an actor keeps in which companies wait while others are served: code, name, how many."""
    found = waiting_in(areas_kept(actor), seats)
    return [{"area": area, "name": name_of(area), "count": count} for area, count in found.items()]


def changes_shown(plan: PairingPlan) -> dict[str, object]:
    """Return what a plan of few changes changes, for its page; nothing for any other. Two queries."""
    if not plan.fewest_changes:
        return {}
    found = replacements_in(plan)
    return {
        "replacements": found[:MOST_CHANGES],
        "replaced": len({each.company for each in found}),
        "more_changes": max(0, len(found) - MOST_CHANGES),
    }


def _drafted(request: Request, draft: Callable[[], PairingPlan], back: str) -> HttpResponse:
    """Go to the plan that is drafted, or back with the reason why there is none."""
    try:
        return redirect("matching:plan", draft().pk)
    except NotFound:
        raise
    except Refused as fault:
        messages.error(request, said(fault))
        return redirect(back)
