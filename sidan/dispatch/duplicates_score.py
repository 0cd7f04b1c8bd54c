# SPDX-License-Identifier: Apache-2.0
"""How likely two messages are about the same trouble at the same place: one score (0 to 1) from text, place and time.

The text speaks through fifteen likenesses, the same whichever message comes first, weighed by small decision trees that
`bench/twins.py fit` learned from pairs made by rule; metres, days and matter then raise or lower the odds by amounts
that are written here. Pure: no Django.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidan.dispatch.duplicates_terms import OPENING, PLACE, TERMS, Terms

TREES = Path(__file__).with_name("duplicates_trees.json")
LIKELY = 0.29  # recall and precision are both above 0.95 here, on pairs made of messages not learned from
SURE = 0.9  # ticked when a dispatcher merges several at once
FEW_ORDERS = 10  # so that in a new city no term is rare or common yet
LEAST_WEIGHT = 0.1
OPENING_FACTOR, PLACE_FACTOR = 3.0, 2.0  # by mean average precision on the stream; 2 and 1.5 do nearly as well
# Likely, near and far: DOMAIN 7.5 (a city's thresholds are 50 m and 24 hours), and beyond that a neutral guess.
METRES = ((0, 1.5), (50, 1.5), (300, 0.0), (1000, -1.5), (3000, -4.0))
DAYS = ((0, 0.5), (1, 0.5), (30, 0.0), (180, -1.5), (365, -2.0))
SAME_SITE, SAME_GRID, SAME_MATTER, OTHER_MATTER = 1.5, 0.5, 1.0, -1.0
# What the odds of a text alone are when one of the two says nothing that can be compared.
SILENT_ODDS = -1.5
MOST_ODDS, EQUAL = 6.0, 0.9999

Weights = NDArray[np.float32]
_SAID = 1e-9


@dataclass(frozen=True)
class Circumstances:
    """What is known of two orders besides their words; None where one of them does not tell."""

    metres: float | None = None
    days: float = 0.0
    is_same_site: bool = False
    is_same_grid: bool = False
    is_same_matter: bool | None = None


def weights_of(counts: NDArray[np.int32], orders: int) -> Weights:
    """Return the weight of each term from how many of `orders` orders hold it."""
    rarity = np.log((orders + FEW_ORDERS) / (counts + 1.0))
    return np.maximum(rarity, LEAST_WEIGHT).astype(np.float32)


@cache
def even_weights() -> Weights:
    """Return the weights of a city that has no orders yet: every term is as rare as another."""
    return weights_of(np.zeros(TERMS, dtype=np.int32), 0)


def loudness(terms: Terms, weights: Weights) -> NDArray[np.float32]:
    """Return how much each term says: rare ones more, those of the opening and of places most."""
    marked = np.where(terms.codes & OPENING, OPENING_FACTOR, 1.0) * np.where(terms.codes & PLACE, PLACE_FACTOR, 1.0)
    loud: NDArray[np.float32] = (weights[terms.numbers] * marked).astype(np.float32)
    return loud


def likenesses(terms: Terms, others: Sequence[Terms], weights: Weights) -> NDArray[np.float32]:
    """Return the cosine (0 to 1) of a message with each of the others; fast enough for hundreds."""
    if not others or not len(terms):
        return np.zeros(len(others), dtype=np.float32)
    own = loudness(terms, weights)
    dense = np.zeros(TERMS, dtype=np.float32)
    dense[terms.numbers] = own
    codes = np.concatenate([other.codes for other in others])
    loud = loudness(Terms(codes), weights)
    ends = np.cumsum([0, *(len(other) for other in others)])
    sums = np.concatenate([[0.0], np.cumsum(dense[codes & (TERMS - 1)] * loud, dtype=np.float64)])
    squares = np.concatenate([[0.0], np.cumsum(loud * loud, dtype=np.float64)])
    norms = np.sqrt((squares[ends[1:]] - squares[ends[:-1]]) * float(own @ own)) + _SAID
    found: NDArray[np.float32] = ((sums[ends[1:]] - sums[ends[:-1]]) / norms).astype(np.float32)
    return found


def features(first: Terms, second: Terms, weights: Weights) -> list[float]:
    """Return the fifteen likenesses of two messages, in the order in which the trees read them; symmetric."""
    pair = _Pair(first, second, weights)
    place_low, place_high = pair.held(PLACE)
    name_low, name_high = pair.held(PLACE | OPENING)
    opening_low, opening_high = pair.held(OPENING)
    missed_places, missed_words = pair.missed(PLACE | OPENING), pair.missed(OPENING)
    return [
        *pair.shared(0),
        pair.shared(OPENING)[0],
        opening_high,
        opening_low,
        place_low,
        place_high,
        name_low,
        name_high,
        *pair.trouble(),
        *missed_places,
        *missed_words,
    ]


def text_odds(rows: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Return the log-odds that texts with these features are about the same, as the trees weigh them."""
    base, trees = _trees()
    odds = np.full(len(rows), base)
    if not len(rows):
        return odds
    table = np.asarray(rows, dtype=np.float32)
    index = np.arange(len(table))
    for features_, bounds, left, right, values, depth in trees:
        node = np.zeros(len(table), dtype=np.int64)
        for _ in range(depth):
            feature = features_[node]
            is_left = table[index, np.maximum(feature, 0)] <= bounds[node]
            node = np.where(feature < 0, node, np.where(is_left, left[node], right[node]))
        odds += values[node]
    # Nothing is likelier than the same words to the letter, which no pair to learn from was.
    is_equal = (table[:, 0] >= EQUAL) & (table[:, 2] >= EQUAL)
    return np.where(is_equal, MOST_ODDS, np.minimum(odds, MOST_ODDS))


def joint(odds: float, around: Circumstances) -> float:
    """Return the score (0 to 1) of two orders from the log-odds of their texts and the circumstances."""
    odds += _between(DAYS, around.days)
    if around.is_same_site:
        odds += SAME_SITE
    elif around.metres is not None:
        odds += _between(METRES, around.metres)
    elif around.is_same_grid:
        odds += SAME_GRID
    if around.is_same_matter is not None:
        odds += SAME_MATTER if around.is_same_matter else OTHER_MATTER
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _between(points: Sequence[tuple[float, float]], value: float) -> float:
    """Return what a line through some points says at a value."""
    return float(np.interp(value, [each[0] for each in points], [each[1] for each in points]))


class _Pair:
    """Two messages with the terms they share."""

    def __init__(self, first: Terms, second: Terms, weights: Weights) -> None:
        """Find what they share."""
        self.weights = weights
        self.sides = ((first, np.isin(first.numbers, second.numbers)), (second, np.isin(second.numbers, first.numbers)))

    def shared(self, marks: int) -> tuple[float, float]:
        """Return the cosine, and the share of the shorter that is in the longer, among the terms with these marks."""
        (first, in_second), (second, in_first) = self.sides
        return self._shared(_marked(first, marks), in_second, _marked(second, marks), in_first)

    def trouble(self) -> tuple[float, float]:
        """Return the same for what names no place."""
        (first, in_second), (second, in_first) = self.sides
        return self._shared((first.codes & PLACE) == 0, in_second, (second.codes & PLACE) == 0, in_first)

    def held(self, marks: int) -> tuple[float, float]:
        """Return how much of one's marked terms the other holds anywhere, the lower and the higher of both.

        One that has none such leaves it to the other; a half where neither has any.
        """
        found = []
        for terms, is_shared in self.sides:
            marked = _marked(terms, marks)
            if marked.any():
                found.append(self._sum(terms, marked & is_shared) / self._sum(terms, marked))
        return (min(found), max(found)) if found else (0.5, 0.5)

    def missed(self, marks: int) -> tuple[float, float]:
        """Return how rare the rarest marked term is that the other lacks (0 to 1), for both, the commoner first."""
        found = []
        most = float(self.weights.max())
        for terms, is_shared in self.sides:
            lacking = self.weights[terms.numbers[_marked(terms, marks) & ~is_shared]]
            found.append(float(lacking.max()) / most if len(lacking) else 0.0)
        return min(found), max(found)

    def _shared(
        self,
        own: NDArray[np.bool_],
        in_second: NDArray[np.bool_],
        others: NDArray[np.bool_],
        in_first: NDArray[np.bool_],
    ) -> tuple[float, float]:
        """Return cosine and containment of two selections of terms."""
        (first, _), (second, _) = self.sides
        both = np.intersect1d(first.numbers[own & in_second], second.numbers[others & in_first])
        weight = float((self.weights[both].astype(np.float64) ** 2).sum())
        one, other = self._sum(first, own), self._sum(second, others)
        return weight / math.sqrt(one * other), min(1.0, weight / min(one, other))

    def _sum(self, terms: Terms, chosen: NDArray[np.bool_]) -> float:
        """Return the squared weights of some terms of a message."""
        return float((self.weights[terms.numbers[chosen]].astype(np.float64) ** 2).sum()) + _SAID


def _marked(terms: Terms, marks: int) -> NDArray[np.bool_]:
    """Return which terms bear all of the marks."""
    chosen: NDArray[np.bool_] = (terms.codes & marks) == marks
    return chosen


_Tree = tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], int]


@cache
def _trees() -> tuple[float, list[_Tree]]:
    """Read the trees: for each node its feature (-1 at a leaf), bound, left and right node and value."""
    kept = json.loads(TREES.read_text())
    trees: list[_Tree] = [
        (
            np.array(tree["feature"], dtype=np.int64),
            np.array(tree["bound"], dtype=np.float32),
            np.array(tree["left"], dtype=np.int64),
            np.array(tree["right"], dtype=np.int64),
            np.array(tree["value"], dtype=np.float64),
            kept["depth"],
        )
        for tree in kept["trees"]
    ]
    return float(kept["base"]), trees
