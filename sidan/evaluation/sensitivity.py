# SPDX-License-Identifier: Apache-2.0
"""What would the tiers be if the weights were a little different, or a rule were off? Pure: no Django.

Printed beside every ranking (DOMAIN 10.3). All corners of weights 10 % up or down are tried where there are few
indicators, else seeded trials between them; the weights are brought back to their sum each time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from sidan.evaluation.declare import FULL_MARKS, Ranking
from sidan.evaluation.ranks import ranks, tier_numbers
from sidan.evaluation.result import Part, Result
from sidan.evaluation.scoring import Members, ranked_groups
from sidan.evaluation.tallies import Numbers

MOVED = 0.1
# Up to ten indicators have no more corners than this; beyond, as many trials are drawn.
TRIALS = 1024


@dataclass(frozen=True)
class Sensitivity:
    """How firm the tiers are, by the code of each ranked subject.

    `steady` is the part of the trials in which the tier stayed; `without_shrinkage` and `with_excluded` the tier under
    those rules; `decides` the one indicator without which the tier would be another, "" where none is.
    """

    trials: int
    steady: Mapping[str, float]
    without_shrinkage: Mapping[str, str]
    with_excluded: Mapping[str, str]
    decides: Mapping[str, str]


def sensitivity(
    ranking: Ranking,
    result: Result,
    *,
    seed: int,
    unshrunk: Result | None = None,
    with_excluded: Result | None = None,
) -> Sensitivity:
    """Return how firm a result's tiers are; the two other results are the same ranking under another rule."""
    groups = ranked_groups(np.array(result.classes, dtype=object), result.why)
    trials = _trials(len(result.parts), seed=seed)
    steady: dict[str, float] = {}
    decides: dict[str, str] = {}
    for members in groups:
        steady.update(_steadiness(ranking, result, members, trials))
        decides.update(_deciding(ranking, result, members))
    return Sensitivity(
        trials=len(trials),
        steady=steady,
        without_shrinkage=_tiers_of(unshrunk),
        with_excluded=_tiers_of(with_excluded),
        decides=decides,
    )


def _trials(many: int, *, seed: int) -> Numbers:
    """Return factors of the weights, a row for each trial."""
    if 2**many <= TRIALS:
        return np.array(list(product((1 - MOVED, 1 + MOVED), repeat=many)))
    return np.random.default_rng(seed).uniform(1 - MOVED, 1 + MOVED, (TRIALS, many))


@dataclass(frozen=True)
class _Bare:
    """The parts of one class as matrices: what each gives of its weight, squared distances to the bounds, extras."""

    weight: Numbers
    gives: Numbers
    down: Numbers
    up: Numbers
    extra: Numbers

    def totals(self, factors: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Return totals with bounds under factors of the weights."""
        weight = self.weight * factors
        scale = np.divide(FULL_MARKS, weight.sum(), out=np.zeros(()), where=weight.sum() > 0)
        total = self.gives @ weight * scale + self.extra
        width = weight**2
        return total, total - np.sqrt(self.down @ width) * scale, total + np.sqrt(self.up @ width) * scale


def _bare(result: Result, members: Members) -> _Bare:
    """Return the parts of one class as matrices."""

    def of(part: Part, points: Numbers) -> Numbers:
        weight = part.weight[members]
        return np.divide(np.nan_to_num(points[members]), weight, out=np.zeros(len(members)), where=weight > 0)

    gives = np.array([of(part, part.points) for part in result.parts]).T
    low = np.array([of(part, part.points_low) for part in result.parts]).T
    high = np.array([of(part, part.points_high) for part in result.parts]).T
    extra = sum((each.points[members] for each in result.extras), start=np.zeros(len(members)))
    weight = np.array([part.weight[members].max(initial=0) for part in result.parts])
    return _Bare(weight, gives, (gives - low) ** 2, (high - gives) ** 2, extra)


def _steadiness(ranking: Ranking, result: Result, members: Members, trials: Numbers) -> dict[str, float]:
    """Return for each of a class in which part of the trials its tier stays."""
    bare = _bare(result, members)
    usual = tier_numbers(ranking, *bare.totals(np.ones(len(bare.weight))))
    stays = np.zeros(len(members))
    for factors in trials:
        stays += tier_numbers(ranking, *bare.totals(factors)) == usual
    return {result.subjects[member]: float(part) for member, part in zip(members, stays / len(trials), strict=True)}


def _deciding(ranking: Ranking, result: Result, members: Members) -> dict[str, str]:
    """Return for each of a class the indicator without which its tier changes; of several, that which moves it most."""
    bare = _bare(result, members)
    ones = np.ones(len(bare.weight))
    at = bare.totals(ones)
    usual, rank = tier_numbers(ranking, *at), ranks(at[0])
    found = [""] * len(members)
    furthest = np.zeros(len(members))
    for number, part in enumerate(result.parts):
        factors = ones.copy()
        factors[number] = 0
        other = bare.totals(factors)
        moved = np.abs(ranks(other[0]) - rank) + 1.0
        for place in np.flatnonzero((tier_numbers(ranking, *other) != usual) & (moved > furthest)):
            found[place], furthest[place] = part.code, moved[place]
    return {result.subjects[member]: code for member, code in zip(members, found, strict=True)}


def _tiers_of(result: Result | None) -> dict[str, str]:
    """Return the tier of each ranked subject of another result."""
    if result is None:
        return {}
    ranked: Sequence[tuple[str, str, str]] = list(zip(result.subjects, result.tier, result.why, strict=True))
    return {subject: tier for subject, tier, why in ranked if not why}
