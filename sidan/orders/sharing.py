# SPDX-License-Identifier: Apache-2.0
"""What each side of an order shared between equals sees of the other, and the part that both agreed on.

Whoever sees an order only as a party sees the answers to fields that are `shared`, those of the own unit, the stage
and the due time: neither the words and photos of its opening nor its place in words, its contact or notes. The owning
side sees of a party's steps the shared answers alone. Each side so keeps its own residents' data.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from sidan.base.crypto import canonical
from sidan.orders.declare import Programme
from sidan.orders.joint import living
from sidan.orders.models import Attachment, Order, Share, Step
from sidan.orders.registry import programme_of
from sidan.orders.roles import units_of
from sidan.orders.visibility import lies_with
from sidan.people.actors import Actor

PARTY = "party"
# Roles in which somebody acts for a unit; whoever holds a post over an area acts for none, whatever else they hold.
FOR_A_UNIT = frozenset({"unit", "unit_head", "assistant", PARTY, "company", "opening_unit"})


@dataclass(frozen=True)
class Sight:
    """How far somebody sees into an order: the own units, and whether the order is seen by a party's share alone."""

    units: frozenset[int]
    is_party_only: bool
    shared: frozenset[str]
    sees_opening: bool

    def opens(self, step: Step, field: str) -> bool:
        """Say whether the answer to a field of a step is shown."""
        if field in self.shared or (step.unit_id in self.units and step.role in FOR_A_UNIT):
            return True
        return not self.is_party_only and step.role != PARTY

    def steps(self, steps: Iterable[Step]) -> list[Step]:
        """Return the steps with the answers that are shown; those read from the database stay as they are."""
        return [self._cut(step) for step in steps]

    def photos(self, photos: Iterable[Attachment], steps: Iterable[Step]) -> list[Attachment]:
        """Return the pictures that are shown."""
        made = {step.seq: step for step in steps}
        return [photo for photo in photos if photo.seq in made and self.opens(made[photo.seq], photo.field)]

    def shares(self, shares: Iterable[Share]) -> list[Share]:
        """Return the shares with the answers that are shown; a party's own says only what all parties read."""
        return [share if self._opens_share(share) else self._silent(share) for share in shares]

    def _opens_share(self, share: Share) -> bool:
        """Say whether the answer of a share is shown."""
        return not self.is_party_only or share.part == PARTY or share.unit_id in self.units

    def _silent(self, share: Share) -> Share:
        """Return a share without its answer."""
        silent = copy(share)
        silent.answer = ""
        return silent

    def _cut(self, step: Step) -> Step:
        """Return a step without what is not shown."""
        shown = {field: answer for field, answer in step.answers.items() if self.opens(step, field)}
        if len(shown) == len(step.answers):
            return step
        cut = copy(step)
        cut.answers = shown
        return cut


def sight_of(actor: Actor, order: Order, *, shares: Sequence[Share]) -> Sight:
    """Return how far an actor who may see an order sees into it, given every share there was. No query."""
    units = units_of(actor)
    held = any(share.unit_id in units and share.part != PARTY for share in shares)
    is_party_only = not held and not lies_with(actor, order)
    programme = programme_of(order)
    return Sight(units, is_party_only, shared_fields(programme), not is_party_only or shares_opening(programme))


def sees_words(actor: Actor, order: Order) -> bool:
    """Say whether a list may show the words and the place of an order. No query.

    Where a programme shares anything, a unit that assists or led once reads the words on the order's own page alone.
    """
    programme = programme_of(order)
    return not shared_fields(programme) or shares_opening(programme) or lies_with(actor, order)


def shared_fields(programme: Programme) -> frozenset[str]:
    """Return the fields whose answers parties share."""
    return frozenset(code for code, field in programme.fields.items() if field.shared)


def is_signed_outside(programme: Programme) -> bool:
    """Say whether parties outside this system sign the agreed part, so that it is offered as a file."""
    return any("sign_for_outside" in move.does for move in programme.moves)


def shares_opening(programme: Programme) -> bool:
    """Say whether parties read the words with which an order was opened, and so where it is."""
    asked = [programme.fields[code] for code in programme.opening.asks]
    words = [field for field in asked if field.type in ("text", "line", "lines")]
    return bool(words) and all(field.shared for field in words)


def agreed_part(order: Order) -> dict[str, Any]:
    """Return what is shared of an order as it stands: number, programme, edition, parties and the last shared answers.

    Photos stand by the digests of their files. Three queries.
    """
    shared = shared_fields(programme_of(order))
    answers: dict[str, Any] = {}
    for step in Step.objects.filter(order=order).order_by("seq").only("answers"):
        answers |= {field: answer for field, answer in step.answers.items() if field in shared and answer is not None}
    parties = living(order, part=PARTY).order_by("unit__code").values_list("unit__code", flat=True)
    return {
        "number": order.number,
        "programme": order.programme,
        "edition": order.edition,
        "parties": list(parties),
        "answers": answers | _photo_digests(order, answers),
    }


def digest_of_agreed(part: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an agreed part in hexadecimal; the same for the same content, however it was written."""
    return hashlib.sha256(canonical(part)).hexdigest()


def _photo_digests(order: Order, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the digests of the pictures answered, by field. At most one query."""
    asked = [code for code, field in programme_of(order).fields.items() if field.type == "photos" and code in answers]
    if not asked:
        return {}
    known = dict(Attachment.objects.filter(order=order, field__in=asked).values_list("token", "digest"))
    return {code: [known[token] for token in answers[code] if token in known] for code in asked}
