# SPDX-License-Identifier: Apache-2.0
"""Addresses of plans of pairs."""

from django.urls import URLPattern, path

from sidan.web.matching import comparing, deciding, few_changes, lists, moving, new_plan, numbers, showing, taking_along

urlpatterns: list[URLPattern] = [
    path("", lists.plans, name="plans"),
    path("pairs/", lists.pairs, name="pairs"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("plans/new", new_plan.new, name="new_plan"),
    path("plans/newcomers", few_changes.newcomers, name="plan_newcomers"),
    path("plans/without/<str:code>", few_changes.without, name="plan_without"),
    path("plans/compare", comparing.compare, name="compare_plans"),
    path("plans/<int:number>", showing.plan, name="plan"),
    path("plans/<int:number>/map.json", showing.plan_map, name="pair_map"),
    path("plans/<int:number>/compute", new_plan.anew, name="compute_plan"),
    path("plans/<int:number>/seat", moving.seat, name="seat"),
    path("plans/<int:number>/choices.json", moving.choices, name="seat_choices"),
    path("plans/<int:number>/change/<slug:verb>", moving.act, name="change_pair"),
    path("plans/<int:number>/open", deciding.open_plan, name="open_plan"),
    path("plans/<int:number>/say", deciding.say, name="say"),
    path("plans/<int:number>/adopt", deciding.adopt, name="adopt_plan"),
    path("plans/<int:number>/unschedule", deciding.unschedule, name="unschedule_plan"),
    path("plans/<int:number>/discard", deciding.discard, name="discard_plan"),
    path("plans/<int:number>/pairs.xlsx", taking_along.workbook, name="pairs_workbook"),
    path("plans/<int:number>/print", taking_along.paper, name="pairs_print"),
]
