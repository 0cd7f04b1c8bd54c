# SPDX-License-Identifier: Apache-2.0
"""Whether a reply takes up what was asked, and which of the writer's points it never mentions. Pure: no Django.

Shared words weigh by their rarity. What a reply says back in its courtesies (`您反映的……收悉`) is not counted, and so
are not the words that every message has: a reply about another street shares those, too.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice

from sidan.dispatch.reply_phrases import QUESTION, WISH
from sidan.dispatch.reply_texts import Piece, Rarity, sentences, terms_of

MOST_POINTS = 6
LEAST_POINT = 6  # characters: `为什么？` alone asks nothing that a reply could name
# Set on one half of the real replies in bench/replies.py.
LEAST_TOUCHED = 0.05  # share of a point's weight that a reply must share
LEAST_LIKENESS = 0.03
LEAST_TELLING = 5  # rare terms that a point must hold: `恳请领导尽快解决` is a wish, and names nothing


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the writer asks or wants, where it stands, and how much of it a reply shares (0 to 1)."""

    piece: Piece
    shared: float

    @property
    def is_touched(self) -> bool:
        """Say whether the reply mentions it."""
        return self.shared >= LEAST_TOUCHED


def likeness(asked: str, body: str, *, rarity: Rarity) -> float:
    """Return how much a message and a reply share (0 to 1): the cosine of their weighted terms."""
    one, other = rarity.weighed(asked), rarity.weighed(body)
    if not one or not other:
        return 0.0
    shared = sum(weight * other[term] for term, weight in one.items() if term in other)
    return shared / (_length(one) * _length(other))


def points_of(asked: str, body: str, *, rarity: Rarity) -> list[Point]:
    """Return what the writer asks or wants, in the order it was written; the whole message where nothing is put so."""
    said = terms_of(body)
    pieces = [piece for piece in sentences(asked) if len(piece.text) >= LEAST_POINT]
    asking = [piece for piece in pieces if QUESTION.search(piece.text) or WISH.search(piece.text)] or pieces[:1]
    weighed = ((piece, rarity.weighed(piece.text)) for piece in asking)
    telling = ((piece, weights) for piece, weights in weighed if _tells(weights, rarity))
    return [Point(piece, _shared(weights, said)) for piece, weights in islice(telling, MOST_POINTS)]


def _tells(weights: Mapping[str, float], rarity: Rarity) -> bool:
    """Say whether a point holds enough rare terms for a reply to be seen to take it up."""
    return sum(weight >= rarity.rare for weight in weights.values()) >= LEAST_TELLING


def _shared(weights: Mapping[str, float], said: Collection[str]) -> float:
    """Return the share of the weight that is said again."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in said) / total if total else 1.0


def _length(weights: Mapping[str, float]) -> float:
    """Return the length of a row of weights."""
    return math.sqrt(sum(weight * weight for weight in weights.values()))
