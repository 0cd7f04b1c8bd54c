# SPDX-License-Identifier: Apache-2.0
"""A liaison's visits: which are due, and the verb that asks the companies for a day, all of them or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import distance_m
from sidan.matching.burden import VISIT, Contact, contacts_in_month, visits_per_month
from sidan.matching.due import Due, next_due
from sidan.matching.models import Company, Pairing
from sidan.matching.visit_rows import Visit, last_held, liaisons_of, visits_of
from sidan.orders.models import Order
from sidan.orders.moves import Place, find_by_key, submit
from sidan.orders.registry import current
from sidan.orders.reporting import key_of
from sidan.people.actors import Actor
from sidan.people.days import held_on
from sidan.people.models import User
from sidan.places.calendars import calendar_for
from sidan.places.codes import is_inside
from sidan.places.locating import area_at

VIA = "desk"


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A company that somebody serves as it stands on a day: when a visit is due, what was and what is planned.

    `contacts` are all that count in the month of that day, whoever comes; `most` is how many there may be. The distance
    is from the liaison's own place, None where one of the two is unknown.
    """

    pairing: Pairing
    due: Due
    last_on: date | None
    visits: tuple[Visit, ...]
    contacts: tuple[Contact, ...]
    most: int
    distance_m: float | None

    @property
    def company(self) -> Company:
        """Return the company."""
        return self.pairing.company

    @property
    def code(self) -> str:
        """Return the code of the company's unit."""
        return self.pairing.company.unit.code

    @property
    def ahead(self) -> list[Visit]:
        """Return the visits that are asked for or agreed."""
        return [each for each in self.visits if each.is_ahead]

    @property
    def to_record(self) -> list[Visit]:
        """Return the visits whose day has come and that nobody has written down."""
        return [each for each in self.ahead if each.may_be_recorded and each.order.stage != "accepted"]

    @property
    def following(self) -> list[Visit]:
        """Return the visits whose problems are being solved."""
        return [each for each in self.visits if each.is_following]

    @property
    def declined_on(self) -> date | None:
        """Return for which day the company last declined, with no visit held since."""
        last = max((each for each in self.visits if each.is_held or each.is_declined), key=_day, default=None)
        return last.on if last is not None and last.is_declined else None

    @property
    def standing(self) -> str:
        """Return under which heading a list shows it: record, planned, overdue, soon, follow or early."""
        if self.to_record:
            return "record"
        if self.ahead:
            return "planned"
        return "follow" if self.due.state == "early" and self.following else self.due.state


@dataclass(frozen=True, slots=True)
class Wish:
    """A company to be visited, by the code of its unit, and what the visit is about: the company reads it."""

    company: str
    text: str


def pairings_served(user_id: int | None, on: date) -> "QuerySet[Pairing]":
    """Return the pairings in which a user serves companies as a liaison on a day."""
    served = Pairing.objects.filter(held_on(on), adviser__user_id=user_id or 0, adviser__kind="liaison")
    return served.select_related("company__unit__area", "adviser__unit").order_by("company__unit__code")


def due_visits(user: User, on: date) -> list[DueVisit]:
    """Return the companies a user serves on a day, what is most overdue first. At most five queries."""
    pairings = list(pairings_served(user.pk, on))
    codes = [each.company.unit.code for each in pairings]
    visits, liaisons = visits_of(codes, on), liaisons_of([each.company_id for each in pairings]) if pairings else {}
    contacts, most = contacts_in_month(codes, on), visits_per_month()
    found = []
    for pairing in pairings:
        code = pairing.company.unit.code
        last_on = last_held(visits[code], liaisons[code])
        own = tuple(each for each in visits[code] if each.order.opener_id in liaisons[code])
        due = due_of(pairing, last_on, on)
        found.append(DueVisit(pairing, due, last_on, own, tuple(contacts[code]), most, _distance(pairing)))
    return sorted(found, key=lambda each: (each.due.on, each.code))


def due_of(pairing: Pairing, last_on: date | None, today: date) -> Due:
    """Return when the next visit of a pairing is due by the calendar of its county; no query."""
    is_working = working_days_of(pairing.county)
    return next_due(last_on, pairing.from_on, pairing.company.rhythm, today, is_working=is_working)


def working_days_of(county: str) -> Callable[[date], bool]:
    """Return the question whether a county works on a day."""
    return calendar_for(county).is_working_day


@transaction.atomic
def plan_visits(items: Sequence[Wish], on: date, *, by: Actor, key: str = "") -> list[Order]:
    """Open a visit for each wish on one day and return the orders, in the order asked; all of them or none.

    Only for companies that the actor serves on that day. Raises Refused with the sentence of the first that cannot be
    planned. With a `key` already used for the same wish, the order it opened then is returned. Some queries for each.
    """
    if not items:
        raise Refused("Choose at least one company.")
    served = {each.company.unit.code: each for each in pairings_served(by.user_id, on)}
    if len({each.company for each in items}) < len(items):
        raise Refused("A company is chosen twice.")
    if any(each.company not in served for each in items):
        raise NotFound("You can plan visits only to companies that you serve on that day.")
    opened = {}
    # In the order of units, so that two who plan for the same companies wait for each other and never both.
    for wish in sorted(items, key=lambda each: served[each.company].company.unit_id):
        opened[wish.company] = _ask(wish, on, served[wish.company], by=by, key=key)
    return [opened[wish.company] for wish in items]


def place_of(company: Company, *, otherwise: str) -> Place:
    """Return where a company is: its point, and the deepest area around it inside the area of its unit. No query.

    A point outside that area is a wrong one: the area of the unit is the place then. `otherwise` is the area of a
    company that has none.
    """
    unit = company.unit
    area = unit.area.code if unit.area is not None else company.county or otherwise
    point = company.point
    located = area_at(point.lon, point.lat) if point is not None else None
    if point is None or located is None or not is_inside(located.area_code, area):
        return Place(area, text=unit.name)
    return Place(located.area_code, lon=point.lon, lat=point.lat, text=unit.name)


def _ask(wish: Wish, on: date, pairing: Pairing, *, by: Actor, key: str) -> Order:
    """Open the order that asks one company."""
    answers = {"company": wish.company, "planned_on": on.isoformat(), "text": wish.text}
    place = place_of(pairing.company, otherwise=pairing.adviser.area_code)
    own_key = key_of(f"{by.user_id} {key}", answers, place) if key else None
    known = find_by_key(own_key)
    return known or submit(current(VISIT), answers, by=by, place=place, via=VIA, key=own_key)


def _distance(pairing: Pairing) -> float | None:
    """Return the metres from the liaison's place to the company's, as the crow flies."""
    here, there = pairing.adviser.point, pairing.company.point
    return distance_m(here, there) if here is not None and there is not None else None


def _day(visit: Visit) -> date:
    """Return the day of a visit."""
    return visit.on
