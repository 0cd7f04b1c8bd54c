# SPDX-License-Identifier: Apache-2.0
"""What a drawing comes to: which grids keep their code, which take over, and how households are divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Refused, Words
from sidan.places.drawing.outcome import Part, household_shares, outcome, proposed, require_sums
from sidan.places.drawing.strokes import Bend, Draw, Join, Split, played
from tests.places.test_drawing import SOUTH, STEP, WEST, field, sheet

ACROSS = Split(((WEST + 0.5 * STEP, SOUTH - 0.001), (WEST + 0.5 * STEP, SOUTH + STEP + 0.001)))
CORNER = (WEST + STEP, SOUTH + STEP)


def came_to(*strokes):
    """Return what strokes over the fields come to."""
    begin = sheet()
    return outcome(begin.shapes, field(), played(begin, strokes))


def sources(result):
    """Return the shares of ground of each part, to two places."""
    return {part.key: {code: round(share, 2) for code, share in part.sources.items()} for part in result.parts}


def test_nothing_drawn_is_nothing_to_save():
    """Neither is a stroke without an effect."""
    assert came_to().is_nothing
    assert came_to(Bend(((CORNER, CORNER),))).is_nothing


def test_a_split_gives_up_the_old_grid_and_corrects_the_neighbour_at_the_end_of_the_line():
    """The parts take over by their ground; the northern neighbour keeps its code and gets a corner."""
    result = came_to(ACROSS)

    assert sources(result) == {"new1": {"00": 0.5}, "new2": {"00": 0.5}}
    assert list(result.corrected) == ["01"]
    assert result.gone == ("00",)
    assert result.asked == ("new1", "new2")


def test_a_part_joined_to_a_neighbour_takes_over_from_both():
    """Strokes one after another come to one change: three old grids and their two heirs."""
    result = came_to(ACROSS, Join(("new1", "10")))

    assert sources(result) in (
        {"new2": {"00": 0.5}, "new3": {"00": 0.5, "10": 1.0}},
        {"new1": {"00": 0.5}, "new3": {"00": 0.5, "10": 1.0}},
    )


def test_a_corrected_border_keeps_both_codes():
    """Less than a tenth of the ground goes over: nobody's grid changes."""
    result = came_to(Bend((((WEST + STEP, SOUTH + 0.5 * STEP), (WEST + 0.95 * STEP, SOUTH + 0.5 * STEP)),)))

    assert sorted(result.corrected) == ["00", "10"]
    assert result.parts == []


def test_a_border_moved_far_makes_two_new_grids_of_both():
    """More than a tenth goes over: both are redrawn, so that figures of before and after are not mixed."""
    result = came_to(Bend((((WEST + STEP, SOUTH + 0.5 * STEP), (WEST + 0.4 * STEP, SOUTH + 0.5 * STEP)),)))

    assert sources(result) == {"00": {"00": 0.7}, "10": {"00": 0.3, "10": 1.0}}
    assert result.corrected == {}


def test_a_grid_on_empty_ground_is_added():
    """It takes over from nobody."""
    result = came_to(Draw(((116.03, 28.0), (116.04, 28.0), (116.04, 28.01), (116.03, 28.01))))

    assert list(result.added) == ["new1"]
    assert result.parts == []


@given(number=st.integers(0, 5000), weights=st.lists(st.floats(0.01, 1), min_size=1, max_size=6))
def test_proposed_households_add_up(number, weights):
    """Whatever the shares, nobody is lost or counted twice."""
    parts = [Part(f"new{index}", None, {"a": weight}) for index, weight in enumerate(weights)]

    assert sum(proposed({"a": number}, parts).values()) == number
    assert set(proposed({"a": None}, parts).values()) == {None}


def test_shares_follow_the_households_the_planner_sets():
    """One old grid: each part's households by all. Several: shares of ground, fitted to both sides' households."""
    parts = [Part("new1", None, {"a": 0.5}), Part("new2", None, {"a": 0.5, "b": 1.0})]

    alone = household_shares({"a": 400}, {"new1": 300, "new2": 100}, [parts[0], Part("new2", None, {"a": 0.5})])
    several = household_shares({"a": 400, "b": 100}, {"new1": 300, "new2": 200}, parts)
    unknown = household_shares({"a": None, "b": 100}, {"new1": 300, "new2": None}, parts)

    assert alone == [{"a": pytest.approx(0.75)}, {"a": pytest.approx(0.25)}]
    assert several == [{"a": pytest.approx(0.75)}, {"a": pytest.approx(0.25), "b": pytest.approx(1)}]
    assert unknown == [{"a": 0.5}, {"a": 0.5, "b": 1.0}]


def test_households_that_do_not_add_up_are_told():
    """The sentence names the grids and both sums."""
    parts = [Part("new1", None, {"a": 0.5}), Part("new2", None, {"a": 0.5})]

    with pytest.raises(Refused) as refused:
        require_sums({"a": 400}, {"new1": 200, "new2": 190}, parts, names={"a": Words("甲", "A")})

    assert "A: 400 households before, 390 after" in str(refused.value)
