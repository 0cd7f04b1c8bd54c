# SPDX-License-Identifier: Apache-2.0
"""What became of redrawn areas is followed forwards and backwards, by code and by point; the past stays as it was."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sidan.base.errors import Refused
from sidan.places.areas import add_area, void_area
from sidan.places.descent import (
    Passed,
    ancestors,
    heir_at,
    living,
    passings,
    record_lineage,
    record_lineages,
    successors,
    whole_heir,
)
from sidan.places.history import areas_on
from sidan.places.lineages import Lineage
from tests.places.conftest import COMMUNITY, COUNTY, GRIDS, SOUTH, STREET, WEST, square

MERGED, DIVIDED = date(2026, 3, 1), date(2026, 9, 1)
BIG, LEFT, RIGHT = (f"{COMMUNITY}00{number}" for number in (5, 6, 7))


@pytest.fixture
def redrawn(city: None) -> None:
    """Merge the two northern grids into a big one in March, and halve that in September."""
    add_area(BIG, "大网格", from_on=MERGED, geometry=square(WEST, SOUTH + 0.01, 0.02))
    record_lineages([Passed(GRIDS[0], BIG, MERGED), Passed(GRIDS[1], BIG, MERGED)])
    for code in GRIDS[:2]:
        void_area(code, on=MERGED)
    add_area(LEFT, "西网格", from_on=DIVIDED, geometry=square(WEST, SOUTH + 0.01))
    add_area(RIGHT, "东网格", from_on=DIVIDED, geometry=square(WEST + 0.01, SOUTH + 0.01))
    record_lineages([Passed(BIG, LEFT, DIVIDED, 0.6), Passed(BIG, RIGHT, DIVIDED, 0.4)])
    void_area(BIG, on=DIVIDED)


def test_successors_follow_every_redrawing(redrawn: None):
    """An old grid is found in those that live now, and in the one that lived on a day between."""
    assert successors(GRIDS[0]) == (LEFT, RIGHT)
    assert successors(GRIDS[0], on=date(2026, 5, 1)) == (BIG,)
    assert successors(GRIDS[0], on=date(2026, 1, 1)) == (GRIDS[0],)
    assert successors(GRIDS[2]) == (GRIDS[2],)
    assert ancestors(LEFT) == (*GRIDS[:2], BIG)
    assert ancestors(GRIDS[2]) == ()


def test_the_heir_of_a_divided_grid_is_told_by_a_point(redrawn: None):
    """Inside an outline it is that one; without a point, or outside all, nobody can tell."""
    assert heir_at(GRIDS[1], WEST + 0.015, SOUTH + 0.015) == RIGHT
    assert heir_at(BIG, WEST + 0.005, SOUTH + 0.015) == LEFT
    assert heir_at(BIG, None, None) is None
    assert heir_at(BIG, WEST + 0.5, SOUTH) is None
    assert heir_at(GRIDS[2], None, None) == GRIDS[2]
    assert whole_heir(BIG) is None


def test_a_grid_of_which_a_part_lapsed_went_over_by_its_points_only(city: None):
    """One successor that took over a share is not the whole."""
    record_lineage(GRIDS[0], GRIDS[1], on=MERGED, share=0.7)
    void_area(GRIDS[0], on=MERGED)

    assert successors(GRIDS[0]) == (GRIDS[1],)
    assert whole_heir(GRIDS[0]) is None
    assert heir_at(GRIDS[0], WEST + 0.015, SOUTH + 0.015) == GRIDS[1]


def test_a_link_with_an_old_code_leads_to_what_is_there_now(redrawn: None):
    """To the one successor, or to what lies around several."""
    record_lineage(GRIDS[2], GRIDS[3], on=DIVIDED)
    void_area(GRIDS[2], on=DIVIDED)

    assert living(GRIDS[2]) == GRIDS[3]
    assert living(GRIDS[0]) == COMMUNITY
    assert living(STREET) == STREET


def test_following_takes_no_query_once_read(redrawn: None):
    """A page may ask for each of its rows."""
    successors(BIG)

    with CaptureQueriesContext(connection) as queries:
        assert all([successors(GRIDS[0]), ancestors(LEFT), living(BIG), passings([LEFT])])

    assert len(queries) <= 1  # whether anything has changed, once a second


def test_passings_are_told_the_latest_first(redrawn: None):
    """All that led to a grid, and what else its ancestors became."""
    assert [(each.source, each.target, each.is_whole) for each in passings([LEFT])] == [
        (BIG, LEFT, False),
        (BIG, RIGHT, False),
        (GRIDS[0], BIG, True),
        (GRIDS[1], BIG, True),
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(GRIDS[0], f"{COMMUNITY}099")], "There is no area 369901001001099."),
        ([(GRIDS[0], COMMUNITY)], "are areas of different levels."),
        ([(GRIDS[0], GRIDS[1]), (GRIDS[1], GRIDS[0])], "would come after itself."),
        ([(GRIDS[0], GRIDS[1]), (GRIDS[0], GRIDS[2])], "More than all of 369901001001001 would go over."),
        ([(GRIDS[0], GRIDS[1], 0.5), (GRIDS[0], GRIDS[1], 0.5)], "is written already."),
        ([(GRIDS[0], GRIDS[1], 0.0)], "More than all of"),
    ],
)
def test_a_lineage_that_cannot_be_is_refused(city: None, rows: list[tuple[str, str]], sentence: str):
    """Nothing of it is written then."""
    with pytest.raises(Refused) as refused:
        record_lineages(Passed(row[0], row[1], MERGED, *row[2:]) for row in rows)

    assert sentence in str(refused.value)
    assert not Lineage.objects.exists()


def test_many_lineages_are_written_with_few_queries(city: None, django_assert_max_num_queries):
    """A whole city is redrawn at once."""
    codes = [f"{COMMUNITY}{number:03}" for number in range(100, 300)]
    for code in (*codes, f"{COMMUNITY}300"):
        add_area(code, code)
    successors(codes[0])

    with django_assert_max_num_queries(8):
        record_lineages(Passed(code, f"{COMMUNITY}300", MERGED) for code in codes)

    assert len(ancestors(f"{COMMUNITY}300")) == 200


def test_the_grids_of_a_day_are_those_that_were_there(redrawn: None):
    """From their first day, until the day before they were given up."""
    later = [BIG, *GRIDS[2:]]

    assert [area.code for area in areas_on(COMMUNITY, date(2026, 5, 1))] == sorted(later)
    assert [area.code for area in areas_on(COUNTY, DIVIDED)] == sorted([*GRIDS[2:], LEFT, RIGHT])
    assert [area.code for area in areas_on(COMMUNITY, date(2020, 1, 1))] == GRIDS
