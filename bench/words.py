# SPDX-License-Identifier: Apache-2.0
"""Measures the day-one suggester on real labelled messages: accuracy, coverage, how honest its score is, and its cost.

    python bench/words.py [FOLDER]

FOLDER holds `messages/labelled.csv.gz`; without it SIDAN_DATA is read, then `../shared/data` beside the repository. The
messages bear seven labels; LABELS says which matters belong to which. The words were improved by looking at one half
of the messages (even checksum of the row's id); the figures to quote are those of the other half.
"""

import csv
import gzip
import os
import statistics
import sys
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sidan.dispatch.dangers import DangerFinder  # noqa: E402 - the path must be set before
from sidan.dispatch.words import WordSuggester  # noqa: E402
from sidan.programmes.catalogue_reader import read_catalogue  # noqa: E402

BUILD, WORK, SCHOOL, TRADE, NATURE, HEALTH, ROADS = LABEL_NAMES = (
    "城乡建设",
    "劳动和社会保障",
    "教育文体",
    "商贸旅游",
    "环境保护",
    "卫生计生",
    "交通运输",
)

# The label of a branch or matter; the longest code that fits wins. What is not here has no counterpart among the seven
# labels (police, household register, low-income allowance, village affairs): suggesting it counts as wrong.
LABELS = {
    "city": BUILD,
    "city.clean.burning": NATURE,
    "city.works.dust": NATURE,
    "city.road.bridge": ROADS,
    "life.water": BUILD,
    "life.power": BUILD,
    "life.gas": BUILD,
    "life.heat": BUILD,
    "life.housing": BUILD,
    "life.property": BUILD,
    "life.property.lift": TRADE,  # special equipment is the market regulator's
    "life.transport": ROADS,
    "life.transport.bus": BUILD,  # the labels follow a taxonomy that puts city buses under city building
    "life.telecom": TRADE,
    "life.education": SCHOOL,
    "life.health": HEALTH,
    "life.labour": WORK,
    "life.security": WORK,
    "life.environment": NATURE,
    "life.market": TRADE,
    "life.tourism": TRADE,
    "life.rural.homestead": BUILD,
    "peace.law.finance": TRADE,
    "peace.traffic.licence": TRADE,
    "peace.traffic.order": ROADS,
}


@dataclass(frozen=True)
class Answer:
    """What the suggester said of one message: the label of its first suggestion, or "" for an abstention."""

    label: str
    said: str
    score: float


def main() -> None:
    """Print the figures of both halves and of the danger finder, or why they cannot be had."""
    path = data_folder() / "messages" / "labelled.csv.gz"
    if not path.exists():
        print(f"Skipped: there is no {path.name} under the data folder; give it as the first argument.")
        return
    rows = read(path)
    catalogue = read_catalogue()
    began = time.perf_counter()
    suggester = WordSuggester.from_catalogue(catalogue)
    built_ms = (time.perf_counter() - began) * 1000
    words = sum(len(matter.words) + len(matter.words_en) for matter in catalogue.matters)
    print(f"{len(catalogue.matters)} matters, {words} words, built in {built_ms:.0f} ms; {len(rows)} messages\n")
    for half, name in enumerate(("half looked at", "half held apart")):
        report(name, [row for row in rows if zlib.crc32(row["uid"].encode()) % 2 == half], suggester)
    report_dangers(rows, DangerFinder(catalogue.dangers))


def data_folder() -> Path:
    """Return the folder named on the command line, in the environment, or the usual one."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    return Path(os.environ.get("SIDAN_DATA", ROOT.parent / "shared" / "data"))


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a packed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(name: str, rows: Sequence[dict[str, str]], suggester: WordSuggester) -> None:
    """Print the figures of one half."""
    answers, spent_ms = [], []
    for row in rows:
        text = f"{row['title']}\n{row['detail']}"
        began = time.process_time()
        found = suggester.suggest(text)
        spent_ms.append((time.process_time() - began) * 1000)
        said = label_of(found[0].matter) if found else ""
        answers.append(Answer(row["label"], said, found[0].score if found else 0))
    covered = [answer for answer in answers if answer.said]
    right = sum(answer.said == answer.label for answer in covered)
    outside = sum(answer.said == "none" for answer in covered)
    spent_ms.sort()
    slowest_ms = spent_ms[len(spent_ms) * 99 // 100]
    print(f"{name}: {len(rows)} messages")
    print(f"  coverage            {len(covered)}/{len(rows)} = {len(covered) / len(rows):.3f}")
    print(f"  accuracy on covered {right}/{len(covered)} = {right / len(covered):.3f}")
    print(f"  no counterpart      {outside}/{len(covered)} = {outside / len(covered):.3f} (counted as wrong)")
    print(f"  macro-F1 of seven   {macro_f1(answers):.3f} (abstentions count as missed)")
    print(f"  CPU a message       mean {statistics.mean(spent_ms):.2f} ms, p99 {slowest_ms:.2f} ms")
    print_confusion(answers)
    print_honesty(covered)


def label_of(matter: str) -> str:
    """Return the label that a matter belongs to, or "none"."""
    fitting = [code for code in LABELS if matter == code or matter.startswith(f"{code}.")]
    return LABELS[max(fitting, key=len)] if fitting else "none"


def macro_f1(answers: Sequence[Answer]) -> float:
    """Return the mean over the labels of the harmonic mean of precision and recall."""
    values = []
    for label in LABEL_NAMES:
        hit = sum(answer.label == label == answer.said for answer in answers)
        said = sum(answer.said == label for answer in answers)
        real = sum(answer.label == label for answer in answers)
        values.append(2 * hit / (said + real) if said + real else 0.0)
    return statistics.mean(values)


def print_confusion(answers: Sequence[Answer]) -> None:
    """Print how often each label was taken for each other."""
    pairs = Counter((answer.label, answer.said) for answer in answers)
    print(
        "  label                  said: " + " ".join(f"{label[:2]:>4}" for label in LABEL_NAMES) + "  none  abstained"
    )
    for label in LABEL_NAMES:
        cells = " ".join(f"{pairs[label, said]:>6}" for said in (*LABEL_NAMES, "none", ""))
        print(f"    {label:　<8} {cells}")


def print_honesty(covered: Sequence[Answer]) -> None:
    """Print, for each tenth of the score, how often the label was right."""
    print("  score → right:", end="")
    for tenth in range(1, 10):
        group = [answer for answer in covered if int(answer.score * 10) == tenth]
        if group:
            print(
                f"  .{tenth} {sum(answer.said == answer.label for answer in group) / len(group):.2f} ({len(group)})",
                end="",
            )
    print("\n")


def report_dangers(rows: Sequence[dict[str, str]], finder: DangerFinder) -> None:
    """Print how often danger is heard in messages to a city hall, where there is hardly ever any, and the cost."""
    heard: Counter[str] = Counter()
    began = time.process_time()
    for row in rows:
        heard.update({danger.code for danger in finder.find(f"{row['title']}\n{row['detail']}")} or {"none"})
    spent_ms = (time.process_time() - began) * 1000 / len(rows)
    loud = len(rows) - heard.pop("none", 0)
    print(f"dangers: heard in {loud}/{len(rows)} = {loud / len(rows):.3f} of messages, {spent_ms:.2f} ms of CPU each")
    print("  " + ", ".join(f"{code} {count}" for code, count in heard.most_common()))


if __name__ == "__main__":
    main()
