# SPDX-License-Identifier: Apache-2.0
"""Names an issue by words of its own messages: where, and what. Pure: no Django.

The phrases that most of its messages share and few others have; first one that names a place, then one that says what
is wrong. Phrases with long numbers are never taken, nor one that only a single message has.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from sidan.dispatch.place_words import SIGNS
from sidan.dispatch.terms import plain_text

NAMED_FROM = 30  # messages at most are read for a name: the latest
READ_CHARACTERS = 44
LONGEST_PHRASE = 16
LONGEST_PART = 14  # a longer phrase keeps its end where a place is named, its beginning otherwise
LEAST_SHARE = 0.4
_RUNS = re.compile("[\u4e00-\u9fffA-Za-z0-9]+")
_PLACE = re.compile(f"(?:{SIGNS})")
# A name of a person with these words, and a date, are no part of a phrase.
_NOT_NAMED = re.compile(
    "[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|老师|师傅|同志|某某|某)|[\u4e00-\u9fff]某+"
    "|\\d+(?:年\\d*|月份?\\d*|日|号(?!线)|点|时|分)|(?:联系)?(?:电话|手机)号?码?[是为:：]?"
)
_EDGES = "的了是在有和与到从这那我们您他它个之处为被把对将请让向及或而但也都就不没很要求给吗呢吧啊着"


def name_of_issue(texts: Sequence[str], *, place: str = "", matter: str = "") -> str:
    """Return a name such as 魅力之城小区 · 油烟扰民; `place` and `matter` stand in where the words say nothing."""
    phrases = _phrases(texts[-NAMED_FROM:])
    where = next((phrase for phrase in phrases if _PLACE.search(phrase)), "")
    what = next((phrase for phrase in phrases if not _overlap(phrase, where) and len(phrase) >= 2), "")
    if not where and phrases:
        where, what = (phrases[0], what) if what != phrases[0] else ("", what)
        others = [phrase for phrase in phrases if phrase != (where or what) and not _overlap(phrase, where or what)]
        where, what = where or what, next(iter(others), "")
    parts = [_short(part) for part in (where or place, what or matter) if part]
    return " · ".join(dict.fromkeys(parts)) or matter or place


def _phrases(texts: Sequence[str]) -> list[str]:
    """Return the phrases that enough of the texts share, the most telling first."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        plain = _NOT_NAMED.sub(" ", plain_text(text, characters=READ_CHARACTERS))
        for run in _RUNS.findall(plain):
            for start in range(len(run)):
                if _inside_word(run, start):
                    continue
                for end in range(start + 2, min(len(run), start + LONGEST_PHRASE) + 1):
                    if not _inside_word(run, end):
                        holders[run[start:end]].add(number)
    least = max(2 if len(texts) > 1 else 1, LEAST_SHARE * len(texts))
    shared = {phrase: len(found) for phrase, found in holders.items() if len(found) >= least}
    within = {part for phrase, count in shared.items() for part in _ends_of(phrase) if shared.get(part) == count}
    scores = {
        phrase: _score(phrase, count) for phrase, count in shared.items() if phrase not in within and _is_whole(phrase)
    }
    ranked = sorted(scores, key=lambda phrase: (-scores[phrase], phrase))
    chosen: list[str] = []
    for phrase in ranked:
        if not any(phrase in other or other in phrase for other in chosen):
            chosen.append(phrase)
        if len(chosen) == 8:
            break
    return chosen


def _score(phrase: str, count: int) -> float:
    """Return how telling a phrase is: shared by many, and long, but not beyond what a name needs."""
    return count * float((min(len(phrase), 8) - 1.0) ** 1.2)


def _ends_of(phrase: str) -> tuple[str, ...]:
    """Return the phrase without its first or last characters, up to a few: who has it has those too."""
    cuts = range(1, min(4, len(phrase) - 1))
    return tuple(part for cut in cuts for part in (phrase[cut:], phrase[:-cut], phrase[cut:-cut]) if len(part) >= 2)


def _inside_word(run: str, at: int) -> bool:
    """Say whether a cut at this place would part a number or a Latin word."""
    return 0 < at < len(run) and run[at - 1].isascii() and run[at].isascii()


def _short(phrase: str) -> str:
    """Return a phrase at most LONGEST_PART characters long."""
    if len(phrase) <= LONGEST_PART:
        return phrase
    return phrase[-LONGEST_PART:] if _PLACE.search(phrase[-4:]) else phrase[:LONGEST_PART]


def _is_whole(phrase: str) -> bool:
    """Say whether a phrase neither begins nor ends in the middle of the grammar."""
    return (
        phrase[0] not in _EDGES
        and phrase[-1] not in _EDGES
        and not re.fullmatch("[A-Za-z0-9]*[\u4e00-\u9fff]?", phrase)
    )


def _overlap(one: str, other: str) -> bool:
    """Say whether two phrases share a pair of characters."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return any(other[at : at + 2] in pairs for at in range(len(other) - 1))
