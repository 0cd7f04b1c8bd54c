# SPDX-License-Identifier: Apache-2.0
"""Measures the learned classifier on messages with seven labels, beside plain methods; `bench/dispatch.py` calls it."""

import csv
import gzip
import random
import re
import statistics
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

from sidan.dispatch.classify import Classifier
from sidan.dispatch.grams import plain
from sidan.dispatch.risk import error_of
from sidan.dispatch.words import WordSuggester
from sidan.programmes.catalogue_reader import read_catalogue

BINS = 15
SUREST_SHARE = 0.9
TESTED_SHARE = 0.2
SEEDS = (1, 2, 3, 4, 5)
SAME_BEGINNING = 40
_MOST_TIMED = 300


@dataclass(frozen=True)
class Labelled:
    """One message: its text, of which the first line is the title, and its label."""

    text: str
    label: str


def read(path: Path) -> list[Labelled]:
    """Return the messages of a file; where the text is not raw, its segmented words stand for the detail."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        return [Labelled(f"{row['title']}\n{_detail(row)}", row["label"]) for row in csv.DictReader(file)]


def _detail(row: Mapping[str, str]) -> str:
    """Return the detail of a message as far as it is known."""
    is_raw = row.get("text_source", "raw") in ("", "raw")
    return row["detail"] if is_raw else row.get("segmented_words") or row["detail"]


def learned_figures(train: Sequence[Labelled], test: Sequence[Labelled], *, seed: int = 1) -> dict[str, Any]:
    """Return what the classifier reaches on messages it has not seen, and its cost."""
    began = time.perf_counter()
    learned = Classifier.learn([each.text for each in train], [each.label for each in train], seed=seed)
    train_seconds = time.perf_counter() - began
    took = []
    for each in test[:_MOST_TIMED]:
        began = time.perf_counter()
        learned.chances([each.text])
        took.append(time.perf_counter() - began)
    chances = learned.chances([each.text for each in test])
    found = judged(chances, learned.labels, [each.label for each in test])
    return {
        **found,
        "train_seconds": round(train_seconds, 2),
        "ms_per_text": round(statistics.fmean(took) * 1000, 3),
        "train_rows": len(train),
        "test_rows": len(test),
        "seed": seed,
    }


def judged(chances: np.ndarray, labels: Sequence[str], truth: Sequence[str]) -> dict[str, float]:
    """Return the figures of chances (texts by labels) against the labels given."""
    named = [labels[place] for place in chances.argmax(axis=1)]
    is_right = np.array([name == label for name, label in zip(named, truth, strict=True)])
    surety = chances.max(axis=1)
    first_two = np.argsort(-chances, axis=1)[:, :2]
    surest = np.argsort(-surety, kind="stable")[: max(1, int(SUREST_SHARE * len(truth)))]
    return {
        "macro_f1": round(float(f1_score(truth, named, average="macro")), 4),
        "weighted_f1": round(float(f1_score(truth, named, average="weighted")), 4),
        "accuracy": round(float(is_right.mean()), 4),
        "top2": round(
            float(np.mean([label in (labels[a], labels[b]) for (a, b), label in zip(first_two, truth, strict=True)])), 4
        ),
        "ece": round(error_of(surety, is_right, bins=BINS), 4),
        "coverage_90_accuracy": round(float(is_right[surest].mean()), 4),
    }


def split(messages: Sequence[Labelled], *, seed: int) -> tuple[list[Labelled], list[Labelled]]:
    """Return a part to learn from and a fifth to measure on; texts that begin alike stay together."""
    groups: dict[int, list[Labelled]] = {}
    for each in messages:
        groups.setdefault(zlib.crc32(_beginning(each.text).encode()), []).append(each)
    keys = sorted(groups)
    random.Random(seed).shuffle(keys)
    cut = int(len(keys) * TESTED_SHARE)
    return [each for key in keys[cut:] for each in groups[key]], [each for key in keys[:cut] for each in groups[key]]


def _beginning(text: str) -> str:
    """Return how the detail of a message begins, without blanks."""
    return re.sub(r"\s", "", plain(text).partition("\n")[2])[:SAME_BEGINNING]


def over_seeds(messages: Sequence[Labelled]) -> dict[str, Any]:
    """Return mean and spread of the figures over five splits of the visible messages."""
    runs = []
    for seed in SEEDS:
        train, test = split(messages, seed=seed)
        runs.append(learned_figures(train, test, seed=seed))
    names = [name for name in runs[0] if name not in ("seed", "train_rows", "test_rows")]
    return {
        name: {
            "mean": round(statistics.fmean(run[name] for run in runs), 4),
            "spread": round(statistics.stdev(run[name] for run in runs), 4),
            "runs": [run[name] for run in runs],
        }
        for name in names
    }


def baselines(messages: Sequence[Labelled], *, seed: int = SEEDS[0]) -> dict[str, Any]:
    """Return what plain methods reach on the split of one seed, with the seconds that learning takes."""
    train, test = split(messages, seed=seed)
    texts, truth = [each.text for each in test], [each.label for each in test]
    given = [each.label for each in train]
    began = time.perf_counter()
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True, dtype=np.float32)
    table = vectoriser.fit_transform([each.text for each in train])
    machine = LinearSVC(C=0.5, random_state=seed).fit(table, given)
    took = time.perf_counter() - began
    named = machine.predict(vectoriser.transform(texts))
    return {
        "characters_tfidf_linear_svc": {
            "macro_f1": round(float(f1_score(truth, named, average="macro")), 4),
            "accuracy": round(float(np.mean([a == b for a, b in zip(named, truth, strict=True)])), 4),
            "train_seconds": round(took, 2),
        },
        "catalogue_words_say_nothing_of": round(_silent_share(texts), 4),
    }


def _silent_share(texts: Sequence[str]) -> float:
    """Return the share of messages of which the catalogue's everyday words, which need no training, say nothing."""
    suggester = WordSuggester.from_catalogue(read_catalogue())
    return sum(not suggester.suggest(text) for text in texts) / len(texts)
