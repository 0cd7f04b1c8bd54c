# SPDX-License-Identifier: Apache-2.0
"""Hears danger to life in what residents write, and marks their order urgent in the same transaction.

Marking calls nobody out: the emergency numbers stand on the resident's page. It puts the order first on the
dispatchers' desk and tells them at once. A matter decided later does not take the mark away; a dispatcher or a
supervisor does, with a reason (`sidan.orders.urgency`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sidan.dispatch.hints import dangers_in
from sidan.orders.declare import Move
from sidan.orders.models import Order, Step
from sidan.orders.moves import OPENING
from sidan.orders.registry import programme_of
from sidan.orders.urgency import mark_danger

_WORDED = frozenset({"text", "line"})
_is_deaf: ContextVar[bool] = ContextVar("alarms_are_deaf", default=False)


def hear(order: Order, step: Step, move: Move) -> None:
    """Mark an order urgent when a resident's words tell of danger, at its opening or as facts are added. No query."""
    if _is_deaf.get() or not _is_of_resident(order, step, move):
        return
    fields = programme_of(order).fields
    said = "\n".join(
        value
        for code, value in step.answers.items()
        if code in fields and fields[code].type in _WORDED and isinstance(value, str)
    )
    if dangers := dangers_in(said):
        mark_danger(order, [danger.code for danger in dangers], step=step)


@contextmanager
def unheard(is_old: bool) -> Iterator[None]:
    """Hear nothing inside when what is written is old: nobody is woken for last year's fire."""
    token = _is_deaf.set(is_old)
    try:
        yield
    finally:
        _is_deaf.reset(token)


def _is_of_resident(order: Order, step: Step, move: Move) -> bool:
    """Say whether the words of a step are a resident's, whoever took them down; a verdict tells of the answer."""
    if step.move == OPENING:
        return order.opener_id is None
    return "reporter" in move.by and order.kind != "closed" and "rating" not in _asked(order, move)


def _asked(order: Order, move: Move) -> set[str]:
    """Return the types of what a move asks."""
    fields = programme_of(order).fields
    return {fields[code].type for code in move.asks}
