# SPDX-License-Identifier: Apache-2.0
"""Questions about the catalogue: what a county offers, and the row behind a code."""

from collections.abc import Iterable

from sidan.base.errors import NotFound, Words
from sidan.orders.catalogue import Condition, Matter


def conditions_offered(county: str) -> list[Condition]:
    """Return every condition of every active matter of a county, by branch, with matter and branch. One query.

    A county's own row stands in the place of the city's with the same code, also when the county has switched it off.
    """
    rows = Condition.objects.filter(matter__county__in={"", county}).select_related("matter", "matter__group")
    found = list(rows.order_by("matter__group__code", "matter__code", "position"))
    own = {row.matter.code for row in found if row.matter.county}
    return [row for row in found if row.matter.is_active and (row.matter.county or row.matter.code not in own)]


def find_matter(code: str, *, county: str = "") -> Matter:
    """Return the active matter of that code, the county's own before the city's, or raise NotFound. One query."""
    rows = Matter.objects.filter(code=code, county__in={"", county}).order_by("-county")
    for matter in rows[:1]:
        if matter.is_active:
            return matter
    raise NotFound("There is no matter with the code “%(code)s”.", code=code[:60])


def names_of(codes: Iterable[str]) -> dict[str, Words]:
    """Return the names of matters by code, also of those not offered any more. One query."""
    rows = Matter.objects.filter(code__in=set(codes)).order_by("county")
    return {matter.code: matter.words_name for matter in rows}
