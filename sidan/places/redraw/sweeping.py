# SPDX-License-Identifier: Apache-2.0
"""A sweep over the areas of a part with arrays of states; see `covering`. Pure."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sidan.places.redraw.columns import Bits, summed
from sidan.places.redraw.instance import Real, Whole
from sidan.places.redraw.model import EPSILON, Cover, Model, TooManyStates, prices_of

_PAIRS = 3_000_000  # state × column pairs that are in memory at once


class Sweep:
    """One sweep over the areas; states are kept by the first area they leave open."""

    def __init__(self, model: Model, *, below: float, beam: int | None, most_states: int) -> None:
        self.model = model
        self.below = below
        self.beam = beam
        self.left = most_states
        columns = model.columns
        self.count = columns.members.shape[1]
        self.words = columns.bits.shape[1]
        self.spans = summed(columns, model.span)
        self.prices, self.beyond = prices_of(model) if model.regions is not None else _plain(model)
        self.priced = summed(columns, self.prices)
        edges = np.searchsorted(columns.first, np.arange(self.count + 1))
        self.by_first = [slice(int(a), int(b)) for a, b in pairwise(edges)]
        # Per open area: bits, number of regions, span left, prices left, cost, and the way here.
        self.open: list[list[tuple[Bits, Whole, Real, Real, Real, Whole, Whole]]] = [[] for _ in range(self.count + 1)]
        self.ways: list[tuple[Whole, Whole]] = []

    def run(self) -> Cover | None:
        """Sweep from the first area to the last and return the cheapest way to the end."""
        start = (
            np.zeros((1, self.words), np.uint64),
            np.zeros(1, np.int64),
            np.array([float(self.model.span.sum())]),
            self.prices.sum(axis=1)[None, :],
            np.zeros(1),
            np.full(1, -1, np.int64),
            np.full(1, -1, np.int64),
        )
        self.open[0].append(start)
        base = 0
        for area in range(self.count):
            base = self._pass(area, base)
        return self._end()

    def _pass(self, area: int, base: int) -> int:
        """Go on from all states that leave `area` open first; return how many states were kept so far."""
        if not self.open[area]:
            return base
        bits, number, span, priced, cost, parent, column = self._distinct(area)
        self.open[area] = []
        self.left -= len(cost)
        if self.left < 0:
            raise TooManyStates
        self.ways.append((parent, column))
        own = self.by_first[area]
        width = own.stop - own.start
        if width and len(cost):
            step = max(1, _PAIRS // width)
            for begin in range(0, len(cost), step):
                rows = slice(begin, begin + step)
                state = (bits[rows], number[rows], span[rows], priced[rows], cost[rows])
                self._extend(state, own, base + begin)
        return base + len(cost)

    def _distinct(self, area: int) -> tuple[Bits, Whole, Real, Real, Real, Whole, Whole]:
        """Return the states at an area, of equal ones the cheapest; with a beam the most promising."""
        pieces = self.open[area]
        bits, number, span, priced, cost, parent, column = (
            np.concatenate([piece[k] for piece in pieces]) for k in range(7)
        )
        # With any number of regions cost counts them already, and of equal sets the cheaper is better throughout.
        told = [number] if self.model.regions is not None else []
        order = np.lexsort((cost, *told, *(bits[:, word] for word in range(self.words))))
        same = (bits[order[1:]] == bits[order[:-1]]).all(axis=1)
        if told:
            same &= number[order[1:]] == number[order[:-1]]
        order = order[np.concatenate(([True], ~same))]
        if self.beam is not None and len(order) > self.beam:
            promise = cost[order] + self._rest(number[order], priced[order])
            order = order[np.argpartition(promise, self.beam)[: self.beam]]
        return bits[order], number[order], span[order], priced[order], cost[order], parent[order], column[order]

    def _extend(self, state: tuple[Bits, Whole, Real, Real, Real], own: slice, base: int) -> None:
        """Add every column of `own` to every state it does not touch, and sort what can still win by open area."""
        bits, number, span, priced, cost = state
        columns = self.model.columns
        free = np.ones((len(cost), own.stop - own.start), dtype=bool)
        for word in range(self.words):
            free &= (bits[:, word, None] & columns.bits[None, own, word]) == 0
        before, added = np.nonzero(free)
        added += own.start
        total = cost[before] + self.model.costs[added]
        alive = self._alive(number[before] + 1, span[before] - self.spans[added])
        alive &= total < self.below - EPSILON
        before, added, total = before[alive], added[alive], total[alive]
        rest = priced[before] - self.priced[added]
        hopeful = total + self._rest(number[before] + 1, rest) < self.below - EPSILON
        before, added, total, rest = before[hopeful], added[hopeful], total[hopeful], rest[hopeful]
        after = bits[before] | columns.bits[added]
        where = _first_open(after)
        order = np.argsort(where, kind="stable")
        edges = np.flatnonzero(np.diff(where[order])) + 1
        for rows in np.split(order, edges):
            if len(rows):
                old, new = before[rows], added[rows]
                target = min(int(where[rows[0]]), self.count)
                left = span[old] - self.spans[new]
                found = (after[rows], number[old] + 1, left, rest[rows], total[rows], base + old, new)
                self.open[target].append(found)

    def _alive(self, number: Whole, span: Real) -> npt.NDArray[np.bool_]:
        """Say of which states the rest can be divided into regions of a size allowed."""
        if self.model.regions is None:
            return np.ones(len(number), dtype=bool)
        more = self.model.regions - number
        return (span >= more * self.model.least - 1e-6) & (span <= more * self.model.most + 1e-6)

    def _rest(self, number: Whole, priced: Real) -> Real:
        """Return what the rest of each state costs at least."""
        if self.model.regions is None:
            return np.asarray(priced.max(axis=1), dtype=np.float64)
        more = (self.model.regions - number)[:, None]
        return np.asarray((priced + more * self.beyond[None, :]).max(axis=1), dtype=np.float64)

    def _end(self) -> Cover | None:
        """Return the cheapest state that covers everything, walked back to its columns."""
        ends = self.open[self.count]
        if not ends:
            return None
        number, cost, parent, column = (np.concatenate([end[k] for end in ends]) for k in (1, 4, 5, 6))
        if self.model.regions is not None:
            cost = np.where(number == self.model.regions, cost, np.inf)
        best = int(cost.argmin())
        if not np.isfinite(cost[best]):
            return None
        parents = np.concatenate([way[0] for way in self.ways])
        columns = np.concatenate([way[1] for way in self.ways])
        chosen, at, last = [], int(parent[best]), int(column[best])
        while last >= 0:
            chosen.append(last)
            at, last = int(parents[at]), int(columns[at])
        return Cover(tuple(reversed(chosen)), float(cost[best]))


def _plain(model: Model) -> tuple[Real, Real]:
    """Return prices that bound a cover by any number of regions: those under which no column is cheaper than priced."""
    prices = model.prices
    over = model.costs[:, None] - summed(model.columns, prices)
    sound = (over >= -EPSILON).all(axis=0)
    kept = prices[sound] if sound.any() else np.zeros((1, prices.shape[1]))
    return kept, np.zeros(len(kept))


def _first_open(bits: Bits) -> Whole:
    """Return the first area that each set leaves out; the number of bits when it holds all."""
    where = np.full(len(bits), bits.shape[1] * 64, dtype=np.int64)
    for word in reversed(range(bits.shape[1])):
        value = ~bits[:, word]
        low = value & (~value + np.uint64(1))
        here = np.bitwise_count(low - np.uint64(1)).astype(np.int64) + 64 * word
        where = np.where(value != 0, here, where)
    return where
