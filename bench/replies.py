# SPDX-License-Identifier: Apache-2.0
"""Measures the look at a reply on real messages and the governments' replies to them.

    python bench/replies.py [FOLDER]

FOLDER holds `messages/replies.csv.gz` and `messages/stream.csv.gz`; without it SIDAN_DATA is read, then
`../shared/data` beside the repository. Nobody has labelled how good these replies are, so nothing here measures it:
- relevance by a swap: the true reply against one of another message, taken at random, and against the reply to the
  message most like it of the same district, which a careless clerk might paste; beside it plain shared pairs of
  characters without weights. Words weigh by the messages of `stream`, which have no replies.
- completeness against `bench/replies_labels.csv`: who, what, when and basis of 120 replies (seed 5), labelled by one
  reader before the detectors were written; those in even places were looked at since, the odd ones are quoted. Beside
  it the best guess by length alone.
- whether it is length in disguise: rank correlations; sentences shuffled; a reply cut to its first third.
"""

import csv
import gzip
import json
import os
import random
import re
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

import numpy as np
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sidan.dispatch.reply import look_over  # noqa: E402 - the path must be set before
from sidan.dispatch.reply_completeness import Reading  # noqa: E402
from sidan.dispatch.reply_relevance import LEAST_LIKENESS, likeness, points_of  # noqa: E402
from sidan.dispatch.reply_texts import Rarity, sentences  # noqa: E402

LABELS = ROOT / "bench" / "replies_labels.csv"
SEED = 11
DETECTORS = {"who": "says_who", "what": "says_what", "when": "says_when", "basis": "gives_basis"}
CANDIDATES = 10
SAME_MESSAGE = 0.6  # likeness from which two messages are one, sent twice
_DISTRICT = re.compile(r"[A-Z]\d*[市区县]")
Row = dict[str, str]
Likeness = Callable[[str, str], float]


@dataclass(frozen=True)
class Pair:
    """A message and its reply, read."""

    uid: str
    asked: str
    reply: str
    reading: Reading

    @property
    def district(self) -> str:
        """Return the first district named in the message."""
        found = _DISTRICT.search(self.asked)
        return found[0] if found else ""


def figures(folder: Path) -> dict[str, object]:
    """Return all figures as a dict of plain values; about a minute and a half."""
    messages = [_asked(row) for row in _read(folder / "messages" / "stream.csv.gz")]
    rows = sorted(_read(folder / "messages" / "replies.csv.gz"), key=lambda row: row["uid"])
    pairs = [Pair(row["uid"], _asked(row), row["reply"], Reading(row["reply"])) for row in rows]
    rarity = Rarity.of(messages)
    apart = [pair for pair in pairs if zlib.crc32(pair.uid.encode()) % 2]
    return {
        "replies": len(pairs),
        "relevance": relevance(apart, rarity),
        "completeness": completeness({pair.uid: pair for pair in pairs}),
        "length": length(apart, rarity),
        "disturbed": disturbed(apart),
        "hints": hints(pairs, rarity),
    }


def relevance(pairs: Sequence[Pair], rarity: Rarity) -> dict[str, object]:
    """Return the swap tests over the half held apart: all replies, and those that say anything at all."""
    speaking = [pair for pair in pairs if pair.reading.says_what]
    plain = Rarity(1.0, {})
    strangers, neighbours = _strangers(speaking), _neighbours(speaking, rarity)
    return {
        "pairs": len(pairs),
        "speaking": len(speaking),
        "weighed": _swapped(speaking, strangers, neighbours, lambda a, b: likeness(a, b, rarity=rarity)),
        "day_one": _swapped(speaking, strangers, neighbours, lambda a, b: likeness(a, b, rarity=Rarity())),
        "baseline_unweighed": _swapped(speaking, strangers, neighbours, lambda a, b: likeness(a, b, rarity=plain)),
        "whole_replies_with_courtesies": _swapped(
            speaking, strangers, neighbours, lambda a, b: likeness(a, b, rarity=rarity), whole=True
        ),
        "all_with_empty_replies": _swapped(
            pairs, _strangers(pairs), _neighbours(pairs, rarity), lambda a, b: likeness(a, b, rarity=rarity)
        ),
        "off_topic_hint": {
            "true": _share(likeness(p.asked, p.reading.body, rarity=rarity) < LEAST_LIKENESS for p in speaking),
            "stranger": _share(
                likeness(p.asked, speaking[other[0]].reading.body, rarity=rarity) < LEAST_LIKENESS
                for p, other in zip(speaking, strangers, strict=True)
            ),
        },
        "points_untouched": {
            "true": _untouched(speaking, [p.reply for p in speaking], rarity),
            "stranger": _untouched(speaking, [speaking[other[0]].reply for other in strangers], rarity),
        },
    }


def completeness(pairs: Mapping[str, Pair]) -> dict[str, object]:
    """Return precision and recall of each detector, of what is said and of what is missing, on the odd labels."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["uid"] in pairs]
    tune, test = rows[::2], rows[1::2]
    by_hand = [sum(row[name] == "1" for name in DETECTORS) for row in rows]
    long = [len(pairs[row["uid"]].reply) for row in rows]
    found: dict[str, object] = {"tune": len(tune), "test": len(test), "labels_and_length": _rank(by_hand, long)}
    for name, attribute in DETECTORS.items():
        wanted = [row[name] == "1" for row in test]
        said = [bool(getattr(pairs[row["uid"]].reading, attribute)) for row in test]
        enough = _best_length([(len(pairs[row["uid"]].reply), row[name] == "1") for row in tune])
        guessed = [len(pairs[row["uid"]].reply) >= enough for row in test]
        found[name] = {"said": sum(wanted), **_judged(wanted, said), "baseline_length": _judged(wanted, guessed)}
    return found


def length(pairs: Sequence[Pair], rarity: Rarity) -> dict[str, float]:
    """Return rank correlations with the length of a reply: of the likeness, of the ticks, and of the hints."""
    long = [len(pair.reply) for pair in pairs]
    like = [likeness(pair.asked, pair.reading.body, rarity=rarity) for pair in pairs]
    hinted = [len(look_over(pair.asked, pair.reply, rarity=rarity).hints) for pair in pairs]
    return {
        "likeness": _rank(like, long),
        "ticks": _rank([_ticks(pair.reading) for pair in pairs], long),
        "hints": _rank(hinted, long),
        **{name: _rank([bool(getattr(p.reading, at)) for p in pairs], long) for name, at in DETECTORS.items()},
    }


def disturbed(pairs: Sequence[Pair]) -> dict[str, float]:
    """Return what shuffling the sentences and cutting a reply to its first third do to the ticks (0 to 4)."""
    chance = random.Random(SEED)
    shuffled, cut = [], []
    for pair in pairs:
        parts = [piece.text for piece in sentences(pair.reply)]
        chance.shuffle(parts)
        shuffled.append(_ticks(Reading("".join(parts))))
        cut.append(_ticks(Reading(pair.reply[: len(pair.reply) // 3])))
    whole = [_ticks(pair.reading) for pair in pairs]
    return {
        "ticks": round(fmean(whole), 2),
        "ticks_shuffled": round(fmean(shuffled), 2),
        "same_when_shuffled": _share(a == b for a, b in zip(whole, shuffled, strict=True)),
        "ticks_of_a_third": round(fmean(cut), 2),
        "third_says_more": _share(a < b for a, b in zip(whole, cut, strict=True)),
    }


def hints(pairs: Sequence[Pair], rarity: Rarity) -> dict[str, object]:
    """Return how often each hint comes, how many come at once, and what a look costs."""
    counts: dict[str, int] = {}
    numbers, spent_ms = [], []
    for pair in pairs:
        began = time.process_time()
        look = look_over(pair.asked, pair.reply, rarity=rarity)
        spent_ms.append((time.process_time() - began) * 1000)
        numbers.append(len(look.hints))
        for hint in look.hints:
            counts[hint.code] = counts.get(hint.code, 0) + 1
    shares = {code: round(count / len(pairs), 3) for code, count in sorted(counts.items(), key=lambda each: -each[1])}
    spent_ms.sort()
    return {
        "share": shares,
        "mean": round(fmean(numbers), 2),
        "none": _share(number == 0 for number in numbers),
        "ms_median": round(median(spent_ms), 2),
        "ms_p95": round(spent_ms[int(0.95 * len(spent_ms))], 2),
        "ms_most": round(spent_ms[-1], 2),
    }


def _swapped(
    pairs: Sequence[Pair],
    strangers: Sequence[Sequence[int]],
    neighbours: Sequence[Sequence[int]],
    like: Likeness,
    *,
    whole: bool = False,
) -> dict[str, float]:
    """Return how well the true reply is told from others: area under the curve, and picked first of ten."""
    bodies = [pair.reply if whole else pair.reading.body for pair in pairs]
    true = [like(pair.asked, body) for pair, body in zip(pairs, bodies, strict=True)]
    found = {}
    for name, others in (("stranger", strangers), ("neighbour", neighbours)):
        false = [[like(pairs[at].asked, bodies[each]) for each in others[at]] for at in range(len(pairs))]
        marks = [1] * len(pairs) + [0] * len(pairs)
        found[f"auc_{name}"] = round(float(roc_auc_score(marks, true + [row[0] for row in false])), 3)
        found[f"first_of_ten_{name}"] = _share(mark > max(row) for mark, row in zip(true, false, strict=True))
    return found


def _strangers(pairs: Sequence[Pair]) -> list[list[int]]:
    """Return for each pair nine others, taken at random."""
    chance = random.Random(SEED)
    everybody = range(len(pairs))
    return [[each for each in chance.sample(everybody, CANDIDATES) if each != at][: CANDIDATES - 1] for at in everybody]


def _neighbours(pairs: Sequence[Pair], rarity: Rarity) -> list[list[int]]:
    """Return for each pair the nine whose messages are most like its own, those of the same district first."""
    vectors = [rarity.weighed(pair.asked) for pair in pairs]
    terms = {term: number for number, term in enumerate(dict.fromkeys(t for vector in vectors for t in vector))}
    table = np.zeros((len(pairs), len(terms)), dtype=np.float32)
    for row, vector in enumerate(vectors):
        table[row, [terms[term] for term in vector]] = list(vector.values())
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    alike = table @ table.T
    alike[alike > SAME_MESSAGE] = -1
    districts = np.array([pair.district for pair in pairs])
    same = (districts[:, None] == districts[None, :]) & (districts[:, None] != "")
    np.fill_diagonal(alike, -9)
    return [[int(each) for each in np.argsort(-row)[: CANDIDATES - 1]] for row in alike + same]


def _untouched(pairs: Sequence[Pair], replies: Sequence[str], rarity: Rarity) -> float:
    """Return the share of the writers' points that the replies do not mention."""
    return _share(
        not point.is_touched
        for pair, reply in zip(pairs, replies, strict=True)
        for point in points_of(pair.asked, reply, rarity=rarity)
    )


def _judged(wanted: Sequence[bool], said: Sequence[bool]) -> dict[str, float]:
    """Return precision and recall of saying, and of missing."""
    both = list(zip(wanted, said, strict=True))
    found = {}
    for name, value in (("", True), ("missing_", False)):
        hit = sum(w is value and s is value for w, s in both)
        found[f"{name}precision"] = round(hit / max(sum(s is value for _, s in both), 1), 3)
        found[f"{name}recall"] = round(hit / max(sum(w is value for w, _ in both), 1), 3)
    return found


def _best_length(rows: Sequence[tuple[int, bool]]) -> int:
    """Return the length from which a reply is best guessed to say it."""
    return max((size for size, _ in rows), key=lambda size: sum((long >= size) == said for long, said in rows))


def _ticks(reading: Reading) -> int:
    """Return how many of the four things a reply says."""
    return sum(bool(getattr(reading, attribute)) for attribute in DETECTORS.values())


def _rank(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the rank correlation of two rows of numbers."""
    return round(float(spearmanr(one, other).statistic), 3)


def _share(marks: Iterable[bool]) -> float:
    """Return the share of marks that are true (0 to 1)."""
    found = [bool(mark) for mark in marks]
    return round(fmean(found), 3) if found else 0.0


def _asked(row: Row) -> str:
    """Return a message with its title."""
    return f"{row['title']}\n{row['detail']}"


def _read(path: Path) -> list[Row]:
    """Return the rows of a packed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Print the figures, or why they cannot be had."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SIDAN_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    if not (folder / "messages" / "replies.csv.gz").exists():
        print(f"Skipped: there are no messages/replies.csv.gz in {folder}; name the folder as the first argument.")
        return
    print(json.dumps(figures(folder), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
