# SPDX-License-Identifier: Apache-2.0
"""What is true today: which companies in scope have their liaisons, who these are, and which wait for one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from sidan.matching.models import Company, Pairing
from sidan.people.days import held_on

# The name of the annotation, apart because the stubs know the fields of the row alone.
_HOLDERS: Any = "holders"
Seats = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many companies in scope of some areas have a liaison in every seat today, and how many there are.

    `partly` are those of which some seats are held and others empty: they are not covered.
    """

    covered: int
    partly: int
    of: int

    @property
    def open(self) -> int:
        """Return how many wait for somebody."""
        return self.of - self.covered

    @property
    def is_begun(self) -> bool:
        """Say whether anybody serves any of them yet."""
        return self.covered + self.partly > 0

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
    holders = Count("pairings", filter=begun & lasting & Q(pairings__adviser__kind="liaison"))
    return found.annotate(holders=holders).order_by("unit__code")


def seats_held(companies: "QuerySet[Company]") -> list[Seats]:
    """Return of each company the code of its area ("" for none), how many seats are held and how many it has.

    One query.
    """
    rows: Any = companies.order_by().values_list("unit__area__code", _HOLDERS, "team")
    return [(code or "", holders, team) for code, holders, team in rows]


def standing_of(rows: Iterable[Seats]) -> Standing:
    """Return how many companies are covered by their seats."""
    each = Counter("whole" if holders >= team else "part" if holders else "none" for _, holders, team in rows)
    return Standing(each["whole"], each["part"], each.total())


def standing(companies: "QuerySet[Company]") -> Standing:
    """Return how many are covered; one query."""
    return standing_of(seats_held(companies))


def uncovered(companies: "QuerySet[Company]") -> "QuerySet[Company]":
    """Return those of which a seat is empty."""
    return companies.filter(**{f"{_HOLDERS}__lt": F("team")})


def with_holders(companies: "QuerySet[Company]", on: date) -> "QuerySet[Company]":
    """Return companies with unit, area and `held`: their pairings of a day with the adviser. One query more."""
    held = Pairing.objects.filter(held_on(on)).select_related("adviser").order_by("seat")
    return companies.select_related("unit__area").prefetch_related(Prefetch("pairings", held, to_attr="held"))
