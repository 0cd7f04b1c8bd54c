# SPDX-License-Identifier: Apache-2.0
"""What the public reads in the place of codes: names of units and matters, choices in words, units inside sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base.errors import Words
from sidan.orders.bodies import Body
from sidan.orders.declare import Field
from sidan.orders.matters import names_of
from sidan.orders.models import Order, Share, Step
from sidan.orders.registry import programme_of
from sidan.orders.value_fields import yuan
from sidan.people.models import Unit, User
from sidan.places.names import name_of

SOME_UNIT = Words("承办单位", "the unit in charge")
_YES, _NO = Words("是", "Yes"), Words("否", "No")


@dataclass(frozen=True)
class PublicAnswer:
    """What was answered to a public field; `type` is the field's, `value` a text, words, a number or a day."""

    type: str
    label: Words
    value: Any


class Names:
    """The names behind the codes in answers, and which unit led at a time."""

    def __init__(self, orders: Iterable[Order], steps: Iterable[Step], shares: Sequence[Share]) -> None:
        """Take what was read; ask for the names of units, matters and people that it does not hold.

        Mostly no query; one each for units without a share, for matters no order has now, and for people.
        """
        self._leads = [share for share in shares if share.part == "lead"]
        self.units = {share.unit.code: unit_name(share.unit) for share in shares}
        self.matters = {order.matter.code: order.matter.words_name for order in orders if order.matter is not None}
        answered = _codes_by_type(orders, steps)
        if unknown := (answered["unit"] | answered["units"]) - self.units.keys():
            self.units |= {unit.code: unit_name(unit) for unit in Unit.objects.filter(code__in=unknown)}
        if unknown := {code.partition("#")[0] for code in answered["matter"]} - self.matters.keys():
            self.matters |= names_of(unknown)
        self.people: dict[str, str] = {}
        if unknown := answered["person"] | answered["persons"]:
            self.people = dict(User.objects.filter(username__in=unknown).values_list("username", "display_name"))

        self.bodies: dict[str, str] = {}
        if unknown := answered["body"]:
            self.bodies = {str(pk): name for pk, name in Body.objects.filter(pk__in=unknown).values_list("pk", "name")}

    def lead_at(self, step: Step) -> Words:
        """Return the unit that led the step's order when the step was made."""
        leads = [share for share in self._leads if share.order_id == step.order_id and share.given_at <= step.made_at]
        return unit_name(leads[-1].unit if leads else None)


_NAMING = ("unit", "units", "matter", "person", "persons", "purse_shares", "body")


def _codes_by_type(orders: Iterable[Order], steps: Iterable[Step]) -> dict[str, set[str]]:
    """Return the codes answered to fields that name rows, by the type of field."""
    found: dict[str, set[str]] = {kind: set() for kind in _NAMING}
    steps_by_order: dict[int, list[Step]] = {}
    for step in steps:
        steps_by_order.setdefault(step.order_id, []).append(step)
    for order in orders:
        naming = {code: field.type for code, field in programme_of(order).fields.items() if field.type in found}
        for step in steps_by_order.get(order.pk, ()):
            for code in naming.keys() & step.answers.keys():
                value = step.answers[code]
                if naming[code] == "purse_shares":
                    found["persons"] |= {name for name, _ in value or ()}
                    continue
                found[naming[code]] |= {str(each) for each in (value if isinstance(value, list) else [value]) if each}
    return found


# What the public never reads as an answer: pictures and orders stand elsewhere, staff are posts and never names.
_NOT_TOLD = frozenset({"photos", "order", "orders", "person", "persons", "position", "purse_shares"})


def shown_answer(value: Any, declared: Field, *, names: Names) -> Any:
    """Return an answer as the public reads it, or None for what is empty, blanked or shown elsewhere."""
    if value in (None, "", []) or declared.type in _NOT_TOLD:
        return None
    if declared.type == "choice":
        chosen = next((choice for choice in declared.choices if choice.code == value), None)
        return (chosen.told or chosen.label) if chosen else None
    if declared.type == "unit":
        return names.units.get(value)
    if declared.type == "units":
        return [names.units[code] for code in value if code in names.units] or None
    if declared.type == "matter":
        return names.matters.get(value.partition("#")[0])
    return value_in_words(value, declared, names=names)


def value_in_words(value: Any, declared: Field, *, names: Names) -> Any:
    """Return an answer with names in the place of codes: words, a text, a number, a day, a moment, or several."""
    if value in (None, "", []):
        return None
    match declared.type:
        case "choice":
            words: Any = next((choice.label for choice in declared.choices if choice.code == value), value)
        case "unit":
            words = names.units.get(value, value)
        case "units":
            words = [names.units.get(code, Words(code, code)) for code in value]
        case "matter":
            words = names.matters.get(str(value).partition("#")[0], value)
        case "person" | "body":
            words = (names.people if declared.type == "person" else names.bodies).get(value, value)
        case "persons":
            words = [names.people.get(code, code) for code in value]
        case "purse_shares":
            words = [f"{names.people.get(code, code)} {yuan(fen)}" for code, fen in value]
        case "area":
            words = name_of(value)
        case _:
            words = _plain_value(value, declared)
    return words


def _plain_value(value: Any, declared: Field) -> Any:
    """Return an answer that names no row."""
    match declared.type:
        case "yes_no":
            return _YES if value else _NO
        case "date":
            return date.fromisoformat(value)
        case "moment":
            return datetime.fromisoformat(value)
        case "money":
            return Words(f"{yuan(value)} 元", f"{yuan(value)} yuan")
        case "tally":
            parts = [*value.get("quorum", ()), *value.get("majority", ())]
            return [Words(part["words"]["zh"], part["words"]["en"]) for part in parts]
        case "position":
            return f"{value[1]:.5f}, {value[0]:.5f}"
        case _:
            return value


def filled(words: Words, unit: Words, due_at: datetime | None) -> Words:
    """Return declared words with unit and due time in place."""
    moment = due_at.astimezone(ZoneInfo(settings.TIME_ZONE)) if due_at else None
    due = Words(f"{moment:%-m月%-d日 %H:%M}", f"{moment:%-d %B %H:%M}") if moment else Words("", "")
    return Words(
        zh=words.zh % {"unit": unit.in_language("zh"), "due": due.zh, "number": ""},
        en=words.en % {"unit": unit.in_language("en"), "due": due.en, "number": ""},
    )


def unit_name(unit: Unit | None) -> Words:
    """Return the name of a unit, or words for one not known yet."""
    return Words(unit.name, unit.name_en) if unit is not None else SOME_UNIT
