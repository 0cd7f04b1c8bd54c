# SPDX-License-Identifier: Apache-2.0
"""What the public reads in the place of codes: names of units and matters, choices in words, units inside sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base.errors import Words
from sidan.orders.declare import Field
from sidan.orders.matters import names_of
from sidan.orders.models import Order, Share, Step
from sidan.orders.registry import programme_of
from sidan.people.models import Unit

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
        """Take what was read; ask for the names of matters that no order has now. One query, mostly none."""
        self._leads = [share for share in shares if share.part == "lead"]
        self.units = {share.unit.code: unit_name(share.unit) for share in shares}
        self.matters = {order.matter.code: order.matter.words_name for order in orders if order.matter is not None}
        answered = {
            str(step.answers[field]).partition("#")[0]
            for order in orders
            for field, declared in programme_of(order).fields.items()
            if declared.type == "matter"
            for step in steps
            if step.order_id == order.pk and step.answers.get(field)
        }
        if unknown := answered - self.matters.keys():
            self.matters |= names_of(unknown)

    def lead_at(self, step: Step) -> Words:
        """Return the unit that led the step's order when the step was made."""
        leads = [share for share in self._leads if share.order_id == step.order_id and share.given_at <= step.made_at]
        return unit_name(leads[-1].unit if leads else None)


def shown_answer(value: Any, declared: Field, *, names: Names) -> Any:
    """Return an answer as the public reads it, or None for what is empty, blanked or shown elsewhere."""
    if value in (None, "", []):
        return None
    match declared.type:
        case "photos" | "order":
            return None
        case "choice":
            chosen = next((choice for choice in declared.choices if choice.code == value), None)
            words: Any = (chosen.told or chosen.label) if chosen else None
        case "unit":
            words = names.units.get(value)
        case "units":
            words = [names.units[code] for code in value if code in names.units] or None
        case "matter":
            words = names.matters.get(value.partition("#")[0])
        case "yes_no":
            words = _YES if value else _NO
        case "date":
            words = date.fromisoformat(value)
        case _:
            words = value
    return words


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
