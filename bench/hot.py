# SPDX-License-Identifier: Apache-2.0
"""Measures hot issues on a stream of real messages: how early each known one is seen, and how long a month takes.

    python -m bench.hot --in stream.csv.gz

The stream is replayed day by day; at the end of each day the ten hottest are asked for, from what had come by then. A
known issue is seen when most messages of one of the ten bear its label. Labels, votes and later messages are not read.
"""

import argparse
import csv
import gzip
import json
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sidan.dispatch.hot import hot_issues, window_of
from sidan.dispatch.hot_heat import Baseline, Message
from sidan.dispatch.words import WordSuggester
from sidan.programmes.catalogue_reader import read_catalogue

SHOWN = 10
FIRST = 10
SEED = 2024
CHINA = ZoneInfo("Asia/Shanghai")
_AREA = re.compile(r"A(\d)[区县市]")

Ranked = list[list[Message]]


@cache
def _suggester() -> WordSuggester:
    """Return the suggester of the catalogue."""
    return WordSuggester.from_catalogue(read_catalogue())


def read_stream(path: Path, *, with_matters: bool = True) -> tuple[list[Message], dict[int, str]]:
    """Return the messages in the sequence they came, and the label of those that have one."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    messages, labels = [], {}
    for key, row in enumerate(rows):
        words = f"{row['title']}\n{row['detail'].strip()}"
        area = _AREA.search(words[:160])
        guesses = _suggester().suggest(words, at_most=1) if with_matters else []
        matter = guesses[0].matter if guesses else ""
        messages.append(Message(key, words, _moment(row["time"]), f"36100{area[1]}" if area else "", matter))
        if row.get("ref_issue"):
            labels[key] = row["ref_issue"]
    return sorted(messages, key=lambda each: (each.at, each.key)), labels


def _moment(text: str) -> datetime:
    """Return a moment written in either of the two ways of the stream."""
    day, _, hour = text.strip().replace("/", "-").partition(" ")
    year, month, date = (int(part) for part in day.split("-"))
    hours = [int(part) for part in hour.split(":")] if hour else []
    return datetime(year, month, date, *([*hours, 0, 0, 0])[:3], tzinfo=CHINA)


def ours(messages: Sequence[Message], at: datetime) -> Ranked:
    """Return the issues as Sidan ranks them."""
    recent = at - timedelta(days=7)
    earlier = [each for each in messages if recent - timedelta(weeks=8) < each.at <= recent]
    counts = Counter((each.area, each.matter) for each in earlier)
    return [list(found.messages) for found in hot_issues(messages, at=at, baseline=Baseline(8, counts))]


def by_matter(messages: Sequence[Message], at: datetime) -> Ranked:
    """Return the matters of the last 30 days by mere count: what a list of keywords shows."""
    groups: dict[str, list[Message]] = defaultdict(list)
    for each in messages:
        if each.at > at - timedelta(days=30):
            groups[each.matter].append(each)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].key))


def by_title(messages: Sequence[Message], at: datetime) -> Ranked:
    """Return leader clusters by the characters of titles (half shared) in the same window, by mere count."""
    leaders: list[tuple[set[str], list[Message]]] = []
    for each in window_of(messages, at=at):
        title = set(each.words.partition("\n")[0])
        for known, group in leaders:
            if len(title & known) >= 0.5 * len(title | known):
                group.append(each)
                break
        else:
            leaders.append((title, [each]))
    groups = [group for _title, group in leaders if len(group) > 1]
    return sorted(groups, key=lambda group: (-len(group), group[0].key))


def replay(
    messages: Sequence[Message],
    labels: dict[int, str],
    *,
    rank: Callable[[Sequence[Message], datetime], Ranked] = ours,
) -> dict[str, Any]:
    """Return for each label after how many of its messages it was first among the ten hottest, and how pure."""
    total = Counter(labels.values())
    come: Counter[str] = Counter()
    seen: dict[str, dict[str, Any]] = {}
    for each, at, day in _days(messages):
        new = [labels[message.key] for message in day if message.key in labels]
        come.update(new)
        if not new or set(come) <= set(seen):
            continue
        for place, group in enumerate(rank(each, at)[:SHOWN], start=1):
            label, purity = _label(group, labels)
            if label and label not in seen:
                seen[label] = {
                    "messages": come[label],
                    "of": total[label],
                    "on": f"{at:%Y-%m-%d}",
                    "place": place,
                    "purity": round(purity, 2),
                }
    early = sum(found["messages"] <= FIRST for found in seen.values())
    return {"seen_early": early, "groups": len(total), "by_group": {label: seen.get(label) for label in sorted(total)}}


def _days(messages: Sequence[Message]) -> Any:
    """Give for each day with messages: all until its end, its end, and its own."""
    start = 0
    while start < len(messages):
        end = start
        while end < len(messages) and messages[end].at.date() == messages[start].at.date():
            end += 1
        at = datetime.combine(messages[start].at.date(), datetime.max.time(), tzinfo=CHINA)
        yield messages[:end], at, messages[start:end]
        start = end


def _label(group: Sequence[Message], labels: dict[int, str]) -> tuple[str, float]:
    """Return the label that more than half of a group bears, with its share; none otherwise."""
    (label, count), *_ = Counter(labels.get(message.key, "") for message in group).most_common(1)
    share = count / len(group)
    return (label, share) if share > 0.5 else ("", share)


def thinned(path: Path, *, shares: Sequence[float] = (0.8, 0.5, 0.2), times: int = 3) -> dict[str, Any]:
    """Return how many groups are seen early when only a part of the stream comes, drawn at random."""
    messages, labels = read_stream(path)
    out = {}
    for share in shares:
        rng = random.Random(SEED)
        runs = []
        for _time in range(times):
            part = [each for each in messages if rng.random() < share]
            held = {each.key: labels[each.key] for each in part if each.key in labels}
            found = replay(part, held)
            runs.append(f"{found['seen_early']} of {found['groups']}")
        out[str(share)] = runs
    return out


def speed(path: Path, *, count: int = 90_000, days: int = 30) -> dict[str, Any]:
    """Return the seconds and memory that issues of so many messages take, made by recombining texts of the stream."""
    messages, _labels = read_stream(path)
    rng = random.Random(SEED)
    start = datetime(2024, 6, 1, tzinfo=CHINA)
    made = [_recombined(messages, key, start + timedelta(days=days * key / count), rng) for key in range(count)]
    at = start + timedelta(days=days)
    began, used = time.perf_counter(), time.process_time()
    found = ours(made, at)
    return {
        "messages": count,
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - used, 2),
        "issues": len(found),
        "largest": max(map(len, found), default=0),
        "most_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _recombined(messages: Sequence[Message], key: int, at: datetime, rng: random.Random) -> Message:
    """Return a message with the beginning of one text and the rest of another, at the place of the first."""
    one, other = rng.choice(messages), rng.choice(messages)
    cut = rng.randint(15, 60)
    return Message(key, one.words[:cut] + other.words[cut:], at, one.area, one.matter)


def measure(path: Path) -> dict[str, Any]:
    """Return all figures of hot issues; `bench/dispatch.py stream` prints them."""
    messages, labels = read_stream(path)
    began = time.perf_counter()
    found = replay(messages, labels)
    seconds = round(time.perf_counter() - began, 1)
    return {
        "replay": found,
        "replay_seconds": seconds,
        "baseline_matter_count": replay(messages, labels, rank=by_matter),
        "baseline_title_count": replay(messages, labels, rank=by_title),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--in", dest="stream", type=Path, required=True)
    parser.add_argument("--thin", action="store_true", help="also with a part of the stream only")
    parser.add_argument("--speed", action="store_true", help="also 90,000 messages of 30 days")
    asked = parser.parse_args()
    figures = measure(asked.stream)
    if asked.thin:
        figures["thinned"] = thinned(asked.stream)
    if asked.speed:
        figures["speed"] = speed(asked.stream)
    print(json.dumps(figures, ensure_ascii=False, indent=1))
