# SPDX-License-Identifier: Apache-2.0
"""The leaders' page and the public totals: what they show, to whom, and at what cost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sidan.base.clock import now
from sidan.base.sheets import read_table
from sidan.people.models import AuditEntry
from sidan.reports.figures import figures
from sidan.web.board.telling import stage_rows
from tests.world import COUNTY, NORTH, SOUTH, Clock, World

pytestmark = pytest.mark.usefixtures("kept_for_long")

Budget = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Begin and end without totals of another test."""
    cache.clear()
    yield
    cache.clear()


def test_a_leader_sees_what_is_open_and_late(world: World, clock: Clock) -> None:
    """Stages, streets, units and the red list stand on one page, with their working."""
    late = world.submit("下水道堵了，臭水流到马路上。")
    done = world.answered()
    world.move(done, "solved", "reporter", satisfaction=4)
    clock.forward(hours=1)
    world.sweep()

    page = world.client("leader").get("/board/").content.decode()

    assert late.number in page
    assert "下水道堵了" in page
    assert "超时未派" in page
    assert "北门街道" in page
    assert "1 / 1" in page
    assert "n = 1" in page


def test_stages_of_one_name_are_one_row(world: World) -> None:
    """Whether a unit or the crew has answered, both orders wait for a verdict under the same words."""
    world.answered()
    quick = world.submit()
    world.move(quick, "answer_now", "dispatcher", answer="今天下午就来修。")

    rows = stage_rows(figures([COUNTY], at=now()))

    assert [(row.name.zh, row.pile.count) for row in rows] == [("待评单", 2)]


def test_a_board_without_orders_says_so(world: World) -> None:
    """Nothing to count is “no data”, neither 0 nor 100 %."""
    page = world.client("leader").get("/board/").content.decode()

    assert "暂无数据" in page
    assert "0.0%" not in page
    assert "100.0%" not in page
    assert "红榜上没有工单" in page


@pytest.mark.parametrize("person", ["leader", "supervisor"])
@pytest.mark.parametrize("address", ["/board/", f"/board/?area={NORTH}", "/board/units.xlsx"])
def test_leaders_and_supervisors_see_their_area(world: World, person: str, address: str) -> None:
    """The page, an area within their own, and the sheet are theirs."""
    assert world.client(person).get(address).status_code == 200


@pytest.mark.parametrize("person", ["dispatcher", "handler", "crew", "intake", "revisitor", "stranger"])
@pytest.mark.parametrize("address", ["/board/", f"/board/?area={NORTH}", "/board/units.xlsx"])
def test_nobody_else_sees_the_board(world: World, person: str, address: str) -> None:
    """Without a leader's or supervisor's post it is closed, and nothing is exported."""
    assert world.client(person).get(address).status_code == 403
    assert not AuditEntry.objects.filter(action="figures.exported").exists()


@pytest.mark.parametrize("address", ["/board/", "/board/units.xlsx"])
def test_whoever_is_not_signed_in_is_asked_to(db: None, address: str) -> None:
    """Both lead to the sign-in page."""
    assert Client().get(address)["Location"].startswith("/sign-in?next=/board/")


@pytest.mark.parametrize(
    ("area", "status"), [("369902", 403), ("3699", 403), ("garbage", 404), ("36", 404), (f"{SOUTH}001", 200)]
)
def test_a_leader_looks_no_further_than_the_own_area(world: World, area: str, status: int) -> None:
    """The city around and the county beside are closed, what is no area is not found."""
    assert world.client("leader").get(f"/board/?area={area}").status_code == status


def test_an_area_within_holds_its_own_orders_alone(world: World) -> None:
    """The street's page counts the street's orders."""
    world.submit(area=f"{SOUTH}001001")

    north = world.client("leader").get(f"/board/?area={NORTH}").content.decode()
    south = world.client("leader").get(f"/board/?area={SOUTH}").content.decode()

    assert "没有在办的工单" in north
    assert "待派单" in south


def test_the_board_costs_four_queries_of_its_own(
    world: World, clock: Clock, django_assert_max_num_queries: Budget
) -> None:
    """Session, user, posts and the bell come on top; more orders cost no more queries."""
    for _ in range(4):
        world.answered()
        world.submit()
    clock.forward(hours=1)
    world.sweep()
    browser = world.client("leader")
    browser.get("/board/")

    with django_assert_max_num_queries(8):
        browser.get("/board/")


def test_the_sheet_of_units_holds_numerators_and_denominators(world: World) -> None:
    """Every share comes as its two numbers, and taking it out is written down."""
    done = world.answered()
    world.move(done, "solved", "reporter", satisfaction=4)

    content = world.client("leader").get("/board/units.xlsx").content

    table = read_table(content, "units.xlsx")
    row = dict(zip(table.header, table.rows[0].cells, strict=False))
    assert row["单位 Unit"] == "城管局照明所"
    assert (row["按时签收 Signed in time"], row["应签收 To be signed for"]) == ("1", "1")
    assert row["平均分 Mean mark"] == "4"
    entry = AuditEntry.objects.get(action="figures.exported")
    assert (entry.user, entry.details) == (world.people["leader"], {"areas": [COUNTY], "count": 1})


def test_anybody_may_see_the_totals_and_nothing_more(world: World, clock: Clock) -> None:
    """The public page names no unit, no place, no order and none of the words of residents."""
    order = world.submit("下水道堵了，臭水流到马路上。")
    done = world.answered()
    world.move(done, "solved", "reporter", satisfaction=4)
    clock.forward(hours=1)
    world.sweep()

    page = Client().get("/board/public").content.decode()

    assert "1 / 1" in page
    for secret in (order.number, done.number, "下水道", "照明所", "北门", "红榜"):
        assert secret not in page


def test_the_totals_are_not_counted_for_each_visitor(world: World, django_assert_num_queries: Budget) -> None:
    """Within five minutes a second visitor costs no query."""
    Client().get("/board/public")

    with django_assert_num_queries(0):
        assert Client().get("/board/public").status_code == 200


@pytest.mark.parametrize("address", ["/board/", "/board/public", "/board/units.xlsx"])
def test_nothing_is_sent_to_the_board(world: World, address: str) -> None:
    """The pages are only read."""
    assert world.client("leader").post(address).status_code == 405
