# SPDX-License-Identifier: Apache-2.0
"""Cuts a message or its reply into sentences, clauses and weighted terms. Pure: no Django.

Every piece knows where it stands in the text as it was written, so that a page can show the very words. Terms are
pairs of Chinese characters and whole words of other scripts, as the search has them, and weigh by their rarity.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sidan.dispatch.characters import SIMPLIFIED

MOST_READ = 4000  # characters of one text, so that its cost is bounded; forms take 3,000
_SENTENCE = re.compile(r"[^。！？；!?;\n]+?(?:[。！？；!?;]+|如下[：:]|(?=\n|[ \u3000]{2})|$|\.(?=\s|$))")
_CLAUSE = re.compile(r"[^，。！？；：,!?;:\n]+[，。！？；：,!?;:]*")
_RUNS = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff]+)|([a-z0-9]{2,})")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LANGUAGE_IN = 600  # characters by which a language is told
# As if so many messages had been read before the first one; the usual words below stood in a third of them.
_IMAGINED = 200
_USUAL_IN = 70
_USUAL_WORDS = (
    "我们 你们 他们 您好 你好 问题 情况 反映 希望 请问 请求 有关 相关 部门 领导 政府 现在 已经 没有 一直 进行 "
    "解决 处理 回复 要求 工作 关于 对于 因为 由于 所以 但是 而且 如果 就是 不是 还是 这个 那个 这样 什么 怎么 "
    "为什 时候 是否 能否 可以 可能 能够 应该 需要 必须 造成 影响 严重 居民 群众 老百 百姓 市民 业主 感谢 谢谢 "
    "支持 理解 关心 监督 收悉 留言 来信 网友 经过 调查 核实 了解 现将 如下 根据 按照 规定 目前 以及 或者 同时 "
    "其他 一些 非常 很多 大家 自己 今年 去年 每天 多次 不能 不知 知道 尽快 早日 及时 望能 给予 答复 一个 我是 "
    "我的 的问 问您 题已 the and for that with this from have has was were are our your you not please thank "
    "thanks dear sir madam "
)
_USUAL = frozenset(_USUAL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, from `start` up to but not including `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Rarity:
    """How much a term says: the logarithm of one in how many texts holds it; a term never read says the most."""

    unread: float = math.log(_IMAGINED)
    weights: Mapping[str, float] = field(default_factory=lambda: _weights(Counter(), _IMAGINED))

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Rarity":
        """Count in how many of the texts each term stands."""
        counted: Counter[str] = Counter()
        read = _IMAGINED
        for text in texts:
            counted.update(terms_of(text).keys())
            read += 1
        return cls(math.log(read), _weights(counted, read))

    @property
    def rare(self) -> float:
        """Return the weight from which a term is rare: it stands in fewer texts than the root of all of them."""
        return self.unread / 2

    def weight(self, term: str) -> float:
        """Return the weight of a term."""
        return self.weights.get(term, self.unread)

    def weighed(self, text: str) -> dict[str, float]:
        """Return the terms of a text with their weights; said again, a term weighs a little more."""
        known, unread = self.weights.get, self.unread
        return {
            term: known(term, unread) * (1 if times == 1 else 1 + math.log(times))
            for term, times in terms_of(text).items()
        }


def _weights(counted: Mapping[str, int], read: int) -> dict[str, float]:
    """Return the weight of each term read, as if the usual words had been read before."""
    held = dict.fromkeys(_USUAL, _USUAL_IN)
    for term, times in counted.items():
        held[term] = held.get(term, 1) + times
    return {term: math.log(read / times) for term, times in held.items()}


def terms_of(text: str) -> Counter[str]:
    """Return the terms of a text and how often each stands in it; single characters and short numbers are left"
    " out.
    """
    found: list[str] = []
    for han, word in _RUNS.findall(text[:MOST_READ].translate(SIMPLIFIED).lower()):
        if word:
            found.append(word)
        else:
            found += map(str.__add__, han, han[1:])
    return Counter(found)


def sentences(text: str) -> list[Piece]:
    """Return the sentences of a text, without the blanks around them."""
    return _pieces(_SENTENCE, text)


def clauses(text: str) -> list[Piece]:
    """Return what stands between commas, colons and the ends of sentences."""
    return _pieces(_CLAUSE, text)


def _pieces(pattern: re.Pattern[str], text: str) -> list[Piece]:
    """Return what a pattern finds, trimmed, in the order of the text."""
    found = []
    for match in pattern.finditer(text[:MOST_READ]):
        said = match[0].strip()
        if said:
            start = match.start() + match[0].index(said)
            found.append(Piece(start, start + len(said), said))
    return found


def is_chinese(text: str) -> bool | None:
    """Say whether a text is mainly Chinese; None when it is too short to say."""
    text = text[:_LANGUAGE_IN]
    han, words = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if han < 4 and words < 3:  # one name or one number tells no language
        return None
    return han >= words
