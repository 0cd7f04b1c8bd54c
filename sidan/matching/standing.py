# SPDX-License-Identifier: Apache-2.0
"""What is true today: which companies in scope have their liaisons, who these are, and which wait for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from sidan.matching.models import Company, Pairing
from sidan.people.days import held_on

# The name of the annotation, apart because the stubs know the fields of the row alone.
_HOLDERS: Any = "holders"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many companies in scope of some areas have somebody in every seat today, and how many there are."""

    covered: int
    of: int

    @property
    def open(self) -> int:
        """Return how many wait for somebody."""
        return self.of - self.covered

    @property
    def percent(self) -> float | None:
        """Return the share covered, None where there is nothing to cover."""
        return 100 * self.covered / self.of if self.of else None


def companies_standing(areas: Iterable[str], on: date) -> "QuerySet[Company]":
    """Return the companies in scope of some areas by code, each with `holders`: how many seats are held on a day."""
    inside = Q(pk__in=())
    for area in areas:
        inside |= Q(unit__area__code__startswith=area) if area else Q(unit__isnull=False)
    found = Company.objects.filter(inside, is_in_scope=True, unit__is_active=True)
    begun = Q(pairings__from_on__lte=on)
    lasting = Q(pairings__until_on__isnull=True) | Q(pairings__until_on__gte=on)
    return found.annotate(holders=Count("pairings", filter=begun & lasting)).order_by("unit__code")


def holders_by_area(companies: "QuerySet[Company]") -> list[tuple[str, int]]:
    """Return of each company the code of its area ("" for none) and how many seats are held; one query."""
    rows: Any = companies.order_by().values_list("unit__area__code", _HOLDERS)
    return [(code or "", holders) for code, holders in rows]


def standing(companies: "QuerySet[Company]") -> Standing:
    """Return how many are covered; one query."""
    rows: Any = list(companies.order_by().values_list(_HOLDERS, "team"))
    return Standing(sum(1 for holders, team in rows if holders >= team), len(rows))


def uncovered(companies: "QuerySet[Company]") -> "QuerySet[Company]":
    """Return those of which a seat is empty."""
    return companies.filter(**{f"{_HOLDERS}__lt": F("team")})


def with_holders(companies: "QuerySet[Company]", on: date) -> "QuerySet[Company]":
    """Return companies with unit, area and `held`: their pairings of a day with the adviser. One query more."""
    held = Pairing.objects.filter(held_on(on)).select_related("adviser").order_by("seat")
    return companies.select_related("unit__area").prefetch_related(Prefetch("pairings", held, to_attr="held"))
