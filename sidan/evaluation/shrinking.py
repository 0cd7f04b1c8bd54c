# SPDX-License-Identifier: Apache-2.0
"""Shares of small units are drawn towards their class, by how much units of the class really differ. Pure: no Django.

Empirical Bayes with a beta prior: a unit with x of n has (x + a) / (n + a + b). The mean of the prior, a / (a + b),
is the share of the *others* of the class. How strong it is, a + b, follows from how much units differ: the variance
between the others by moments (Kleinman 1973), and beside it, as one more unit, the own distance from them. So a unit
far from all the others is not drawn to them, and one more good outcome can never lower a unit's own value: below the
mean it brings the unit nearer and strengthens the prior, above it it weakens it (the proof by cases stands in
docs/topics/evaluation.md).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, expit, polygamma

from sidan.base.share import Z_95
from sidan.evaluation.intervals import interval
from sidan.evaluation.tallies import Numbers

# With fewer others nothing can be said of how units differ.
LEAST_OTHERS = 3
# However alike a class is, it counts for no more than this many of its usual number of cases, so that what a unit did
# itself is always heard.
MOST_SIZES = 10


@dataclass(frozen=True)
class Prior:
    """What the others of the class say of each unit: their common share, and how many cases that is worth."""

    mean: Numbers
    strength: Numbers


def prior_of(count: Numbers, of: Numbers) -> Prior:
    """Return for each unit of one class the prior from the others; strength 0 where there are too few.

    The mean is NaN where no other has a case.
    """
    known = of > 0
    x, n = np.where(known, count, 0.0), np.where(known, of, 0.0)
    squares = np.divide(x**2, n, out=np.zeros(len(x)), where=known)
    others = known.sum() - known
    cases, good, spread, sizes = n.sum() - n, x.sum() - x, squares.sum() - squares, (n**2).sum() - n**2
    some = np.maximum(cases, 1e-12)
    # Half a good and half a bad case more: a class without a single failure still knows that there may be one.
    mean = (good + 0.5) / (cases + 1)
    within = mean * (1 - mean)
    room = cases - sizes / some - (others - 1)
    between = np.divide(
        spread - cases * (good / some) ** 2 - within * (others - 1), room, out=np.zeros(len(x)), where=room > 1e-9
    )
    size = np.maximum(n, 1e-12)
    own = np.where(known, np.maximum((x / size - mean) ** 2 - within / size, 0), 0)
    between = (others * np.maximum(between, 0) + own) / (others + 1)
    most = np.minimum(cases, MOST_SIZES * cases / np.maximum(others, 1))
    strength = np.where(between > 0, within / np.maximum(between, 1e-12) - 1, np.inf)
    strength = np.where(others >= LEAST_OTHERS, np.clip(strength, 0, most), 0.0)
    return Prior(np.where(cases > 0, mean, np.nan), strength)


def shrunk(count: Numbers, of: Numbers, prior: Prior) -> tuple[Numbers, Numbers]:
    """Return count and number of cases with the prior's added; where the class says nothing they are as they were.

    A unit without a case stands at the mean of the others, with no more certainty than the prior has.
    """
    return count + prior.strength * np.nan_to_num(prior.mean), of + prior.strength


def credible(count: Numbers, of: Numbers, prior: Prior) -> tuple[Numbers, Numbers]:
    """Return the bounds that hold the true share 95 times in 100, given what `shrunk` returned; NaN without a case.

    The beta distribution's logarithm of odds, taken as normal with its exact mean and variance; where there is no prior
    it is Wilson's interval.
    """
    low, high = interval(count, of)
    drawn = prior.strength > 0
    good, bad = np.where(drawn, count, 1.0), np.where(drawn, of - count, 1.0)
    middle, width = digamma(good) - digamma(bad), Z_95 * np.sqrt(polygamma(1, good) + polygamma(1, bad))
    return np.where(drawn, expit(middle - width), low), np.where(drawn, expit(middle + width), high)
