# SPDX-License-Identifier: Apache-2.0
"""What an order keeps, in words: the answers to its programme's kept fields, and a title for one without a text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from sidan.base.errors import Words
from sidan.orders.declare import Field
from sidan.orders.models import Order
from sidan.orders.registry import programme_of
from sidan.orders.value_fields import yuan
from sidan.people.models import Unit, User
from sidan.places.names import name_of

_YES, _NO = Words("是", "yes"), Words("否", "no")
MOST_IN_TITLE = 2
# What a title may say, and says without asking the database.
_IN_TITLE = frozenset({"choice", "number", "money", "date", "moment", "area", "line"})


@dataclass(frozen=True)
class Fact:
    """One kept answer; `value` is words, a text, a day or a moment, `values` the same for several."""

    type: str
    label: Words
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Kept:
    """What an order keeps: its facts, and the names of those with a part of their own."""

    facts: tuple[Fact, ...] = ()
    participants: tuple[str, ...] = ()


def kept_of(order: Order) -> Kept:
    """Return facts and participants of an order; no query, one more where units and one where people are named."""
    found = list(_stored(order))
    units = _units(value for _, declared, value in found if declared.type in ("unit", "units"))
    named = [each for _, declared, value in found if declared.type in ("person", "persons") for each in _listed(value)]
    people = _people(named, order.participants)
    facts = tuple(
        Fact(declared.type, declared.label, tuple(_word(each, declared, units, people) for each in _listed(value)))
        for _, declared, value in found
    )
    return Kept(facts, tuple(name for pk in order.participants if (name := people.get(str(pk)))))


def title_of(order: Order) -> Words:
    """Return a title for an order that has no text: its programme's name and the first facts that need no query."""
    programme = programme_of(order)
    told = [
        _word(each, declared, {}, {})
        for _, declared, value in _stored(order)
        if declared.type in _IN_TITLE and not declared.personal
        for each in _listed(value)
    ]
    parts = [programme.name, *(_as_words(each) for each in told[:MOST_IN_TITLE])]
    return Words(" · ".join(each.zh for each in parts), " · ".join(each.in_language("en") for each in parts))


def asks_text(order: Order) -> bool:
    """Say whether the order's programme asks for words that tell the matter."""
    programme = programme_of(order)
    return any(programme.fields[code].type == "text" for code in programme.opening.asks)


def _stored(order: Order) -> Iterator[tuple[str, Field, Any]]:
    """Yield code, declaration and stored form of what is kept, in the order of the programme's fields."""
    for code, declared in programme_of(order).fields.items():
        value = order.facts.get(code)
        if value not in (None, "", []):
            yield code, declared, value


def _listed(value: Any) -> list[Any]:
    """Return one or several stored answers as a list; a position is one."""
    return value if isinstance(value, list) and not all(isinstance(each, float) for each in value) else [value]


def _word(value: Any, declared: Field, units: dict[str, Words], people: dict[str, str]) -> Any:
    """Return one stored answer as a reader knows it."""
    match declared.type:
        case "choice":
            return next((choice.label for choice in declared.choices if choice.code == value), value)
        case "yes_no":
            return _YES if value else _NO
        case "money":
            return Words(f"{yuan(value)}元", f"¥{yuan(value)}")
        case "date":
            return date.fromisoformat(value)
        case "moment":
            return datetime.fromisoformat(value)
        case "area":
            return name_of(value)
        case "unit" | "units":
            return units.get(value, value)
        case "person" | "persons":
            return people.get(value, value)
        case _:
            return value if isinstance(value, str) else str(value)


def _as_words(value: Any) -> Words:
    """Return one part of a title in both languages."""
    if isinstance(value, Words):
        return value
    if isinstance(value, datetime):
        return Words(f"{value:%Y-%m-%d %H:%M}", f"{value:%Y-%m-%d %H:%M}")
    return Words(str(value), str(value))


def _units(values: Iterable[Any]) -> dict[str, Words]:
    """Return the names of units by code. One query, none without codes."""
    codes = {code for value in values for code in _listed(value)}
    rows = Unit.objects.filter(code__in=codes).values_list("code", "name", "name_en") if codes else ()
    return {code: Words(name, name_en) for code, name, name_en in rows}


def _people(usernames: list[str], ids: list[int]) -> dict[str, str]:
    """Return display names by user name and by id. One query, none without people."""
    if not (usernames or ids):
        return {}
    rows = User.objects.filter(Q(username__in=usernames) | Q(pk__in=ids)).values_list("pk", "username", "display_name")
    found = {username: name for _, username, name in rows}
    return found | {str(pk): name for pk, _, name in rows}
