# SPDX-License-Identifier: Apache-2.0
"""The chain of digests over an order's steps. Pure: no Django.

Each step's digest is SHA-256(previous digest ‖ canonical content). Free text and personal answers enter the content as
SHA-256(salt ‖ answer), so that answer and salt can be blanked together later while the chain still proves everything
else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sidan.base.crypto import canonical, chained_digest, commitment, new_salt
from sidan.base.errors import Refused


class Sealed(Protocol):
    """What the seal reads of a step."""

    seq: int
    move: str
    source: str
    target: str
    role: str
    by_id: int | None
    unit_id: int | None
    made_at: Any
    due_at: Any
    due_reason: Any
    answers: dict[str, Any]
    salts: dict[str, str]
    commitments: dict[str, str]
    digest: str


@dataclass(frozen=True)
class Fault:
    """The first step of a chain that does not hold, and why."""

    seq: int
    reason: Refused


def commit(answers: Mapping[str, Any], *, free: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return fresh salts and the commitments to the free answers, by field."""
    salts = {field: new_salt().hex() for field in free if field in answers}
    commitments = {field: _committed(answers[field], salt) for field, salt in salts.items()}
    return salts, commitments


def digest_of(step: Sealed, *, number: str, previous: str) -> str:
    """Return the digest of a step of the order `number` after one with the digest `previous` ('' for none)."""
    content = {
        "order": number,
        "seq": step.seq,
        "move": step.move,
        "source": step.source,
        "target": step.target,
        "role": step.role,
        "by": step.by_id,
        "unit": step.unit_id,
        "made_at": step.made_at,
        "due_at": step.due_at,
        "due_reason": step.due_reason,
        "answers": {field: value for field, value in step.answers.items() if field not in step.commitments},
        "commitments": step.commitments,
    }
    return chained_digest(bytes.fromhex(previous), canonical(content)).hex()


def first_fault(number: str, steps: Iterable[Sealed], *, last: tuple[int, str]) -> Fault | None:
    """Return the first step that does not hold, or None for a sound chain.

    `last` is the order's own count and digest, so that steps cut off at the end are missed too.
    """
    previous, seq = "", 0
    for step in steps:
        seq += 1
        if step.seq != seq:
            return Fault(seq, Refused("a step is missing"))
        for field, salt in step.salts.items():
            if step.commitments.get(field) != _committed(step.answers.get(field), salt):
                return Fault(seq, Refused("the answer “%(field)s” is not the one committed to", field=field))
        if any(field not in step.salts and step.answers.get(field) is not None for field in step.commitments):
            return Fault(seq, Refused("a blanked answer was filled in again"))
        if digest_of(step, number=number, previous=previous) != step.digest:
            return Fault(seq, Refused("the content does not match the digest"))
        previous = step.digest
    if (seq, previous) != last:
        return Fault(seq, Refused("the order does not end with its last step"))
    return None


def _committed(answer: Any, salt: str) -> str:
    """Return the commitment to an answer under a salt in hexadecimal."""
    return commitment(canonical(answer).decode(), bytes.fromhex(salt))
