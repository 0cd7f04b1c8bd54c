# SPDX-License-Identifier: Apache-2.0
"""What an order keeps, in words: the answers to its programme's kept fields, and a title for one without a text."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base.errors import Words
from sidan.base.private_words import words_covered
from sidan.orders.declare import Field
from sidan.orders.models import Order
from sidan.orders.registry import programme_of
from sidan.orders.told import Names, value_in_words
from sidan.people.models import User

MOST_IN_TITLE = 2
# What a title may say, and says without asking the database.
_IN_TITLE = frozenset({"choice", "number", "money", "date", "moment", "area", "line"})
_NOBODY = Names((), (), ())


@dataclass(frozen=True)
class Fact:
    """One kept answer; `value` as `told.value_in_words` gives it."""

    type: str
    label: Words
    value: Any


def facts_of(order: Order, *, names: Names, only: Collection[str] | None = None) -> list[Fact]:
    """Return what an order keeps, in the order of its programme's fields; of some of them `only`. No query."""
    fields = programme_of(order).fields
    shown = [declared for code, declared in fields.items() if only is None or code in only]
    return [
        Fact(declared.type, declared.label, value_in_words(value, declared, names=names))
        for declared, value in _stored(order)
        if declared in shown
    ]


def participants_of(order: Order) -> list[str]:
    """Return the names of those with a part of their own. One query, none where nobody has one."""
    if not order.participants:
        return []
    names = dict(User.objects.filter(pk__in=order.participants).values_list("pk", "display_name"))
    return [names[pk] for pk in order.participants if pk in names]


def title_of(order: Order, *, published_only: bool = False) -> Words:
    """Return a title for an order without a text: its programme's name and the first facts. No query.

    With `published_only`, of those facts that everybody may read.
    """
    told = [
        value_in_words(value, declared, names=_NOBODY)
        for declared, value in _stored(order)
        if declared.type in _IN_TITLE and not declared.personal and (declared.published or not published_only)
    ]
    parts = [programme_of(order).name, *(_as_words(each) for each in told[:MOST_IN_TITLE])]
    return Words(" · ".join(each.zh for each in parts), " · ".join(each.in_language("en") for each in parts))


def asks_text(order: Order) -> bool:
    """Say whether the order's programme asks, as it is opened, for words that tell the matter."""
    programme = programme_of(order)
    return any(programme.fields[code].type == "text" for code in programme.opening.asks)


def has_matter(order: Order) -> bool:
    """Say whether a matter is, or will be, decided for the order."""
    programme = programme_of(order)
    return order.matter_id is not None or any(declared.type == "matter" for declared in programme.fields.values())


def _stored(order: Order) -> Iterator[tuple[Field, Any]]:
    """Yield declaration and stored form of what is kept, in the order of the programme's fields."""
    for code, declared in programme_of(order).fields.items():
        value = order.facts.get(code)
        if value not in (None, "", []):
            yield declared, value


def _as_words(value: Any) -> Words:
    """Return one part of a title in both languages."""
    if isinstance(value, Words):
        return value
    if isinstance(value, datetime):
        local = value.astimezone(ZoneInfo(settings.TIME_ZONE))
        return Words(f"{local:%Y-%m-%d %H:%M}", f"{local:%Y-%m-%d %H:%M}")
    told = words_covered(str(value))
    return told if isinstance(told, Words) else Words(told, told)
