# SPDX-License-Identifier: Apache-2.0
"""How often a company is called on, over all units and all programmes, so that visits can be joined or put off."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sidan.base.errors import Words
from sidan.matching.register_rows import Adviser
from sidan.orders.registry import current
from sidan.orders.visibility import OrderQuerySet
from sidan.programmes.claim_rules import NOT_MADE, visits_in_month, visits_to

VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Contact:
    """One call on a company: when, by which unit (empty where nobody knows), under which programme.

    What it is about is for those who may open the order, and is not here.
    """

    number: str
    company: str
    on: date
    unit: Words
    opener_id: int | None
    programme: str


def visits_per_month() -> int:
    """Return how often a company may be visited in a month: the limit of the programme's present edition."""
    return int(current(VISIT).limits["visits_per_month"])


def contacts_in_month(companies: Collection[str], day: date) -> dict[str, list[Contact]]:
    """Return the contacts that count in the month of a day, by code of the company's unit, in order of days.

    Exactly what the guard `within_visit_cap` counts. At most two queries.
    """
    return _by_company(companies, visits_in_month(companies, day)) if companies else {}


def contacts_since(companies: Collection[str], first: date) -> dict[str, list[Contact]]:
    """Return the contacts planned on a day or later, those not made left out. At most two queries."""
    visits = visits_to(companies).filter(facts__planned_on__gte=first.isoformat()).exclude(NOT_MADE)
    return _by_company(companies, visits) if companies else {}


def _by_company(companies: Collection[str], orders: OrderQuerySet) -> dict[str, list[Contact]]:
    """Return the orders as contacts, with an empty list for companies nobody calls on."""
    found: dict[str, list[Contact]] = {code: [] for code in companies}
    rows = [
        (order.number, order.facts["company"], date.fromisoformat(order.facts["planned_on"]), order)
        for order in orders.select_related("opener_unit")
    ]
    units = _units_of(order.opener_id for *_, order in rows if order.opener_unit_id is None)
    for number, company, on, order in sorted(rows, key=lambda row: (row[2], row[0])):
        unit = order.opener_unit
        name = Words(unit.name, unit.name_en) if unit is not None else units.get(order.opener_id or 0, Words("", ""))
        found[company].append(Contact(number, company, on, name, order.opener_id, order.programme))
    return found


def _units_of(users: Iterable[int | None]) -> dict[int, Words]:
    """Return the unit of each user who is a liaison; whoever holds a post over an area has no other. One query."""
    wanted = {user for user in users if user is not None}
    if not wanted:
        return {}
    found = Adviser.objects.filter(user_id__in=wanted, kind="liaison").select_related("unit")
    return {each.user_id: Words(each.unit.name, each.unit.name_en) for each in found if each.user_id is not None}
