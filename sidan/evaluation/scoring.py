# SPDX-License-Identifier: Apache-2.0
"""Figures become scores: shrunk, turned into points, added up, ranked and tiered, class by class. Pure: no Django.

No data is never zero and never full: a missing figure stands at the mean points of the others of the class and is said
to be missing, and whoever lacks too much of the weights is unranked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidan.evaluation.declare import FULL_MARKS, Extra, Ranking, Weighed
from sidan.evaluation.figure import Figure
from sidan.evaluation.intervals import interval, surely_ahead
from sidan.evaluation.points import best_of_others, fraction, points
from sidan.evaluation.ranks import ranks, tier_numbers
from sidan.evaluation.result import Extras, Part, Result
from sidan.evaluation.shrinking import credible, prior_of, shrunk
from sidan.evaluation.tallies import Numbers

Members = NDArray[np.intp]


def score(
    ranking: Ranking,
    figures: Sequence[Figure],
    *,
    subjects: Sequence[str],
    classes: Sequence[str],
    cases: Numbers,
    extras: Mapping[str, Numbers] | None = None,
) -> Result:
    """Return the result of a ranking; `figures` in the order of its indicators, the rest in that of `subjects`.

    `classes` holds the code of each one's class, "" for none; `cases` how many settled cases each has; `extras` how
    much of each bonus and deduction was found. The order of subjects changes nothing.
    """
    enough = cases >= ranking.minimum
    parts = [_empty(indicator, figure) for indicator, figure in zip(ranking.indicators, figures, strict=True)]
    names = np.array(classes, dtype=object)
    for code in sorted(set(classes) - {""}):
        members = np.flatnonzero(names == code)
        for indicator, figure, part in zip(ranking.indicators, figures, parts, strict=True):
            _fill(indicator, figure, part, members, shrinks=ranking.shrinks, enough=enough[members])
    found = _extras(ranking, extras or {}, len(subjects))
    total, low, high, lacking = _totals(parts, found, len(subjects))
    why = _reasons(ranking, names, enough, lacking)
    return _placed(
        ranking,
        Result(subjects, classes, cases, parts, found, total, low, high, why, (), (), (), ()),
        names,
    )


@dataclass(frozen=True)
class Standing:
    """Who is ranked, and where: what `place` finds."""

    rank: Members
    best: Members
    worst: Members
    tier: Members


def place(ranking: Ranking, total: Numbers, low: Numbers, high: Numbers, groups: Sequence[Members]) -> Standing:
    """Return ranks, ranges of ranks and numbers of tiers of the ranked of each class; 0 and -1 for everybody else."""
    many = len(total)
    rank, best, worst = (np.zeros(many, dtype=np.intp) for _ in range(3))
    standing = Standing(rank, best, worst, tier=np.full(many, -1, dtype=np.intp))
    for members in groups:
        inside = total[members], low[members], high[members]
        better, worse = surely_ahead(*inside)
        standing.rank[members] = ranks(inside[0])
        standing.best[members] = better.astype(np.intp) + 1
        standing.worst[members] = len(members) - worse.astype(np.intp)
        standing.tier[members] = tier_numbers(ranking, *inside)
    return standing


def ranked_groups(names: NDArray[np.object_], why: Sequence[str]) -> list[Members]:
    """Return the ranked members of each class."""
    is_ranked = np.array([not reason for reason in why])
    return [np.flatnonzero((names == code) & is_ranked) for code in sorted(set(names) - {""})]


def _empty(indicator: Weighed, figure: Figure) -> Part:
    """Return an indicator's part before the classes are gone through."""
    many = len(figure.count)

    def blank() -> Numbers:
        return np.full(many, np.nan)

    low, high = interval(figure.count, figure.of) if figure.form == "share" else (blank(), blank())
    return Part(
        indicator.code,
        count=figure.count,
        of=figure.of,
        value=figure.value,
        low=low,
        high=high,
        shrunk=blank(),
        points=blank(),
        points_low=blank(),
        points_high=blank(),
        weight=np.zeros(many),
    )


def _fill(
    indicator: Weighed, figure: Figure, part: Part, members: Members, *, shrinks: bool, enough: NDArray[np.bool_]
) -> None:
    """Fill in one class of a part: shrunk values, points and their bounds; `enough` says who may be ranked."""
    is_share = figure.form == "share"
    count, of, value = figure.count[members], figure.of[members], part.value[members]
    known = ~np.isnan(value)
    if not known.any():
        return
    low = high = value
    if is_share:
        prior = prior_of(count, of)
        drawn = shrunk(count, of, prior) if shrinks else (count, of)
        stands = np.divide(drawn[0], drawn[1], out=np.full(len(of), np.nan), where=drawn[1] > 0)
        low, high = credible(*drawn, prior) if shrinks else interval(*drawn)
        # Without a case of one's own one stands where the others do on the whole.
        stands, low, high = (np.where(known, bound, prior.mean) for bound in (stands, low, high))
        part.shrunk[members] = value = stands
    best = None
    if indicator.scale == "best":
        best = best_of_others(indicator, part.value[members], is_share, enough.astype(float))
    ends = [points(indicator, fraction(indicator, each, is_share=is_share, best=best)) for each in (value, low, high)]
    at = _with_mean_of_others(ends[0], known | (is_share & ~np.isnan(ends[0])))
    part.points[members] = at
    # Of what less is better, the upper bound of the value gives the fewer points.
    part.points_low[members] = np.fmin(at, np.fmin(ends[1], ends[2]))
    part.points_high[members] = np.fmax(at, np.fmax(ends[1], ends[2]))
    part.weight[members] = indicator.weight


def _with_mean_of_others(found: Numbers, known: NDArray[np.bool_]) -> Numbers:
    """Return points where what is not known stands at the mean of what is."""
    return np.where(known, found, found[known].mean()) if known.any() else found


def _extras(ranking: Ranking, found: Mapping[str, Numbers], many: int) -> list[Extras]:
    """Return bonuses and deductions, each bounded by the most that it may give or take."""

    def one(extra: Extra, sign: int) -> Extras:
        what = np.nan_to_num(found.get(extra.code, np.zeros(many)))
        return Extras(extra.code, what, sign * np.clip(extra.points * what, 0, extra.at_most))

    return [*(one(each, 1) for each in ranking.bonuses), *(one(each, -1) for each in ranking.deductions)]


def _totals(parts: Sequence[Part], extras: Sequence[Extras], many: int) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Return totals with their bounds, and which part of the weights has no figure of one's own.

    An indicator nobody of a class has is left out for all of it. The bounds of a sum are recovered from those of its
    parts as if these were independent of one another; see the limits in docs/topics/evaluation.md.
    """
    weight = sum((part.weight for part in parts), start=np.zeros(many))
    scale = np.divide(FULL_MARKS, weight, out=np.zeros(many), where=weight > 0)
    at = sum((np.nan_to_num(part.points) for part in parts), start=np.zeros(many)) * scale
    down = sum((np.nan_to_num(part.points - part.points_low) ** 2 for part in parts), start=np.zeros(many))
    up = sum((np.nan_to_num(part.points_high - part.points) ** 2 for part in parts), start=np.zeros(many))
    lacking = sum((part.weight * np.isnan(part.value) for part in parts), start=np.zeros(many))
    lacking = np.divide(lacking, weight, out=np.ones(many), where=weight > 0)
    total = at + sum((extra.points for extra in extras), start=np.zeros(many))
    return total, total - np.sqrt(down) * scale, total + np.sqrt(up) * scale, lacking


def _reasons(ranking: Ranking, names: NDArray[np.object_], enough: NDArray[np.bool_], lacking: Numbers) -> list[str]:
    """Return why each has no rank, "" for those who have one."""
    why = [
        "no_class" if not name else "few" if not many else "no_data" if lack > ranking.missing_most + 1e-9 else ""
        for name, many, lack in zip(names, enough, lacking, strict=True)
    ]
    for code in set(names) - {""}:
        ranked = [number for number, name in enumerate(names) if name == code and not why[number]]
        if len(ranked) == 1:
            why[ranked[0]] = "alone"
    return why


def _placed(ranking: Ranking, result: Result, names: NDArray[np.object_]) -> Result:
    """Return the result with ranks and tiers."""
    groups = ranked_groups(names, result.why)
    standing = place(ranking, result.total, result.low, result.high, groups)
    codes = [tier.code for tier in ranking.tiers] + [""]
    return replace(
        result,
        rank=standing.rank.tolist(),
        rank_best=standing.best.tolist(),
        rank_worst=standing.worst.tolist(),
        tier=[codes[number] if number >= 0 else "" for number in standing.tier],
    )
