# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is: the moves I may make, grouped as the programme groups them, and what others may do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from sidan.base.errors import Words
from sidan.dispatch.suggest import Suggestion
from sidan.orders.allowed import moves_of_others
from sidan.orders.declare import Move
from sidan.orders.models import Order
from sidan.orders.registry import programme_of
from sidan.orders.roles import ROLES
from sidan.people.actors import Actor
from sidan.web.desk.rows import OF_THE_UNIT, holder_words
from sidan.web.moving import MoveForm
from sidan.web.offering import Offered


@dataclass(frozen=True)
class Group:
    """Moves that stand together under a heading, None for those without a group."""

    name: Words | None
    forms: tuple[MoveForm, ...]


@dataclass(frozen=True)
class Turn:
    """What somebody else may do: who, whether it is their turn now, and the names of their moves."""

    who: str
    is_now: bool
    moves: tuple[Words, ...]


def asks_for_both(moves: Iterable[Move], order: Order) -> bool:
    """Say whether one of the moves asks for a matter and a unit, and so can use a suggestion."""
    return any({"matter", "unit"} <= set(_by_type(move, order)) for move in moves)


def grouped(forms: Sequence[MoveForm]) -> list[Group]:
    """Return the forms by the programme's groups in its own order, those with a primary move before the rest."""
    if not forms:
        return []
    names = programme_of(forms[0].order).groups
    found: dict[str, list[MoveForm]] = {code: [] for code in (*names, "")}
    for form in forms:
        found[form.move.group].append(form)
    groups = [
        Group(names.get(code), tuple(sorted(members, key=lambda form: not form.move.primary)))
        for code, members in found.items()
        if members
    ]
    return sorted(groups, key=lambda group: not group.forms[0].move.primary)


def open_form(forms: Sequence[MoveForm], *, asked: str) -> str:
    """Return the move whose form stands open: the one refused, else the one asked for, else the only primary one."""
    failed = next((form.move.code for form in forms if form.has_failed), "")
    primary = [form.move.code for form in forms if form.move.primary]
    return failed or asked or (primary[0] if len(primary) == 1 else "")


def filled_in(
    moves: Iterable[Move], order: Order, suggestion: Suggestion, *, offered: Offered
) -> dict[str, dict[str, Any]]:
    """Return what stands filled in when a form first opens: the suggested matter and units, where a move asks for both.

    A move that asks for a unit alone, as one to name the unit complained of, gets no suggestion.
    """
    matter, unit = usual_matter(order, suggestion, offered=offered), next(iter(suggestion.units), None)
    assisting = [each.code for each in suggestion.assisting]
    if suggestion.is_unsure:
        unit, assisting = None, []
    found: dict[str, dict[str, Any]] = {}
    for move in moves:
        asked = _by_type(move, order)
        if "unit" in asked and "matter" in asked:
            found[move.code] = {asked["matter"]: matter, asked["unit"]: unit.code if unit else ""}
            if "units" in asked:
                found[move.code][asked["units"]] = assisting
    return found


def _by_type(move: Move, order: Order) -> dict[str, str]:
    """Return the fields a move asks for by their type, the last one of each."""
    fields = programme_of(order).fields
    return {fields[code].type: code for code in move.asks}


def usual_matter(order: Order, suggestion: Suggestion, *, offered: Offered) -> str:
    """Return the suggested matter with its condition, as a select offers it; the condition decided before stays.

    Empty where whoever suggests is not sure enough.
    """
    if order.matter is not None and order.condition is not None:
        return f"{order.matter.code}#{order.condition.code}"
    first = next(iter(suggestion.matters), None) if not suggestion.is_unsure else None
    return with_condition(first.code, offered) if first is not None else ""


def with_condition(code: str, offered: Offered) -> str:
    """Return a matter with its usual condition, which the catalogue keeps first; empty when it is not on offer."""
    values = (value for _branch, matters in offered.matters for value, _name in matters)
    return next((value for value in values if value.partition("#")[0] == code), "")


def turns_of_others(actor: Actor, order: Order) -> list[Turn]:
    """Return who else may do what, whose turn it is first. No query."""
    found: dict[str, list[Move]] = {}
    for move, roles in moves_of_others(actor, order):
        for role in roles:
            found.setdefault(role.code, []).append(move)
    turns = [
        Turn(_name(role, order), role == order.holder, tuple(move.name for move in _main(moves)))
        for role, moves in found.items()
        if role == order.holder or any(move.primary for move in moves)
    ]
    return sorted(turns, key=lambda turn: not turn.is_now)


def _main(moves: Sequence[Move]) -> Sequence[Move]:
    """Return the moves worth naming: the primary ones, all of them where none is primary."""
    return [move for move in moves if move.primary] or moves


def _name(role: str, order: Order) -> str:
    """Return who plays a role for the order, by name where it is known."""
    language = get_language() or ""
    if role == order.holder:
        return holder_words(order)
    if role in OF_THE_UNIT and order.unit is not None:
        return order.unit.name_in(language)
    return ROLES[role].words.in_language(language)
