# SPDX-License-Identifier: Apache-2.0
"""Sending many orders on at once: each is a move of its own, made or refused by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from sidan.base.errors import Invalid, Refused, Stale
from sidan.orders.allowed import moves_open
from sidan.orders.declare import Field, Move, Programme
from sidan.orders.filters import Filters
from sidan.orders.inbox import Queue
from sidan.orders.models import Order
from sidan.orders.moves import make
from sidan.orders.registry import programme_of, served
from sidan.orders.resent import step_just_made
from sidan.orders.roles import role_held
from sidan.people.actors import Actor

# A page of so many takes half a second to show, and two to send; each is still a transaction of its own.
MOST_AT_ONCE = 200
# What a dispatcher answers for many orders in one form; a move that must be told more is made on the order's own page.
_SENT_TYPES = ("unit", "matter")


@dataclass(frozen=True)
class Sending:
    """One order to be sent: the version that was seen, and the answers by type of field (`unit`, `matter`, `units`)."""

    order: Order
    expect: int
    answers: Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Outcome:
    """What became of one sending: the order as it is now when it was sent, otherwise the reasons it was not."""

    sending: Sending
    faults: tuple[Refused, ...] = field(default=())

    @property
    def is_sent(self) -> bool:
        """Say whether the order was sent."""
        return not self.faults


def sending_move(actor: Actor, order: Order) -> Move | None:
    """Return the primary move that sends an order to a unit and needs no more than that and a matter; None otherwise.

    No query when the order came with its counts, units and area.
    """
    programme = programme_of(order)
    for move in moves_open(programme, order):
        if _sends(programme, move) and role_held(actor, order, among=move.by):
            return move
    return None


def _sends(programme: Programme, move: Move) -> bool:
    """Say whether a primary move needs a unit, and no more than a matter with it."""
    if not move.primary:
        return False
    needed = {programme.fields[code].type for code in move.asks if programme.fields[code].required}
    return "unit" in needed and needed <= set(_SENT_TYPES)


def orders_to_send(actor: Actor, numbers: Sequence[str]) -> list[Order]:
    """Return the orders of these numbers that the actor may see, with what suggestions read, in the given order.

    One query; at most MOST_AT_ONCE.
    """
    wanted = list(dict.fromkeys(numbers))[:MOST_AT_ONCE]
    seen = Order.objects.visible_to(actor).filter(number__in=wanted)
    found = {order.number: order for order in seen.select_related("unit", "matter", "condition", "about_unit")}
    return [found[number] for number in wanted if number in found]


def orders_waiting(actor: Actor, queue: Queue, *, filters: Filters) -> list[Order]:
    """Return the orders of a queue that the actor may send on together, those due first.

    One query; at most MOST_AT_ONCE.
    """
    waiting = queue.select(actor).open().filter(filters.condition(), _stages_to_send_from())
    found = waiting.select_related("unit", "matter", "condition", "about_unit").order_by("queue_at", "id")
    return [order for order in found[:MOST_AT_ONCE] if sending_move(actor, order) is not None]


def _stages_to_send_from() -> Q:
    """Return the condition that an order stands in a stage which a move for many leaves. No query."""
    found = Q(pk__in=[])
    for programme in served():
        stages = {stage for move in programme.moves if _sends(programme, move) for stage in move.sources}
        if stages:
            found |= Q(programme=programme.code, stage__in=sorted(stages))
    return found


def send(sendings: Sequence[Sending], *, by: Actor) -> list[Outcome]:
    """Send each order in a transaction of its own, and return what became of each; one refusal stops no other."""
    return [Outcome(sending, tuple(_faults(sending, by))) for sending in sendings]


def _faults(sending: Sending, by: Actor) -> list[Refused]:
    """Send one order and return the reasons why it was not sent, none when it was."""
    order = sending.order
    move = sending_move(by, order)
    if move is None:
        return [] if _was_sent_before(sending, by) else [Refused("It has been sent on, or is not yours to send.")]
    answers = _by_field(move.asks, programme_of(order).fields, sending.answers)
    try:
        make(order, move.code, answers, by=by, expect=sending.expect)
    except Stale as stale:
        return [] if _was_sent_before(sending, by) else [stale]
    except Refused as refused:
        return _reasons(refused)
    return []


def _was_sent_before(sending: Sending, by: Actor) -> bool:
    """Say whether the step after the version seen is this very sending by the same hand: the form came twice."""
    programme = programme_of(sending.order)
    sent = [move for move in programme.moves if move.primary and _asks_a_unit(move, programme.fields)]
    return any(
        step_just_made(
            sending.order,
            move.code,
            _by_field(move.asks, programme.fields, sending.answers),
            by=by,
            after=sending.expect,
        )
        is not None
        for move in sent
    )


def _asks_a_unit(move: Move, fields: Mapping[str, Field]) -> bool:
    """Say whether a move asks for the unit to send the order to."""
    return any(fields[code].type == "unit" for code in move.asks)


def _by_field(asks: Sequence[str], fields: Mapping[str, Field], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers under the names of the move's own fields."""
    return {code: answers[fields[code].type] for code in asks if answers.get(fields[code].type)}


def _reasons(refused: Refused) -> list[Refused]:
    """Return the sentences of a refusal, every one of them where fields were at fault."""
    if isinstance(refused, Invalid):
        return [each for found in refused.faults.values() for each in found]
    return [refused]
