# SPDX-License-Identifier: Apache-2.0
"""How firm a tier is, and what a few more cases would change."""

import numpy as np
import pytest

from sidan.evaluation.sensitivity import TRIALS, sensitivity
from sidan.evaluation.whatif import Kept, rescored, what_if, with_more
from tests.evaluation.rankings import ranking, scored, shares, weighed

TWO = ranking(weighed("solved", 50), weighed("signed", 50), shrinks=False, ties=False)


def test_a_tier_that_hangs_on_a_weight_is_said_to() -> None:
    """Two who trade places when one weight moves are not steady; one who leads in everything is."""
    result = scored(
        TWO,
        shares((99, 100), (90, 100), (70, 100), (60, 100), (50, 100)),
        shares((99, 100), (69, 100), (90, 100), (60, 100), (50, 100)),
    )

    found = sensitivity(TWO, result, seed=1)

    assert found.trials == 4, "all corners of two weights"
    assert found.steady["u0"] == 1
    assert 0 < found.steady["u1"] < 1
    assert found.decides["u0"] == ""
    assert found.decides["u1"] in ("solved", "signed")


def test_trials_are_seeded_where_there_are_too_many_corners() -> None:
    """Twelve indicators have 4,096 corners; the same seed gives the same trials."""
    asked = ranking(*[weighed(f"i{number}", 100 / 12) for number in range(12)])
    draw = np.random.default_rng(3)
    figures = [shares(*[(float(draw.integers(10, 20)), 20.0) for _ in range(8)]) for _ in range(12)]
    result = scored(asked, *figures)

    one, again = (sensitivity(asked, result, seed=5) for _ in range(2))

    assert one.trials == TRIALS
    assert one == again


def test_the_same_ranking_under_other_rules_stands_beside_it() -> None:
    """Without shrinkage, or with the excluded back, as the caller computed them."""
    asked = ranking()
    figures = shares((30, 30), (30, 30), (2, 2), (29, 30))
    result = scored(asked, figures)
    raw = scored(ranking(shrinks=False, ties=False), figures)

    found = sensitivity(asked, result, seed=1, unshrunk=raw)

    assert found.without_shrinkage == dict(zip(raw.subjects, raw.tier, strict=True))
    assert found.with_excluded == {}


def test_what_was_kept_gives_the_same_result_again() -> None:
    """Numerators and denominators are all that is needed."""
    figures = [shares((9, 10), (5, 10), (0, 0)), shares((3, 4), (2, 8), (1, 1))]
    result = scored(TWO, *figures)

    again = rescored(TWO, _kept(result))

    assert again.total == pytest.approx(result.total)
    assert list(again.rank) == list(result.rank)


def test_three_more_answered_in_time_may_change_the_rank() -> None:
    """The others stay as they were, and the answer is the rank that would be."""
    result = scored(TWO, shares((9, 10), (6, 10), (8, 10)), shares((9, 10), (8, 10), (8, 10)))
    kept = _kept(result)
    assert result.rank[1] == 3

    better, place = what_if(TWO, kept, "u1", {"solved": (3, 0)})

    assert (place, better.rank[1]) == (1, 2)
    assert better.total[0] == result.total[0]


def test_more_than_all_is_all() -> None:
    """Whoever asks for more solved than there were is answered as if all had been, and nothing falls below zero."""
    kept = _kept(scored(TWO, shares((9, 10), (6, 10)), shares((9, 10), (8, 10))))[1]

    assert with_more(kept, {"solved": (50, 0)}).figures["solved"] == (10, 10)
    assert with_more(kept, {"solved": (-50, -50)}).figures["solved"] == (0, 0)
    assert with_more(kept, {"solved": (3, 3)}).cases == kept.cases + 3


def _kept(result: object) -> list[Kept]:
    """Return what a round would keep of a result."""
    parts = result.parts  # type: ignore[attr-defined]
    return [
        Kept(subject, "all", float(result.cases[place]), {p.code: (p.count[place], p.of[place]) for p in parts}, {})  # type: ignore[attr-defined]
        for place, subject in enumerate(result.subjects)  # type: ignore[attr-defined]
    ]
