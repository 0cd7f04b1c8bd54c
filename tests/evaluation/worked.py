# SPDX-License-Identifier: Apache-2.0
"""A row of docs/topics/measures.md becomes tallies of one subject, and those a figure."""

from typing import Any

import numpy as np

from sidan.evaluation.declare import Ranking, Weighed
from sidan.evaluation.figure import Figure
from sidan.evaluation.hours import BUCKETS, bucket_of
from sidan.evaluation.measures import MEASURES, SPECIAL
from sidan.evaluation.reader import read
from sidan.evaluation.soundness import faults_of
from sidan.evaluation.tallies import TALLIES, Numbers, Tallies

_FILE = """\
code = "trial"
edition = 1
basis = "made up"
name = {{ zh = "试", en = "Trial" }}
summary = {{ zh = "试", en = "Trial" }}
subjects = "units"
period = "month"
[[indicators]]
code = "one"
weight = 100
name = {{ zh = "一", en = "One" }}
{keys}
[[tiers]]
code = "first"
share = 0.5
name = {{ zh = "一档", en = "First" }}
[[tiers]]
code = "second"
name = {{ zh = "二档", en = "Second" }}
"""
_HOURS = "first answers after hours"


def indicator(keys: str) -> Weighed:
    """Return the indicator that keys with “; ” between them declare, read from a file and proved sound."""
    ranking = read(_FILE.format(keys=keys.replace("; ", "\n")))
    assert faults_of(ranking) == []
    return ranking.indicators[0]


def figure_of(measure: str, says: str, counted: str) -> Figure:
    """Return what a measure makes of a row: the keys of the file, and what was counted."""
    declared = MEASURES[measure]
    keys = [f'measure = "{measure}"', f'direction = "{"less" if declared.good == "less" else "more"}"']
    if declared.form != "share":
        keys.append('scale = "best"')
    return measured(indicator("\n".join([*keys, *filter(None, [says])])), counted)


def measured(asked: Weighed, counted: str) -> Figure:
    """Return the figure of one subject for an indicator."""
    return MEASURES[asked.measure].of(tallies(counted), asked)


def tallies(counted: str) -> Tallies:
    """Return what is counted of one subject from a row such as `answer_due = 40, sign made = 48, visits = 18 of 20`."""
    columns = {name: np.zeros(1) for name in TALLIES}
    hours = np.zeros((1, BUCKETS))
    found: dict[str, Any] = {"steps": {}, "special": {}, "outside": {}}
    for part in filter(None, counted.split(", ")):
        name, _, value = part.partition(" =")
        value = value.strip()
        if name in TALLIES:
            columns[name] = _number(value)
        elif name == _HOURS:
            for each in bucket_of(np.array([float(hour) for hour in value.split()])):
                hours[0, each] += 1
        elif name.endswith((" made", " in time")):
            move, _, which = name.partition(" ")
            made, in_time = found["steps"].get(move, (np.zeros(1), np.zeros(1)))
            found["steps"][move] = (_number(value), in_time) if which == "made" else (made, _number(value))
        elif name in SPECIAL:
            count, _, of = value.partition(" of ")
            found["special"][name] = (_number(count), _number(of))
        else:
            found["outside"][name] = _number("nan" if value == "none" else value)
    return Tallies(["one"], columns, hours, **found)


def plausible(declared: Ranking, many: int) -> Tallies:
    """Return tallies of many subjects in which everything a ranking asks for is known; no two subjects are alike."""
    rising = np.arange(1, many + 1, dtype=float)
    columns = {name: 20 * rising if name.endswith("due") else 10 + rising for name in TALLIES}
    columns |= dict.fromkeys(("received", "given", "closed"), 50 * rising)
    moves = {move for each in declared.indicators for move in (each.move, each.of_move) if move}
    return Tallies(
        [f"u{number}" for number in range(many)],
        columns,
        np.tile(rising[:, None], (1, BUCKETS)),
        steps=dict.fromkeys(moves, (20 * rising, 10 + rising)),
        special=dict.fromkeys(SPECIAL, (10 + rising, 20 * rising)),
        outside={each.outside: rising for each in declared.indicators if each.outside},
    )


def _number(text: str) -> Numbers:
    """Return a number of one subject."""
    return np.array([float(text)])
