# SPDX-License-Identifier: Apache-2.0
"""Who reads an order's words as they were written; everybody else reads them with private words covered.

As written: the reporter, who wrote them, whoever opened the order by a post, and those who dispatch, press, revisit or
take orders down for the area, since they must tell one matter from another. Covered: the units in charge and
assisting, the crew, leaders, parties, participants, followers and everybody. Who works on the order and needs what is
covered asks for it with a reason, which the audit log keeps; not where the reporter asked that the units do not get
the contact. Words that the reader's own unit wrote are never covered. Nothing is stored covered: a step is sealed as
it was written, and what is blanked is gone at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from sidan.base.errors import NotFound, Refused, Words
from sidan.base.private_words import KINDS, covered, find_private, words_covered
from sidan.orders.declare import Field
from sidan.orders.models import Order, Share, Step
from sidan.orders.moves import declared_move
from sidan.orders.registry import programme_of
from sidan.orders.roles import role_held
from sidan.orders.sharing import FOR_A_UNIT
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.contacts import REASON_LENGTH

READERS = ("dispatcher", "supervisor", "revisitor", "intake", "opener", "opening_unit", "company")
ASKERS = ("unit", "unit_head", "taker")
WORDED = frozenset({"text", "line", "lines"})
# An office tells its number in an answer so that it is called.
OF_AN_OFFICE = frozenset({"landline"})


def reads_original(actor: Actor, order: Order) -> bool:
    """Say whether an actor reads the words of an order as they were written. No query."""
    if actor.reporter_of is not None:
        return actor.reporter_of == order.pk
    return role_held(actor, order, among=READERS) is not None


def may_ask_original(actor: Actor, order: Order) -> bool:
    """Say whether an actor may have covered words shown, for a reason that is recorded. No query."""
    handles = role_held(actor, order, among=ASKERS) is not None and not order.is_confidential
    return handles or role_held(actor, order, among=("leader",)) is not None


@dataclass(frozen=True)
class Veil:
    """What stands between a reader and the words of an order; `hidden` gathers what it has covered so far."""

    language: str
    reader: Actor
    is_lifted: bool
    hidden: dict[Words, int] = field(default_factory=dict)
    _known: dict[tuple[str, bool], str] = field(default_factory=dict)

    def text(self, text: str, *, of_office: bool = False) -> str:
        """Return a text as the reader sees it."""
        if self.is_lifted or not text:
            return text
        known = self._known.get((text, of_office))
        if known is None:
            keep = OF_AN_OFFICE if of_office else ()
            finds = [find for find in find_private(text) if find.kind not in keep]
            for find in finds:
                self.hidden[KINDS[find.kind]] = self.hidden.get(KINDS[find.kind], 0) + 1
            known = self._known[text, of_office] = covered(text, finds, language=self.language)
        return known

    def order(self, order: Order) -> Order:
        """Return an order as the reader sees it: a copy, never to be saved, whose columns not read stay so."""
        if self.is_lifted:
            return order
        seen = copy(order)
        for column in ("text", "place_text", "beginning"):
            if column in seen.__dict__:
                setattr(seen, column, self.text(getattr(seen, column) or ""))
        fields = programme_of(order).fields
        seen.facts = {code: self._answer(value, fields.get(code)) for code, value in order.facts.items()}
        return seen

    def steps(self, order: Order, steps: Iterable[Step]) -> list[Step]:
        """Return the steps of an order as the reader sees them; those read from the database stay as they are."""
        return list(steps) if self.is_lifted else [self._step(order, step) for step in steps]

    def shares(self, shares: Iterable[Share]) -> list[Share]:
        """Return the shares with the answers as the reader sees them."""
        return list(shares) if self.is_lifted else [self._share(share) for share in shares]

    def _step(self, order: Order, step: Step) -> Step:
        """Return a step with its words covered, unless the reader or the reader's own unit wrote them."""
        is_own_unit = step.unit_id in self.reader.all_units and step.role in FOR_A_UNIT
        if is_own_unit or (step.by_id is not None and step.by_id == self.reader.user_id):
            return step
        programme = programme_of(order)
        is_told = declared_move(programme, step.move).told is not None and step.role in FOR_A_UNIT
        seen = copy(step)
        seen.answers = {
            code: self._answer(value, programme.fields.get(code), of_office=is_told)
            for code, value in step.answers.items()
        }
        return seen

    def _share(self, share: Share) -> Share:
        """Return a share with its answer covered, unless it is that of the reader's own unit."""
        if not share.answer or share.unit_id in self.reader.all_units:
            return share
        seen = copy(share)
        seen.answer = self.text(share.answer)
        return seen

    def _answer(self, value: Any, declared: Field | None, *, of_office: bool = False) -> Any:
        """Return an answer as the reader sees it; a field that asks for a person by its own will is left alone."""
        if declared is None or declared.type not in WORDED or declared.personal:
            return value
        if isinstance(value, list):
            return [self.text(each, of_office=of_office) if isinstance(each, str) else each for each in value]
        return self.text(value, of_office=of_office) if isinstance(value, str) else value


def veil_of(actor: Actor, order: Order, *, language: str) -> Veil:
    """Return what stands between an actor and the words of an order. No query."""
    return Veil(language, actor, is_lifted=reads_original(actor, order))


def told_covered(value: Any, declared: Field, *, of_office: bool) -> Any:
    """Return an answer as those read it who read no original, in both languages where something was covered."""
    if declared.type not in WORDED:
        return value
    if isinstance(value, list):
        return [told_covered(each, declared, of_office=of_office) for each in value]
    return words_covered(value, keep=OF_AN_OFFICE if of_office else ()) if isinstance(value, str) else value


# Durable: nobody reads a word before the entry that says so is safely on disk.
@transaction.atomic(durable=True)
def reveal_original(order: Order, *, by: Actor, reason: str) -> None:
    """Write into the audit log that somebody reads the words of an order as they were written, and why.

    Whether `by` may see the order is for the caller to ask. Refused without a reason, and for whoever does not work on
    it; NotFound when the words were forgotten. Must not be called inside a transaction, as `contacts.reveal`.
    """
    reason = reason.strip()
    if not may_ask_original(by, order):
        raise Refused("Your part in this order does not let you see what is covered here.")
    if not reason:
        raise Refused("Please say why you need what is covered; the reason is recorded.")
    if len(reason) > REASON_LENGTH:
        raise Refused("Please shorten the reason to %(count)d characters.", count=REASON_LENGTH)
    if not order.text and not Step.objects.filter(order=order).exclude(answers={}).exists():
        raise NotFound("The words of this order were forgotten.")
    record(by, "original.viewed", order.subject, reason=reason)


def originals_of(order: Order, steps: Sequence[Step], seen: Sequence[Step], *, place: str) -> list[tuple[Words, str]]:
    """Return label and words, as written, of what a reader saw covered; `seen` are the steps as they saw them."""
    fields: Mapping[str, Field] = programme_of(order).fields
    found = [
        (fields[code].label, str(value))
        for step, covered_step in zip(steps, seen, strict=True)
        for code, value in step.answers.items()
        if code in fields and isinstance(value, str) and covered_step.answers.get(code) != value
    ]
    if order.place_text != place:
        found.append((Words("地点", "Place"), order.place_text))
    return found
