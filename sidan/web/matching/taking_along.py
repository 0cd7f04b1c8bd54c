# SPDX-License-Identifier: Apache-2.0
"""A plan of pairs to take along: a workbook for offices and a page for paper."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.matching.authority import may_keep
from sidan.matching.models import PairingPlan
from sidan.matching.plan_sheets import plan_workbook
from sidan.matching.plans import no_such_plan, problem_in, rows_of
from sidan.web.htmx import Request
from sidan.web.matching.pair_rows import groups_of
from sidan.web.matching.pair_words import PlanHead, proof_sentence, skill_names, ways_out
from sidan.web.matching.plan_access import opened, reader_page
from sidan.web.matching.showing import advisers_of, uncovered_rows
from sidan.web.visitor import actor_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ON_PAPER = 2000


@reader_page
@require_safe
def workbook(request: Request, number: int) -> HttpResponse:
    """Return the plan as a workbook; audited."""
    plan = _computed(request, number)
    content = plan_workbook(plan, by=actor_for(request), language=get_language() or "zh-hans")
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, f"pairs-{plan.pk}.xlsx"))
    response["X-Content-Type-Options"] = "nosniff"
    return response


@reader_page
@require_safe
def paper(request: Request, number: int) -> HttpResponse:
    """Show the plan for A4: what it comes to, proof, who is left over, pairs by liaison. Six queries."""
    plan = _computed(request, number)
    rows, supplies, names = list(rows_of(plan)), problem_in(plan).supplies, skill_names()
    advisers = advisers_of(supplies, plan)
    loads = Counter(row.adviser.code for row in rows)
    serving = sorted((each for each in supplies if loads[each.code]), key=lambda each: each.code)
    groups = groups_of(rows, serving, advisers, loads=loads, names=names, before={})
    context = {
        "plan": plan,
        "head": PlanHead(plan),
        "figures": plan.result.get("figures") or {},
        "proof": proof_sentence(plan),
        "groups": groups,
        "uncovered": uncovered_rows(
            plan, names, with_conflicts=may_keep(actor_for(request), plan.area_code), most=MOST_ON_PAPER
        ),
        "ways_out": ways_out(
            plan.result.get("ways_out") or (),
            names=names,
            liaisons={code: adviser.name for code, adviser in advisers.items()},
        ),
    }
    return render(request, "matching/print_pairs.html", context)


def _computed(request: Request, number: int) -> PairingPlan:
    """Return a plan that is computed; NotFound for one that is not."""
    plan = opened(request, number)
    if not plan.result.get("proof"):
        raise no_such_plan()
    return plan
