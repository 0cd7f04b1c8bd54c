# SPDX-License-Identifier: Apache-2.0
"""Who is proposed for a need: never anybody kept apart, away, full or refused; by nothing that became of the past."""

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st

from sidan.base.errors import Words
from sidan.matching.experts import (
    MOST_PROPOSED,
    STEP,
    Expert,
    Need,
    all_fits,
    hindrance_of,
    named_in,
    propose,
    reasons,
)

SKILLS = ("finance", "law", "technology")
LANGUAGES = ("english", "japanese")
WORDS = ("陶瓷热处理", "合同纠纷", "铸件气孔", "")

experts = st.builds(
    Expert,
    code=st.uuids().map(str),
    unit=st.sampled_from(("college", "lawyers", "institute")),
    area_code=st.sampled_from(("", "3610", "361002", "361003")),
    skills=st.frozensets(st.sampled_from(SKILLS)),
    languages=st.frozensets(st.sampled_from(LANGUAGES)),
    words=st.sampled_from(WORDS),
    capacity=st.integers(0, 3),
    held=st.integers(0, 3),
    is_absent=st.booleans(),
    is_apart=st.booleans(),
    is_declined=st.booleans(),
)
needs = st.builds(
    Need,
    number=st.integers(1, 99).map(lambda number: f"ZJ{number}"),
    area_code=st.just("361002001"),
    skills=st.lists(st.sampled_from(SKILLS), unique=True).map(tuple),
    languages=st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    words=st.sampled_from(WORDS),
)


@trials(max_examples=120, deadline=None, database=None)
@given(needs, st.lists(experts, max_size=9, unique_by=lambda each: each.code))
def test_nobody_is_proposed_who_may_not_be(need: Need, there: list[Expert]) -> None:
    """At most three, each once, none kept apart, away, full, refused before or serving elsewhere; always the same."""
    found = propose(need, there)

    by_code = {each.code: each for each in there}
    assert len({each.code for each in found}) == len(found) <= MOST_PROPOSED
    for each in found:
        expert = by_code[each.code]
        assert hindrance_of(need, expert) is None
        assert not expert.is_apart
        assert not expert.is_absent
        assert not expert.is_declined
        assert expert.held < expert.capacity
        assert need.area_code.startswith(expert.area_code)
        assert each.has_reason
    assert propose(need, there) == found == propose(need, there[::-1])
    rest = [each for each in all_fits(need, there) if each.has_reason and each not in found]
    assert len(found) == MOST_PROPOSED or not rest
    assert all(each.fit <= min(one.fit for one in found) + STEP for each in rest)


def test_nothing_of_what_became_of_proposals_is_looked_at() -> None:
    """An expert is known by abilities, place and room alone: there is no column in which success could stand."""
    assert {each.name for each in fields(Expert)} == {
        "code", "unit", "area_code", "point", "skills", "languages", "words", "capacity", "held", "is_absent",
        "is_apart", "is_declined",
    }  # fmt: skip


def test_units_take_turns_among_the_equally_fit() -> None:
    """Two of one unit come only where another unit has nobody as fit."""
    there = [
        *(Expert(f"C{number}", "college", skills=frozenset({"law"})) for number in range(5)),
        Expert("L1", "lawyers", skills=frozenset({"law"})),
        Expert("I1", "institute", skills=frozenset({"law"})),
    ]

    for number in range(12):
        found = propose(Need(f"ZJ{number}", skills=("law",)), there)
        assert {each.unit for each in found} == {"college", "lawyers", "institute"}


def test_nobody_is_always_first() -> None:
    """Among equals the number of the order decides."""
    there = [Expert(f"E{number}", f"unit{number}", skills=frozenset({"law"})) for number in range(4)]

    firsts = {propose(Need(f"ZJ{number}", skills=("law",)), there)[0].code for number in range(60)}

    assert firsts == {"E0", "E1", "E2", "E3"}


def test_the_fitter_goes_before_the_equal_and_words_count_where_no_skill_is_named() -> None:
    """Skills answered first; where the vocabulary has no word, what both texts say."""
    both = Expert("B", "college", skills=frozenset({"law", "finance"}))
    one = Expert("A", "lawyers", skills=frozenset({"law"}))
    assert [each.code for each in propose(Need("ZJ1", skills=("law", "finance")), [one, both])] == ["B", "A"]

    potter = Expert("P", "college", words="陶瓷、热处理")
    found = propose(Need("ZJ1", words="陶瓷热处理后开裂"), [one, potter, replace(potter, code="X", is_declined=True)])
    assert [each.code for each in found] == ["P"]
    assert found[0].alike > 0.3


def test_a_language_asked_for_decides_among_those_who_can_and_proposes_nobody_by_itself() -> None:
    """Whoever can do it and speaks it goes first; a skill more stands before it; speaking it alone is no reason."""
    can = Expert("A", "lawyers", skills=frozenset({"law"}))
    both = replace(can, code="B", languages=frozenset({"english"}))
    speaks = Expert("C", "college", languages=frozenset({"english", "japanese"}))
    for number in range(6):
        found = propose(Need(f"ZJ{number}", skills=("law",), languages=("english",)), [can, both, speaks])
        assert [(each.code, each.spoken) for each in found] == [("B", ("english",)), ("A", ())]
    more = replace(can, code="D", skills=frozenset({"law", "finance"}))
    assert propose(Need("ZJ1", skills=("law", "finance"), languages=("english",)), [both, more])[0].code == "D"
    (first, *_), names = found, {"english": Words("英语", "English")}
    assert "Speaks what is asked for: %(languages)s." in [each["text"] for each in reasons(first, names)]


def test_skills_are_named_by_any_of_their_words() -> None:
    """Chinese words anywhere in the text, others as whole words."""
    vocabulary = {"finance": ("融资", "贷款"), "law": ("law", "法务"), "english": ("英语", "English")}

    assert named_in("想申请贷款，签英语合同", vocabulary) == ("finance", "english")
    assert named_in("There is a flaw", vocabulary) == ()
    assert named_in("English LAW", vocabulary) == ("law", "english")
