# SPDX-License-Identifier: Apache-2.0
"""Two plans of pairs side by side: figure by figure, and the companies they give to different liaisons."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.matching.models import PairingPlan
from sidan.matching.plans import plans_of, rows_of
from sidan.web.htmx import Request
from sidan.web.matching.pair_words import PlanHead
from sidan.web.matching.plan_access import reader_page
from sidan.web.visitor import actor_for

MOST_OFFERED, MOST_DIFFERENT = 100, 100


@reader_page
@require_safe
def compare(request: Request) -> HttpResponse:
    """Show two plans of the actor's areas side by side; four queries at most."""
    offered = [plan for plan in plans_of(actor_for(request))[:MOST_OFFERED] if plan.result.get("figures")]
    asked = [text for text in request.GET.getlist("plans") if text.isascii() and text.isdecimal()][:2]
    by_number = {str(plan.pk): plan for plan in offered}
    chosen = [by_number[text] for text in dict.fromkeys(asked) if text in by_number]
    context: dict[str, object] = {"offered": offered, "heads": [PlanHead(plan) for plan in chosen]}
    context["asked"] = [plan.pk for plan in chosen]
    if len(chosen) == 2:
        found = differences(*chosen)
        context |= {"different": found[:MOST_DIFFERENT], "count": len(found)}
    return render(request, "matching/compare_plans.html", context)


def differences(one: PairingPlan, other: PairingPlan) -> list[tuple[object, str, str]]:
    """Return the companies that two plans give to others: the unit and the liaisons in each; two queries."""
    served: list[dict[str, list[str]]] = []
    units: dict[str, object] = {}
    for plan in (one, other):
        found: dict[str, list[str]] = {}
        for row in rows_of(plan):
            units[row.company.unit.code] = row.company.unit
            found.setdefault(row.company.unit.code, []).append(row.adviser.name)
        served.append({code: sorted(names) for code, names in found.items()})
    first, second = served
    return [
        (units[code], "、".join(first.get(code, [])), "、".join(second.get(code, [])))
        for code in sorted(units)
        if first.get(code) != second.get(code)
    ]
