# SPDX-License-Identifier: Apache-2.0
"""What a liaison hears before a visit is planned: the cap, who else comes, a company that declined, days off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sidan.base.errors import Refused, Words
from sidan.matching.burden import Contact, contacts_since
from sidan.matching.models import AdviserAbsence
from sidan.matching.visiting import DueVisit, working_days_of
from sidan.people.models import User

Kind = Literal["cap", "last", "joint", "declined", "asked", "away", "off", "full", "past"]

# A neutral default: half a working day of ways and half a day of talks leave room for about this many.
FULL_DAY = 6
DECLINED_LATELY_DAYS = 60
_BARS = ("cap", "past")


@dataclass(frozen=True, slots=True)
class Caution:
    """One sentence to read before planning; a `bar` is what the programme will refuse."""

    kind: Kind
    said: Refused

    @property
    def is_bar(self) -> bool:
        """Say whether the visit would be refused."""
        return self.kind in _BARS


@dataclass(frozen=True, slots=True)
class Cautions:
    """What is to be said of a day, and of each company by its code; companies without a caution are left out."""

    day: tuple[Caution, ...]
    companies: dict[str, tuple[Caution, ...]]


def cautions_for(visits: Sequence[DueVisit], chosen: Sequence[str], on: date, *, user: User, today: date) -> Cautions:
    """Return what speaks against visiting the chosen companies on a day. At most three queries.

    `visits` are all that the user serves, so that a day already full is seen.
    """
    wanted = [each for each in visits if each.code in chosen]
    first = min(on.replace(day=1), _monday(on))
    contacts = contacts_since([each.code for each in wanted], first)
    companies = {each.code: tuple(_of_company(each, contacts[each.code], on, user=user)) for each in wanted}
    return Cautions(
        tuple(_of_day(visits, len(wanted), on, user=user, today=today)),
        {code: found for code, found in companies.items() if found},
    )


def _of_company(visit: DueVisit, contacts: Sequence[Contact], on: date, *, user: User) -> list[Caution]:
    """Return what speaks against one company on a day."""
    name, found = _name(visit), []
    in_month = [each for each in contacts if (each.on.year, each.on.month) == (on.year, on.month)]
    if len(in_month) >= visit.most:
        told = Refused(
            "%(company)s has %(count)d of %(most)d visits in that month already, over all units.",
            company=name, count=len(in_month), most=visit.most,
        )  # fmt: skip
        found.append(Caution("cap", told))
    elif len(in_month) == visit.most - 1:
        told = Refused(
            "It would be the last of %(most)d visits to %(company)s in that month.", company=name, most=visit.most
        )
        found.append(Caution("last", told))
    found += [_joint(visit, each) for each in contacts if _same_week(each.on, on) and each.opener_id != user.pk]
    if visit.ahead:
        planned = visit.ahead[-1].on
        found.append(
            Caution(
                "asked", Refused("A visit to %(company)s is asked for already, on %(day)s.", company=name, day=planned)
            )
        )
    if visit.declined_on is not None and on - visit.declined_on <= timedelta(days=DECLINED_LATELY_DAYS):
        told = Refused(
            "%(company)s declined a visit lately, on %(day)s; it may always decline.",
            company=name,
            day=visit.declined_on,
        )
        found.append(Caution("declined", told))
    return found


def _joint(visit: DueVisit, contact: Contact) -> Caution:
    """Return that somebody else comes in the same week."""
    company, day, unit = _name(visit), contact.on, contact.unit
    if not unit.zh:
        told = Refused(
            "Somebody else comes to %(company)s on %(day)s: propose to go together.", company=company, day=day
        )
    else:
        told = Refused(
            "%(unit)s comes to %(company)s on %(day)s: propose to go together.", unit=unit, company=company, day=day
        )
    return Caution("joint", told)


def _of_day(visits: Sequence[DueVisit], more: int, on: date, *, user: User, today: date) -> list[Caution]:
    """Return what speaks against the day itself."""
    found = []
    if on < today:
        found.append(Caution("past", Refused("That day has passed.")))
    if visits and not working_days_of(visits[0].pairing.county)(on):
        found.append(Caution("off", Refused("%(day)s is a day off.", day=on)))
    advisers = {each.pairing.adviser_id for each in visits}
    if AdviserAbsence.objects.filter(adviser__in=advisers, from_on__lte=on, until_on__gte=on).exists():
        found.append(Caution("away", Refused("You are entered as away on that day.")))
    planned = [each for visit in visits for each in visit.ahead if each.on == on and each.order.opener_id == user.pk]
    if len(planned) + more > FULL_DAY:
        told = Refused(
            "That day would have %(count)d visits; more than %(most)d seldom fit.",
            count=len(planned) + more,
            most=FULL_DAY,
        )
        found.append(Caution("full", told))
    return found


def _name(visit: DueVisit) -> Words:
    """Return the name of the company in both languages."""
    return Words(visit.company.unit.name, visit.company.unit.name_en)


def _monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _same_week(one: date, other: date) -> bool:
    """Say whether two days lie in one week."""
    return _monday(one) == _monday(other)
