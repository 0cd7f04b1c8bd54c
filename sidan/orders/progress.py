# SPDX-License-Identifier: Apache-2.0
"""An order as the public reads it: where it stands, whose turn it is, by when, and what was told on the way.

Only steps whose move declares `told` appear, with the answers to `public` fields. Staff are units and posts, never
names; notes, reasons of contests and contacts are not here at all. Whoever is not the reporter (a follower, or the
reporter of an order merged into this one) reads what the staff said, private words covered, and nothing of what the
reporter said or showed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidan.base.errors import Words
from sidan.orders.declare import Kind, Move, Programme, Stage
from sidan.orders.merging import leading_order
from sidan.orders.models import Attachment, Order, Share, Step
from sidan.orders.moves import OPENING, declared_move
from sidan.orders.originals import told_covered
from sidan.orders.registry import find_stage, programme_of
from sidan.orders.roles import ROLES
from sidan.orders.told import Names, PublicAnswer, filled, shown_answer, unit_name

YOU = Words("您", "You")
THE_SYSTEM = Words("系统", "The system")


@dataclass(frozen=True)
class PublicPhoto:
    """A photo and the field it answers."""

    token: str
    label: Words


@dataclass(frozen=True)
class Event:
    """One line of what happened, with who did it as a post or a unit; `is_staff` when the words are the staff's own."""

    at: datetime
    told: Words
    by: Words
    kind: str
    is_staff: bool = False
    answers: tuple[PublicAnswer, ...] = ()
    photos: tuple[PublicPhoto, ...] = ()


@dataclass(frozen=True)
class Progress:
    """An order for the public; `events` are newest first.

    `turn` is whose turn it is, None when the order has ended; `late` is what happens when they are late; `reason` tells
    how the due time came about (JSON for `sidan.base.reasons.explain`). `is_merged` when another order's progress is
    shown.
    """

    order: Order
    programme: Programme
    stage: Stage
    now: Words
    turn: Words | None
    due_at: datetime | None
    reason: Mapping[str, Any] | None
    late: Words | None
    events: tuple[Event, ...]
    is_merged: bool
    is_reporter: bool

    @property
    def question(self) -> Event | None:
        """Return what the reporter was asked, while it is their turn to answer."""
        asked = self.stage.holder == "reporter" and self.stage.kind == "waiting"
        return next((event for event in self.events if event.is_staff and event.answers), None) if asked else None

    @property
    def answer(self) -> Event | None:
        """Return the latest answer of the staff, the one a verdict is about."""
        answered = (event for event in self.events if event.kind in ("checking", "closed"))
        return next((event for event in answered if event.is_staff and event.answers), None)


def progress_of(order: Order, *, is_reporter: bool) -> Progress:
    """Return the public progress of an order, brought by `reporter_of`.

    Three queries, two more when it was merged, one more when an answer names another matter than the order's own.
    """
    shown = leading_order(order) if order.outcome == "merged" else None
    events = _events([order] if shown is None else [shown, order], reporter_of=order if is_reporter else None)
    leading = shown or order
    stage = find_stage(programme_of(leading), leading.stage)
    last = events.last_step
    return Progress(
        order=leading,
        programme=programme_of(leading),
        stage=stage,
        now=filled(stage.told, unit_name(leading.unit), leading.due_at),
        turn=_turn(leading, stage),
        due_at=leading.due_at,
        reason=last.due_reason if last is not None and leading.due_at is not None else None,
        late=stage.late if leading.due_at is not None else None,
        events=events.told,
        is_merged=shown is not None,
        is_reporter=is_reporter,
    )


def is_photo_of(photo: Attachment, order: Order, *, is_reporter: bool) -> bool:
    """Say whether a photo belongs to what this visitor of an order may see. Up to two queries."""
    shown = leading_order(order) if order.outcome == "merged" else None
    if photo.seq is None or photo.order_id not in {order.pk, shown.pk if shown else order.pk}:
        return False
    step = Step.objects.filter(order_id=photo.order_id, seq=photo.seq).select_related("order").first()
    if step is None:
        return False
    move = declared_move(programme_of(step.order), step.move)
    is_public = move.told is not None and programme_of(step.order).fields[photo.field].public
    return is_public and (_is_of_staff(step, move) or (is_reporter and photo.order_id == order.pk))


@dataclass(frozen=True)
class _Events:
    """What was told, and the last step of the order that leads, told or not."""

    told: tuple[Event, ...]
    last_step: Step | None


def _events(orders: Sequence[Order], *, reporter_of: Order | None) -> _Events:
    """Return the events of one order, or of an order and the one merged into it. Three queries."""
    by_id = {order.pk: order for order in orders}
    steps = list(Step.objects.filter(order__in=by_id).select_related("unit").order_by("made_at", "seq"))
    shares = list(Share.objects.filter(order__in=by_id).select_related("unit").order_by("given_at", "pk"))
    photos = _photos(by_id)
    names = Names(orders, steps, shares)
    told = []
    for step in steps:
        step.order = by_id[step.order_id]
        move = declared_move(programme_of(step.order), step.move)
        if move.told is None:
            continue
        is_own = reporter_of is not None and step.order_id == reporter_of.pk
        may_read = is_own or (_is_of_staff(step, move) and not _asks_the_reporter(step))
        told.append(_event(step, move, names=names, photos=photos, may_read=may_read, is_own=is_own))
    leading = [step for step in steps if step.order_id == orders[0].pk]
    return _Events(tuple(reversed(told)), leading[-1] if leading else None)


def _event(
    step: Step,
    move: Move,
    *,
    names: Names,
    photos: Mapping[tuple[int, int], list[Attachment]],
    may_read: bool,
    is_own: bool,
) -> Event:
    """Return one step as the public reads it."""
    fields = programme_of(step.order).fields
    answered = (*move.asks, *(field for field in step.answers if field not in move.asks))
    given = [(field, fields[field]) for field in answered if may_read and fields[field].public]
    answers = [
        PublicAnswer(declared.type, declared.label, value if is_own else told_covered(value, declared, of_office=True))
        for field, declared in given
        if (value := shown_answer(step.answers.get(field), declared, names=names)) is not None
    ]
    public = {field: declared.label for field, declared in given}
    shown = [
        PublicPhoto(photo.token, public[photo.field])
        for photo in photos.get((step.order_id, step.seq), [])
        if photo.field in public
    ]
    assert move.told is not None
    stage = find_stage(programme_of(step.order), step.target)
    unit = names.lead_at(step)
    return Event(
        at=step.made_at,
        told=filled(move.told, unit, step.due_at),
        by=_by(step, is_own=is_own),
        kind="late" if move.late else stage.kind,
        is_staff=_is_of_staff(step, move),
        answers=tuple(answers),
        photos=tuple(shown),
    )


def _is_of_staff(step: Step, move: Move) -> bool:
    """Say whether the words of a step are the staff's own: not the reporter's, whoever took them down."""
    return step.move != OPENING and "reporter" not in move.by and ROLES[step.role].is_staff


def _asks_the_reporter(step: Step) -> bool:
    """Say whether a step puts a question to the reporter, which may tell what only the two should know."""
    stage = find_stage(programme_of(step.order), step.target)
    kind: Kind = stage.kind
    return stage.holder == "reporter" and kind == "waiting"


def _by(step: Step, *, is_own: bool) -> Words:
    """Return who made a step: the reporter, a unit, a post, or nobody but the clock."""
    role = ROLES[step.role]
    if role.code in ("reporter", "anyone"):
        return YOU if is_own else ROLES["reporter"].words
    if role.code == "clock":
        return THE_SYSTEM
    return unit_name(step.unit) if step.unit is not None else role.words


def _turn(order: Order, stage: Stage) -> Words | None:
    """Return whose turn it is, as a unit or a post."""
    if not stage.holder:
        return None
    if stage.holder == "reporter":
        return YOU
    if stage.holder in ("unit", "unit_head") and order.unit is not None:
        return unit_name(order.unit)
    return ROLES[stage.holder].words


def _photos(orders: Mapping[int, Order]) -> dict[tuple[int, int], list[Attachment]]:
    """Return the photos of each step, in the order they were given. One query."""
    found: dict[tuple[int, int], list[Attachment]] = {}
    for photo in Attachment.objects.filter(order__in=orders).order_by("pk"):
        if photo.order_id is not None and photo.seq is not None:
            found.setdefault((photo.order_id, photo.seq), []).append(photo)
    return found
