# SPDX-License-Identifier: Apache-2.0
"""Areas are added, renamed and given up, and nothing that happened in them is lost."""

import threading
from datetime import date

import pytest
from django.db import connection

from sidan.base.errors import NotFound, Refused
from sidan.places.areas import add_area, add_grid, amend_area, find_area, rename_area, void_area
from sidan.places.models import Area
from sidan.places.names import name_of, path_text
from tests.places.conftest import CITY, COMMUNITY, COUNTY, GRIDS, STREET, square

TODAY = date(2026, 9, 1)


def test_an_area_lies_in_the_one_its_code_begins_with(city: None):
    """Level and parent come from the code, which may be written with its zeros."""
    area = add_area("369901002005", " 南山 村 ", kind="village")

    assert (area.code, area.level, area.parent_id, area.name) == ("369901002005", "community", "369901002", "南山 村")
    assert add_area("369902000000", "西山县").code == "369902"


def test_an_outline_gives_the_area_a_point(city: None):
    """A point in the middle of the outline, unless one is given."""
    area = find_area(GRIDS[2])
    assert (area.lon, area.lat) == (116.005, 28.005)

    moved = amend_area(GRIDS[2], geometry=square(116.0, 28.0), point=(116.001, 28.001))
    assert (moved.lon, moved.lat) == (116.001, 28.001)
    assert amend_area(GRIDS[2], point=None).lon is None


def test_a_new_grid_gets_the_next_number(city: None):
    """A void grid's number counts as used."""
    void_area(GRIDS[3], on=TODAY)

    assert add_grid(COMMUNITY, "第五网格").code == f"{COMMUNITY}005"


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_get_two_numbers():
    """Adding waits for the other's commit, and both grids are there."""
    add_area(CITY, "临江市")
    for code, name in ((COUNTY, "东山县"), (STREET, "北门街道"), (COMMUNITY, "北门社区")):
        add_area(code, name)
    together = threading.Barrier(4)

    def add(number: int) -> None:
        together.wait()
        add_grid(COMMUNITY, f"第{number}网格")
        connection.close()

    clerks = [threading.Thread(target=add, args=[number]) for number in range(4)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert list(Area.objects.filter(level="grid").values_list("code", flat=True)) == GRIDS


@pytest.mark.parametrize(
    ("code", "name", "sentence"),
    [
        ("369903001", "北门街道", "There is no area 369903."),
        (GRIDS[0], "第一网格", f"The code {GRIDS[0]} belongs to 第1网格."),
        (f"{COMMUNITY}009", " 　 ", "A place needs a name."),
        ("36990", "县", "The code must have 4, 6, 9, 12 or 15 digits; it has 5."),
    ],
)
def test_what_does_not_fit_is_refused(city: None, code: str, name: str, sentence: str):
    """A missing area around it, a code in use, no name, no code."""
    with pytest.raises(Refused) as refused:
        add_area(code, name)

    assert str(refused.value) == sentence


def test_a_void_code_is_never_used_again(city: None):
    """The refusal says whose it was and until when; nothing can be changed or added there any more."""
    void_area(GRIDS[0], on=TODAY)

    with pytest.raises(Refused, match=f"The code {GRIDS[0]} belonged to 第1网格 until 2026-09-01"):
        add_area(GRIDS[0], "第一网格")
    with pytest.raises(Refused, match="第1网格 was given up on 2026-09-01"):
        amend_area(GRIDS[0], households=3)
    with pytest.raises(Refused, match="第1网格 was given up on 2026-09-01"):
        void_area(GRIDS[0], on=TODAY)
    assert Area.objects.get(code=GRIDS[0]).is_void


def test_an_area_with_others_in_it_is_not_given_up(city: None):
    """First what lies inside."""
    with pytest.raises(Refused, match="北门社区 still has 第1网格 in it"):
        void_area(COMMUNITY, on=TODAY)

    for grid in GRIDS:
        void_area(grid, on=TODAY)
    assert void_area(COMMUNITY, on=TODAY).is_void
    with pytest.raises(Refused, match="北门社区 was given up"):
        add_grid(COMMUNITY, "第五网格")


def test_a_new_name_is_seen_at_once_and_a_void_area_keeps_its_own(city: None):
    """Pages name areas from memory, in both languages, void ones too."""
    rename_area(GRIDS[0], "东门网格", name_en="East Gate Grid")
    void_area(GRIDS[0], on=TODAY)

    assert name_of(GRIDS[0]).in_language("en") == "East Gate Grid"
    assert path_text(GRIDS[0], language="zh-hans", below="3699") == "东山县 / 北门街道 / 北门社区 / 东门网格"
    assert path_text(STREET, language="en") == "Linjiang / Dongshan / Beimen Street"
    assert path_text("369955", language="en", below="3699") == "369955"
    assert str(name_of("369955")) == "369955"


def test_names_cost_no_query(city: None, django_assert_num_queries):
    """A list of orders names its places from memory."""
    name_of(COUNTY)

    with django_assert_num_queries(0):
        assert [path_text(code, language="zh-hans") for code in GRIDS]


def test_an_area_is_found_by_either_form_of_its_code(city: None):
    """What is not there is told as not found, and garbage too."""
    assert find_area("369901000000").name == "东山县"
    for code in ("369955", "no code", ""):
        with pytest.raises(NotFound, match="There is no area"):
            find_area(code)
