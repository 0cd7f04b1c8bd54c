# SPDX-License-Identifier: Apache-2.0
"""Which answers of a programme are replies to whoever opened an order: what a look over and a reuse are offered for."""

from collections.abc import Sequence

from sidan.base.text import clean
from sidan.orders.declare import Move, Programme
from sidan.orders.models import Order, Step
from sidan.orders.moves import declared_move
from sidan.orders.registry import find_stage, programme_of
from sidan.orders.roles import ROLES

_MOST_ASKED = 4000


def reply_fields(programme: Programme, move: Move) -> tuple[str, ...]:
    """Return the texts of a move by which staff reply: shown to the reporter, on the way to be checked. No query."""
    if not move.to or find_stage(programme, move.to).kind != "checking":
        return ()
    if not any(ROLES[role].is_staff for role in move.by):
        return ()
    fields = programme.fields
    return tuple(code for code in move.asks if fields[code].type == "text" and fields[code].public)


def reply_in(order: Order, steps: Sequence[Step]) -> str:
    """Return the last reply among an order's steps, empty where there is none or it was blanked. No query."""
    programme = programme_of(order)
    for step in sorted(steps, key=lambda each: -each.seq):
        for code in reply_fields(programme, declared_move(programme, step.move)):
            if step.answers.get(code):
                return str(step.answers[code])
    return ""


def asked_in(order: Order, steps: Sequence[Step]) -> str:
    """Return what the reporter wrote: the order's text and what was added to it since. No query."""
    programme = programme_of(order)
    added = [
        str(step.answers[code])
        for step in sorted(steps, key=lambda each: each.seq)
        if step.seq > 1 and not ROLES[step.role].is_staff
        for code in declared_move(programme, step.move).asks
        if programme.fields[code].type == "text" and step.answers.get(code)
    ]
    return clean("\n".join([order.text, *added])[:_MOST_ASKED], _MOST_ASKED)
