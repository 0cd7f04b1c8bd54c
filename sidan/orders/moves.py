# SPDX-License-Identifier: Apache-2.0
"""The two verbs of the engine: open an order, and make a move. Nothing else writes orders and steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused, Stale
from sidan.base.numbers import order_number
from sidan.orders import attachments, deadlines, jobs, platforms, registry, seal, writing
from sidan.orders.allowed import require_open
from sidan.orders.answers import Answer
from sidan.orders.declare import Move, Opening, Programme
from sidan.orders.fields import is_sealed_by_commitment, validate
from sidan.orders.models import Order, Step
from sidan.orders.roles import Role, acting_unit, role_held, units_of
from sidan.people.actors import Actor
from sidan.people.models import Contact
from sidan.places.prepared import as_model, columns, first_row

OPENING = "open"
_BY_KEY = f"SELECT {columns(Order)} FROM orders_order WHERE key = %s"  # noqa: S608  names of columns alone


@dataclass(frozen=True)
class Place:
    """Where an order is: the deepest known area, and as far as known the site, the point (WGS-84) and words for it."""

    area_code: str
    site_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    text: str = ""


def submit(
    programme: Programme,
    answers: Mapping[str, Any],
    *,
    by: Actor,
    place: Place,
    via: str,
    key: str | None = None,
    contact: Contact | None = None,
    code_digest: str = "",
) -> Order:
    """Open an order and return it; with a `key` already used, return the order it opened then.

    Raises Refused or Invalid when an answer is not valid or a guard does not hold; nothing has changed then.
    `code_digest` is the fingerprint of the reporter's query code.
    """
    try:
        return _open(programme, answers, by=by, place=place, via=via, key=key, contact=contact, code_digest=code_digest)
    except IntegrityError:
        # Two copies of one form arriving together: the slower finds the order of the faster.
        order = find_by_key(key)
        if order is None:
            raise
        return order


def find_by_key(key: str | None) -> Order | None:
    """Return the order a form's key has opened, or None. One query, none without a key."""
    row = first_row(_BY_KEY, [key]) if key else None
    return as_model(Order, row) if row is not None else None


@transaction.atomic
def _open(
    programme: Programme,
    given: Mapping[str, Any],
    *,
    by: Actor,
    place: Place,
    via: str,
    key: str | None,
    contact: Contact | None,
    code_digest: str,
) -> Order:
    """Write the order and its first step."""
    opening = programme.opening
    platforms.require_offered(programme, place.area_code[:6])
    answers = validate(programme, opening.asks, given, county=place.area_code[:6])
    registry.record_edition(programme)
    at = now()
    order_id = writing.next_id()
    order = Order(
        pk=order_id,
        number=order_number(programme.prefix, at, order_id),
        key=key,
        programme=programme.code,
        edition=programme.edition,
        county=place.area_code[:6],
        area_code=place.area_code,
        site_id=place.site_id,
        lon=place.lon,
        lat=place.lat,
        place_text=place.text,
        via=via,
        contact=contact,
        code_digest=code_digest,
        created_at=at,
    )
    role = _opening_role(by, order, opening)
    _carry_out(order, as_move(opening), answers, programme=programme, by=by, role=role, at=at)
    return order


def _opening_role(by: Actor, order: Order, opening: Opening) -> Role:
    """Return the role in which the actor opens the order, noting who that is; a resident stays unknown."""
    units = by.units("company") if "company" in opening.by and by.holds("company") else units_of(by)
    order.opener_id, order.opener_unit_id = by.user_id, min(units, default=None)
    role = role_held(by, order, among=opening.by)
    if role is None:
        raise Refused("“%(move)s” is not yours to do.", move=opening.name)
    if not role.is_staff:
        order.opener_id = order.opener_unit_id = None
    return role


@transaction.atomic
def make(order: Order, move: str, given: Mapping[str, Any], *, by: Actor, expect: int | None = None) -> Step:
    """Make one move and return the Step that records it.

    The only code that changes an order. Raises Refused, with a sentence fit to show, when the move is not open to `by`,
    an answer is not valid or a guard does not hold, and Stale when the order is no longer at the version `expect` that
    the caller saw; nothing has changed then.
    """
    order = _locked(order)
    programme = registry.programme_of(order)
    declared = registry.find_move(programme, move)
    if expect is not None and expect != order.version:
        raise Stale("Somebody was faster: order %(number)s has changed since you opened it.", number=order.number)
    role = require_open(programme, order, declared, by=by)
    answers = validate(programme, declared.asks, given, county=order.county)
    return _carry_out(order, declared, answers, programme=programme, by=by, role=role, at=now())


def _carry_out(
    order: Order, move: Move, answers: Mapping[str, Answer], *, programme: Programme, by: Actor, role: Role, at: Any
) -> Step:
    """Check the guards, then write step, order, effects and job, in that order, inside the caller's transaction."""
    source = order.stage
    step = Step(
        order=order,
        seq=order.version + 1,
        move=move.code,
        source=source,
        target=move.to or source,
        role=role.code,
        by_id=by.user_id,
        unit_id=acting_unit(by, role, order),
        made_at=at,
        answers={field: answer.stored for field, answer in answers.items()},
    )
    step.resolved = {field: answer.resolved for field, answer in answers.items()}
    for guard in move.needs:
        registry.guards[guard](order, step, by)
    for effect in move.does:
        registry.effects[effect](order, step)
    _keep(order, step, programme)
    for hearer in registry.before_writing():
        hearer(order, step, move)
    if move.at_most is not None:
        order.counts[move.code] = order.counts.get(move.code, 0) + 1

    missed_at = order.due_at if move.late else None
    order.late_at = order.late_at or missed_at
    step.due_reason = deadlines.enter(order, step, programme=programme, restarts=move.restarts)
    order.queue_at = deadlines.queue_at(order, step, missed_at=missed_at)
    step.due_at = order.due_at
    if order.kind == "closed":
        order.outcome = move.outcome or order.outcome
    _seal(order, step, programme)
    if step.seq == 1:
        writing.write_opened(order, step)
    else:
        writing.write_moved(order, step)
    attachments.bind(step)
    for listener in registry.after_step():
        listener(order, step, move)
    jobs.step_made(order, step)
    return step


def _keep(order: Order, step: Step, programme: Programme) -> None:
    """Keep the answers to the fields that the programme keeps; an effect may have answered one of them."""
    kept = {field: value for field, value in step.answers.items() if programme.fields[field].keep}
    if kept:
        order.facts = {**order.facts, **kept}


def _seal(order: Order, step: Step, programme: Programme) -> None:
    """Close the step into the order's chain."""
    free = [field for field in step.answers if is_sealed_by_commitment(programme.fields[field])]
    step.salts, step.commitments = seal.commit(step.answers, free=free)
    step.digest = seal.digest_of(step, number=order.number, previous=order.digest)
    order.digest = step.digest
    order.version = step.seq


def _locked(order: Order) -> Order:
    """Return the order as it is now, locked against another handler who presses at once."""
    found = writing.locked(order.pk)
    if found is None:
        raise NotFound("There is no such order.")
    return found


def declared_move(programme: Programme, code: str) -> Move:
    """Return the move a step records, the opening too, as the programme's edition declares it."""
    return as_move(programme.opening) if code == OPENING else registry.find_move(programme, code)


def as_move(opening: Opening) -> Move:
    """Return the opening in the form of a move out of nowhere."""
    return Move(
        code=OPENING,
        name=opening.name,
        sources=("",),
        to=opening.to,
        by=opening.by,
        asks=opening.asks,
        needs=opening.needs,
        does=opening.does,
        tells=opening.tells,
        told=opening.told,
    )
