# SPDX-License-Identifier: Apache-2.0
"""Questions about the pairs that are true: on a day, of an adviser, of a company over the years."""

from datetime import date

from django.db.models import QuerySet

from sidan.matching.models import Adviser, Company, Pairing
from sidan.people.days import held_on


def current(area_code: str, on: date) -> "QuerySet[Pairing]":
    """Return the pairings of a day at companies of an area, with company and adviser. One query."""
    return _named().filter(held_on(on), company__unit__area__code__startswith=area_code)


def pairings_of_adviser(adviser: Adviser, on: date) -> "QuerySet[Pairing]":
    """Return the pairings of a day that an adviser has. One query."""
    return _named().filter(held_on(on), adviser=adviser)


def pairings_of_company(company: Company, on: date) -> "QuerySet[Pairing]":
    """Return who serves a company on a day, seat by seat. One query."""
    return _named().filter(held_on(on), company=company)


def history_of(company: Company) -> "QuerySet[Pairing]":
    """Return who has served a company and when, the newest first. One query."""
    return _named().filter(company=company).order_by("-from_on", "seat")


def _named() -> "QuerySet[Pairing]":
    """Return the pairings with the names that a page shows."""
    return Pairing.objects.select_related("company__unit__area", "adviser__unit", "adviser__user", "plan")
