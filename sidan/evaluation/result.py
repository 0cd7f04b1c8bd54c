# SPDX-License-Identifier: Apache-2.0
"""What scoring says of all subjects of one ranking: totals with intervals, ranges of ranks, tiers. Pure: no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sidan.base.errors import Words
from sidan.evaluation.tallies import Numbers

# Why a subject has no rank; it is shown apart, never as the last and never with a score of zero.
WHY: Mapping[str, Words] = {
    "few": Words("办件数不足，不排名", "too few cases to be ranked"),
    "no_data": Words("缺少数据，不排名", "not enough data to be ranked"),
    "alone": Words("同类只有一个，不排名", "alone in its class"),
    "no_class": Words("未归入任何类别，不排名", "in none of the classes"),
}


@dataclass(frozen=True)
class Part:
    """One indicator of all subjects: the figure as counted, its interval, the value shrunk, and the points for it.

    Shares are from 0 to 1. `low` and `high` bound the value 95 times in 100, NaN where a figure has no interval.
    `points` are of `weight`; where there was no data (`value` is NaN) those of the mean of the class.
    `points_low` and `points_high` are the points at the bounds.
    """

    code: str
    count: Numbers
    of: Numbers
    value: Numbers
    low: Numbers
    high: Numbers
    shrunk: Numbers
    points: Numbers
    points_low: Numbers
    points_high: Numbers
    weight: Numbers


@dataclass(frozen=True)
class Extras:
    """Bonus or deduction of one kind for all subjects: what was found and the points, deductions below zero."""

    code: str
    found: Numbers
    points: Numbers


@dataclass(frozen=True)
class Result:
    """All of a ranking's results, an entry for each of `subjects` in their order.

    `why` is "" for ranked subjects. `rank` counts from 1 within the class among the ranked, 0 for others; `rank_best`
    and `rank_worst` bound it: how many are surely better, and how many surely worse. `tier` is the code of a tier,
    or "".
    """

    subjects: Sequence[str]
    classes: Sequence[str]
    cases: Numbers
    parts: Sequence[Part]
    extras: Sequence[Extras]
    total: Numbers
    low: Numbers
    high: Numbers
    why: Sequence[str]
    rank: Sequence[int]
    rank_best: Sequence[int]
    rank_worst: Sequence[int]
    tier: Sequence[str]
    notes: Sequence[str] = field(default=())
