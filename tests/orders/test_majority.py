# SPDX-License-Identifier: Apache-2.0
"""Thresholds are exact: a half is not more than a half, and two thirds are at least two thirds."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sidan.base.errors import Refused, Words
from sidan.orders.majority import Alternative, Counted, Decision, Terms, Threshold, Weight, judge, weight_of

SIGNS = st.sampled_from(["more_than", "at_least"])
MANY = st.integers(min_value=0, max_value=10**15)


@pytest.mark.parametrize(
    ("text", "part", "whole", "reached"),
    [
        ("more_than 1/2", 50, 100, False),
        ("more_than 1/2", 51, 100, True),
        ("more_than 1/2", 2, 3, True),
        ("at_least 2/3", 66, 99, True),
        ("at_least 2/3", 65, 99, False),
        ("at_least 2/3", 66, 100, False),
        ("at_least 2/3", 67, 100, True),
        ("at_least 3/4", 3, 4, True),
        ("more_than 3/4", 3, 4, False),
        # A third that no float holds: at this size floats call it reached.
        ("at_least 2/3", 666_666_666_666_666, 10**15, False),
    ],
)
def test_the_number_itself_counts_only_where_it_says_so(text: str, part: int, whole: int, reached: bool) -> None:
    """过半数 excludes the half; 以上 includes the number."""
    assert Threshold.parse(text).is_reached(part, whole) is reached


@given(sign=SIGNS, top=st.integers(1, 99), bottom=st.integers(1, 99), part=MANY, whole=st.integers(1, 10**15))
def test_a_threshold_agrees_with_fractions(sign: str, top: int, bottom: int, part: int, whole: int) -> None:
    """Whatever the numbers, the answer is that of exact fractions."""
    assume(top <= bottom)
    share, need = Fraction(part, whole), Fraction(top, bottom)

    reached = Threshold.parse(f"{sign} {top}/{bottom}").is_reached(part, whole)

    assert reached == (share >= need if sign == "at_least" else share > need)


@given(sign=SIGNS, top=st.integers(1, 99), bottom=st.integers(1, 99), whole=st.integers(1, 10**12))
def test_the_least_that_reaches_it_reaches_it_and_one_less_does_not(
    sign: str, top: int, bottom: int, whole: int
) -> None:
    """The number a page names as needed is the smallest one."""
    assume(top <= bottom)
    threshold = Threshold.parse(f"{sign} {top}/{bottom}")

    least = threshold.least_of(whole)

    assert threshold.is_reached(least, whole)
    assert not threshold.is_reached(least - 1, whole)


@given(sign=SIGNS, part=st.integers(0, 1000), whole=st.integers(0, 1000), factor=st.integers(1, 1000))
def test_the_unit_of_measure_does_not_matter(sign: str, part: int, whole: int, factor: int) -> None:
    """Square metres or square decimetres come to the same."""
    threshold = Threshold.parse(f"{sign} 2/3")

    assert threshold.is_reached(part, whole) == threshold.is_reached(part * factor, whole * factor)


@pytest.mark.parametrize("text", ["", "1/2", "more_than 0/2", "more_than 1/0", "at_least 3/2", "at least 2/3", "x 1/2"])
def test_what_is_no_threshold_is_refused(text: str) -> None:
    """A mistyped threshold is told, not guessed."""
    with pytest.raises(Refused, match="is no threshold"):
        Threshold.parse(text)


def test_nothing_of_nothing_reaches_nothing() -> None:
    """A body without members has no quorum."""
    assert not Threshold.parse("at_least 1/2").is_reached(0, 0)


def terms(*quorum: Alternative, roll: str = "owners", by: tuple[str, ...] = ("area", "heads")) -> Terms:
    """Return terms with these ways to a quorum, more than a half of those who vote deciding."""
    decision = Decision(
        code="general", name=Words("一般", "general"), by=by, threshold="more_than 1/2", of="taking_part", basis="x"
    )
    return Terms(roll=roll, counts="voted", quorum=quorum, decision=decision)


OWNERS = terms(Alternative(rolls=("owners",), by=("area", "heads"), threshold="at_least 2/3"))


@pytest.mark.parametrize(
    ("heads", "area", "quorate"), [(60, 600, True), (59, 600, False), (60, 599, False), (90, 599, False)]
)
def test_owners_need_both_heads_and_area(heads: int, area: int, quorate: bool) -> None:
    """Two thirds of the heads do not make up for a square decimetre that is missing."""
    verdict = judge(
        OWNERS, everybody=Weight(heads=90, area=900), taking_part=Weight(heads=heads, area=area), agreed=Weight()
    )

    assert verdict.is_quorate is quorate


def test_an_alternative_is_for_the_rolls_it_names_and_one_is_enough() -> None:
    """More than half of the adults, or two thirds of the households; a list of households knows only the second."""
    ways = (
        Alternative(rolls=("adults",), by=("heads",), threshold="more_than 1/2"),
        Alternative(rolls=("adults", "households"), by=("households",), threshold="at_least 2/3"),
    )
    everybody, came = Weight(heads=100, households=30), Weight(heads=40, households=20)

    for_adults = judge(terms(*ways, roll="adults"), everybody=everybody, taking_part=came, agreed=came)
    for_households = judge(
        terms(*ways, roll="households"),
        everybody=Weight(heads=30, households=30),
        taking_part=Weight(heads=19, households=19),
        agreed=Weight(),
    )

    assert [each.is_reached for each in for_adults.quorum] == [False, True]
    assert for_adults.is_quorate
    assert [each.measure for each in for_households.quorum] == ["households"]
    assert not for_households.is_quorate


def test_a_household_counts_once_and_not_at_all_when_one_is_unknown() -> None:
    """Three of one family are one household; a list with gaps counts none."""
    family = [(1, 0, "3-101"), (1, 0, "3-101"), (1, 0, "3-102")]

    assert weight_of(family) == Weight(heads=3, households=2)
    assert weight_of([*family, (1, 0, "")], has_households=False) == Weight(heads=4)


def test_the_working_is_told_in_words() -> None:
    """A reader sees part, whole, what is needed and what came of it."""
    counted = Counted("area", 600_050, 900_000, Threshold.parse("at_least 2/3"))

    assert counted.words().zh == "面积 6,000.50 m² / 9,000.00 m²，须2/3 以上（含 2/3）即至少 6,000.00 m²：达到"
    assert counted.words().en == "area 6,000.50 m² of 9,000.00 m²; at least 2/3, so 6,000.00 m², is needed: reached"
