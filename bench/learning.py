# SPDX-License-Identifier: Apache-2.0
"""Measures learning as a city would: risk by coverage on unseen messages, the threshold, seconds and milliseconds.

    python bench/learning.py [--few]

The hundred matters are synthetic: each label's messages cut into fifteen by checksum, so that only time is measured.
"""

import json
import os
import sys
import time
import zlib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.words import read  # noqa: E402 - the path must be set before
from sidan.dispatch import risk  # noqa: E402
from sidan.dispatch.classify import Classifier, out_of_fold  # noqa: E402

RISK = 0.1
MOST_CHARACTERS = 1_500
PARTS, MANY_TEXTS = 15, 10_000
ASKED = 500


def measured(rows: list[dict[str, str]], *, many: bool = True) -> dict[str, object]:
    """Return the figures of the messages; the hundred matters take minutes, and are left out unless `many`."""
    texts = [f"{row['title']}\n{row['detail']}"[:MOST_CHARACTERS] for row in rows]
    labels = [row["label"] for row in rows]
    chances = out_of_fold(texts, labels)
    names = sorted(set(labels))
    given = np.array([names.index(label) for label in labels])
    threshold = risk.threshold_for(chances, given, risk=RISK)
    sure = chances.max(axis=1) >= threshold
    model, seconds = timed(texts, labels)
    found: dict[str, object] = {
        "messages": len(rows),
        "accuracy": round(float((chances.argmax(axis=1) == given).mean()), 4),
        "ece": round(risk.calibration_error(chances, given), 4),
        "top_two": round(risk.top_two(chances, given), 4),
        "threshold": round(threshold, 3),
        "covered": round(float(sure.mean()), 4),
        "curve": [(round(each.covered, 2), round(each.risk, 4)) for each in risk.curve(chances, given)],
        "train_seconds": round(seconds, 1),
        "ms_per_text": per_text_ms(model, texts),
    }
    if many:
        repeated = (texts * 2)[:MANY_TEXTS]
        cut = [f"{label}{zlib.crc32(text.encode()) % PARTS}" for text, label in zip(texts * 2, labels * 2, strict=True)]
        model, seconds = timed(repeated, cut[:MANY_TEXTS])
        found["many"] = {
            "matters": len(model.labels),
            "texts": len(repeated),
            "train_seconds": round(seconds, 1),
            "ms_per_text": per_text_ms(model, texts),
        }
    return found


def timed(texts: list[str], labels: list[str]) -> tuple[Classifier, float]:
    """Return what was learned and in how many seconds."""
    began = time.perf_counter()
    return Classifier.learn(texts, labels), time.perf_counter() - began


def per_text_ms(model: Classifier, texts: list[str]) -> float:
    """Return the milliseconds that chances and reasons of one message take."""
    began = time.perf_counter()
    for text in texts[:ASKED]:
        row = model.chances([text])[0]
        for place in (-row).argsort()[:3]:
            model.because(text, model.labels[int(place)])
    return round((time.perf_counter() - began) * 1000 / ASKED, 2)


if __name__ == "__main__":
    path = Path(os.environ.get("SIDAN_DATA", ROOT.parent / "shared" / "data")) / "messages" / "labelled.csv.gz"
    if path.exists():
        print(json.dumps(measured(read(path), many="--few" not in sys.argv), ensure_ascii=False, indent=1))
    else:
        print(f"Skipped: there is no {path.name}.")
