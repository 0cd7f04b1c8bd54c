# SPDX-License-Identifier: Apache-2.0
"""Rows of the registers and of plans as pages ask for them: by code, one query each."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, QuerySet

from sidan.base.errors import NotFound, Words
from sidan.matching.models import Adviser, Company, Pairing, PairingPlan, PlannedPair, Skill
from sidan.people.days import city_today, held_on


class ListedPair(NamedTuple):
    """A planned pair as it is looked for: its number, what the company is called, the liaison's code, how it came."""

    pk: int
    company: str
    name: str
    name_en: str
    industry: str
    liaison: str
    is_kept: bool
    is_fixed: bool


def skill_titles() -> dict[str, Words]:
    """Return what skills and languages are called, by code."""
    return {code: Words(name, name_en) for code, name, name_en in Skill.objects.values_list("code", "name", "name_en")}


def advisers_by_code(codes: Iterable[str]) -> dict[str, Adviser]:
    """Return advisers with their units, by code."""
    return {each.code: each for each in Adviser.objects.filter(code__in=list(codes)).select_related("unit")}


def companies_by_code(codes: Iterable[str]) -> dict[str, Company]:
    """Return companies with their units and areas, by code."""
    rows = Company.objects.filter(unit__code__in=list(codes)).select_related("unit__area")
    return {each.unit.code: each for each in rows}


def company_of_plan(code: str) -> Company:
    """Return a company by its code; NotFound for none."""
    found = Company.objects.filter(unit__code=code[:40]).select_related("unit__area").first()
    if found is None:
        raise NotFound("There is no such company in this plan.")
    return found


def planned_seat(plan: PairingPlan, company: Company, seat: int) -> PlannedPair | None:
    """Return who takes a seat in a plan, None for nobody."""
    return PlannedPair.objects.filter(plan=plan, company=company, seat=seat).first()


def listed_pairs(plan: PairingPlan) -> list[ListedPair]:
    """Return the planned pairs of a plan, company by company; a thousand whole rows would take a quarter second."""
    rows = PlannedPair.objects.filter(plan=plan).order_by("company__unit__code", "seat")
    unit = ("company__unit__code", "company__unit__name", "company__unit__name_en")
    names = ("pk", *unit, "company__industry", "adviser__code", "is_kept", "is_fixed")
    return [ListedPair(*row) for row in rows.values_list(*names)]


def mapped_pairs(plan: PairingPlan, liaison: str = "") -> "QuerySet[PlannedPair]":
    """Return the planned pairs, perhaps those of one liaison alone, with nothing but what a map shows. One query."""
    rows = PlannedPair.objects.filter(plan=plan).select_related("company__unit", "adviser")
    unit = ("company__unit__code", "company__unit__name", "company__unit__name_en")
    ends = ("company__lon", "company__lat", "adviser__code", "adviser__name", "adviser__lon", "adviser__lat")
    rows = rows.only("is_kept", *unit, *ends).order_by("company__unit__code", "seat")
    return rows.filter(adviser__code=liaison) if liaison else rows


def planned_loads(plan: PairingPlan) -> dict[str, int]:
    """Return how many seats each liaison takes in a plan, by code."""
    return Counter(PlannedPair.objects.filter(plan=plan).order_by().values_list("adviser__code", flat=True))


def loads_today(area_code: str | None = None) -> list[int]:
    """Return how many seats each liaison with any holds today, at companies of an area where one is given.

    In no order; nobody is named.
    """
    living = Pairing.objects.filter(held_on(city_today()), adviser__kind="liaison")
    if area_code is not None:
        living = living.filter(company__unit__area__code__startswith=area_code)
    liaisons = living.order_by().values("adviser")
    return list(liaisons.annotate(times=Count("id")).values_list("times", flat=True))
