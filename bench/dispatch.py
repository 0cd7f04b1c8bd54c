# SPDX-License-Identifier: Apache-2.0
"""Measures dispatch: matters learned, duplicates, hot issues, private words and replies, each beside plain methods.

    python bench/dispatch.py classify --train A.csv.gz --test B.csv.gz --out r.json
    python bench/dispatch.py stream --in S.csv.gz --out r.json
    python bench/dispatch.py all [--data FOLDER] [--out r.json]

`all` prints everything in one run, some minutes on two cores: five splits of the labelled messages, pairs and ranking
of duplicates, the replay of hot issues and 90,000 messages of a month, made texts with private words, and real replies.
FOLDER holds `messages/*.csv.gz`; without it SIDAN_DATA is read, then `../shared/data` beside the repository. The time
of duplicates against 200,000 orders and of two hundred suggestions needs a database: `python bench/twins.py --speed`
and `python bench/bulk.py`.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import hot, labelled, masking, replies, twins  # noqa: E402 - the path must be set before


def classify(asked: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of learning from one file and measuring on another."""
    return labelled.learned_figures(labelled.read(asked.train), labelled.read(asked.test))


def stream(asked: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of duplicates and hot issues on one stream of messages."""
    return {"duplicates": twins.measure(asked.path), "hot": hot.measure(asked.path)}


def everything(asked: argparse.Namespace) -> dict[str, Any]:
    """Return all figures that need no database."""
    messages = asked.data / "messages"
    if not messages.is_dir():
        raise SystemExit(f"There is no folder messages in {asked.data}; name the folder with --data.")
    seven = labelled.read(messages / "labelled.csv.gz")
    made = masking.measure()
    made["ours"]["faults"] = len(made["ours"]["faults"])
    path = messages / "stream.csv.gz"
    return {
        "classify_over_five_splits": labelled.over_seeds(seven),
        "classify_baselines": labelled.baselines(seven),
        "duplicates": twins.measure(path),
        "hot": {**hot.measure(path), "thinned": hot.thinned(path), "speed": hot.speed(path)},
        "masking": made,
        "replies": replies.figures(asked.data),
    }


def main() -> None:
    """Read the arguments, measure, print, and write the figures where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True)
    one = parts.add_parser("classify", help="learn from one file, measure on another")
    one.add_argument("--train", type=Path, required=True)
    one.add_argument("--test", type=Path, required=True)
    two = parts.add_parser("stream", help="duplicates and hot issues of one stream")
    two.add_argument("--in", dest="path", type=Path, required=True)
    three = parts.add_parser("all", help="everything in one run")
    given = os.environ.get("SIDAN_DATA")
    three.add_argument("--data", type=Path, default=Path(given) if given else ROOT.parent / "shared" / "data")
    for each in (one, two, three):
        each.add_argument("--out", type=Path)
    asked = parser.parse_args()
    measured: Mapping[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
        "classify": classify,
        "stream": stream,
        "all": everything,
    }
    said = json.dumps(measured[asked.part](asked), ensure_ascii=False, indent=1)
    if asked.out:
        asked.out.write_text(f"{said}\n", encoding="utf-8")
    print(said)


if __name__ == "__main__":
    main()
