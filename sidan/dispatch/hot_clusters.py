# SPDX-License-Identifier: Apache-2.0
"""Which messages are about the same trouble at the same place: clusters by words, place and area. Pure: no Django.

Messages are joined where they share several rare pairs of characters; what hangs together is then cut by average
linkage, so that a chain of half-likenesses holds nobody together. Messages that name different places are held apart,
those of one small area are drawn together; where no place is named (a subsidy, a company) the words alone decide.
No chance is in it: the same messages in any sequence fall into the same clusters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from sidan.dispatch.place_words import place_pairs
from sidan.dispatch.terms import Terms, terms_of

# Set on messages/stream (bench/hot.py); none is sharp.
JOIN_AT = 0.17  # likeness at which two messages are looked at together
SAME_AT = 0.165  # average likeness within one issue
TELLING_TERMS = 24  # of a message: the rarest that others have too
NEXT_SHARERS = 2  # each message is compared with the next ones that share a telling term
COMMON_SHARE = 0.03  # a pair of characters in more texts than this joins nobody
COMMON_TEXTS = 60
OTHER_PLACE = 0.5
OTHER_TOWN = 0.6
SAME_PLACE = 0.06
SAME_COMMUNITY = 0.05
LARGEST_PART = 400
BATCH = 150
TIGHTER = 0.06
LOUD_SHARE = 0.35
PLACE_CHARACTERS = 80  # where it is stands in the first sentences


@dataclass(frozen=True, slots=True)
class Text:
    """What is read of a message to compare it: its words, the code of its area, and its place as it was written.

    The place beside the words tells of sameness and difference alone: one building has many troubles.
    """

    words: str
    area: str = ""
    place: str = ""


def cluster(texts: Sequence[Text]) -> NDArray[np.int64]:
    """Return for each text the number of its cluster; clusters of one are clusters too."""
    if not texts:
        return np.zeros(0, np.int64)
    turn = np.array(sorted(range(len(texts)), key=lambda at: (texts[at].words, texts[at].area, texts[at].place)))
    labels = np.empty(len(texts), np.int64)
    labels[turn] = _Likeness([texts[at] for at in turn]).clusters()
    return labels


class _Likeness:
    """The texts of one run, and how like they are to one another."""

    def __init__(self, texts: Sequence[Text]) -> None:
        """Read the texts once."""
        self._texts = texts
        self._terms = terms_of([text.words for text in texts])
        self._rows = self._terms.rows
        self._places = csr_matrix((len(texts), 1))
        self._named = np.zeros(len(texts), bool)
        self._towns = _coded([text.area[:9] if len(text.area) >= 9 else "" for text in texts])
        self._communities = _coded([text.area[:12] if len(text.area) >= 12 else "" for text in texts])

    def clusters(self) -> NDArray[np.int64]:
        """Return the number of each text's cluster."""
        left, right = _candidates(self._terms)
        alike = self._words_alike(left, right)
        near = alike >= JOIN_AT - SAME_PLACE - SAME_COMMUNITY  # nothing that places say joins the others
        left, right = left[near], right[near]
        self._read_places(np.union1d(left, right))
        likeness = self._pairwise(left, right, alike[near])
        keep = likeness >= JOIN_AT
        left, right, likeness = left[keep], right[keep], likeness[keep]
        labels = np.arange(len(self._texts))
        were_cut = np.zeros(len(labels), bool)
        at = JOIN_AT
        while len(left):
            large = self._cut_parts(labels, left, right)
            if not large.any():
                break
            were_cut |= large
            at += TIGHTER
            keep = large[left] & (likeness >= at)
            one, other, tight = left[keep], right[keep], likeness[keep]
            if not len(one):
                break
            left, right, likeness = one, other, tight
        return self._rejoined(labels, were_cut)

    def _cut_parts(
        self, labels: NDArray[np.int64], left: NDArray[np.int64], right: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        """Label the clusters of what the pairs hold together, and say which texts lie in parts too large to cut."""
        count = len(labels)
        graph = csr_matrix((np.ones(len(left), np.int8), (left, right)), shape=(count, count))
        _, part = connected_components(graph, directed=False)
        turn = np.argsort(part, kind="stable")
        size = np.bincount(part)[part[turn]]
        large = np.zeros(count, bool)
        large[turn[size > LARGEST_PART]] = True
        pairs = turn[size == 2]  # joined already, and nothing in them to cut
        labels[pairs[1::2]] = labels[pairs[::2]]
        several = turn[(size > 2) & (size <= LARGEST_PART)]
        for batch in _batches(several, part[several]):
            labels[batch] = self._cut(batch, part[batch])
        return large

    def _cut(self, inside: NDArray[np.int64], part: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the clusters of some parts by average linkage, each named by its first member."""
        alike = self._all_pairs(inside)
        alike[part[:, None] != part[None, :]] = 0.0  # nothing joins two parts
        tree = linkage(squareform(1.0 - alike, checks=False), method="average")
        number = fcluster(tree, 1.0 - SAME_AT, criterion="distance")
        first = np.full(number.max() + 1, len(self._texts))
        np.minimum.at(first, number, inside)
        found: NDArray[np.int64] = first[number]
        return found

    def _words_alike(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how like the words of each pair are."""
        out = np.empty(len(left))
        for start in range(0, len(left), 50_000):
            one, other = left[start : start + 50_000], right[start : start + 50_000]
            out[start : start + 50_000] = np.asarray(self._rows[one].multiply(self._rows[other]).sum(1)).ravel()
        return out

    def _pairwise(
        self, left: NDArray[np.int64], right: NDArray[np.int64], alike: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return how like the texts of each pair are, places and all."""
        shared = np.asarray(self._places[left].multiply(self._places[right]).sum(1)).ravel()
        return self._placed(alike, shared, left, right)

    def _read_places(self, which: NDArray[np.int64]) -> None:
        """Read the places of those texts that are like any other."""
        self._places = _place_rows(self._texts, which)
        self._named = np.diff(self._places.indptr) > 0

    def _all_pairs(self, inside: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how like all texts of a part are to one another."""
        alike = self._placed(
            _products(self._rows[inside]), _products(self._places[inside]), inside[:, None], inside[None, :]
        )
        np.fill_diagonal(alike, 1.0)
        return alike.clip(0.0, 1.0)

    def _placed(
        self,
        alike: NDArray[np.float64],
        shared: NDArray[np.float64],
        one: NDArray[np.int64],
        other: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        """Return likeness of words with what the places say: other places apart, the same small area together."""
        named = self._named
        both = named[one] & named[other]
        alike = np.where(both & (shared == 0), alike * OTHER_PLACE, alike)
        alike = np.where(shared > 0, alike + SAME_PLACE * (alike > 0.05), alike)
        towns, communities = self._towns, self._communities
        away = (towns[one] > 0) & (towns[other] > 0) & (towns[one] != towns[other])
        alike = np.where(away & (named[one] | named[other]), alike * OTHER_TOWN, alike)
        here = (communities[one] > 0) & (communities[one] == communities[other])
        return np.where(here, alike + SAME_COMMUNITY * (alike > 0.05), alike)

    def _rejoined(self, labels: NDArray[np.int64], were_cut: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the labels with clusters joined that were only parted because what held them was too large to cut.

        Two are joined when each is the other's likeliest, and their texts are as like on average as one issue's.
        """
        members = np.flatnonzero(were_cut)
        if not len(members):
            return labels
        names, place = np.unique(labels[members], return_inverse=True)
        sizes = np.bincount(place)
        average = csr_matrix((1.0 / sizes[place], (place, np.arange(len(members)))), shape=(len(names), len(members)))
        means = (average @ self._rows[members]).tocsr()
        alike = _nearest_of_several(means, sizes)
        joined = np.arange(len(labels))
        for one, other in alike:
            joined[names[other]] = names[one]
        return joined[labels]


def _batches(turn: NDArray[np.int64], part: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Give whole parts together, about BATCH texts at a time: a hundred small cuts cost as much as a large one."""
    ends = np.flatnonzero(np.diff(part, append=-1)) + 1
    start = 0
    for at, end in enumerate(ends.tolist()):
        if end - start >= BATCH or at + 1 == len(ends) or ends[at + 1] - start > LARGEST_PART:
            yield turn[start:end]
            start = end


def _nearest_of_several(means: csr_matrix, sizes: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return the pairs of means of several texts, each the other's likeliest, that are as like as one issue's texts."""
    several = np.flatnonzero(sizes > 1)
    own = means[several]
    # What a mean has little of takes long to multiply and joins nobody.
    most = own.max(axis=1).toarray().ravel()
    own.data[own.data < LOUD_SHARE * np.repeat(most, np.diff(own.indptr))] = 0.0
    own.eliminate_zeros()
    product = (own @ own.T).tocsr()
    product.setdiag(0.0)
    best = np.asarray(product.argmax(axis=1)).ravel()
    score = np.asarray(product.max(axis=1).todense()).ravel()
    return [
        (int(several[one]), int(several[other]))
        for one, other in enumerate(best)
        if one < other and best[other] == one and score[one] >= SAME_AT
    ]


def _products(rows: csr_matrix) -> NDArray[np.float64]:
    """Return the products of all rows with one another, over the columns they have alone."""
    used, column = np.unique(rows.indices, return_inverse=True)
    small = csr_matrix((rows.data, column, rows.indptr), shape=(rows.shape[0], max(len(used), 1)))
    found: NDArray[np.float64] = (small @ small.T).toarray()
    return found


def _candidates(terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of texts that are neighbours in the lists of at least two of their telling terms."""
    rows = terms.rows
    count = rows.shape[0]
    most = max(COMMON_TEXTS, COMMON_SHARE * count)
    owner = np.repeat(np.arange(count), np.diff(rows.indptr))
    with_it = terms.texts_with[rows.indices]
    telling = with_it <= most
    # One number for each: the text, how telling the term is, the term; sorting numbers is much faster than rows.
    faint = 4095 - (rows.data[telling] * 4095).clip(0, 4095).astype(np.int64)
    packed = np.sort((owner[telling].astype(np.int64) << 36) | (faint << 24) | rows.indices[telling])
    owner, column = packed >> 36, packed & ((1 << 24) - 1)
    first = np.searchsorted(owner, np.arange(count))
    is_told = np.arange(len(owner)) - first[owner] < TELLING_TERMS
    packed = np.sort((column[is_told] << 24) | owner[is_told])
    owner, column = packed & ((1 << 24) - 1), packed >> 24
    keys = []
    for step in range(1, NEXT_SHARERS + 1):
        same = column[step:] == column[:-step]
        keys.append(owner[:-step][same] * count + owner[step:][same])
    key, times = np.unique(np.concatenate(keys) if keys else np.zeros(0, np.int64), return_counts=True)
    key = key[times >= 2]
    return key // count, key % count


def _place_rows(texts: Sequence[Text], which: NDArray[np.int64]) -> csr_matrix:
    """Return for each text the pairs of characters of the places its words name, else of its place as written."""
    columns: dict[str, int] = {}
    indices: list[int] = []
    counts = np.zeros(len(texts) + 1, np.int32)
    for at in which.tolist():
        text = texts[at]
        pairs = place_pairs(text.words[:PLACE_CHARACTERS]) or place_pairs(text.place)
        indices += [columns.setdefault(pair, len(columns)) for pair in pairs]
        counts[at + 1] = len(pairs)
    data = np.ones(len(indices), np.float32)
    return csr_matrix((data, indices, np.cumsum(counts)), shape=(len(texts), max(len(columns), 1)))


def _coded(codes: Sequence[str]) -> NDArray[np.int64]:
    """Return a number for each code, nought for the empty one."""
    known: dict[str, int] = {"": 0}
    return np.array([known.setdefault(code, len(known)) for code in codes], np.int64)
