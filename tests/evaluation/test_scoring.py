# SPDX-License-Identifier: Apache-2.0
"""From figures to scores: what a losing unit would ask, and the laws that keep the answer fair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidan.base.errors import Words
from sidan.evaluation.declare import Band, Extra, Tier
from sidan.evaluation.figure import amount
from tests.evaluation.rankings import ranking, scored, shares, weighed

PLENTY = settings(max_examples=60, deadline=None)
PAIR = st.integers(0, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
CLASS = st.lists(PAIR, min_size=2, max_size=12)


def test_one_bad_review_does_not_drop_a_town_to_the_bottom() -> None:
    """Of towns with full marks, one with a single failure among many cases stays within the range of the others."""
    result = scored(ranking(), shares(*[(30, 30)] * 9, (29, 30)))

    assert result.tier[9] == result.tier[0]
    assert result.rank_best[9] == 1
    naive = scored(ranking(shrinks=False, ties=False), shares(*[(30, 30)] * 9, (29, 30)))
    assert (naive.rank[9], naive.tier[9]) == (10, "third"), "what goes wrong elsewhere"


def test_a_clear_difference_is_still_seen() -> None:
    """Fairness to chance is not blindness: 60 of 100 stands surely below 95 of 100."""
    result = scored(ranking(), shares((95, 100), (94, 100), (96, 100), (93, 100), (60, 100)))

    assert result.rank[4] == 5
    assert result.rank_best[4] == result.rank_worst[4] == 5
    assert result.tier[4] == "third"


def test_without_data_one_is_unranked_and_neither_last_nor_full() -> None:
    """No case at all, too few, or too much missing: each is told apart, and none has a rank."""
    asked = ranking(weighed("solved", 70), weighed("income", 30, scale="best", measure="outside"), minimum=5)
    solved = shares((0, 0), (3, 4), (9, 10), (8, 10), (7, 10))
    income = amount(np.array([5.0, 5.0, 6.0, 7.0, np.nan]))

    result = scored(asked, solved, income, cases=np.array([0, 4, 10, 10, 10]))

    assert list(result.why) == ["few", "few", "", "", "no_data"]
    assert list(result.rank) == [0, 0, 1, 2, 0] or list(result.rank) == [0, 0, 2, 1, 0]
    assert [result.tier[place] for place in (0, 1, 4)] == ["", "", ""]


def test_what_is_missing_stands_at_the_mean_of_the_class_where_a_file_allows_it() -> None:
    """A fifth of the weights may be missing; the points are those of the others on the whole, and the value says so."""
    asked = ranking(weighed("solved", 80), weighed("income", 20, scale="target", target=10, measure="outside"))
    result = scored(asked, shares(*[(8, 10)] * 4), amount(np.array([10.0, 5.0, 0.0, np.nan])))

    assert list(result.why) == [""] * 4
    assert np.isnan(result.parts[1].value[3])
    assert result.parts[1].points[3] == pytest.approx(10)


def test_a_class_of_one_has_no_rank() -> None:
    """Nobody is first among one."""
    result = scored(ranking(), shares((9, 10), (8, 10), (7, 10)), classes=["large", "large", "small"])

    assert list(result.why) == ["", "", "alone"]


def test_classes_are_compared_with_themselves_alone() -> None:
    """Adding another class changes nothing in the first."""
    small = scored(ranking(), shares((9, 10), (8, 10), (5, 10), (7, 10)))
    both = scored(ranking(), shares((9, 10), (8, 10), (5, 10), (7, 10), (1, 90), (2, 90)), classes=list("aaaabb"))

    assert list(both.rank[:4]) == list(small.rank)
    assert both.total[:4] == pytest.approx(small.total)


def test_scales_directions_and_bounds() -> None:
    """Each way of turning a value into points, by numbers that can be worked out by hand."""
    raw = {"shrinks": False}
    late = scored(ranking(weighed("late", 100, direction="less"), **raw), shares((2, 10), (0, 10)))
    best = scored(ranking(weighed("solved", 100, scale="best"), **raw), shares((4, 10), (8, 10)))
    target = scored(ranking(weighed("solved", 100, scale="target", target=0.9), **raw), shares((9, 20), (19, 20)))
    bands = (Band(least=0.7, gives=1), Band(least=0.5, gives=0.5))
    banded = scored(
        ranking(weighed("solved", 100, scale="bands", bands=bands), **raw), shares((7, 10), (5, 10), (4, 10))
    )
    floor = scored(ranking(weighed("solved", 100, least_points=60), **raw), shares((0, 10), (9, 10)))
    few = scored(
        ranking(weighed("petitions", 100, scale="best", direction="less", measure="outside"), **raw),
        amount(np.array([0.0, 1.0, 3.0])),
    )

    assert late.total == pytest.approx([80, 100])
    assert best.total == pytest.approx([50, 100])
    assert target.total == pytest.approx([50, 100])
    assert banded.total == pytest.approx([100, 50, 0])
    assert floor.total == pytest.approx([60, 90])
    assert few.total == pytest.approx([100, 50, 25])


def test_bonuses_and_deductions_are_bounded() -> None:
    """Two points an award, six at most; a case of fraud takes ten."""
    asked = ranking(
        shrinks=False,
        bonuses=(Extra(code="award", name=Words("奖", "award"), outside="awards", points=2, at_most=6),),
        deductions=(Extra(code="fraud", name=Words("假", "fraud"), outside="frauds", points=10, at_most=10),),
    )
    found = {"award": np.array([1.0, 9.0, np.nan]), "fraud": np.array([0.0, 2.0, 0.0])}

    result = scored(asked, shares((5, 10), (5, 10), (5, 10)), extras=found)

    assert result.total == pytest.approx([52, 46, 50])


def test_tiers_by_score_and_ties() -> None:
    """A threshold decides where the file says so; who is not surely worse than the last of a tier may stand in it."""
    marks = (
        Tier(code="good", name=Words("好", "good"), least=80),
        Tier(code="fair", name=Words("中", "fair"), least=60),
    )
    firm = ranking(tier_by="score", tiers=marks, shrinks=False, ties=False)
    kind = ranking(tier_by="score", tiers=marks, shrinks=False)
    figures = shares((85, 100), (78, 100), (50, 100))

    assert list(scored(firm, figures).tier) == ["good", "fair", ""]
    assert list(scored(kind, figures).tier) == ["good", "good", ""]


@PLENTY
@given(CLASS, st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(pairs: list[tuple[int, int]], random: object) -> None:
    """Whoever comes first in the list has no advantage."""
    order = list(range(len(pairs)))
    random.shuffle(order)  # type: ignore[attr-defined]

    straight = scored(ranking(), shares(*pairs))
    mixed = scored(ranking(), shares(*[pairs[place] for place in order]))

    assert [straight.rank[place] for place in order] == list(mixed.rank)
    assert [straight.tier[place] for place in order] == list(mixed.tier)
    assert mixed.total == pytest.approx([straight.total[place] for place in order])


@PLENTY
@given(CLASS, st.data(), st.sampled_from(["share", "best", "target", "bands"]), st.booleans())
def test_one_more_good_outcome_never_lowers_a_score(
    pairs: list[tuple[int, int]], data: st.DataObject, scale: str, shrinks: bool
) -> None:
    """Under every scale, shrunk or not, with another indicator beside it that stays as it was."""
    chosen = data.draw(st.integers(0, len(pairs) - 1))
    more = {"target": {"target": 0.8}, "bands": {"bands": (Band(least=0.8, gives=1), Band(least=0.4, gives=0.5))}}
    asked = ranking(weighed("solved", 60, scale=scale, **more.get(scale, {})), weighed("other", 40), shrinks=shrinks)
    other = shares(*[(3, 5)] * len(pairs))
    better = [(count + 1, of + 1) if place == chosen else (count, of) for place, (count, of) in enumerate(pairs)]
    cases = np.array([max(of, 5) for _, of in pairs])

    before = scored(asked, shares(*pairs), other, cases=cases)
    after = scored(asked, shares(*better), other, cases=cases)

    assert after.total[chosen] >= before.total[chosen] - 1e-9


@PLENTY
@given(CLASS)
def test_ranges_hold_the_rank_and_tiers_follow_the_ranks(pairs: list[tuple[int, int]]) -> None:
    """Nobody ranked stands outside the own range, nor above somebody of a better tier."""
    result = scored(ranking(), shares(*pairs))
    tiers = {"first": 0, "second": 1, "third": 2}

    ranked = [place for place, why in enumerate(result.why) if not why]
    for place in ranked:
        assert result.rank_best[place] <= result.rank[place] <= result.rank_worst[place]
        assert result.low[place] <= result.total[place] <= result.high[place]
    by_rank = sorted(ranked, key=lambda place: result.rank[place])
    assert [tiers[result.tier[place]] for place in by_rank] == sorted(tiers[result.tier[place]] for place in ranked)


def test_an_amount_has_no_interval_and_is_not_shrunk() -> None:
    """What was measured elsewhere is taken as it is."""
    asked = ranking(weighed("income", 100, scale="best", measure="outside"))
    result = scored(asked, amount(np.array([10.0, 20.0, 40.0])))

    assert result.total == pytest.approx([25, 50, 100])
    assert result.low == pytest.approx(result.total)
