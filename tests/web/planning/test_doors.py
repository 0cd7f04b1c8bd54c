# SPDX-License-Identifier: Apache-2.0
"""Who may not: every page of a plan is closed to everybody but planners of its area, and costs what it may cost."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sidan.places import versions
from sidan.places.models import Area
from sidan.planning.models import GridPlan
from tests.test_budgets import counted
from tests.world import CITY, World

pytestmark = pytest.mark.usefixtures("kept_for_long")

PAGES = (
    "", "/map.json", "/again", "/community?c=C1", "/publish", "/adopt", "/plan.geojson", "/plan.xlsx", "/print",
)  # fmt: skip
DEEDS = {
    "/move": {"area": "S101", "region": "new", "c": "C1", "expect": "0"},
    "/undo": {"expect": "0"},
    "/publish": {"comment_until": "2026-04-01"},
    "/comments/1/hide": {"reason": "x"},
    "/withdraw": {},
    "/adopt": {"read": "1"},
    "/unschedule": {},
    "/roll-back": {"read": "1"},
    "/curve": {},
    "/recompute": {},
    "/again": {"name": "x", "lo": "1", "hi": "9", "number": "fewest", "preset": "equal", "inside": "hard"},
}
# Queries of a page once what is kept in memory is there: the session, the user and the posts are three of them.
BUDGETS = {
    "": 9, "/map.json": 6, "/community?c=C1": 8, "/community?c=C1&area=S101": 9, "/publish": 6, "/print": 8,
    "/again": 6,
}  # fmt: skip


@pytest.fixture
def foreign(world: World) -> None:
    """Add a planner of another county."""
    world.areas["369902"] = Area.objects.create(code="369902", name="西山县", level="county", parent=world.areas[CITY])
    world.hold("foreign_planner", role="planner", area="369902")


def test_whoever_is_no_planner_stays_outside(world: World, plan: GridPlan) -> None:
    """Every page and every deed answers 403, and nothing changes."""
    answers = set()
    for name in ("dispatcher", "leader", "supervisor", "crew", "handler", "stranger"):
        browser = world.client(name)
        answers |= {browser.get(f"/planning/{plan.code}{page}").status_code for page in PAGES}
        answers |= {browser.post(f"/planning/{plan.code}{deed}", data).status_code for deed, data in DEEDS.items()}
        answers |= {browser.get(f"/planning/{page}").status_code for page in ("", "new", f"compare?plans={plan.code}")}

    unchanged = GridPlan.objects.get()
    assert answers == {403}
    assert (unchanged.state, unchanged.version) == (plan.state, plan.version)


def test_a_planner_of_another_county_finds_nothing(world: World, plan: GridPlan, foreign: None) -> None:
    """The plan is not there for them: neither in the list nor by its code, and nothing changes."""
    browser = world.client("foreign_planner")

    asked = [browser.get(f"/planning/{plan.code}{page}").status_code for page in PAGES]
    done = [browser.post(f"/planning/{plan.code}{deed}", data).status_code for deed, data in DEEDS.items()]
    compared = browser.get(f"/planning/compare?plans={plan.code}").status_code

    unchanged = GridPlan.objects.get()
    assert {*asked, *done, compared} == {404}
    assert plan.code not in browser.get("/planning/").content.decode()
    assert (unchanged.state, unchanged.version) == (plan.state, plan.version)


def test_whoever_is_not_signed_in_is_asked_to(plan: GridPlan) -> None:
    """Every page leads to the sign-in page, and no deed is done."""
    browser = Client()

    answers = [browser.get(f"/planning/{plan.code}{page}") for page in PAGES]
    answers += [browser.post(f"/planning/{plan.code}{deed}", data) for deed, data in DEEDS.items()]

    assert all(answer["Location"].startswith("/sign-in?next=/planning/") for answer in answers)
    assert GridPlan.objects.get().state == "ready"


def test_a_code_that_is_none_is_not_found(planner: Client) -> None:
    """Whatever is typed."""
    for code in ("zzzzzzzz", "0", "a" * 60, "new-plan"):
        assert [planner.get(f"/planning/{code}{page}").status_code for page in PAGES] == [404] * len(PAGES)


def test_the_pages_of_planners_keep_their_budget(plan: GridPlan, planner: Client) -> None:
    """The number of queries does not grow with the plan."""
    found = {page: queries_of(planner, f"/planning/{plan.code}{page}") for page in BUDGETS}

    assert {page: count for page, count in found.items() if count > BUDGETS[page]} == {}


def test_the_pages_of_the_public_keep_their_budget(plan: GridPlan, planner: Client) -> None:
    """A list is one query; a plan's page the plan, its areas, its communities and its comments."""
    planner.post(f"/planning/{plan.code}/publish", {"comment_until": "2026-03-24"})

    assert queries_of(Client(), "/plans/") <= 1
    assert queries_of(Client(), f"/plans/{plan.code}?lon=116.005&lat=27.995") <= 4
    assert queries_of(Client(), f"/plans/{plan.code}/map.json") <= 2


def test_nothing_of_the_planners_pages_is_kept_by_a_browser(plan: GridPlan, planner: Client) -> None:
    """They name crews."""
    for page in ("", "/community?c=C1", "/map.json", "/plan.xlsx"):
        assert "no-store" in planner.get(f"/planning/{plan.code}{page}")["Cache-Control"], page


def queries_of(browser: Client, path: str) -> int:
    """Return how many queries a page takes once what is kept in memory is there."""
    assert browser.get(path).status_code == 200
    versions.current_stamp()
    with CaptureQueriesContext(connection) as queries:
        browser.get(path)
    return counted(queries)
