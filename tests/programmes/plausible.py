# SPDX-License-Identifier: Apache-2.0
"""Plausible answers to fields of every type, as a form would send them. A new type adds one line to the table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sidan.base.clock import now
from sidan.orders.bodies import Body
from sidan.orders.declare import Field
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.programmes.vocabulary import VOCABULARY
from tests.programmes.society import COMPANIES, OFFICES, Society
from tests.world import CHINA, COUNTY, NORTH

Options = Sequence[Any]


@dataclass(frozen=True)
class Asked:
    """What an answer may depend on: the county, who answers, the order, and other orders there are."""

    society: Society
    by: Actor
    order: Order | None
    others: Sequence[Order]

    def day(self, days: int) -> str:
        """Return a day from today."""
        return (now().astimezone(CHINA) + timedelta(days=days)).date().isoformat()

    def moment(self, hours: float) -> str:
        """Return a moment from now."""
        return (now().astimezone(CHINA) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")

    def own_line(self) -> str:
        """Return a line that nobody wrote before, as a number on a receipt is."""
        return f"{self.order.number}-{self.order.version}" if self.order is not None else "幸福小区"

    def numbers(self) -> list[str]:
        """Return the numbers of the orders there are; of a resident's own where walks have opened none yet."""
        return [other.number for other in self.others] or [self.society.order_of_a_resident.number]

    def people(self) -> Iterator[str]:
        """Yield user names, members first."""
        names = sorted(self.society.world.people)
        yield from sorted(names, key=lambda name: (not name.startswith("member"), name))


def _numbers(field: Field, asked: Asked) -> Options:
    """Return numbers within the bounds of the field."""
    least = field.min if field.min is not None else 0
    most = field.max if field.max is not None else least + 100
    return sorted({str(least), str(min(most, least + 1)), str((least + most) // 2), str(most)})


def _money(field: Field, asked: Asked) -> Options:
    """Return amounts in yuan within the bounds of the field, which are in fen."""
    least, most = field.min or 1, field.max or 1_000_000
    return [f"{fen / 100:.2f}" for fen in sorted({least, min(most, 5000), min(most, 12850), most})]


# For each type what a form might send, good answers first.
PLAUSIBLE: dict[str, Callable[[Field, Asked], Options]] = {
    "text": lambda field, asked: ["已经办好，请看一看。"[: field.max or 99]],
    "line": lambda field, asked: [asked.own_line()[: field.max or 99], "第二次"[: field.max or 99]],
    "lines": lambda field, asked: ["楼道灯不亮\n扶手松了", ["门口积水"]],
    "choice": lambda field, asked: [choice.code for choice in field.choices],
    "yes_no": lambda field, asked: [True, False],
    "rating": lambda field, asked: ["5", "3", "1"],
    "number": _numbers,
    "money": _money,
    "date": lambda field, asked: [asked.day(days) for days in (30, 7, 3, 1, 0, -1)],
    "moment": lambda field, asked: [asked.moment(hours) for hours in (24 * 7, 48, 24 * 20, 1, 0, -1)],
    "position": lambda field, asked: [f"{asked.society.place.lon},{asked.society.place.lat}", "116.2,28.2"],
    "unit": lambda field, asked: [*OFFICES, *COMPANIES],
    "units": lambda field, asked: [["water", "property"], ["lamps"], ["water"], ["factory", "mill"]],
    "person": lambda field, asked: list(asked.people()),
    "persons": lambda field, asked: [
        list(asked.people())[first:][: min(count, field.max or count)] for first, count in ((0, 2), (1, 2), (0, 1))
    ],
    "purse_shares": lambda field, asked: [
        {"member_0": "50", "member_1": "70.50"},
        {"member_2": "600", "member_0": "900"},
    ],
    "body": lambda field, asked: [str(body) for body in Body.objects.order_by("pk").values_list("pk", flat=True)],
    "area": lambda field, asked: [asked.society.world.grid, NORTH, COUNTY],
    "matter": lambda field, asked: ["city.lamp.dark#usual", "live.property", "live.water.burst"],
    "order": lambda field, asked: asked.numbers(),
    "orders": lambda field, asked: [[number] for number in asked.numbers()],
    "photos": lambda field, asked: [[asked.society.photo()]],
}


def options(field: Field, asked: Asked) -> Options:
    """Return what might be answered to a field; an answer may be left out where it is not required."""
    assert field.type in PLAUSIBLE, f"Give plausible answers for the type “{field.type}” here."
    found = list(PLAUSIBLE[field.type](field, asked))
    return found if field.required and found else [*found, None]


def types_without_answers() -> set[str]:
    """Return the types that a form may ask for and the table does not know."""
    return set(VOCABULARY.field_types) - set(VOCABULARY.made_types) - PLAUSIBLE.keys()
