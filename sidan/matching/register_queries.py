# SPDX-License-Identifier: Apache-2.0
"""Companies and advisers as somebody may read them: those of the areas they organise, lead or audit."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sidan.base.errors import NotFound
from sidan.matching.authority import areas_read
from sidan.matching.register_rows import Adviser, Company
from sidan.people.actors import Actor


def companies_of(by: Actor) -> QuerySet[Company]:
    """Return the companies in the areas the actor reads, with their units and areas, by code."""
    return companies_within(areas_read(by))


def companies_within(areas: Iterable[str]) -> QuerySet[Company]:
    """Return the companies in any of the areas, with their units and areas, by code."""
    return Company.objects.filter(_inside("unit__area__code", areas)).select_related("unit__area")


def advisers_of(by: Actor, kind: str = "") -> QuerySet[Adviser]:
    """Return the advisers, of one kind or all, who serve inside the areas the actor reads, closed ones too, by code."""
    found = advisers_within(areas_read(by))
    return found.filter(kind=kind) if kind else found


def advisers_within(areas: Iterable[str]) -> QuerySet[Adviser]:
    """Return the advisers who serve inside any of the areas, with their units and accounts, by code."""
    return Adviser.objects.filter(_inside("area_code", areas)).select_related("unit", "user")


def find_company(code: str, *, by: Actor) -> Company:
    """Return the company whose unit has a code; NotFound when it is not there or not for the actor to know about."""
    try:
        return companies_of(by).get(unit__code=code.strip())
    except Company.DoesNotExist:
        raise NotFound("There is no company %(code)s.", code=code) from None


def find_adviser(code: str, *, by: Actor) -> Adviser:
    """Return the adviser with a code; NotFound when there is none or it is not for the actor to know about."""
    try:
        return advisers_of(by).get(code=code.strip())
    except Adviser.DoesNotExist:
        raise NotFound("There is no adviser %(code)s.", code=code) from None


def _inside(column: str, areas: Iterable[str]) -> Q:
    """Return the condition that a code lies in one of the areas; nothing lies in none of them."""
    found = Q(pk__in=())
    for area in areas:
        found |= Q(**{f"{column}__startswith": area})
    return found
