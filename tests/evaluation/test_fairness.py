# SPDX-License-Identifier: Apache-2.0
"""What is promised of chance, tried against worlds whose truth is known; `bench/fairness.py` prints it at length."""

import numpy as np
import pytest

from sidan.evaluation.intervals import interval, surely_ahead
from sidan.evaluation.shrinking import credible, prior_of, shrunk
from tests.evaluation.rankings import ranking, scored, shares


def world(seed: int, many: int = 400) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the true shares of units of unlike size, and the count and number of cases that chance gave them."""
    draw = np.random.default_rng(seed)
    truth = draw.beta(16, 4, many)
    of = np.exp(draw.uniform(np.log(5), np.log(500), many)).astype(int).astype(float)
    return truth, draw.binomial(of.astype(int), truth).astype(float), of


def test_intervals_hold_the_truth_95_times_in_100() -> None:
    """Over many units of every size; and those drawn towards the class do, too."""
    raw, drawn = [], []
    for seed in range(40):
        truth, count, of = world(seed)
        low, high = interval(count, of)
        raw.append(((low <= truth) & (truth <= high)).mean())
        prior = prior_of(count, of)
        low, high = credible(*shrunk(count, of, prior), prior)
        drawn.append(((low <= truth) & (truth <= high)).mean())

    assert np.mean(raw) == pytest.approx(0.95, abs=0.015)
    assert np.mean(drawn) == pytest.approx(0.95, abs=0.015)


def test_shrinking_comes_nearer_to_the_truth() -> None:
    """In every one of these worlds, and by a third of the squared error or more in all."""
    raw, drawn = [], []
    for seed in range(40):
        truth, count, of = world(seed)
        x, n = shrunk(count, of, prior_of(count, of))
        raw.append(((count / of - truth) ** 2).mean())
        drawn.append(((x / n - truth) ** 2).mean())

    assert all(after < before for before, after in zip(raw, drawn, strict=True))
    assert sum(drawn) < 0.67 * sum(raw)


def test_equal_units_are_seldom_told_apart() -> None:
    """Of pairs whose truth is the same, few differ surely: no more than the one in twenty that 95 % allow for."""
    draw = np.random.default_rng(7)
    of = np.exp(draw.uniform(np.log(5), np.log(500), 300)).astype(int)
    count = draw.binomial(of, 0.9).astype(float)
    result = scored(ranking(), shares(*zip(count, of.astype(float), strict=True)))

    better, worse = surely_ahead(result.total, result.low, result.high)

    assert better.sum() == worse.sum()
    assert better.sum() / (300 * 299 / 2) < 0.05


def test_the_own_cases_are_always_heard() -> None:
    """However alike the others are, a unit that fails half of the time does not look like them."""
    count, of = np.array([20.0] * 30 + [10.0]), np.array([20.0] * 31)
    x, n = shrunk(count, of, prior_of(count, of))

    assert (x / n)[30] < 0.96
    assert (x / n)[:30].min() > 0.96
