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
from typing import Any

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
Table = NDArray[np.float64]
Column = NDArray[np.float64]
_SAID = 1e-9
# By the two marks of a term, PLACE the lower and OPENING the higher.
_FACTORS = np.array([1.0, PLACE_FACTOR, OPENING_FACTOR, PLACE_FACTOR * OPENING_FACTOR], dtype=np.float32)


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
    loud: NDArray[np.float32] = weights[terms.numbers] * _FACTORS[terms.codes >> 20]
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


def features(terms: Terms, others: Sequence[Terms], weights: Weights) -> Table:
    """Return the fifteen likenesses of a message with each of the others, a row for each; the same both ways."""
    if not others or not len(terms):
        return np.zeros((len(others), 15))
    sides = _Sides(terms, others, weights)
    place_low, place_high = sides.held(PLACE)
    name_low, name_high = sides.held(PLACE | OPENING)
    opening_low, opening_high = sides.held(OPENING)
    opening_cosine, _ = sides.shared(OPENING)
    is_silent = np.array([[not len(other)] for other in others])
    table = np.round(
        np.stack(
            [
                *sides.shared(0),
                opening_cosine,
                opening_high,
                opening_low,
                place_low,
                place_high,
                name_low,
                name_high,
                *sides.shared(0, lacking=PLACE),
                *sides.missed(PLACE | OPENING),
                *sides.missed(OPENING),
            ],
            axis=1,
        ),
        6,
    )
    found: Table = np.where(is_silent, 0.0, table).astype(np.float64)
    return found


def text_odds(table: Table) -> NDArray[np.float64]:
    """Return the log-odds that texts with these features are about the same, as the trees weigh them."""
    trees = _trees()
    rows, each = np.arange(len(table))[:, None], np.arange(len(trees.feature))[None, :]
    node = np.zeros((len(table), len(trees.feature)), dtype=np.int64)
    for _ in range(trees.depth):
        feature = trees.feature[each, node]
        is_left = table[rows, np.maximum(feature, 0)] <= trees.bound[each, node]
        node = np.where(feature < 0, node, np.where(is_left, trees.left[each, node], trees.right[each, node]))
    odds = trees.base + trees.value[each, node].sum(axis=1)
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


class _Sides:
    """A message beside many others, whose terms stand one after another in one row."""

    def __init__(self, terms: Terms, others: Sequence[Terms], weights: Weights) -> None:
        """Find what each of the others shares with the message."""
        self.own, self.codes = terms.codes, np.concatenate([other.codes for other in others])
        numbers = self.codes & (TERMS - 1)
        self.count = len(others)
        self.of = np.repeat(np.arange(self.count), [len(other) for other in others])
        self.own_weights, self.weights = weights[terms.numbers].astype(np.float64), weights[numbers].astype(np.float64)
        self.most = float(weights.max())
        # Where in the message each term of the others stands, -1 for nowhere.
        where = np.full(TERMS, -1, dtype=np.int32)
        where[terms.numbers] = np.arange(len(terms))
        self.at = where[numbers]
        self.own_marks = np.where(self.at >= 0, self.own[self.at], 0)
        self.in_others = np.zeros((self.count, len(terms)), dtype=bool)
        self.in_others[self.of[self.at >= 0], self.at[self.at >= 0]] = True

    def shared(self, marks: int, *, lacking: int = 0) -> tuple[Column, Column]:
        """Return the cosine, and the share of the shorter that is in the longer, among the terms with these marks.

        Those of them that bear the mark `lacking` are left out.
        """
        own, others = _chosen(self.own, marks, lacking), _chosen(self.codes, marks, lacking)
        both = self._sum((self.at >= 0) & others & _chosen(self.own_marks, marks, lacking))
        one, other = float((self.own_weights[own] ** 2).sum()) + _SAID, self._sum(others) + _SAID
        return both / np.sqrt(one * other), np.minimum(1.0, both / np.minimum(one, other))

    def held(self, marks: int) -> tuple[Column, Column]:
        """Return how much of one's marked terms the other holds anywhere, the lower and the higher of both.

        One that has none such leaves it to the other; a half where neither has any.
        """
        others = _chosen(self.codes, marks)
        one = float((self.own_weights[_chosen(self.own, marks)] ** 2).sum())
        other = self._sum(others)
        by_other = self._sum((self.at >= 0) & _chosen(self.own_marks, marks)) / (one or 1.0)
        by_one = self._sum((self.at >= 0) & others) / np.where(other > 0, other, 1.0)
        if not one:
            found = np.where(other > 0, by_one, 0.5)
            return found, found
        by_one = np.where(other > 0, by_one, by_other)
        return np.minimum(by_one, by_other), np.maximum(by_one, by_other)

    def missed(self, marks: int) -> tuple[Column, Column]:
        """Return how rare the rarest marked term is that the other lacks (0 to 1), for both, the commoner first."""
        own = np.where(_chosen(self.own, marks) & ~self.in_others, self.own_weights, 0.0).max(axis=1)
        others = np.zeros(self.count)
        np.maximum.at(others, self.of, np.where(_chosen(self.codes, marks) & (self.at < 0), self.weights, 0.0))
        return np.minimum(own, others) / self.most, np.maximum(own, others) / self.most

    def _sum(self, chosen: NDArray[np.bool_]) -> Column:
        """Return for each of the others the squared weights of its terms that are chosen."""
        squares = np.where(chosen, self.weights**2, 0.0)
        return np.bincount(self.of, squares, minlength=self.count).astype(np.float64)


def _chosen(codes: NDArray[np.int32], marks: int, lacking: int = 0) -> NDArray[np.bool_]:
    """Return which terms bear all of the marks and not the one that must be lacking."""
    chosen: NDArray[np.bool_] = ((codes & marks) == marks) & ((codes & lacking) == 0)
    return chosen


@dataclass(frozen=True)
class _Trees:
    """All trees, a row for each: for each node its feature (-1 at a leaf), bound, left and right node, and value."""

    base: float
    depth: int
    feature: NDArray[np.int64]
    bound: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]


@cache
def _trees() -> _Trees:
    """Read the trees."""
    kept = json.loads(TREES.read_text())
    widest = max(len(tree["feature"]) for tree in kept["trees"])

    def padded(name: str, kind: type) -> NDArray[Any]:
        return np.array([tree[name] + [0] * (widest - len(tree[name])) for tree in kept["trees"]], dtype=kind)

    columns = {name: padded(name, np.int64) for name in ("feature", "left", "right")}
    return _Trees(
        kept["base"], kept["depth"], bound=padded("bound", np.float64), value=padded("value", np.float64), **columns
    )
