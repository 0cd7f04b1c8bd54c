# SPDX-License-Identifier: Apache-2.0
"""Why two messages are thought the same, in their own words: the places both name and what else both say. Pure."""

import re
from difflib import SequenceMatcher

from sidan.dispatch.duplicates_score import Weights
from sidan.dispatch.duplicates_terms import READ_CHARACTERS, number_of, place_names, plain

MOST_PLACES, MOST_WORDS = 2, 4
LEAST_CHARACTERS, MOST_CHARACTERS = 2, 10
# Of a name spelt otherwise, so much is the same.
LIKE_NAME = 0.6
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff0-9a-z]+")


def shared_words(first: str, second: str, weights: Weights) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the places both texts name, as the first spells them, and the rarest other words both use."""
    one, other = plain(first)[:READ_CHARACTERS], plain(second)[:READ_CHARACTERS]
    others = place_names(other)
    named = [name for name in place_names(one) if name in other or any(_is_like(name, each) for each in others)]
    places = tuple(named[:MOST_PLACES])
    words = [word for word in _common(one, other) if not any(word in name or name in word for name in places)]
    words.sort(key=lambda word: -_rarity(word, weights))
    return places, tuple(words[:MOST_WORDS])


def _is_like(name: str, other: str) -> bool:
    """Say whether two names may be one, spelt otherwise."""
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= LIKE_NAME


def _common(one: str, other: str) -> list[str]:
    """Return the longest runs of characters both texts have, each once, none inside another."""
    found: list[str] = []
    for run in _HAN.findall(one):
        start = 0
        while start < len(run) - 1:
            length = _longest(run, start, other)
            if length >= LEAST_CHARACTERS:
                found.append(run[start : start + length])
            start += max(1, length)
    return [word for word in dict.fromkeys(found) if not any(word != each and word in each for each in found)]


def _longest(run: str, start: int, other: str) -> int:
    """Return how many characters from `start` on stand in the other text together."""
    length = 0
    while start + length < len(run) and length < MOST_CHARACTERS and run[start : start + length + 1] in other:
        length += 1
    return length


def _rarity(word: str, weights: Weights) -> float:
    """Return how much a word says: the sum of its pairs of characters."""
    return float(sum(weights[number_of(word[at : at + 2])] for at in range(len(word) - 1)))
