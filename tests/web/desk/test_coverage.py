# SPDX-License-Identifier: Apache-2.0
"""How grids are staffed, on the desk: sentences, gaps, loads and the sheet; and who may not see it."""

import io
from typing import Any

import pytest
import python_calamine
from pytest_django import DjangoAssertNumQueries

from sidan.people.duty import parse_duty
from sidan.people.models import AuditEntry, Post
from sidan.people.staffing import be_away
from sidan.places.models import Area
from tests.world import COUNTY, MORNING, NORTH, SOUTH, World

pytestmark = pytest.mark.usefixtures("kept_for_long")

GRID = f"{NORTH}001001"


def page(world: World, name: str, query: str = "", path: str = "/desk/coverage") -> Any:
    """Return the page as somebody sees it, in English."""
    return world.client(name).get(f"{path}?lang=en&{query}")


def words(world: World, name: str, query: str = "") -> str:
    """Return what the page says."""
    return str(page(world, name, query).content.decode())


@pytest.fixture
def staffed(world: World) -> World:
    """Return the county with crew over the northern community on all days but Sunday, and a grid's own crew."""
    world.hold("north_crew", role="crew", area=f"{NORTH}001")
    Post.objects.filter(user__username="north_crew").update(duty=parse_duty("周一至周六"))
    return world


def test_sentences_count_the_grids_of_each_day(staffed: World) -> None:
    """The world's crew is in its own grid on Sunday too, so two of the street's three grids have nobody then."""
    text = words(staffed, "dispatcher")

    assert "2 grids have nobody on Sunday 15 March." in text
    assert "2 grids have nobody on Sunday 22 March." in text
    assert "Monday 16 March." not in text


def test_the_leader_sees_the_county_and_goes_on_to_a_street(staffed: World) -> None:
    """The southern street has no crew at all."""
    county, street = words(staffed, "leader"), words(staffed, "leader", f"area={SOUTH}")

    assert "5 grids have nobody on Sunday 15 March." in county
    assert "3 grids have no crew at all." in county
    assert "Tuesday 10 March." not in county
    assert "南门第1网格" in street
    assert "北门第2网格" not in street


def test_who_stands_in_is_named_to_staff(staffed: World) -> None:
    """Beside the grid and the days."""
    post = staffed.people["crew"].posts.get()
    day = MORNING.date().replace(day=15)
    be_away(post, substitute=staffed.people["handler"], from_on=day, until_on=day, by=staffed.actor("crew"))

    text = words(staffed, "dispatcher")

    assert "<b>王照明</b> · 北门第1网格" in text
    assert "Who stands in" in text


@pytest.mark.parametrize("name", ["crew", "handler", "intake", "revisitor", "stranger"])
def test_nobody_else_sees_how_grids_are_staffed(staffed: World, name: str) -> None:
    """Neither page nor sheet, with 403; and no entry leads there."""
    assert page(staffed, name).status_code == 403
    assert page(staffed, name, path="/desk/coverage/sheet").status_code == 403


@pytest.mark.parametrize("query", [f"area={SOUTH}", f"area={COUNTY}", "area=3699"])
def test_a_dispatcher_sees_no_other_street(staffed: World, query: str) -> None:
    """Nor what lies around the own one."""
    assert page(staffed, "dispatcher", query).status_code == 403
    assert page(staffed, "dispatcher", query, path="/desk/coverage/sheet").status_code == 403


@pytest.mark.parametrize("query", ["area=..", "from=someday", "from=1999-01-01", "from=9999-12-31"])
def test_what_there_is_not_is_not_found(staffed: World, query: str) -> None:
    """In words, and without a crash."""
    assert page(staffed, "leader", query).status_code == 404


def test_the_load_counts_orders_and_households_for_each_post(staffed: World) -> None:
    """The post over the community is a third in each of its grids; grids stand by code."""
    for _ in range(2):
        staffed.submit()

    text = words(staffed, "dispatcher", "show=load")
    rows = [row.replace(" ", "") for row in text.split("<tr>")[2:]]

    assert "1.33" in rows[0]
    assert ">300<" in rows[0]
    assert rows[0].count(">2<") == 3
    assert ">1,200<" in rows[1]
    assert text.index("001001001") < text.index("001001002")
    assert "is no ranking" in text


def test_the_sheet_has_all_grids_and_days_and_is_written_down(staffed: World) -> None:
    """One row a grid by code, one column a day."""
    answer = page(staffed, "dispatcher", path="/desk/coverage/sheet")

    table = python_calamine.load_workbook(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in table[1:]] == [f"{NORTH}00100{number}" for number in (1, 2, 3)]
    assert [cell for cell in table[2] if cell == "nobody"] == ["nobody"] * 2
    assert AuditEntry.objects.get(action="coverage.exported").details == {"count": 3}


@pytest.mark.parametrize("show", ["", "show=load"])
def test_the_page_costs_the_same_for_many_grids(
    staffed: World, show: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """At most four queries of its own beside the frame's (session, person, posts, messages) and the stamp's."""
    parent = Area.objects.get(code=f"{NORTH}001")
    Area.objects.bulk_create(
        Area(code=f"{NORTH}001{number:03d}", name=f"第{number}网格", level="grid", parent=parent, households=400)
        for number in range(100, 400)
    )
    browser = staffed.client("leader")
    browser.get(f"/desk/coverage?{show}")

    with django_assert_max_num_queries(9):
        answer = browser.get(f"/desk/coverage?lang=en&{show}")

    assert "of 303 are shown" in answer.content.decode() or "of 306 are shown" in answer.content.decode()
