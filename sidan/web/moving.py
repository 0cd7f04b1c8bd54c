# SPDX-License-Identifier: Apache-2.0
"""A move as a form, whatever programme it comes from: shared by the residents' pages and the desk.

Show the moves open to somebody, each form named by its move::

    offered = Offered(order.county)                       # units and matters, read only when a form asks for them
    forms = move_forms(order, moves_for(actor, order), offered=offered)
    questions = questions_of(forms)                       # alternatives of a group together, others alone

and in the template, which needs `<link rel="stylesheet" href="{% static 'moving.css' %}">` in its head::

    {% for question in questions %}{% include "moving/_question.html" with action=url %}{% endfor %}
    {% include "moving/_move.html" with form=form action=url %}      {# one move alone #}

Take what was sent; photos become drafts, and after a refusal the form keeps everything and shows the sentence::

    form = sent_form(order, data=request.POST, files=request.FILES, offered=offered)
    step = attempt(form, by=actor)
    if step is not None:
        return redirect(...)
    order = fresh(order)  # after a stale press the page shows the order as it is now
    forms = move_forms(order, moves_for(actor, order), offered=offered, failed=form)   # render with status 422
    misplaced = form if form not in forms else None       # its move is gone: {% include "moving/_written.html" %}

A form posts `move`, `expect` (the version that was seen) and `<move>-<field>` for each answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from sidan.base.errors import Refused, Stale, Words
from sidan.orders.declare import Move
from sidan.orders.models import Order, Step
from sidan.orders.moves import make
from sidan.orders.registry import find_move, programme_of
from sidan.orders.resent import step_just_made
from sidan.people.actors import Actor
from sidan.web.asking import AskForm
from sidan.web.offering import Offered

Files = MultiValueDict[str, Any]


class MoveForm(AskForm):
    """The form of one move for one order."""

    def __init__(
        self,
        order: Order,
        move: Move,
        *,
        offered: Offered,
        data: QueryDict | None = None,
        files: Files | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Ask what the move asks; with `data`, bound to what was sent."""
        super().__init__(
            programme_of(order),
            move.asks,
            prefix=move.code,
            offered=offered,
            data=data,
            files=files,
            initial=initial,
        )
        self.order = order
        self.move = move
        # Why the move is not possible now, whatever is answered; the page says it in the place of the form.
        self.hindrance: Refused | None = None

    @property
    def has_failed(self) -> bool:
        """Say whether something was sent and refused, so that the page shows the form open."""
        return self.is_bound and bool(self.errors)

    @property
    def sends_files(self) -> bool:
        """Say whether the move asks for photos."""
        return any(declared.type == "photos" for declared in self.declared.values())

    @cached_property
    def seen_version(self) -> int | None:
        """Return the version of the order that the sender saw; None when the form does not say, 0 for garbage."""
        sent = str(self.data.get("expect", ""))
        if not sent:
            return None
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


@dataclass(frozen=True)
class Question:
    """Moves shown as one form: a move alone, or the alternatives of a group with the group's name as the question."""

    forms: tuple[MoveForm, ...]
    name: Words | None = None
    chosen: str = field(default="")

    @property
    def is_alone(self) -> bool:
        """Say whether there is nothing to choose."""
        return len(self.forms) == 1

    @property
    def is_primary(self) -> bool:
        """Say whether it is what the page is for, to be shown open."""
        return any(form.move.primary for form in self.forms)

    @property
    def order(self) -> Order:
        """Return the order it is about."""
        return self.forms[0].order

    @property
    def sends_files(self) -> bool:
        """Say whether any of the moves asks for photos."""
        return any(form.sends_files for form in self.forms)

    @property
    def has_failed(self) -> bool:
        """Say whether one of the moves was sent and refused."""
        return any(form.has_failed for form in self.forms)


def move_forms(
    order: Order,
    moves: Iterable[Move],
    *,
    offered: Offered,
    failed: MoveForm | None = None,
    initial: Mapping[str, Mapping[str, Any]] | None = None,
    hindered: Mapping[str, Refused] | None = None,
) -> list[MoveForm]:
    """Return a form for each move, the `failed` one in the place of its own; `initial` answers by move.

    `hindered` says by move why it is not possible now.
    """
    forms = []
    for move in moves:
        if failed is not None and failed.move.code == move.code:
            failed.order = order
            forms.append(failed)
        else:
            forms.append(MoveForm(order, move, offered=offered, initial=(initial or {}).get(move.code)))
            forms[-1].hindrance = (hindered or {}).get(move.code)
    return forms


def questions_of(forms: Sequence[MoveForm]) -> list[Question]:
    """Return the forms as questions: those of one group that names its moves as alternatives together, others alone.

    Only groups with a name are asked as a question; the order of the forms stays.
    """
    grouped: dict[str, list[MoveForm]] = {}
    for form in forms:
        group = form.move.group
        named = group and group in programme_of(form.order).groups
        grouped.setdefault(group if named else f"move:{form.move.code}", []).append(form)
    questions = []
    for group, members in grouped.items():
        name = programme_of(members[0].order).groups.get(group) if len(members) > 1 else None
        failed = next((form.move.code for form in members if form.has_failed), "")
        questions.append(Question(tuple(members), name, failed))
    return questions


def sent_form(order: Order, *, data: QueryDict, files: Files, offered: Offered) -> MoveForm:
    """Return the form that was sent, bound; NotFound when it names no move of the order's programme."""
    move = find_move(programme_of(order), data.get("move", ""))
    return MoveForm(order, move, offered=offered, data=data, files=files)


def attempt(form: MoveForm, *, by: Actor) -> Step | None:
    """Make the form's move and return its step, or None with the reason shown on the form.

    Pressed twice, the second press finds the step of the first. A page older than the order changes nothing.
    """
    answers = form.answers
    if form.errors:
        return None
    try:
        return make(form.order, form.move.code, answers, by=by, expect=form.seen_version)
    except Stale as stale:
        twin = step_just_made(form.order, form.move.code, answers, by=by, after=form.seen_version or 0)
        if twin is None:
            form.show(stale)
        return twin
    except Refused as refused:
        form.show(refused)
        return None
