# SPDX-License-Identifier: Apache-2.0
"""Names an issue by words of its own messages: where, and what. Pure: no Django.

The phrases that most of its messages share and few others have; first one that names a place, then one that says what
is wrong. Phrases with long numbers are never taken, nor one that only a single message has.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from sidan.dispatch.place_words import SIGNS
from sidan.dispatch.terms import plain_text

NAMED_FROM = 30  # messages at most are read for a name: the latest
READ_CHARACTERS = 60
LONGEST_PHRASE = 12
LEAST_SHARE = 0.4
_RUNS = re.compile("[\u4e00-\u9fffA-Za-z0-9]+")
_PLACE = re.compile(f"(?:{SIGNS})")
# A name of a person after these, or before those, is no part of a phrase.
_PERSONS = re.compile("[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐|老师|师傅|同志|某某|某)|[\u4e00-\u9fff]某+")
_EDGES = "的了是在有和与到从这那我们您他它个之处为被把对将请让向及或而但也都就不没很要求给"


def name_of_issue(texts: Sequence[str], *, place: str = "", matter: str = "") -> str:
    """Return a name such as 魅力之城小区 · 油烟扰民; `place` and `matter` stand in where the words say nothing."""
    phrases = _phrases(texts[-NAMED_FROM:])
    where = next((phrase for phrase in phrases if _PLACE.search(phrase)), "")
    what = next((phrase for phrase in phrases if not _overlap(phrase, where) and len(phrase) >= 2), "")
    if not where and phrases:
        where, what = (phrases[0], what) if what != phrases[0] else ("", what)
        others = [phrase for phrase in phrases if phrase != (where or what) and not _overlap(phrase, where or what)]
        where, what = where or what, next(iter(others), "")
    parts = [part for part in (where or place, what or matter) if part]
    return " · ".join(dict.fromkeys(parts)) or matter or place


def _phrases(texts: Sequence[str]) -> list[str]:
    """Return the phrases that enough of the texts share, the most telling first."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        plain = _PERSONS.sub(" ", plain_text(text, characters=READ_CHARACTERS))
        for run in _RUNS.findall(plain):
            for start in range(len(run)):
                for end in range(start + 2, min(len(run), start + LONGEST_PHRASE) + 1):
                    holders[run[start:end]].add(number)
    least = max(2 if len(texts) > 1 else 1, LEAST_SHARE * len(texts))
    shared = {phrase: len(found) for phrase, found in holders.items() if len(found) >= least}
    scores = Counter({phrase: _score(phrase, count) for phrase, count in shared.items() if _is_whole(phrase)})
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
    return count * (min(len(phrase), 8) - 1.0) ** 1.2


def _is_whole(phrase: str) -> bool:
    """Say whether a phrase neither begins nor ends in the middle of the grammar."""
    return phrase[0] not in _EDGES and phrase[-1] not in _EDGES and not phrase.isascii()


def _overlap(one: str, other: str) -> bool:
    """Say whether two phrases share a pair of characters."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return any(other[at : at + 2] in pairs for at in range(len(other) - 1))
