# SPDX-License-Identifier: Apache-2.0
"""The rules of bodies that decide together, read strictly from `bodies/legal.toml`: quorum, majority, notice, basis.

Pure: no Django. Every row names what it rests on; `source` says whether that is a law, a reported practice or a
neutral default of this project.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from sidan.base.errors import Refused, Words
from sidan.orders.majority import Alternative, Decision, Terms, Threshold

LEGAL_FILE = Path(__file__).with_name("bodies") / "legal.toml"
# What an entry of a body's list may stand for.
ROLLS: dict[str, Words] = {
    "adults": Words("十八周岁以上的人", "adults"),
    "households": Words("户（户的代表）", "households"),
    "representatives": Words("代表", "representatives"),
    "owners": Words("业主", "owners"),
    "members": Words("党员", "party members"),
}


class BodyKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of body. `rolls` are what its list may hold; who takes part is who came, or who voted (`counts`)."""

    code: str
    name: Words
    source: Literal["law", "practice", "default"]
    basis: str
    rolls: tuple[str, ...]
    counts: Literal["present", "voted"]
    notice_days: int
    notice_basis: str
    called_by: Words
    quorum: tuple[Alternative, ...]
    decisions: tuple[Decision, ...]

    def terms(self, *, roll: str, decision: str) -> Terms:
        """Return the terms of a meeting about a decision of that code; Refused when this kind knows none."""
        for each in self.decisions:
            if each.code == decision:
                return Terms(roll=roll, counts=self.counts, quorum=self.quorum, decision=each)
        raise Refused("“%(body)s” knows no decision of this kind.", body=self.name)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    bodies: tuple[BodyKind, ...]


def read_bodies(source: Path | str = LEGAL_FILE) -> dict[str, BodyKind]:
    """Return the kinds of bodies by code, in the order of the file; Refused names the first thing that is wrong."""
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    try:
        found = msgspec.convert(tomllib.loads(text), _File, strict=True)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refused("The file of bodies cannot be read: %(reason)s.", reason=str(error)) from error
    for kind in found.bodies:
        _require_sound(kind)
    kinds = {kind.code: kind for kind in found.bodies}
    if len(kinds) < len(found.bodies):
        raise Refused("The file of bodies cannot be read: %(reason)s.", reason="a code is used twice")
    return kinds


@cache
def body_kinds() -> dict[str, BodyKind]:
    """Return the kinds of bodies of the official file, read once."""
    return read_bodies()


def body_kind(code: str) -> BodyKind:
    """Return a kind of body by its code; Refused when there is none."""
    kind = body_kinds().get(code)
    if kind is None:
        raise Refused("There is no kind of body “%(code)s”.", code=code[:40])
    return kind


def _require_sound(kind: BodyKind) -> None:
    """Refuse a row without a basis, with an unknown roll or threshold, or with a roll that has no way to a quorum."""

    def wrong(what: str) -> Refused:
        return Refused("The body “%(code)s” is wrong: %(what)s.", code=kind.code, what=what)

    texts = (kind.basis, kind.notice_basis, *(each.basis for each in kind.decisions))
    if not all(text.strip() for text in texts):
        raise wrong("a basis is missing")
    if not (kind.name.zh and kind.name.en and kind.called_by.zh and kind.called_by.en):
        raise wrong("a text is missing in one language")
    if kind.notice_days < 0 or not kind.decisions:
        raise wrong("it needs days of notice and a decision")
    if set(kind.rolls) - ROLLS.keys() or not kind.rolls:
        raise wrong("its rolls are not those we know")
    for threshold in (*(way.threshold for way in kind.quorum), *(each.threshold for each in kind.decisions)):
        Threshold.parse(threshold)
    covered = {roll for way in kind.quorum for roll in way.rolls}
    if covered != set(kind.rolls):
        raise wrong("every roll needs a way to a quorum, and no other has one")
