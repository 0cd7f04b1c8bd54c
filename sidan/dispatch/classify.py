# SPDX-License-Identifier: Apache-2.0
"""Learns from decided messages which label a message bears, with a chance that can be trusted. Pure: no Django.

For each label a linear machine (support vectors, squared hinge) over runs of characters, each run first multiplied by
how much more often it stands in messages of the label than in others (Wang and Manning, Baselines and Bigrams, 2012).
The scores become chances by one slope and one shift a label, set on scores of messages that the machine had not seen.
Everything is decided by the texts themselves: their order changes nothing, and a text that is no longer there leaves
no trace in what is learned next.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse
from scipy.special import log_softmax, softmax
from sklearn.svm import LinearSVC

from sidan.dispatch.grams import (
    PLACES,
    RUN_OF_TWO,
    Keys,
    counted,
    only_columns,
    placed,
    plain,
    rarity_of,
    weighed,
    weighed_among,
)
from sidan.dispatch.spoken import spoken

Floats = npt.NDArray[np.float32]
Counts = list[tuple[Keys, sparse.csr_array]]

LEAST_TEXTS = 2  # a run that one message alone holds teaches nothing, and would keep its words
SMOOTHING = 1.5
PENALTY = 1.0
TOLERANCE = 0.1  # the library's program stops there by itself; more exact machines name the same labels
FOLDS = 3
# All weights of a model, so that a hundred matters take no more memory than seven labels: 32 MB.
MOST_WEIGHTS = 8_000_000
# Fewer known runs of two characters and more than this are no message the machine could know.
LEAST_KNOWN = 3
SHIFT_PENALTY = 0.01
_FIRST_CHARACTERS = 40


@dataclass(frozen=True)
class Classifier:
    """What was learned; frozen, read by many threads. `weights` are runs by labels, place after place."""

    labels: tuple[str, ...]
    keys: tuple[Keys, ...]
    rarity: tuple[Floats, ...]
    weights: Floats
    base: Floats
    slope: float
    shifts: Floats

    @classmethod
    def learn(cls, texts: Sequence[str], labels: Sequence[str], *, seed: int = 1) -> "Classifier":
        """Return what the texts and their labels teach; at least two labels with two texts each.

        Seven labels and 7,000 messages take about twenty seconds on two cores.
        """
        return learned_and_unseen(texts, labels, seed=seed)[0]

    def chances(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        """Return the chance of each label for each text, texts by labels; a text it knows nothing of gets equal ones.

        Less than a millisecond for a message.
        """
        found = np.full((len(texts), len(self.labels)), 1 / len(self.labels))
        for row, text in enumerate(texts):
            scores, known = self._heard(plain(text))
            if known >= LEAST_KNOWN:
                found[row] = softmax(self.slope * scores + self.shifts)
        return found

    def because(self, text: str, label: str, *, at_most: int = 5) -> tuple[str, ...]:
        """Return the words of a text that spoke for a label more than for others, loudest first."""
        column = self.labels.index(label)
        start = sum(len(keys) for keys in self.keys[:-1])

        def loudness(places: npt.NDArray[np.intp]) -> Floats:
            weights = self.weights[start + places]
            others = (weights.sum(axis=1) - weights[:, column]) / (len(self.labels) - 1)
            return np.asarray((weights[:, column] - others) * self.rarity[-1][places], np.float32)

        return spoken(plain(text), self.keys[-1], loudness, longest=PLACES[-1].longest, at_most=at_most)

    def parts(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return everything as arrays of numbers and of fixed-width text, to be written without pickle."""
        places = range(len(PLACES))
        return {
            "labels": np.array(self.labels),
            **{f"keys_{place}": self.keys[place] for place in places},
            **{f"rarity_{place}": self.rarity[place] for place in places},
            "weights": self.weights.astype(np.float16),
            "base": self.base,
            "slope": np.array([self.slope]),
            "shifts": self.shifts,
        }

    @classmethod
    def from_parts(cls, parts: Mapping[str, npt.NDArray[np.generic]]) -> "Classifier":
        """Return the classifier that was written as parts; KeyError or ValueError when they are none."""
        places = range(len(PLACES))
        return cls(
            tuple(str(label) for label in parts["labels"]),
            tuple(parts[f"keys_{place}"].astype(np.uint64) for place in places),
            tuple(parts[f"rarity_{place}"].astype(np.float32) for place in places),
            parts["weights"].astype(np.float32),
            parts["base"].astype(np.float32),
            float(parts["slope"].astype(np.float64)[0]),
            parts["shifts"].astype(np.float32),
        )

    def _heard(self, text: str) -> tuple[Floats, int]:
        """Return the score of each label for a plain text, and how many of its runs of two and more are known."""
        scores, known, start = self.base.copy(), 0, 0
        for place, piece, keys, rarity in zip(PLACES, placed(text), self.keys, self.rarity, strict=True):
            places, weights = weighed_among(piece, keys, rarity, longest=place.longest)
            scores += place.weight * (weights @ self.weights[start + places])
            known += int((keys[places] >= RUN_OF_TWO).sum())
            start += len(keys)
        return scores, known

    def _calibrated(self, scores: Floats, given: npt.NDArray[np.intp]) -> "Classifier":
        """Return the classifier with slope and shifts that make scores of unseen texts honest chances."""
        slope, shifts = _slope_and_shifts(scores, given)
        return Classifier(self.labels, self.keys, self.rarity, self.weights, self.base, slope, shifts)


def out_of_fold(texts: Sequence[str], labels: Sequence[str], *, seed: int = 1) -> npt.NDArray[np.float64]:
    """Return the chances of each text by machines that had not seen it, texts by labels in alphabetical order.

    For curves and checks of what the machine promises; slope and shifts come from other folds than the text's own.
    """
    names, given, plains = _in_order(texts, labels)
    scores = _scores_unseen(_counts(plains), plains, given, names, seed=seed)
    return _chances_unseen(scores, plains, given, order=_order(texts, labels))


def learned_and_unseen(
    texts: Sequence[str], labels: Sequence[str], *, seed: int = 1
) -> tuple[Classifier, npt.NDArray[np.float64]]:
    """Return what `Classifier.learn` and `out_of_fold` return, for little more than the price of the first."""
    names, given, plains = _in_order(texts, labels)
    counts = _counts(plains)
    scores = _scores_unseen(counts, plains, given, names, seed=seed)
    learned = _fitted(counts, given, names, seed=seed)._calibrated(scores, given)
    return learned, _chances_unseen(scores, plains, given, order=_order(texts, labels))


def _chances_unseen(
    scores: Floats, plains: Sequence[str], given: npt.NDArray[np.intp], *, order: Sequence[int]
) -> npt.NDArray[np.float64]:
    """Return chances from scores of unseen texts, in the order in which the texts came."""
    folds, found = _folds(plains), np.zeros(scores.shape)
    for fold in range(FOLDS):
        here, there = folds == fold, folds != fold
        slope, shifts = _slope_and_shifts(scores[there], given[there])
        found[here] = softmax(slope * scores[here] + shifts, axis=1)
    unsorted = np.empty_like(found)
    unsorted[order] = found
    return unsorted


def _order(texts: Sequence[str], labels: Sequence[str]) -> list[int]:
    """Return the places of the texts in the order in which they are learned, whatever order they came in."""
    return sorted(range(len(texts)), key=lambda place: (texts[place], labels[place]))


def _in_order(texts: Sequence[str], labels: Sequence[str]) -> tuple[tuple[str, ...], npt.NDArray[np.intp], list[str]]:
    """Return the names of the labels, the label of each text by its place among them, and the plain texts in order."""
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise ValueError("At least two labels are needed to tell them apart.")
    order = _order(texts, labels)
    places = {name: place for place, name in enumerate(names)}
    return names, np.array([places[labels[each]] for each in order]), [plain(texts[each]) for each in order]


def _by_place(plains: Sequence[str]) -> list[tuple[str, ...]]:
    """Return titles, heads and bodies."""
    return list(zip(*(placed(text) for text in plains), strict=True))


def _counts(plains: Sequence[str]) -> Counts:
    """Return the runs of each place and how often each stands in each text; counted once for all folds."""
    return [counted(texts, longest=place.longest) for place, texts in zip(PLACES, _by_place(plains), strict=True)]


def _fitted(counts: Counts, given: npt.NDArray[np.intp], names: tuple[str, ...], *, seed: int) -> Classifier:
    """Return the machine of each label over all texts counted, not calibrated."""
    keys, rarity, blocks = [], [], []
    for place, (found, table) in zip(PLACES, counts, strict=True):
        kept = np.bincount(table.indices, minlength=len(found)) >= LEAST_TEXTS
        often = only_columns(table, kept)
        keys.append(found[kept])
        rarity.append(rarity_of(often))
        blocks.append(weighed(often, rarity[-1]) * place.weight)
    table = sparse.csr_array(sparse.hstack(blocks, format="csr"))
    weights, base = _machines(table, given, len(names), seed=seed)
    learned = Classifier(names, tuple(keys), tuple(rarity), weights, base, 1.0, np.zeros(len(names), np.float32))
    return _pruned(learned, table)


def _machines(table: sparse.csr_array, given: npt.NDArray[np.intp], labels: int, *, seed: int) -> tuple[Floats, Floats]:
    """Return weights (runs by labels) and the base of each label."""
    present = sparse.csr_array((np.ones_like(table.data), table.indices, table.indptr), shape=table.shape)
    everywhere = np.asarray(present.sum(axis=0)).ravel()
    # The library reads matrices with short indices alone.
    columns, starts = table.indices.astype(np.int32), table.indptr.astype(np.int32)

    def machine(label: int) -> tuple[Floats, float]:
        is_label = given == label
        if is_label.all() or not is_label.any() or not table.shape[1]:
            # A label that this fold has not seen, or texts that share nothing; nothing speaks for it here.
            return np.zeros(table.shape[1], np.float32), -1.0
        within = np.asarray(present[np.flatnonzero(is_label)].sum(axis=0)).ravel()
        ratio = _log_ratio(within + SMOOTHING, everywhere - within + SMOOTHING)
        scaled = sparse.csr_matrix((table.data * ratio[columns], columns, starts), shape=table.shape)
        fitted = LinearSVC(C=PENALTY, tol=TOLERANCE, random_state=seed).fit(scaled, is_label)
        return (fitted.coef_[0] * ratio).astype(np.float32), float(fitted.intercept_[0])

    # One after another: the library's threads would draw from one source of chance, and no two runs be the same.
    found = [machine(label) for label in range(labels)]
    return np.column_stack([weights for weights, _ in found]), np.array([base for _, base in found], np.float32)


def _log_ratio(within: npt.NDArray[np.floating], outside: npt.NDArray[np.floating]) -> Floats:
    """Return how much more often each run stands within than outside, as a logarithm."""
    ratio = np.log((within / within.sum()) / (outside / outside.sum()))
    return np.asarray(ratio, np.float32)


def _pruned(learned: Classifier, table: sparse.csr_array) -> Classifier:
    """Return the classifier without the runs that say least, where there are more than memory should hold."""
    most = MOST_WEIGHTS // len(learned.labels)
    if len(learned.weights) <= most:
        return learned
    having = np.bincount(table.indices, minlength=table.shape[1])
    says = np.abs(learned.weights).max(axis=1) * np.sqrt(having)
    kept = np.zeros(len(says), bool)
    kept[np.argpartition(-says, most)[:most]] = True
    by_place = np.split(kept, np.cumsum([len(keys) for keys in learned.keys])[:-1])
    return Classifier(
        learned.labels,
        tuple(keys[here] for keys, here in zip(learned.keys, by_place, strict=True)),
        tuple(rarity[here] for rarity, here in zip(learned.rarity, by_place, strict=True)),
        learned.weights[kept],
        learned.base,
        learned.slope,
        learned.shifts,
    )


def _folds(plains: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the fold of each text, the same for texts that begin alike, so that no copy is ever called unseen."""
    return np.array([zlib.crc32(text[:_FIRST_CHARACTERS].encode()) % FOLDS for text in plains])


def _scores_unseen(
    counts: Counts, plains: Sequence[str], given: npt.NDArray[np.intp], names: tuple[str, ...], *, seed: int
) -> Floats:
    """Return the scores of each text by a machine that learned from the other folds."""
    folds = _folds(plains)
    scores = np.zeros((len(plains), len(names)), np.float32)
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold).tolist()
        if len(unseen) and len(seen):
            machine = _fitted([(keys, table[seen]) for keys, table in counts], given[seen], names, seed=seed)
            scores[unseen] = [machine._heard(plains[each])[0] for each in unseen]
    return scores


def _slope_and_shifts(scores: Floats, given: npt.NDArray[np.intp]) -> tuple[float, Floats]:
    """Return the slope, and the shift of each label, under which the labels given are likeliest."""
    rows, labels = np.arange(len(given)), scores.shape[1]

    def loss(parameters: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        slope, shifts = parameters[0], parameters[1:]
        logs = log_softmax(slope * scores + shifts, axis=1)
        wrong = np.exp(logs)
        wrong[rows, given] -= 1
        gradient = np.concatenate([[(wrong * scores).sum()], wrong.sum(axis=0)]) / len(given)
        gradient[1:] += 2 * SHIFT_PENALTY * shifts
        return float(-logs[rows, given].mean() + SHIFT_PENALTY * (shifts**2).sum()), gradient

    start = np.concatenate([[2.0], np.zeros(labels)])
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.01, 50), *[(-5, 5)] * labels])
    return float(found.x[0]), found.x[1:].astype(np.float32)
