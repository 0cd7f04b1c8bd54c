# SPDX-License-Identifier: Apache-2.0
"""The plans of pairs of an area, what is true today, and for those concerned the plans they are asked about."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.matching.authority import areas_kept, areas_read
from sidan.matching.plans import plans_of
from sidan.matching.remarks import open_plans_for
from sidan.matching.standing import companies_standing, seats_held, standing, standing_of, uncovered, with_holders
from sidan.people.days import city_today
from sidan.places.names import name_of
from sidan.web.htmx import Request
from sidan.web.matching.few_changes import waiting_rows
from sidan.web.matching.pair_words import PlanHead, skill_names
from sidan.web.matching.plan_access import concerned_page, is_concerned, is_reader, reader_page
from sidan.web.visitor import actor_for

MOST_PLANS, PAGE_SIZE = 100, 50


@concerned_page
@require_safe
def plans(request: Request) -> HttpResponse:
    """List the plans the actor reads, how today stands, and the plans the actor is asked about; three queries."""
    actor = actor_for(request)
    context: dict[str, object] = {"is_reader": is_reader(actor), "keeps": bool(areas_kept(actor))}
    if is_reader(actor):
        context["rows"] = [PlanHead(plan) for plan in plans_of(actor)[:MOST_PLANS]]
        context["standing"] = standing(companies_standing(areas_read(actor), city_today()))
    if is_concerned(actor):
        context["heard"] = [PlanHead(plan) for plan in open_plans_for(actor)]
    return render(request, "matching/plans.html", context)


@reader_page
@require_safe
def pairs(request: Request) -> HttpResponse:
    """Show who has whom today, found by words, and the companies that wait, to be planned in; at most five queries."""
    actor, today = actor_for(request), city_today()
    everybody = companies_standing(areas_read(actor), today)
    words, show = request.GET.get("q", "").strip()[:80], request.GET.get("show", "")
    chosen = uncovered(everybody) if show == "open" else everybody
    if words:
        named = Q(unit__name__icontains=words) | Q(unit__name_en__icontains=words) | Q(unit__code__icontains=words)
        held = Q(pairings__adviser__name__icontains=words) & (
            Q(pairings__until_on__isnull=True) | Q(pairings__until_on__gte=today)
        )
        chosen = chosen.filter(pk__in=everybody.order_by().filter(named | held).values("pk"))
    seats = seats_held(everybody)
    pages = Paginator(with_holders(chosen, today), PAGE_SIZE)
    context = {
        "standing": standing_of(seats),
        "waiting": waiting_rows(actor, seats),
        "page": pages.get_page(request.GET.get("page")),
        "words": words,
        "show": show,
        "names": skill_names(),
        "areas": [name_of(area) for area in areas_read(actor) if area],
        "today": today,
    }
    return render(request, "matching/pairs.html", context)
