# SPDX-License-Identifier: Apache-2.0
"""Who may do what with an order now. No query: an actor brings the posts, an order its columns.

Only what hinders a move may have to look further.
"""

from collections.abc import Iterable, Iterator

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.orders import registry
from sidan.orders.declare import Move, Programme
from sidan.orders.models import Order, Step
from sidan.orders.registry import programme_of
from sidan.orders.roles import MACHINES, ROLES, Role, acting_unit, role_held
from sidan.people.actors import Actor


def moves_for(actor: Actor, order: Order) -> list[Move]:
    """Return the moves the actor may make now, in the order the programme declares them."""
    return [move for move in moves_open(programme_of(order), order) if role_held(actor, order, among=move.by)]


def moves_of_others(actor: Actor, order: Order) -> list[tuple[Move, tuple[Role, ...]]]:
    """Return the moves that are open, but not to this actor, each with the roles that may make it."""
    return [
        (move, tuple(ROLES[role] for role in move.by if role not in MACHINES))
        for move in moves_open(programme_of(order), order)
        if not MACHINES.issuperset(move.by) and not role_held(actor, order, among=move.by)
    ]


def moves_open(programme: Programme, order: Order) -> Iterator[Move]:
    """Yield the moves out of the order's stage that are not used up, whoever may make them."""
    for move in programme.moves:
        if order.stage in move.sources and _has_come(programme, move, order) and not is_used_up(move, order):
            yield move


def is_used_up(move: Move, order: Order) -> bool:
    """Say whether the order has taken the move as often as it may."""
    return move.at_most is not None and order.counts.get(move.code, 0) >= move.at_most


def require_open(programme: Programme, order: Order, move: Move, *, by: Actor) -> Role:
    """Return the role in which the actor makes the move; raise Refused when it is not open to them now."""
    if order.stage not in move.sources:
        raise Refused("“%(move)s” is not possible now: the order has moved on.", move=move.name)
    if is_used_up(move, order):
        raise Refused(
            "“%(move)s” has been used %(times)d times already, which is the most an order allows.",
            move=move.name,
            times=move.at_most,
        )
    if not _has_come(programme, move, order):
        raise Refused("“%(move)s” is not possible yet.", move=move.name)
    role = role_held(by, order, among=move.by)
    if role is None:
        raise Refused("“%(move)s” is not yours to do.", move=move.name)
    return role


def hindrances(order: Order, moves: Iterable[Move], actor: Actor) -> dict[str, Refused]:
    """Return by move why it is not possible now, as far as that follows from no answer; a move without entry may be.

    Asks the early guards of the moves, each once for a role. As many queries as those guards make.
    """
    found: dict[str, Refused] = {}
    asked: dict[tuple[str, str], Refused | None] = {}
    for move in moves:
        role = role_held(actor, order, among=move.by)
        for guard in move.needs:
            if role is None or not registry.is_early(guard):
                continue
            if (guard, role.code) not in asked:
                asked[guard, role.code] = _refusal(guard, order, move, role=role, actor=actor)
            refusal = asked[guard, role.code]
            if refusal is not None:
                found.setdefault(move.code, refusal)
    return found


def _refusal(guard: str, order: Order, move: Move, *, role: Role, actor: Actor) -> Refused | None:
    """Return what a guard says to a move that is not made yet."""
    step = Step(order=order, seq=order.version + 1, move=move.code, source=order.stage, target=move.to or order.stage)
    step.role, step.by_id, step.unit_id = role.code, actor.user_id, acting_unit(actor, role, order)
    step.made_at, step.resolved = now(), {}
    try:
        registry.guards[guard](order, step, actor)
    except Refused as refused:
        return refused
    return None


def _has_come(programme: Programme, move: Move, order: Order) -> bool:
    """Say whether the move that this one takes the place of is used up."""
    if not move.instead_of:
        return True
    return any(other.code == move.instead_of and is_used_up(other, order) for other in programme.moves)
