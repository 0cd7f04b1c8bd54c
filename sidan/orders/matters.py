# SPDX-License-Identifier: Apache-2.0
"""Questions about the catalogue: what a county offers, and the rows behind codes.

A county's own row stands in the place of the city's with the same code, also when the county has switched it off.
"""

from collections.abc import Collection, Iterable

from sidan.base.errors import NotFound, Words
from sidan.orders.catalogue import Condition, Matter, MatterGroup


def conditions_offered(county: str) -> list[Condition]:
    """Return every condition of every active matter of a county, by branch, with matter and branch. One query."""
    rows = Condition.objects.filter(matter__county__in={"", county}).select_related("matter", "matter__group")
    found = list(rows.order_by("matter__group__code", "matter__code", "position"))
    own = {row.matter.code for row in found if row.matter.county}
    return [row for row in found if row.matter.is_active and (row.matter.county or row.matter.code not in own)]


def active_matters(county: str) -> list[Matter]:
    """Return the matters a county offers, by code. One query."""
    return _standing(Matter.objects.filter(county__in={"", county}).order_by("code", "county"))


def find_matters(codes: Collection[str], *, county: str = "") -> dict[str, Matter]:
    """Return the active matters of these codes by code; codes that are not offered are left out. One query."""
    rows = Matter.objects.filter(code__in=codes, county__in={"", county}).order_by("code", "county")
    return {matter.code: matter for matter in _standing(rows)}


def find_matter(code: str, *, county: str = "") -> Matter:
    """Return the active matter of that code, the county's own before the city's, or raise NotFound. One query."""
    found = find_matters([code], county=county)
    if code not in found:
        raise NotFound("There is no matter with the code “%(code)s”.", code=code[:60])
    return found[code]


def names_of(codes: Iterable[str]) -> dict[str, Words]:
    """Return the names of matters by code, also of those not offered any more. One query."""
    rows = Matter.objects.filter(code__in=set(codes)).order_by("county")
    return {matter.code: matter.words_name for matter in rows}


def _standing(rows: Iterable[Matter]) -> list[Matter]:
    """Return the rows that count, of those sorted with a county's own behind the city's, without inactive ones."""
    last = {matter.code: matter for matter in rows}
    return [matter for matter in last.values() if matter.is_active]


def groups_offered() -> list[MatterGroup]:
    """Return the branches of the catalogue in the order of their codes. One query."""
    return list(MatterGroup.objects.all())
