# SPDX-License-Identifier: Apache-2.0
"""The rows of dispatching together: what is suggested for each, how sure that is, and which belong together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from django.http import QueryDict
from django.utils.translation import get_language

from sidan.base.errors import Words
from sidan.dispatch.bulk import Outcome, sending_move
from sidan.dispatch.importing import SURE_SCORE as FILLED_IN_SURE
from sidan.dispatch.importing import VIA
from sidan.dispatch.suggest import Guess, Known, Suggestion, suggestions
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.web.desk.rows import Row, seen_by
from sidan.web.desk.turns import usual_matter
from sidan.web.offering import Offered

# What is surer than this stands ticked; everything else waits for somebody to look.
SURE = 0.9
NO_GROUP = "unknown"
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class MatterChoice:
    """A matter that may be chosen in a row: its chance in per cent, None where the order has it, and its usual unit."""

    code: str
    name: str
    percent: int | None
    unit: str


@dataclass(frozen=True)
class SendRow:
    """One order of the form: what is suggested, what is chosen, and why it was not sent."""

    row: Row
    matters: tuple[MatterChoice, ...]
    units: Choices
    matter: str
    unit: str
    words: tuple[str, ...]
    chance: float | None
    is_ticked: bool
    why: Words | None = None
    routed: str = ""
    assisting: tuple[Unit, ...] = ()
    faults: tuple[object, ...] = ()

    @property
    def is_known(self) -> bool:
        """Say whether both a matter and a unit are suggested."""
        return self.chance is not None

    @property
    def is_sure(self) -> bool:
        """Say whether the suggestion is sure enough to stand ticked."""
        return self.chance is not None and self.chance >= SURE

    @property
    def percent(self) -> int | None:
        """Return the chance of the suggestion in per cent, None where the order came with its matter, or none is known.

        Never a hundred: nothing that was guessed is certain.
        """
        return self.matters[0].percent if self.is_known and self.matters else None

    @property
    def group(self) -> str:
        """Return what the row is shown with: the first matter suggested and its unit."""
        return f"{self.matters[0].code}|{self.units[0][0]}" if self.is_known else NO_GROUP


@dataclass(frozen=True)
class SendGroup:
    """Rows for which the same matter and unit are suggested, the surest first; without names for those not known."""

    code: str
    matter: str
    unit: str
    rows: tuple[SendRow, ...]

    @property
    def is_known(self) -> bool:
        """Say whether a matter and a unit are suggested for its rows."""
        return self.code != NO_GROUP

    @property
    def percents(self) -> tuple[int, int] | None:
        """Return the least and the greatest chance in per cent; None where every order came with its matter."""
        found = [row.percent for row in self.rows if row.percent is not None]
        return (min(found), max(found)) if found else None


def send_rows(
    orders: Sequence[Order],
    actor: Actor,
    *,
    sent: QueryDict | None,
    refused: Mapping[str, Outcome],
    ticked: str = "",
) -> list[SendRow]:
    """Return a row for each order, with what was chosen in it before or else the first suggestion.

    `ticked` is what is to stand ticked in the place of what was sent: `sure`, `known`, `none`, or the code of a group.
    """
    offered = {county: Offered(county) for county in {order.county for order in orders}}
    known = {
        county: Known({row.matter.code: row.matter for row in each.condition_rows}, each.unit_rows)
        for county, each in offered.items()
    }
    suggested = suggestions(orders, known=known)
    conditions = {county: _usual_conditions(each) for county, each in offered.items()}
    asked = set(sent.getlist("o")) if sent is not None and not ticked else None
    return [
        _row(
            order,
            suggested[order.pk],
            shown=seen_by(actor, order),
            can_be_sent=sending_move(actor, order) is not None,
            conditions=conditions[order.county],
            own=usual_matter(order, Suggestion(), offered=offered[order.county]),
            sent=sent,
            asked=asked,
            ticked=ticked,
            faults=refused[order.number].faults if order.number in refused else (),
        )
        for order in orders
    ]


def groups_of(rows: Iterable[SendRow]) -> list[SendGroup]:
    """Return the rows in groups, the surest of both first, and those of which nothing is known last."""
    found: dict[str, list[SendRow]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    groups = [_group(code, members) for code, members in found.items()]
    return sorted(groups, key=lambda each: (not each.is_known, -_surety(each), -len(each.rows), each.code))


def _row(
    order: Order,
    suggestion: Suggestion,
    *,
    shown: Order,
    can_be_sent: bool,
    conditions: Mapping[str, str],
    own: str,
    sent: QueryDict | None,
    asked: Collection[str] | None,
    ticked: str,
    faults: tuple[object, ...],
) -> SendRow:
    """Return one row of the form."""
    guesses = [guess for guess in suggestion.guesses if guess.matter.code in conditions]
    matters = tuple(_choice(guess, suggestion, own=own, conditions=conditions) for guess in guesses)
    units = [(unit.code, _said(Words(unit.name, unit.name_en))) for unit in suggestion.units]
    is_known = bool(matters) and bool(matters[0].unit) and can_be_sent and not suggestion.is_unsure
    first = {"matter": matters[0].code if matters else "", "unit": units[0][0] if units else ""}
    first = dict.fromkeys(first, "") if suggestion.is_unsure else first
    chosen = {name: sent.get(f"{name}-{order.number}", "") if sent else first[name] for name in first}
    row = SendRow(
        Row(shown, can_be_sent),
        matters=matters,
        units=units,
        matter=chosen["matter"],
        unit=chosen["unit"],
        words=guesses[0].because if guesses else (),
        chance=_chance(order, guesses[0]) if is_known else None,
        is_ticked=False,
        why=suggestion.why,
        routed=suggestion.routed.code if suggestion.routed is not None else "",
        assisting=suggestion.assisting,
        faults=faults,
    )
    is_ticked = order.number in asked if asked is not None else _stands_ticked(row, ticked or "sure")
    return replace(row, is_ticked=can_be_sent and is_ticked)


def _choice(guess: Guess, suggestion: Suggestion, *, own: str, conditions: Mapping[str, str]) -> MatterChoice:
    """Return a guess as the select offers it; the condition decided before stays."""
    is_own = guess.by == "order"
    usual = next((unit for unit in suggestion.units if unit.kind == guess.matter.unit_kind), None)
    fitting = suggestion.routed if guess == suggestion.guesses[0] and suggestion.routed is not None else usual
    unit = fitting.code if fitting is not None else ""
    code = own if is_own and own else conditions[guess.matter.code]
    percent = None if is_own else min(99, round(guess.chance * 100))
    return MatterChoice(code, _said(guess.matter.words_name), percent, unit)


def _chance(order: Order, guess: Guess) -> float:
    """Return how sure a guess is; a matter that an import filled in from the words was nobody's choice."""
    is_filled_in = guess.by == "order" and order.via == VIA and order.version == 1
    return FILLED_IN_SURE if is_filled_in else guess.chance


def _stands_ticked(row: SendRow, ticked: str) -> bool:
    """Say whether a row is among those that are to stand ticked."""
    if ticked == "sure":
        return row.is_sure
    return row.is_known if ticked == "known" else row.group == ticked


def _group(code: str, rows: Sequence[SendRow]) -> SendGroup:
    """Return a group with its names, the surest rows first."""
    surest = tuple(sorted(rows, key=lambda row: -(row.chance or 0)))
    if code == NO_GROUP:
        return SendGroup(code, "", "", surest)
    return SendGroup(code, surest[0].matters[0].name, surest[0].units[0][1], surest)


def _surety(group: SendGroup) -> float:
    """Return the mean chance of a group."""
    return fmean(row.chance or 0 for row in group.rows)


def _usual_conditions(offered: Offered) -> dict[str, str]:
    """Return each matter on offer with its usual condition, which the catalogue keeps first, as a select offers it."""
    found: dict[str, str] = {}
    for _branch, matters in offered.matters:
        for value, _name in matters:
            found.setdefault(value.partition("#")[0], value)
    return found


def _said(words: Words) -> str:
    """Return words in the language of the page."""
    return words.in_language(get_language() or "")
