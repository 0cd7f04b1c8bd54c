# SPDX-License-Identifier: Apache-2.0
"""Measures how well private words are found: recall and precision over made texts, false finds over real ones.

Run it with `python -m bench.masking`, from the repository's root. A truth counts as found when it is covered wholly;
a find counts as right when beside the truth it covers nothing but blanks and marks. Beside it stands what most systems
do: one pattern for mobile numbers of eleven digits and one for identity numbers of eighteen.
"""

import argparse
import csv
import gzip
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.masking_numbers import Half
from bench.masking_texts import Made, Maker
from sidan.base.private_finds import Find
from sidan.base.private_words import find_private

ROOT = Path(__file__).resolve().parents[1]
MESSAGES = Path(os.environ.get("SIDAN_DATA") or ROOT.parent / "shared" / "data") / "messages"
SEED, COUNT = 5, 4000
MOST_SHOWN = 40
_PLAIN = re.compile(r"1[3-9]\d{9}|\d{17}[\dXx]")


def baseline(text: str) -> list[Find]:
    """Return what a plain pattern for mobile and identity numbers finds."""
    return [Find("phone", *match.span()) for match in _PLAIN.finditer(text)]


def measured(find: Callable[[str], Sequence[Find]], made: Sequence[Made]) -> dict[str, Any]:
    """Return recall by kind, recall and precision together, and the texts that went wrong."""
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right = wrong = 0
    faults: list[str] = []
    for each in made:
        finds = find(each.text)
        for truth in each.truths:
            asked[truth.kind] += 1
            if any(one.start <= truth.start and one.end >= truth.end for one in finds):
                found[truth.kind] += 1
            else:
                faults.append(f"missed {truth.kind} “{each.text[truth.start : truth.end]}” in: {each.text}")
        for one in finds:
            if any(_is_right(one, truth.start, truth.end, each.text) for truth in each.truths):
                right += 1
            else:
                wrong += 1
                faults.append(f"wrong {one.kind} “{each.text[one.start : one.end]}” in: {each.text}")
    return {
        "texts": len(made),
        "recall": round(sum(found.values()) / max(sum(asked.values()), 1), 4),
        "precision": round(right / max(right + wrong, 1), 4),
        "recall_by_kind": {kind: f"{found[kind]}/{asked[kind]}" for kind in sorted(asked)},
        "faults": faults,
    }


def _is_right(find: Find, start: int, end: int, text: str) -> bool:
    """Say whether a find covers a truth or a part of it, and beside it nothing that says something."""
    if find.end <= start or find.start >= end:
        return False
    beside = text[find.start : max(find.start, start)] + text[min(find.end, end) : find.end]
    return not any(sign.isalnum() for sign in beside)


def real(folder: Path = MESSAGES) -> dict[str, Any]:
    """Return how often something is found in real messages, whose numbers are covered already, and what most often."""
    texts = [text for name in ("labelled", "stream", "replies") for text in _texts(folder / f"{name}.csv.gz")]
    finds: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    started = time.perf_counter()
    for text in texts:
        for find in find_private(text):
            before, behind = text[max(0, find.start - 8) : find.start], text[find.end : find.end + 6]
            finds[f"{find.kind}: {before}【{text[find.start : find.end]}】{behind}"] += 1
            kinds[find.kind] += 1
    took = time.perf_counter() - started
    return {
        "texts": len(texts),
        "characters": round(sum(map(len, texts)) / max(len(texts), 1)),
        "finds_per_1000": round(1000 * sum(kinds.values()) / max(len(texts), 1), 1),
        "kinds": dict(kinds),
        "us_per_text": round(1e6 * took / max(len(texts), 1), 1),
        "finds": finds,
    }


def _texts(path: Path) -> list[str]:
    """Return title and text of the messages in a file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [f"{row['title']}\n{row['detail']}" for row in csv.DictReader(stream)]


def measure(*, count: int = COUNT, seed: int = SEED, half: Half = "test") -> dict[str, Any]:
    """Return the figures of one half beside the baseline's, and the time a text takes."""
    made = Maker(half, seed=seed).make(count)
    started = time.perf_counter()
    for each in made:
        find_private(each.text)
    took = time.perf_counter() - started
    ours, plain = measured(find_private, made), measured(baseline, made)
    figures: dict[str, Any] = {"half": half, "seed": seed, "us_per_text": round(1e6 * took / count, 1), "ours": ours}
    figures["baseline"] = {name: plain[name] for name in ("recall", "precision")}
    return figures


def main() -> None:
    """Print the figures of both halves and of real messages."""
    parser = argparse.ArgumentParser(description="Measure how well private words are found.")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--half", choices=("development", "second", "test"), default="test")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--faults", type=int, default=0, help="how many faults to print")
    parser.add_argument("--real", action="store_true", help="look through the real messages too")
    asked = parser.parse_args()
    figures = measure(count=asked.count, seed=asked.seed, half=asked.half)
    faults = figures["ours"].pop("faults")
    print(json.dumps(figures | {"faults": len(faults)}, ensure_ascii=False, indent=1))
    print("\n".join(faults[: asked.faults]))
    if asked.real and MESSAGES.is_dir():
        looked = real()
        finds = looked.pop("finds")
        print(json.dumps(looked, ensure_ascii=False))
        print("\n".join(f"{number:4d} {words}" for words, number in finds.most_common(MOST_SHOWN)))


if __name__ == "__main__":
    main()
