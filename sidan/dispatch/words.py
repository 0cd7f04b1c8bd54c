# SPDX-License-Identifier: Apache-2.0
"""Suggests matters for a resident's text from the everyday words of the catalogue. Pure: no Django.

It needs no training, so it serves a county from its first day. Longer and rarer words speak louder; of two words one
inside the other only the longer counts (电梯 says nothing about 电); words at the beginning count for more, because
people say what is wrong before they say why; a word that only tells where (学校附近) hardly counts. The score was set
so that it is about the chance of naming the right field of work (bench/words.py). When no word speaks, nothing is said.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sidan.dispatch.phrases import Match, Phrases, units_of
from sidan.programmes.catalogue import Catalogue, parent_of

# Set on one half of the messages that bench/words.py reads, measured on the other; none is sharp.
READ_CHARACTERS = 1500  # few messages are longer, and all say early what they are about
LENGTH_WEIGHTS = (0.5, 1.0, 1.3, 2.0)  # of words of one, two, three, and four or more characters
LEAST_MATTERS = 100  # a short list of matters is weighed like a whole catalogue
FAINT_WEIGHT = 0.4
OPENING_UNITS = 30  # about the length of a title
OPENING_WEIGHT = 2.0
FADING_UNITS = 1000  # a word this far into the text counts half
PLACE_WEIGHT = 0.15
REPEAT_WEIGHT = 0.5  # of a repetition, divided by how often the word was said by then
NEXT_WORD_WEIGHT = 0.75  # of each further word for the same matter, so that one clear word outweighs three vague ones
BRANCH_SHARE = 0.4  # of what its neighbours on the branch have, which lifts a matter
RIVAL_SHARE = 0.5
ENOUGH_EVIDENCE = 10.0  # one word of two characters in a title
LEAST_SCORE = 0.15  # below it a word was only said in passing

_PLACE_SIGNS = {tuple(sign) for sign in ("附近", "旁边", "对面", "门口", "后面", "前面", "隔壁", "周边")}


@dataclass(frozen=True, slots=True)
class Entry:
    """What the suggester must know of one matter: its code and the words, Chinese and English, that speak for it."""

    code: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A matter that a text may be about, its score (0 to 1) and the words that spoke for it, loudest first."""

    matter: str
    score: float
    because: tuple[str, ...]


class WordSuggester:
    """Suggests matters from words; built once for a catalogue or for a county's rows, then read by many threads."""

    def __init__(self, entries: Iterable[Entry], *, silent: Iterable[str] = (), faint: Iterable[str] = ()) -> None:
        """Learn the words; `silent` phrases swallow the words inside them, `faint` words count for less."""
        self._phrases = Phrases()
        self._matters: dict[str, list[str]] = {self._phrases.add(phrase): [] for phrase in silent}
        entries, quiet = list(entries), set(faint)
        for entry in entries:
            for word in filter(units_of, entry.words):
                codes = self._matters.setdefault(self._phrases.add(word), [])
                if entry.code not in codes:
                    codes.append(entry.code)
        matters = max(len(entries), LEAST_MATTERS)
        self._weights = {
            word: _weight(word, rarity=matters / max(len(codes), 1)) * (FAINT_WEIGHT if word in quiet else 1)
            for word, codes in self._matters.items()
        }

    @classmethod
    def from_catalogue(cls, catalogue: Catalogue) -> "WordSuggester":
        """Return the suggester of a catalogue as its file declares it."""
        entries = [Entry(matter.code, (*matter.words, *matter.words_en)) for matter in catalogue.matters]
        return cls(entries, silent=catalogue.silent, faint=catalogue.faint)

    def suggest(self, text: str, *, at_most: int = 3) -> list[Suggestion]:
        """Return the likeliest matters, best first; empty when no word speaks. Half a millisecond for a message."""
        voices = self._voices(units_of(text, characters=READ_CHARACTERS))
        evidence = _with_branch({matter: _evidence(words) for matter, words in voices.items()})
        ranked = sorted(evidence, key=lambda matter: (-evidence[matter], matter))[:at_most]
        scores = [_score(matter, ranked[0], evidence) for matter in ranked]
        return [
            Suggestion(matter, score, tuple(sorted(voices[matter], key=lambda word: -voices[matter][word])))
            for matter, score in zip(ranked, scores, strict=True)
            if score >= LEAST_SCORE
        ]

    def _voices(self, units: Sequence[str]) -> dict[str, dict[str, float]]:
        """Return, for each matter that a word speaks for, how loud each of its words is."""
        places: dict[str, list[float]] = defaultdict(list)
        for match in self._phrases.matches(units):
            if self._matters[match.phrase]:
                places[match.phrase].append(_place_weight(match, units))
        voices: dict[str, dict[str, float]] = defaultdict(dict)
        for word, weights in places.items():
            loudness = self._weights[word] * _repeated(weights)
            for matter in self._matters[word]:
                voices[matter][word] = loudness
        return voices


def _weight(word: str, *, rarity: float) -> float:
    """Return the weight of a word by its length and by how few matters share it."""
    units = units_of(word)
    length = len(units) if not units[0].isascii() else len(units) + 1  # one Latin word says as much as two characters
    return LENGTH_WEIGHTS[min(length, len(LENGTH_WEIGHTS)) - 1] * math.log(1 + rarity)


def _place_weight(match: Match, units: Sequence[str]) -> float:
    """Return how much a word counts for where it stands: early more than late, and little when it tells a place."""
    early = OPENING_WEIGHT if match.start < OPENING_UNITS else 1 / (1 + match.start / FADING_UNITS)
    after = tuple(units[match.end : match.end + 2])
    return early * (PLACE_WEIGHT if after in _PLACE_SIGNS or after[:1] == ("旁",) else 1)


def _repeated(weights: list[float]) -> float:
    """Return the weight of a word said several times: the loudest place in full, each further one for less."""
    first, *others = sorted(weights, reverse=True)
    return first + REPEAT_WEIGHT * sum(weight / (2 + index) for index, weight in enumerate(others))


def _evidence(words: Mapping[str, float]) -> float:
    """Return what the words of one matter say together, the loudest in full and each further one for less."""
    loudest_first = sorted(words.values(), reverse=True)
    return sum(weight * NEXT_WORD_WEIGHT**index for index, weight in enumerate(loudest_first))


def _with_branch(evidence: Mapping[str, float]) -> dict[str, float]:
    """Return the evidence with each matter lifted by its neighbours on the branch."""
    branches: dict[str, float] = defaultdict(float)
    for matter, weight in evidence.items():
        branches[parent_of(matter)] += weight
    return {
        matter: weight + BRANCH_SHARE * (branches[parent_of(matter)] - weight) for matter, weight in evidence.items()
    }


def _score(matter: str, best: str, evidence: Mapping[str, float]) -> float:
    """Return how sure the words are of a matter (0 to 1), from its evidence and that of its strongest rival.

    The rival of the best is the best on another branch; the rival of every other is the best itself.
    """
    others = (weight for other, weight in evidence.items() if parent_of(other) != parent_of(best))
    rival = max(others, default=0.0) if matter == best else evidence[best]
    own = evidence[matter]
    return (1 - math.exp(-own / ENOUGH_EVIDENCE)) * own / (own + RIVAL_SHARE * rival)
