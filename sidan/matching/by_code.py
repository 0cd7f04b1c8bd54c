# SPDX-License-Identifier: Apache-2.0
"""Rows of the registers and of plans as pages ask for them: by code, one query each."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count

from sidan.base.errors import NotFound, Words
from sidan.matching.models import Adviser, Company, Pairing, PairingPlan, PlannedPair, Skill
from sidan.people.days import city_today, held_on


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
