# SPDX-License-Identifier: Apache-2.0
"""What happened to an order, as staff read it: every step, who made it in which role, and what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from sidan.base.errors import Words
from sidan.base.reasons import explain
from sidan.orders.declare import Move, Programme
from sidan.orders.models import Attachment, Order, Share, Step
from sidan.orders.moves import OPENING, declared_move
from sidan.orders.registry import find_stage, programme_of
from sidan.orders.roles import ROLES
from sidan.orders.told import Names, filled, value_in_words

_BLANKED = Words("（已按规定清除）", "(cleared as the rules ask)")


@dataclass(frozen=True)
class Answer:
    """One answer of a step; `is_public` when the reporter reads it too."""

    type: str
    label: Words
    value: Any
    is_public: bool


@dataclass(frozen=True)
class Event:
    """One step; `told` is what the reporter was told, None for a step kept among staff."""

    seq: int
    at: datetime
    name: Words
    told: Words | None
    role: Words
    person: str
    unit: str
    kind: str
    answers: tuple[Answer, ...]
    photos: tuple[dict[str, str], ...]
    due_at: datetime | None
    reason: str

    @property
    def is_internal(self) -> bool:
        """Say whether the reporter does not see the step."""
        return self.told is None


def events_of(order: Order, *, steps: Sequence[Step], names: Names, photos: Iterable[Attachment]) -> list[Event]:
    """Return the steps as events, in the order given. No query."""
    programme = programme_of(order)
    for step in steps:
        step.order = order
    pictures: dict[int | None, list[Attachment]] = {}
    for photo in photos:
        pictures.setdefault(photo.seq, []).append(photo)
    befores: dict[int, Step] = {step.seq + 1: step for step in steps}
    return [
        _event(step, programme, names=names, photos=pictures.get(step.seq, []), before=befores.get(step.seq))
        for step in steps
    ]


def names_in(order: Order, *, steps: Sequence[Step], shares: Sequence[Share]) -> Names:
    """Return the names behind the codes in an order's answers. No query, mostly: one when a matter was changed."""
    names = Names([order], steps, shares)
    if order.about_unit is not None:
        names.units[order.about_unit.code] = Words(order.about_unit.name, order.about_unit.name_en)
    return names


def _event(
    step: Step, programme: Programme, *, names: Names, photos: Iterable[Attachment], before: Step | None
) -> Event:
    """Return one step as an event; its due time only where it is another than the step `before` had."""
    move = declared_move(programme, step.move)
    language = get_language() or ""
    is_new_time = before is None or before.due_at != step.due_at
    return Event(
        seq=step.seq,
        at=step.made_at,
        name=move.name,
        told=filled(move.told, names.lead_at(step), step.due_at) if move.told else None,
        role=_role(step),
        person=step.by.display_name if step.by is not None else "",
        unit=step.unit.name_in(language) if step.unit is not None else "",
        kind="late" if move.late else find_stage(programme, step.target).kind,
        answers=tuple(_answers(step, programme, move=move, names=names)),
        photos=tuple(picture(photo, programme.fields[photo.field].label) for photo in photos),
        due_at=step.due_at if is_new_time else None,
        reason=explain(step.due_reason, language) if step.due_reason else "",
    )


def _role(step: Step) -> Words:
    """Return the role in which a step was made; whoever was nobody known ordered something, and so is the reporter."""
    return ROLES["reporter" if step.role == "anyone" else step.role].words


def _answers(step: Step, programme: Programme, *, move: Move, names: Names) -> Iterable[Answer]:
    """Yield what was answered, in the order it was asked, then what an effect answered; photos stand apart."""
    for code in (*move.asks, *(code for code in step.answers if code not in move.asks)):
        declared = programme.fields[code]
        if declared.type == "photos" or code not in step.answers:
            continue
        value = step.answers[code]
        is_blanked = value is None and code in step.commitments
        shown = _BLANKED if is_blanked else value_in_words(value, declared, names=names)
        # The reporter's own words stand on top of the page.
        is_told_above = step.move == OPENING and shown == step.order.text
        if shown not in (None, "", []) and not is_told_above:
            yield Answer(declared.type, declared.label, shown, declared.public and move.told is not None)


def picture(photo: Attachment, label: Words) -> dict[str, str]:
    """Return a photo as the gallery shows it to staff."""
    return {
        "url": reverse("public:photo", args=[photo.token]),
        "thumb_url": reverse("public:thumb", args=[photo.token]),
        "caption": label.in_language(get_language() or ""),
    }
