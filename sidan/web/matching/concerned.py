# SPDX-License-Identifier: Apache-2.0
"""A plan as those see it who are asked about it: a liaison the own companies, a company its own liaison."""

from django.http import HttpResponse
from django.shortcuts import render

from sidan.matching.remarks import find_open_plan, own_pairs, remarks_on
from sidan.web.htmx import Request
from sidan.web.matching.pair_rows import PairRow
from sidan.web.matching.pair_words import PlanHead, skill_names
from sidan.web.visitor import actor_for


def own_page(request: Request, number: int) -> HttpResponse:
    """Show the actor's own pairs of a plan open to comments; NotFound for any other plan. Four queries."""
    actor = actor_for(request)
    plan = find_open_plan(number, by=actor)
    rows, names = list(own_pairs(plan, by=actor)), skill_names()
    context = {
        "plan": plan,
        "head": PlanHead(plan),
        "mine": [PairRow(row, names) for row in rows if row.adviser.user_id == actor.user_id],
        "ours": [PairRow(row, names) for row in rows if row.company.unit_id in actor.units("company")],
        "units": {row.company.unit.code: row.company.unit for row in rows},
        "remarks": list(remarks_on(plan, by=actor)),
        "takes_remarks": True,
    }
    return render(request, "matching/own_pairs.html", context)
