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

_BEFORE_UNITS = 24
_AFTER_UNITS = 8

# A denial stands right before the word; 是不是漏气 and 有没有人被埋 ask, they do not deny.
_DENIED = re.compile(
    r"(?<!是)(?<!有)(没有|没|未|无|不会|不是|并非|防止|预防|避免|以防|谨防|严防|防)"
    r"(再|有|被|人|过|发生过?|发现|出现|造成|闻到|看到|听到|任何)?$"
)
# What might happen or happened long ago is a matter for an order, not for a call; "、" and "，" may stand between.
_SUPPOSED = re.compile(
    r"(一旦|如果|万一|要是|假如|倘若|若|极易|容易|曾|以前|去年|前年|往年|当年|那年|小时候|年前|前几年|前些年|随时|担心|上次|上回|(19|20)\d\d年)"
    r"[^。！？；!?;]*$"
)
# What is told of, learned or only named alike: films, games, drills, news, comparisons.
_TOLD_OF = re.compile(
    r"(电影|影院|影片|游戏|小说|电视|动画|漫画|演习|演练|节目|新闻|讲座|培训|标语|故事|想了解|学习|讲了|差点|差一点|险些)"
    r"[^。！？；!?;]*$|(?<!好)(像|如同|等于|等同于?|无异于|相当于|堪比|变相|简直是)$"
)
# What happens again and again, or once did, unless it is there now.
_HABITUAL = re.compile(r"(经常|时常|常常|屡次|多次|几次|每次|有时|时有|偶尔|频繁)[^。！？；!?;，,]*$")
_IS_NOW = re.compile(r"现在|正在|今天|今晚|刚才|刚刚|此刻|这会|救命|又")
# What is said of the word itself: a risk, a rule, a bill.
_NAMED = re.compile(
    r"(了?的?|等|之)(隐患|风险|危险|危害|可能|赔偿|补偿|标准|报销|住院费|预防|怎么预防|宣传|手续|逃生|知识|案|旧案|案件"
    r"|保险|无情|猛于虎|英雄|一样|似的|有?什么区别|没有?区别|场面|情节|镜头|也算|死亡率)|之?后[^。]*再没"
)
_ENGLISH = re.compile(
    r"\b(no|not|never|without|prevent|avoid|against)( \w+){0,2}$"
    r"|\b(if|last year|year ago|nearly|almost|movie|film|game|drill)\b[^.!?;,]*$"
)
# These last: that gas leaks often, or nearly fell on somebody, takes nothing from them.
_LASTING = frozenset({"gas_leak", "electric", "collapse", "falling", "chemical"})
# “If nobody helps I shall jump” is no supposition.
_MEANT = frozenset({"self_harm"})
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
            for danger in self._spoken[match.phrase]:
                if not _is_denied(match, units, danger.code) and not _is_over(match, units):
                    words.setdefault(danger.code, {})[match.phrase] = None
        return [Heard(danger, tuple(words[danger.code])) for danger in self._dangers if danger.code in words]


def _is_denied(match: Match, units: Sequence[str], code: str) -> bool:
    """Say whether the words around deny the danger, or only suppose, remember, tell of or name it."""
    before = units[max(0, match.start - _BEFORE_UNITS) : match.start]
    sentence, behind = "".join(before), "".join(units[match.end : match.end + _AFTER_UNITS])
    if _DENIED.search(sentence) or _ENGLISH.search(" ".join(before)):
        return True
    if _NAMED.match(behind):
        return True
    if code in _MEANT or _IS_NOW.search(sentence):
        return False
    if _SUPPOSED.search(sentence) or _TOLD_OF.search(sentence):
        return True
    return code not in _LASTING and _HABITUAL.search(sentence) is not None


def _is_over(match: Match, units: Sequence[str]) -> bool:
    """Say whether the words right after tell that the danger is over."""
    return bool(_OVER.match("".join(units[match.end : match.end + _AFTER_UNITS])))
