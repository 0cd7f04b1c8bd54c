# SPDX-License-Identifier: Apache-2.0
"""Codes say the level, the area around and the order of numbering, and are never given twice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.places import codes

GRID = "361002003001007"


def test_a_code_tells_its_level_and_what_it_lies_in():
    """Each level adds its digits to the code of the area around it."""
    assert [codes.level_of(code) for code in codes.path_of(GRID)] == ["city", "county", "town", "community", "grid"]
    assert codes.path_of(GRID) == ("3610", "361002", "361002003", "361002003001", GRID)
    assert (codes.county_of(GRID), codes.town_of(GRID), codes.community_of(GRID)) == codes.path_of(GRID)[1:4]
    assert (codes.parent_of(GRID), codes.parent_of("3610")) == ("361002003001", "")
    assert (codes.town_of("361002"), codes.county_of("3610")) == ("", "")


@pytest.mark.parametrize(
    ("kept", "official"),
    [
        ("3610", "361000000000"),
        ("361002", "361002000000"),
        ("361002003", "361002003000"),
        ("361002003010", "361002003010"),
        ("361030", "361030000000"),
        (GRID, GRID),
    ],
)
def test_official_codes_are_filled_with_zeros(kept: str, official: str):
    """What offices write and what is kept turn into each other; a zero that counts is no filling."""
    assert codes.official(kept) == official
    assert codes.stripped(official) == kept
    assert codes.stripped(kept) == kept


def test_a_code_may_be_written_in_groups():
    """Spaces and full-width digits do not matter."""
    assert codes.stripped("361002 003 ０００") == "361002003"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("36100200300100", "The code must have 4, 6, 9, 12 or 15 digits; it has 14."),
        ("3610A2", "The code may hold digits only."),
        ("061002", "061002 is not the code of an area."),
        ("0000", "0000 is not the code of an area."),
        ("", "The code must have 4, 6, 9, 12 or 15 digits; it has 0."),
        ("3.61E+14", "the spreadsheet has shortened the number to 3.61E+14"),
    ],
)
def test_what_is_no_code_is_refused(text: str, sentence: str):
    """Each refusal says what a code looks like."""
    with pytest.raises(Refused) as refused:
        codes.stripped(text)

    assert str(refused.value).startswith(sentence)


def test_only_kept_codes_have_a_level():
    """A code with filling zeros would lie about its level."""
    for code in ("361002000", "361002003001000", "36100", "x", "3６10"):
        assert not codes.is_code(code)
        with pytest.raises(Refused):
            codes.level_of(code)


def test_the_next_grid_comes_after_the_last_one_ever_given():
    """A void code in between or at the end is not used again."""
    community = "361002003001"
    used = {f"{community}001", f"{community}002", f"{community}007", "361002003002009"}

    assert codes.next_free(community, used=used) == f"{community}008"
    assert codes.next_free(community, used=set()) == f"{community}001"


def test_numbers_left_out_are_used_when_the_last_is_reached():
    """After 999 the gaps are filled, and when there is none left the clerk is told."""
    community = "361002003001"
    all_numbers = {f"{community}{number:03}" for number in range(1, 1000)}

    assert codes.next_free(community, used=all_numbers - {f"{community}404"}) == f"{community}404"
    with pytest.raises(Refused, match="has given out all 999 numbers"):
        codes.next_free(community, used=all_numbers)
    with pytest.raises(Refused, match="Grids are numbered within a village or community"):
        codes.next_free("361002003", used=set())


def test_grids_are_numbered_west_to_east_and_north_to_south():
    """Centres that are not quite level stand in one row all the same."""
    centres = {
        "d": (116.001, 27.951),
        "b": (116.012, 27.962),
        "a": (116.0, 27.96),
        "e": (116.011, 27.949),
        "c": (116.02, 27.959),
    }

    assert codes.reading_order(centres) == ["a", "b", "c", "d", "e"]
    assert codes.numbered("361002003001", centres, used={"361002003001004"}) == {
        key: f"36100200300100{number}" for key, number in zip("abcde", (5, 6, 7, 8, 9), strict=True)
    }


@given(st.dictionaries(st.integers(), st.tuples(st.floats(115, 117), st.floats(26, 29)), max_size=40))
def test_every_place_is_numbered_once(centres: dict[int, tuple[float, float]]):
    """However the centres lie, all are numbered, and a place due north of another comes first."""
    order = codes.reading_order(centres)

    assert sorted(order) == sorted(centres)
    for earlier, later in pairwise(order):
        assert centres[earlier][1] >= centres[later][1] or centres[earlier][0] <= centres[later][0]


def test_a_site_code_is_read_as_it_is_spoken():
    """Case, spaces and look-alike letters do not matter."""
    assert codes.site_code(" 1OIL-a2b3 ") == "1011a2b3"
    for text in ("1011a2b", "1011a2b3c", "1011a2bu", "东门楼道一二三四"):
        with pytest.raises(Refused, match="is not the code of a site"):
            codes.site_code(text)


def test_site_codes_follow_no_order():
    """Nothing can be told from one code about another."""
    made = {codes.new_site_code() for _ in range(1000)}

    assert len(made) == 1000
    assert all(codes.site_code(code) == code for code in made)
