# SPDX-License-Identifier: Apache-2.0
"""What the score of duplicates promises whatever the texts: the same both ways, and nothing likelier than the same."""

from hypothesis import given
from hypothesis import strategies as st

from sidan.dispatch.duplicates_score import (
    LIKELY,
    Circumstances,
    even_weights,
    features,
    joint,
    likenesses,
    text_odds,
)
from sidan.dispatch.duplicates_terms import Terms, place_names, plain, terms_of
from sidan.dispatch.duplicates_words import shared_words

texts = st.text(alphabet="路灯坏了小区三期3魅力之城油烟噪音，。 abA７😀停水電梯", max_size=60)


def score(first: str, second: str, **around: float) -> float:
    """Return the joint score of two texts in a city without orders."""
    odds = text_odds(features(terms_of(first), [terms_of(second)], even_weights()))[0]
    return joint(float(odds), Circumstances(**around))


@given(texts, texts)
def test_the_score_is_the_same_both_ways(first: str, second: str) -> None:
    """Whichever of two messages came first."""
    assert score(first, second) == score(second, first)


@given(texts, texts)
def test_nothing_is_likelier_than_the_same_words(first: str, second: str) -> None:
    """A message beside itself has the highest score there is."""
    if len(terms_of(first)):
        assert score(first, first) >= score(first, second)


@given(texts)
def test_terms_are_kept_and_read_back(text: str) -> None:
    """What is written into the database is what is compared."""
    terms = terms_of(text)

    assert list(Terms.from_bytes(terms.to_bytes()).codes) == list(terms.codes)


def test_spellings_of_a_place_are_one() -> None:
    """Numbers, full-width and traditional characters, dots and the names of districts change nothing."""
    assert plain("A3区魅力之城第三期") == plain("A3区魅力之城３期") == plain("A3區魅力之城三期")
    assert plain("伊景园·滨河苑") == plain("伊景园滨河苑")
    assert place_names(plain("A5区魅力之城小区油烟扰民")) == ["魅力之城小区"]


def test_the_order_of_the_clauses_hardly_matters() -> None:
    """The same sentences the other way round are the same message."""
    one = "魅力之城小区楼下烧烤店油烟直排，晚上噪音很大，窗户都不敢开，多次投诉没有结果。"
    other = "多次投诉没有结果，窗户都不敢开，晚上噪音很大，魅力之城小区楼下烧烤店油烟直排。"

    assert score(one, other) > 0.8


def test_near_and_soon_raise_the_score_and_far_and_late_lower_it() -> None:
    """Fifty metres and a day speak for it, three kilometres and half a year against."""
    one, other = "路灯坏了晚上很黑", "这里的路灯不亮看不见"

    assert score(one, other, metres=20) > score(one, other, metres=500) > score(one, other, metres=5000)
    assert score(one, other, days=0) > score(one, other, days=200)
    assert score("x", "垃圾没人收", metres=9000) < LIKELY


def test_a_quick_look_agrees_with_itself() -> None:
    """A message is as like itself as can be, and not at all like one with which it shares nothing."""
    found = likenesses(
        terms_of("楼道灯坏了"), [terms_of("楼道灯坏了"), terms_of("水管爆裂"), terms_of("")], even_weights()
    )

    assert [round(float(each), 3) for each in found] == [1.0, 0.0, 0.0]


def test_reasons_are_words_of_both() -> None:
    """The place as the one spells it, and the rarest words they share; none of a stranger."""
    places, words = shared_words("魅力之城小区油烟直排扰民", "万科魅力之城的油烟直排太熏人", even_weights())

    assert any("魅力之城" in place for place in places)
    assert "油烟直排" in words
    assert shared_words("停水了", "路灯坏了", even_weights()) == ((), ())
