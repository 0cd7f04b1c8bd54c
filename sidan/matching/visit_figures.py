# SPDX-License-Identifier: Apache-2.0
"""How the visits of an area stand: numbers by the unit of the liaisons, and the companies that are overdue.

Units are listed by their names and people not at all: nobody is ranked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from sidan.matching.due import Due
from sidan.matching.models import Company, Pairing
from sidan.matching.visit_rows import last_held_in, liaisons_of
from sidan.matching.visiting import due_of
from sidan.people.days import held_on
from sidan.people.models import Unit


@dataclass(slots=True)
class UnitVisits:
    """The companies served by the liaisons of one unit: visited within their rhythm, due soon, overdue."""

    unit: Unit
    companies: int = 0
    visited: int = 0
    soon: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class Overdue:
    """A company whose visit is overdue, with the unit of its liaison."""

    company: Company
    unit: Unit
    due: Due
    last_on: date | None


@dataclass(frozen=True, slots=True)
class AreaVisits:
    """The visits of an area: its units by name, and the overdue companies, the longest overdue first."""

    units: tuple[UnitVisits, ...]
    overdue: tuple[Overdue, ...]

    @property
    def whole(self) -> UnitVisits | None:
        """Return the numbers of all units together, None without any."""
        if not self.units:
            return None
        sums = {
            name: sum(getattr(each, name) for each in self.units)
            for name in ("companies", "visited", "soon", "overdue")
        }
        return UnitVisits(self.units[0].unit, **sums)


def visits_in(areas: Collection[str], on: date) -> AreaVisits:
    """Return how the visits to the companies of areas stand on a day. Three queries.

    A company with a team counts once for each of its liaisons' units; what one of them visited, all have visited.
    """
    lies = reduce(or_, (Q(company__unit__area__code__startswith=area) for area in areas), Q(pk__in=()))
    served = Pairing.objects.filter(lies, held_on(on), adviser__kind="liaison")
    pairings = list(served.select_related("company__unit__area", "adviser__unit"))
    held = last_held_in({each.county for each in pairings}, on) if pairings else {}
    liaisons = liaisons_of([each.company_id for each in pairings]) if pairings else {}
    units: dict[int, UnitVisits] = {}
    overdue: dict[int, Overdue] = {}
    for pairing in pairings:
        code, unit = pairing.company.unit.code, pairing.adviser.unit
        last_on = max((held[code, user] for user in liaisons[code] if (code, user) in held), default=None)
        due = due_of(pairing, last_on, on)
        _count(units.setdefault(unit.pk, UnitVisits(unit)), due, last_on)
        if due.state == "overdue":
            overdue.setdefault(pairing.company_id, Overdue(pairing.company, unit, due, last_on))
    return AreaVisits(
        tuple(sorted(units.values(), key=lambda each: each.unit.code)),
        tuple(sorted(overdue.values(), key=lambda each: (each.due.on, each.company.unit.code))),
    )


def _count(row: UnitVisits, due: Due, last_on: date | None) -> None:
    """Count one pairing."""
    row.companies += 1
    row.visited += due.state != "overdue" and last_on is not None
    row.soon += due.state == "soon"
    row.overdue += due.state == "overdue"
