# SPDX-License-Identifier: Apache-2.0
"""The tree is picked from level by level, in memory."""

from datetime import date

from sidan.base.errors import Words
from sidan.places.areas import add_grid, void_area
from sidan.places.queries import Choice
from sidan.places.tree import beneath
from tests.places.conftest import CITY, COMMUNITY, COUNTY, GRIDS, STREET


def test_each_level_is_given_in_the_order_of_codes(city: None, django_assert_num_queries):
    """One query loads the tree; walking down it costs none, and a code that is none has nothing beneath."""
    assert beneath("") == (Choice(CITY, Words("临江市", "Linjiang"), True),)

    with django_assert_num_queries(0):
        assert beneath(COUNTY) == (
            Choice(STREET, Words("北门街道", "Beimen Street"), True),
            Choice(f"{COUNTY}002", Words("南山镇", ""), False),
        )
        assert [choice.code for choice in beneath(COMMUNITY)] == GRIDS
        assert beneath("369955") == beneath(GRIDS[0]) == ()


def test_what_is_given_up_or_added_is_seen_at_once(city: None):
    """A void grid is not offered any more; a new one is."""
    assert len(beneath(COMMUNITY)) == 4

    void_area(GRIDS[1], on=date(2026, 9, 1))
    added = add_grid(COMMUNITY, "第五网格")

    assert [choice.code for choice in beneath(COMMUNITY)] == [GRIDS[0], GRIDS[2], GRIDS[3], added.code]
