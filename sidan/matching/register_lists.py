# SPDX-License-Identifier: Apache-2.0
"""The registers as lists: searched and filtered, and the units and accounts that a form names."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from sidan.base.errors import Invalid, Refused
from sidan.matching.authority import areas_kept
from sidan.matching.plan_rows import Pairing
from sidan.matching.register_queries import advisers_of, companies_of
from sidan.matching.register_rows import Adviser, Company
from sidan.matching.registering import COMPANY_KIND
from sidan.people.actors import Actor
from sidan.people.days import held_on
from sidan.people.models import Unit, User

_COMPANY_TEXTS = ("unit__name", "unit__name_en", "unit__code", "industry", "need_words")
_ADVISER_TEXTS = ("name", "code", "title", "unit__name", "skill_words")
MOST_OFFERED = 300


def companies_listed(
    by: Actor, *, on: date, text: str = "", area_code: str = "", need: str = "", which: str = ""
) -> "QuerySet[Company]":
    """Return the companies the actor reads that hold a text, lie in an area and need a skill.

    `which` is "key" for key firms, "open" for those in scope that nobody serves on the day.
    """
    found = companies_of(by)
    if text:
        found = found.filter(_holds(_COMPANY_TEXTS, text))
    if area_code:
        found = found.filter(unit__area__code__startswith=area_code)
    if need:
        found = found.filter(Q(needs__contains=[need]) | Q(languages__contains=[need]))
    if which == "key":
        found = found.filter(is_key=True)
    elif which == "open":
        held = Pairing.objects.filter(held_on(on), company=OuterRef("pk"))
        found = found.filter(~Exists(held), is_in_scope=True, unit__is_active=True)
    return found


def advisers_listed(by: Actor, *, kind: str = "", text: str = "", skill: str = "") -> "QuerySet[Adviser]":
    """Return the advisers the actor reads, of one kind or all, that hold a text and have a skill."""
    found = advisers_of(by, kind)
    if text:
        found = found.filter(_holds(_ADVISER_TEXTS, text))
    if skill:
        found = found.filter(Q(skills__contains=[skill]) | Q(languages__contains=[skill]))
    return found


def loads_of(advisers: list[int], on: date) -> dict[int, int]:
    """Return how many companies each of these advisers serves on a day; one query."""
    held = Pairing.objects.filter(held_on(on), adviser__in=advisers).values_list("adviser", "company").distinct()
    loads: dict[int, int] = {}
    for adviser, _ in held:
        loads[adviser] = loads.get(adviser, 0) + 1
    return loads


def pairings_of_companies(companies: list[int], on: date) -> dict[int, list[Pairing]]:
    """Return who serves each of these companies on a day, seat by seat; one query."""
    found: dict[int, list[Pairing]] = {}
    for each in Pairing.objects.filter(held_on(on), company__in=companies).select_related("adviser").order_by("seat"):
        found.setdefault(each.company_id, []).append(each)
    return found


def units_to_enter(by: Actor) -> "QuerySet[Unit]":
    """Return the companies among the units that the actor may enter and that are not in the register yet."""
    areas = areas_kept(by)
    inside = reduce(or_, (Q(area__code__startswith=area) for area in areas), Q(pk__in=()))
    waiting = Unit.objects.filter(inside, kind=COMPANY_KIND, is_active=True, company__isnull=True)
    return waiting.select_related("area")[:MOST_OFFERED]


def unit_named(text: str, *, field: str) -> Unit:
    """Return the unit with a code, or the one that alone has a name; the fault stands at the field."""
    text = text.strip()
    found = list(Unit.objects.filter(Q(code=text) | Q(name=text), is_active=True).select_related("area")[:3])
    same = [unit for unit in found if unit.code == text] or found
    if len(same) > 1:
        raise Invalid({field: [Refused("Several units are called %(name)s; please give the code.", name=text)]})
    if not same:
        raise Invalid({field: [Refused("There is no unit called %(name)s.", name=text)]})
    return same[0]


def account_named(username: str, *, field: str) -> User | None:
    """Return the person with a user name, None for an empty one; the fault stands at the field."""
    username = username.strip()
    if not username:
        return None
    user = User.objects.filter(username=User.objects.normal_username(username)).first()
    if user is None:
        raise Invalid({field: [Refused("There is nobody with the user name %(name)s.", name=username)]})
    return user


def _holds(columns: tuple[str, ...], text: str) -> Q:
    """Return the condition that one of the columns holds a text, whatever its case."""
    return reduce(or_, (Q(**{f"{column}__icontains": text}) for column in columns))
