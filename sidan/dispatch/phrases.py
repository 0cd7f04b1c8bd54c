# SPDX-License-Identifier: Apache-2.0
"""Finds known phrases in a text, Chinese or English, in one pass. Pure: no Django.

A text is read as units: a Chinese character is one unit, a Latin word or a number is one, so that 电梯 and "fire lane"
are found by the same walk and "bus" is not found in "business". Traditional characters count as the simplified ones.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sidan.dispatch.characters import SIMPLIFIED

MOST_CHARACTERS = 4000  # read of one text, so that its cost is bounded; forms take 3000

_UNIT = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_PLURAL_FROM = 4  # letters from which a final s is a plural: buses is not bus, but lights is light

_Node = dict[str, "_Node | str"]
_END = ""  # the key under which a node keeps the phrase that ends there; no unit is empty


@dataclass(frozen=True, slots=True)
class Match:
    """One phrase found, from unit `start` up to but not including unit `end`."""

    start: int
    end: int
    phrase: str


@dataclass(frozen=True)
class Phrases:
    """A set of phrases to look for."""

    _root: _Node = field(default_factory=dict)

    def add(self, phrase: str) -> str:
        """Add a phrase and return the spelling it goes by: the first one added of those with the same units."""
        node = self._root
        for unit in units_of(phrase):
            below = node.setdefault(unit, {})
            assert isinstance(below, dict)  # only _END keeps a text, and no unit is empty
            node = below
        return str(node.setdefault(_END, phrase))

    def matches(self, units: Sequence[str]) -> Iterator[Match]:
        """Yield the longest phrase at each place, leaving out those that lie inside one already found."""
        reached = 0
        for start, unit in enumerate(units):
            if unit not in self._root:
                continue
            found = self._longest_at(units, start)
            if found and found.end > reached:
                reached = found.end
                yield found

    def _longest_at(self, units: Sequence[str], start: int) -> Match | None:
        """Return the longest phrase that begins at `start`."""
        node, found = self._root, None
        for at in range(start, len(units)):
            below = node.get(units[at])
            if not isinstance(below, dict):
                break
            node = below
            if _END in node:
                found = Match(start, at + 1, str(node[_END]))
        return found


def units_of(text: str, *, characters: int = MOST_CHARACTERS) -> list[str]:
    """Return the units of a text, of which no more than `characters` are read."""
    plain = unicodedata.normalize("NFKC", text[:characters]).lower().translate(SIMPLIFIED)
    return [_singular(unit) for unit in _UNIT.findall(plain)]


def _singular(unit: str) -> str:
    """Return a Latin word without the s of its plural."""
    if len(unit) >= _PLURAL_FROM and unit.endswith("s") and not unit.endswith("ss"):
        return unit[:-1]
    return unit
