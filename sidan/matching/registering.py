# SPDX-License-Identifier: Apache-2.0
"""Companies and advisers entered, changed and closed by the organisers of their area; each change audited."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from django.db import transaction

from sidan.base import clock
from sidan.base.errors import Invalid, Refused
from sidan.base.geometry import Box
from sidan.matching.authority import require_may_keep
from sidan.matching.register_facts import (
    AdviserFacts,
    CompanyFacts,
    Days,
    adviser_faults,
    code_fault,
    company_faults,
    facts_of_adviser,
    facts_of_company,
    require_sound,
)
from sidan.matching.register_rows import Adviser, AdviserAbsence, Company
from sidan.matching.skills import vocabulary
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today, held_between
from sidan.people.models import Post, Unit
from sidan.places.codes import city_of, county_of
from sidan.places.locating import locator

COMPANY_KIND = "company"
MOST_ABSENCES = 60
LONGEST_ABSENCE_DAYS = 366


@transaction.atomic
def add_company(unit: Unit, facts: CompanyFacts, *, by: Actor) -> Company:
    """Enter a unit that is a company into the register; Invalid with the faults of each field."""
    area_code = area_of(unit)
    require_may_keep(by, area_code)
    if (fault := unit_fault(unit)) is not None:
        raise fault
    if Company.objects.filter(unit=unit).exists():
        raise Refused("%(name)s is in the register of companies already.", name=unit.name)
    require_sound(company_faults(facts, vocabulary=vocabulary(), box=box_of_company(area_code)))
    company = Company.objects.create(unit=unit, **company_columns(facts, area_code))
    record(by, "company.added", f"company:{unit.code}")
    return company


@transaction.atomic
def change_company(company: Company, facts: CompanyFacts, *, by: Actor) -> None:
    """Set what is said of a company; names and area are the unit's."""
    row = Company.objects.select_for_update(of=("self",)).select_related("unit__area").get(pk=company.pk)
    area_code = area_of(row.unit)
    require_may_keep(by, area_code)
    had = facts_of_company(row)
    require_sound(company_faults(facts, vocabulary=vocabulary(), box=box_of_company(area_code), had=had))
    Company.objects.filter(pk=row.pk).update(**company_columns(facts, area_code))
    record(by, "company.changed", f"company:{row.unit.code}")


@transaction.atomic
def add_adviser(code: str, facts: AdviserFacts, *, by: Actor) -> Adviser:
    """Enter a liaison or an expert under a code that no adviser has had; Invalid with the faults of each field."""
    require_may_keep(by, facts.area_code)
    code = code.strip()
    if (fault := code_fault(code)) is not None:
        raise fault
    if Adviser.objects.filter(code=code).exists():
        raise Refused("There is already an adviser with the code %(code)s.", code=code)
    _require_adviser(facts)
    adviser = Adviser.objects.create(code=code, **adviser_columns(facts))
    record(by, "adviser.added", f"adviser:{code}", kind=facts.kind)
    return adviser


@transaction.atomic
def change_adviser(adviser: Adviser, facts: AdviserFacts, *, by: Actor) -> None:
    """Set what is said of an adviser; code and kind stay, and both the old and the new area must be the actor's."""
    row = _kept(adviser, by=by)
    require_may_keep(by, facts.area_code)
    _require_adviser(facts, row)
    Adviser.objects.filter(pk=row.pk).update(**adviser_columns(facts))
    record(by, "adviser.changed", f"adviser:{row.code}")


@transaction.atomic
def close_adviser(adviser: Adviser, *, by: Actor) -> None:
    """Take an adviser out of use: nobody new is paired or proposed; pairs that are true stay until a plan ends them."""
    row = _kept(adviser, by=by)
    if row.is_active:
        Adviser.objects.filter(pk=row.pk).update(is_active=False, changed_at=clock.now())
        record(by, "adviser.closed", f"adviser:{row.code}")


@transaction.atomic
def reopen_adviser(adviser: Adviser, *, by: Actor) -> None:
    """Take a closed adviser into use again, when a liaison's account still is one's."""
    row = _kept(adviser, by=by)
    _require_adviser(facts_of_adviser(row), row)
    if not row.is_active:
        Adviser.objects.filter(pk=row.pk).update(is_active=True, changed_at=clock.now())
        record(by, "adviser.reopened", f"adviser:{row.code}")


@transaction.atomic
def set_absences(adviser: Adviser, spans: Iterable[tuple[date, date]], *, by: Actor) -> None:
    """Say on which days, both ends counted, an adviser is away, in place of what was said before.

    A span that was there stays with its note.
    """
    row = _kept(adviser, by=by)
    asked = [Days(*span) for span in spans]
    for fault in absence_faults(asked):
        raise fault
    write_absences({row.pk: asked})
    record(by, "adviser.absences_set", f"adviser:{row.code}", spans=[str(days) for days in asked])


def absence_faults(spans: Sequence[Days]) -> Iterable[Refused]:
    """Yield what is wrong with the days somebody is away."""
    if len(spans) > MOST_ABSENCES:
        yield Refused("At most %(most)d absences are kept.", most=MOST_ABSENCES)
    last: Days | None = None
    for days in sorted(spans):
        if days.until_on < days.from_on:
            yield Refused("%(days)s ends before it begins.", days=str(days))
        elif (days.until_on - days.from_on).days >= LONGEST_ABSENCE_DAYS:
            yield Refused("%(days)s is longer than a year; please close the adviser instead.", days=str(days))
        if last is not None and days.from_on <= last.until_on:
            yield Refused("%(one)s and %(other)s overlap.", one=str(last), other=str(days))
        last = days


def write_absences(asked: dict[int, Sequence[Days]]) -> None:
    """Write when advisers, by id, are away; three queries. Call it inside a transaction, after asking for faults."""
    present = AdviserAbsence.objects.filter(adviser__in=asked)
    kept = {(each.adviser_id, Days(each.from_on, each.until_on)): each.pk for each in present}
    wanted = {(adviser, days) for adviser, spans in asked.items() for days in spans}
    AdviserAbsence.objects.filter(pk__in=[pk for key, pk in kept.items() if key not in wanted]).delete()
    AdviserAbsence.objects.bulk_create(
        AdviserAbsence(adviser_id=adviser, from_on=days.from_on, until_on=days.until_on)
        for adviser, days in sorted(wanted - kept.keys())
    )


def unit_fault(unit: Unit) -> Refused | None:
    """Return why a unit cannot be in the register of companies, or None."""
    if unit.kind != COMPANY_KIND:
        return Refused("%(name)s is not a company but a unit of another kind.", name=unit.name)
    if unit.area is None:
        return Refused("%(name)s lies in no area; please say where it is first.", name=unit.name)
    return None


def area_of(unit: Unit) -> str:
    """Return the code of the area a unit lies in, or "" for the whole city."""
    return unit.area.code if unit.area else ""


def box_of_company(area_code: str) -> Box | None:
    """Return the box in which a company of an area must lie: that of its county, or of the city; no query."""
    return locator().box_of(county_of(area_code) or city_of(area_code))


def box_of_liaison(area_code: str) -> Box | None:
    """Return the box in which a liaison's office must lie: that of the city; no query."""
    return locator().box_of(city_of(area_code))


def liaison_holders(users: Collection[int]) -> set[int]:
    """Return which of these people hold, or will hold, the post of a liaison; one query."""
    held = Post.objects.filter(held_between(city_today(), None), user__in=users, role="liaison")
    return set(held.values_list("user", flat=True))


def company_columns(facts: CompanyFacts, area_code: str) -> dict[str, Any]:
    """Return the facts as the columns of a row take them."""
    values = asdict(facts)
    lists = {name: list(values[name]) for name in ("needs", "languages")}
    texts = {name: values[name].strip() for name in ("industry", "need_words")}
    return {**values, **lists, **texts, "county": county_of(area_code), "changed_at": clock.now()}


def adviser_columns(facts: AdviserFacts) -> dict[str, Any]:
    """Return the facts as the columns of a row take them."""
    values = {each.name: getattr(facts, each.name) for each in fields(facts)}
    lists = {name: list(values[name]) for name in ("skills", "languages")}
    texts = {name: values[name].strip() for name in ("name", "title", "skill_words")}
    return {**values, **lists, **texts, "county": county_of(facts.area_code), "changed_at": clock.now()}


def _require_adviser(facts: AdviserFacts, row: Adviser | None = None) -> None:
    """Refuse what cannot be said of an adviser, and an account that is another adviser's of the kind."""
    user = facts.user
    if user is not None:
        other = Adviser.objects.filter(user=user, kind=facts.kind).exclude(pk=row.pk if row else 0).first()
        if other is not None:
            raise Invalid({"user": [taken_account(user.username, other.code)]})
    faults = adviser_faults(
        facts,
        vocabulary=vocabulary(),
        box=box_of_liaison(facts.area_code),
        liaisons=liaison_holders([user.pk]) if user else (),
        had=facts_of_adviser(row) if row else None,
    )
    require_sound(faults)


def taken_account(username: str, code: str) -> Refused:
    """Return the sentence that an account is another adviser's."""
    return Refused("%(name)s is the account of adviser %(code)s already.", name=username, code=code)


def _kept(adviser: Adviser, *, by: Actor) -> Adviser:
    """Return an adviser's row locked; refused unless the actor keeps its area."""
    rows = Adviser.objects.select_for_update(of=("self",)).select_related("unit", "user")
    row = rows.get(pk=adviser.pk)
    require_may_keep(by, row.area_code)
    return row
