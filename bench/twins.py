# SPDX-License-Identifier: Apache-2.0
"""Measures duplicates: pairs made by rule, the ranking of seven silver issues, and the time against 200,000 orders.

    python bench/twins.py --in S.csv.gz [--out r.json]     pairs and ranking
    python bench/twins.py --in S.csv.gz --speed 200000     also the time, in the database that DATABASE_URL names
    python bench/twins.py --in S.csv.gz fit                learn sidan/dispatch/duplicates_trees.json anew

The trees are learned from the half of the messages whose words have an even checksum; the pairs that are reported are
made of the other half. No text stands in both halves; all seven silver issues do.
"""

import argparse
import csv
import gzip
import json
import random
import re
import statistics
import sys
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.twin_pairs import Message, Pair, made_pairs  # noqa: E402 - the path must be set before
from sidan.dispatch.duplicates_score import (  # noqa: E402
    LIKELY,
    TREES,
    Weights,
    even_weights,
    features,
    likenesses,
    text_odds,
    weights_of,
)
from sidan.dispatch.duplicates_terms import TERMS, Terms, terms_of  # noqa: E402
from sidan.dispatch.risk import error_of  # noqa: E402

PAIRS, SEED = 2000, 20
LEAST_PRECISION = 0.95
SAME_BEGINNING = 20  # two rows whose details begin alike are one text
TREE_COUNT, TREE_DEPTH = 120, 3


def read(path: Path) -> list[Message]:
    """Return the messages of a stream; rows without a silver issue are fine, and so is a file without any."""
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return [Message(row["uid"], row["title"].strip(), row["detail"].strip(), row.get("ref_issue", "")) for row in rows]


def half_of(message: Message) -> int:
    """Return the half a message belongs to: 0 to learn from, 1 to measure on."""
    return zlib.crc32(re.sub(r"\s", "", message.detail)[:SAME_BEGINNING].encode()) % 2


def rarity(messages: Sequence[Message]) -> tuple[list[Terms], Weights]:
    """Return the terms of every message and the weights of all terms among them."""
    terms = [terms_of(message.text) for message in messages]
    counts = np.zeros(TERMS, dtype=np.int32)
    for each in terms:
        counts[np.unique(each.numbers)] += 1
    return terms, weights_of(counts, len(terms))


def table_of(pairs: Sequence[Pair], weights: Weights) -> tuple[list[list[float]], np.ndarray]:
    """Return the features of pairs and whether they are the same."""
    rows = [features(terms_of(pair.first.text), [terms_of(pair.second.text)], weights)[0].tolist() for pair in pairs]
    return rows, np.array([pair.is_same for pair in pairs])


def pairs_figures(messages: Sequence[Message], weights: Weights, *, seed: int = SEED) -> dict[str, Any]:
    """Return precision and recall on made pairs: at LIKELY, and at the best threshold of precision 0.95."""
    pairs = made_pairs(messages, each=PAIRS, seed=seed)
    rows, same = table_of(pairs, weights)
    chances = 1 / (1 + np.exp(-text_odds(np.array(rows))))
    return {
        "pairs": int(same.sum()),
        "hard_negatives": int((~same).sum()),
        "at_likely": _at(LIKELY, chances, same, pairs),
        "at_precision_95": _at(_threshold(chances, same), chances, same, pairs),
        "ece": round(error_of(chances, same), 4),
    }


def _threshold(chances: np.ndarray, same: np.ndarray) -> float:
    """Return the lowest threshold at which the precision is 0.95."""
    order = np.argsort(-chances)
    precision = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= LEAST_PRECISION)
    return float(chances[order[enough[-1]]]) if len(enough) else 1.0


def _at(threshold: float, chances: np.ndarray, same: np.ndarray, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return the figures at one threshold, with the share of each rule's pairs that were taken for the same."""
    taken = chances >= threshold
    rules = dict.fromkeys(pair.rule for pair in pairs)
    return {
        "threshold": round(threshold, 3),
        "recall": round(float(taken[same].mean()), 4) if same.any() else None,
        "precision": round(float(same[taken].mean()), 4) if taken.any() else None,
        "taken_by_rule": {rule: round(float(taken[[pair.rule == rule for pair in pairs]].mean()), 3) for rule in rules},
    }


def ranking_figures(messages: Sequence[Message], terms: Sequence[Terms], weights: Weights) -> dict[str, Any]:
    """Return the mean average precision with which each labelled message ranks all others, beside the baseline."""
    asked = [index for index, message in enumerate(messages) if message.issue]
    issues = [message.issue for message in messages]
    titles = _title_likenesses(messages, asked)

    def by_text(query: int) -> np.ndarray:
        return likenesses(terms[query], terms, weights)

    return {
        "labelled": len(asked),
        "map": mean_average_precision(by_text, asked, issues),
        "map_title_characters": mean_average_precision(lambda query: titles[asked.index(query)], asked, issues),
    }


def mean_average_precision(
    scores: Callable[[int], np.ndarray], asked: Sequence[int], issues: Sequence[str]
) -> float | None:
    """Return how early the others of one's issue come, on average over all that are asked."""
    found = []
    for query in asked:
        order = np.argsort(-scores(query), kind="stable")
        hits = np.array([issues[index] == issues[query] for index in order if index != query])
        if hits.any():
            found.append(float((np.cumsum(hits)[hits] / (np.flatnonzero(hits) + 1)).mean()))
    return round(statistics.fmean(found), 4) if found else None


def _title_likenesses(messages: Sequence[Message], asked: Sequence[int]) -> np.ndarray:
    """Return the cosine of titles by their characters and pairs of them, the baseline of the data's README."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  only the baseline needs it

    table = TfidfVectorizer(analyzer="char", ngram_range=(1, 2)).fit_transform([each.title for each in messages])
    return np.asarray((table[list(asked)] @ table.T).toarray()) if asked else np.zeros((0, len(messages)))


def fit(messages: Sequence[Message]) -> None:
    """Learn the trees from the half to learn from and write them.

    Beside the pairs made by rule it learns from their titles alone, as people on a phone write, from messages that have
    nothing in common, and from all of these in a city where no term is known to be rare yet.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  only learning needs it

    _terms, weights = rarity(messages)
    learned = [message for message in messages if half_of(message) == 0]
    rows: list[list[float]] = []
    same: list[bool] = []
    for pairs, among in _lessons(learned, weights):
        more, labels = table_of(pairs, among)
        rows, same = [*rows, *more], [*same, *labels]
    model = HistGradientBoostingClassifier(
        max_iter=TREE_COUNT,
        max_depth=TREE_DEPTH,
        learning_rate=0.08,
        min_samples_leaf=20,
        early_stopping=False,
        random_state=7,
    ).fit(np.array(rows, dtype=np.float32), same)
    kept = {
        "source": "bench/twins.py fit, from pairs made by rule of the learning half of a stream of messages",
        "depth": TREE_DEPTH,
        "base": float(np.ravel(model._baseline_prediction)[0]),
        "trees": [_kept(predictors[0].nodes) for predictors in model._predictors],
    }
    TREES.write_text(json.dumps(kept, separators=(",", ":")).replace('{"feature"', '\n{"feature"') + "\n")


def _lessons(learned: Sequence[Message], weights: Weights) -> list[tuple[Sequence[Pair], Weights]]:
    """Return the pairs to learn from, each set with the weights of terms it is seen with."""
    chance = random.Random(SEED)
    made = [made_pairs(learned, each=PAIRS, seed=seed) for seed in (1, 2)]
    titles = [_titles(pair) for pair in made[0] if pair.rule != "half the text"]
    strangers = [Pair(*chance.sample(learned, 2), False, "strangers") for _ in range(PAIRS // 2)]
    strange_titles = [_titles(pair) for pair in strangers]
    lessons: list[tuple[Sequence[Pair], Weights]] = [(each, weights) for each in (*made, strangers)]
    few = [*chance.sample(titles, len(titles) // 3), *strange_titles]
    return [
        *lessons,
        (few, weights),
        (few, even_weights()),
        (strangers, even_weights()),
        (made[1][::4], even_weights()),
    ]


def _titles(pair: Pair) -> Pair:
    """Return a pair without all but the titles."""
    return replace(pair, first=replace(pair.first, detail=""), second=replace(pair.second, detail=""))


def _kept(nodes: Any) -> dict[str, list[float]]:
    """Return one tree as it is kept."""
    return {
        "feature": [-1 if node["is_leaf"] else int(node["feature_idx"]) for node in nodes],
        "bound": [0.0 if node["is_leaf"] else float(f"{node['num_threshold']:.6g}") for node in nodes],
        "left": [int(node["left"]) for node in nodes],
        "right": [int(node["right"]) for node in nodes],
        "value": [float(f"{node['value']:.4g}") for node in nodes],
    }


def measure(path: Path, *, orders: int = 0) -> dict[str, Any]:
    """Return every figure of one stream; with `orders` also the time against so many."""
    messages = read(path)
    begun = time.perf_counter()
    terms, weights = rarity(messages)
    reading_ms = (time.perf_counter() - begun) * 1000 / max(len(messages), 1)
    held = [message for message in messages if half_of(message) == 1]
    found: dict[str, Any] = {
        "messages": len(messages),
        "ms_per_text": round(reading_ms, 3),
        "pairs_of_the_half_not_learned_from": pairs_figures(held, weights),
        "pairs_of_all": pairs_figures(messages, weights),
        "ranking": ranking_figures(messages, terms, weights),
    }
    if orders:
        from bench.twins_speed import speed  # noqa: PLC0415  needs the database

        found["speed"] = speed(messages, orders=orders)
    return found


def main(arguments: Sequence[str] | None = None) -> Mapping[str, Any] | None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="?", choices=("measure", "fit"), default="measure")
    parser.add_argument("--in", dest="path", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--speed", type=int, default=0, metavar="ORDERS")
    asked = parser.parse_args(arguments)
    if asked.what == "fit":
        fit(read(asked.path))
        return None
    found = measure(asked.path, orders=asked.speed)
    said = json.dumps(found, ensure_ascii=False, indent=2)
    if asked.out:
        asked.out.write_text(said + "\n")
    print(said)
    return found


if __name__ == "__main__":
    main()
