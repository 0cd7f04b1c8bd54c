# SPDX-License-Identifier: Apache-2.0
"""How a value becomes points: the part of an indicator's weight that is given, from 0 to 1. Pure: no Django.

Every scale rises with what is good, and looks at others only where it says so (`best`), and then never at the subject
itself: one more good outcome cannot lower the points.
"""

import numpy as np

from sidan.evaluation.declare import Weighed
from sidan.evaluation.tallies import Numbers


def best_of_others(indicator: Weighed, values: Numbers, is_share: bool, may_lead: Numbers) -> Numbers:
    """Return for each the best value among the others of the class that may lead it; NaN where there is none.

    `may_lead` is 1 for those with enough cases to be ranked: the best of three cases is chance.
    """
    good = goodness(indicator, values, is_share)
    good = np.where((may_lead > 0) & ~np.isnan(good), good, -np.inf)
    if len(good) == 0:
        return good
    order = np.argsort(good)
    first = good[order[-1]]
    second = good[order[-2]] if len(good) > 1 else -np.inf
    others = np.where(np.arange(len(good)) == order[-1], second, first)
    return np.where(np.isinf(others), np.nan, others)


def goodness(indicator: Weighed, values: Numbers, is_share: bool) -> Numbers:
    """Return values so that more is better: a share of bad cases becomes that of the others, an amount its reciprocal.

    To amounts of which less is better one is added first, so that a best of nought does not decide everything.
    """
    if indicator.direction == "more":
        return values
    return 1 - values if is_share else 1 / (1 + np.maximum(values, 0))


def fraction(indicator: Weighed, values: Numbers, *, is_share: bool, best: Numbers | None = None) -> Numbers:
    """Return the part of the weight given for each value; NaN for NaN. `best` is needed by the scale of that name."""
    if indicator.scale == "bands":
        return _by_bands(indicator, values)
    good = goodness(indicator, values, is_share)
    if indicator.scale == "target":
        return np.clip(good / _goal(indicator, is_share), 0, 1)
    if indicator.scale == "best":
        assert best is not None
        led = np.where(np.isnan(best), good, np.maximum(best, 0))
        # Where the best is nothing, nobody did worse than it.
        part = np.divide(good, led, out=np.ones(len(good)), where=led > 0)
        return np.where(np.isnan(good), np.nan, np.clip(part, 0, 1))
    return np.clip(good, 0, 1)


def points(indicator: Weighed, given: Numbers) -> Numbers:
    """Return the points for the parts given, within the bounds the file sets."""
    found = indicator.weight * given
    if indicator.least_points is not None:
        found = np.maximum(found, indicator.least_points)
    if indicator.most_points is not None:
        found = np.minimum(found, indicator.most_points)
    return found


def _goal(indicator: Weighed, is_share: bool) -> float:
    """Return the target as goodness."""
    assert indicator.target is not None
    return float(goodness(indicator, np.array([indicator.target]), is_share)[0])


def _by_bands(indicator: Weighed, values: Numbers) -> Numbers:
    """Return what the first band gives whose bound a value reaches: at least it, or at most it where less is better."""
    given = np.where(np.isnan(values), np.nan, 0.0)
    for band in reversed(indicator.bands):
        reaches = values >= band.least if indicator.direction == "more" else values <= band.least
        given = np.where(reaches, band.gives, given)
    return given
