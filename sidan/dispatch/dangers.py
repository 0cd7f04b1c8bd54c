# SPDX-License-Identifier: Apache-2.0
"""Hears danger in a resident's text, so that the page can show the emergency number first. Pure: no Django.

It leans towards showing a number too often rather than once too seldom. Silent are only phrases listed as harmless
(消防通道), plain denials (没有着火, no fire), suppositions and memories (一旦发生火灾, 去年) and dangers told as over
(已经扑灭). It never sends anything anywhere.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidan.dispatch.phrases import Match, Phrases, units_of
from sidan.programmes.catalogue import Danger

_BEFORE_UNITS = 8
_AFTER_UNITS = 8

# A denial stands right before the word; 是不是漏气 and 有没有人被埋 ask, they do not deny.
_DENIED = re.compile(
    r"(?<!是)(?<!有)(没有|没|未|无|不会|不是|并非|防止|预防|避免|以防|谨防|严防|防)"
    r"(再|有|被|人|过|发生过?|发现|出现|造成)?$"
)
# What might happen or happened long ago is a matter for an order, not for a call; "、" and "，" may stand between.
_SUPPOSED = re.compile(r"(一旦|如果|万一|要是|假如|倘若|若|极易|容易|曾|以前|去年|前年|往年)[^。！？；!?;]*$")
_ENGLISH_DENIALS = {"no", "not", "never", "without", "prevent", "avoid", "against", "if"}
_OVER = re.compile(r"(了|事故|火势)?,?(现在?|后来)?(已经|已|被|都)+(扑灭|灭|修好|排除|解除|处理|救出|找到|修复)")


@dataclass(frozen=True, slots=True)
class Heard:
    """A danger a text tells of, and the words that told of it."""

    danger: Danger
    words: tuple[str, ...]


class DangerFinder:
    """Finds the dangers of a catalogue in texts; built once, then read by many threads."""

    def __init__(self, dangers: Iterable[Danger]) -> None:
        """Learn the words, and the harmless phrases that swallow them."""
        self._phrases = Phrases()
        self._dangers = tuple(dangers)
        self._spoken: dict[str, list[Danger]] = {}
        for danger in self._dangers:
            for phrase in danger.harmless:
                self._spoken.setdefault(self._phrases.add(phrase), [])
        for danger in self._dangers:
            for word in (*danger.words, *danger.words_en):
                self._spoken.setdefault(self._phrases.add(word), []).append(danger)

    def find(self, text: str) -> list[Danger]:
        """Return the dangers a text tells of, in the order of the catalogue; empty for most texts."""
        return [heard.danger for heard in self.heard(text)]

    def heard(self, text: str) -> list[Heard]:
        """Return the dangers a text tells of with the words that told of them, in the order of the catalogue."""
        units = units_of(text)
        words: dict[str, dict[str, None]] = {}
        for match in self._phrases.matches(units):
            if self._spoken[match.phrase] and not _is_denied(match, units) and not _is_over(match, units):
                for danger in self._spoken[match.phrase]:
                    words.setdefault(danger.code, {})[match.phrase] = None
        return [Heard(danger, tuple(words[danger.code])) for danger in self._dangers if danger.code in words]


def _is_denied(match: Match, units: Sequence[str]) -> bool:
    """Say whether the words before deny the danger, or only suppose or remember it."""
    before = units[max(0, match.start - _BEFORE_UNITS) : match.start]
    sentence = "".join(before)
    return bool(_DENIED.search(sentence) or _SUPPOSED.search(sentence) or _ENGLISH_DENIALS & set(before[-3:]))


def _is_over(match: Match, units: Sequence[str]) -> bool:
    """Say whether the words right after tell that the danger is over."""
    return bool(_OVER.match("".join(units[match.end : match.end + _AFTER_UNITS])))
