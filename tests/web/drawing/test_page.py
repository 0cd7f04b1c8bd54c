# SPDX-License-Identifier: Apache-2.0
"""The drawing page without its map: every tool by text and table, undo and redo, and who may not."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sidan.places.models import Area
from tests.world import NORTH, SOUTH, World

pytestmark = pytest.mark.usefixtures("kept_for_long")

COMMUNITY = f"{NORTH}001"
PAGE = f"/drawing/{COMMUNITY}?lang=en"
LINE = '{"type": "LineString", "coordinates": [[116.004, 28.0], [116.004, 28.03]]}'
HIDDEN = re.compile(r'<input type="hidden" name="(stamp|strokes|undone|guess-[\w-]+)" value="([^"]*)"')


@pytest.fixture
def planner(world: World) -> Client:
    """Return the browser of the northern street's planner."""
    world.hold("planner", role="planner", area=NORTH)
    return world.client("planner")


class Table:
    """The page as somebody without scripts uses it: each press sends what the last answer held."""

    def __init__(self, browser: Client) -> None:
        """Open the page."""
        self.browser = browser
        self._read(browser.get(PAGE))

    def press(self, step: str, **sent: Any) -> str:
        """Press a button and return the page it answers with."""
        fields = {key.replace("__", "-"): value for key, value in sent.items()}
        self._read(self.browser.post(PAGE, {**self.held, "step": step, "fits": "1", **fields}))
        return self.page

    def _read(self, answer: Any) -> None:
        """Keep the page, its status and its hidden fields."""
        self.answer, self.status, self.page = answer, answer.status_code, unescape(answer.content.decode())
        found = {name: unescape(value) for name, value in HIDDEN.findall(answer.content.decode())}
        self.held = found if "stamp" in found else getattr(self, "held", {})

    @property
    def keys(self) -> list[str]:
        """Return the keys of the grids listed, codes by their last three digits."""
        return [key[-3:] if key.isdigit() else key for key in re.findall(r'name="grid" value="(\w+)"', self.page)]


@pytest.fixture
def table(planner: Client) -> Table:
    """Return the page opened."""
    return Table(planner)


def test_a_split_is_saved_without_scripts(table: Table) -> None:
    """Paste a line, split, name the parts, save: the next page tells the new codes."""
    table.press("split", geometry=LINE)
    assert table.keys == ["002", "003", "new1", "new2"]
    assert "60 % of" in table.page
    assert 'value="240"' in table.page
    assert 'value="160"' in table.page

    table.press("save", name__new1="东里", households__new1="240", name__new2="西里", households__new2="160")

    assert table.answer.headers["Location"] == f"/drawing/{COMMUNITY}"
    assert f"New grids: {COMMUNITY}005, {COMMUNITY}004" in unescape(table.browser.get(PAGE).content.decode())
    assert Area.objects.get(code=f"{COMMUNITY}004").name == "西里"


def test_a_saved_drawing_is_taken_back_whole_on_its_day(table: Table, world: World) -> None:
    """The old grid holds again, the order lies in it, the neighbour's border is as it was; the codes stay given."""
    before = {area.code: area.geometry for area in Area.objects.filter(parent__code=COMMUNITY)}
    order = world.submit()
    table.press("split", geometry='{"type": "LineString", "coordinates": [[115.99, 28.013], [116.011, 28.014]]}')
    table.press("save", name__new1="北里", households__new1="240", name__new2="南里", households__new2="160")
    page = table.browser.get(PAGE).content.decode()
    (plan,) = re.findall(r'name="plan" value="(\w+)"', page)

    answer = table.browser.post(PAGE, {"step": "take_back", "plan": plan})

    order.refresh_from_db()
    living = Area.objects.filter(parent__code=COMMUNITY, void_on=None)
    assert answer.status_code == 302
    assert {area.code: area.geometry for area in living} == before
    assert order.area_code == f"{COMMUNITY}001"
    assert Area.objects.get(code=f"{COMMUNITY}004").is_void
    assert table.browser.post(PAGE, {"step": "take_back", "plan": plan}).status_code == 409
    assert 'name="plan"' not in table.browser.get(PAGE).content.decode()


def test_strokes_are_taken_back_and_made_again(table: Table) -> None:
    """Undo, redo and beginning anew work on the list of strokes, and what was thrown away can be made again."""
    table.press("split", geometry="116.004 28.0, 116.004 28.03")
    table.press("join", grid=[f"{COMMUNITY}002", f"{COMMUNITY}003"])
    assert table.keys == ["new1", "new2", "new3"]

    table.press("undo")
    assert table.keys == ["002", "003", "new1", "new2"]
    table.press("redo")
    assert table.keys == ["new1", "new2", "new3"]
    table.press("clear")
    assert table.keys == ["001", "002", "003"]
    table.press("redo")
    assert table.keys == ["002", "003", "new1", "new2"]


def test_corners_are_moved_and_taken_out_in_the_table(table: Table) -> None:
    """The table names who shares a corner; what is changed in it moves for all of them."""
    table.press("show", corners_of=f"{COMMUNITY}002")
    corners = re.findall(r'name="(corner-\d+)" value="([\d.]+),([\d.]+)"', table.page)
    assert len(corners) == 4
    sent = {
        f"{name}-{side}": value for name, *place in corners for side, value in zip(("lon", "lat"), place, strict=True)
    }
    sent |= {name: f"{lon},{lat}" for name, lon, lat in corners}
    moved = next(name for name, lon, lat in corners if (lon, lat) == ("116.010000", "28.010000"))

    table.press("corners", **{**sent, f"{moved}-lon": "116.0102"})

    assert "2 borders are corrected" in table.page
    assert "[116.0102, 28.01]" in table.page


def test_a_border_is_moved_and_a_corner_taken_out_by_text(table: Table) -> None:
    """From, to; and a point alone is taken out again, so that nothing is left to save."""
    table.press("bend", geometry="116.01,28.015 116.0102,28.015")
    assert "2 borders are corrected" in table.page

    table.press("bend", geometry='{"type": "Point", "coordinates": [116.0102, 28.015]}')

    assert "data-outcome" not in table.page


def test_a_new_grid_is_drawn_on_empty_ground(table: Table) -> None:
    """It asks for a name and numbers, and may be an exclusive grid."""
    table.press(
        "draw", geometry='{"type": "Polygon", "coordinates": [[[116.025, 28.01], [116.04, 28.01], [116.04, 28.02]]]}'
    )
    table.press("save", name__new1="新市场", kind__new1="exclusive")

    grid = Area.objects.get(code=f"{COMMUNITY}004")
    assert (grid.name, grid.kind, grid.households) == ("新市场", "exclusive", None)


@pytest.mark.parametrize(
    ("step", "sent", "words"),
    [
        ("split", {"geometry": ""}, "Draw it on the map, or paste"),
        ("draw", {"geometry": "116.002 28.012 116.008 28.012 116.008 28.018"}, "Nothing of it is free"),
        ("draw", {"geometry": "116.03 28.0 116.04 28.0 116.04 28.01", "outline_of": "9"}, "has an outline already"),
        ("join", {}, "Choose two or more grids to join."),
        ("join", {"grid": [f"{SOUTH}001001", "x"]}, "There is no outline of the grid"),
        ("bend", {"geometry": "116.005 28.015 116.006 28.016"}, "There is no border at 116.00500, 28.01500."),
        ("split", {"strokes": "[[", "geometry": LINE}, "cannot be read; open the page anew"),
        ("save", {}, "Nothing has been drawn yet."),
        ("save", {"stamp": "0"}, "The grids have been changed since you began to draw."),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_in_a_sentence(table: Table, step: str, sent: dict[str, Any], words: str) -> None:
    """The page stays as it was, with the reason on top and what was typed still there."""
    table.press(step, **sent)

    assert table.status == 422
    assert words in table.page
    assert table.keys == ["001", "002", "003"]
    assert sent.get("geometry", "") in table.page


def test_wrong_numbers_are_told_and_kept(table: Table) -> None:
    """Neither the strokes nor what was written is lost."""
    table.press("split", geometry=LINE)

    table.press("save", name__new1="东里", households__new1="many", name__new2="西里", households__new2="160")

    assert table.status == 422
    assert "“many” is not a whole number." in table.page
    assert 'value="东里"' in table.page
    assert json.loads(table.held["strokes"])[0]["type"] == "split"


def test_a_proposal_follows_the_drawing_and_what_was_written_stays(table: Table) -> None:
    """Numbers left as proposed are proposed anew after the next stroke."""
    table.press("split", geometry=LINE)
    written = {"name__new1": "东里", "households__new1": "240", "households__new2": "155"}

    table.press("bend", geometry="116.004,28.01 116.005,28.01", **written)

    assert re.search(r'name="households-new1" value="220"', table.page)
    assert re.search(r'name="households-new2" value="155"', table.page)
    assert 'value="东里"' in table.page


def test_somebody_else_was_faster(table: Table, planner: Client) -> None:
    """The strokes are not lost: they wait to be made again over the new grids."""
    table.press("split", geometry=LINE)
    grid = Area.objects.get(code=f"{COMMUNITY}003")
    grid.kind = "exclusive"
    grid.save()

    table.press("save", name__new1="东里", name__new2="西里")
    assert table.status == 422
    assert table.keys == ["001", "002", "003"]

    table.press("redo")
    assert table.keys == ["002", "003", "new1", "new2"]


@pytest.mark.parametrize("person", ["dispatcher", "leader", "crew", "handler", "stranger"])
def test_nobody_but_the_planner_sees_or_draws(world: World, person: str) -> None:
    """Neither page nor press is open, and nothing is told of the grids."""
    browser = world.client(person)

    answers = [browser.get(PAGE), browser.post(PAGE, {"step": "split", "geometry": LINE}), browser.get("/drawing/")]

    assert [answer.status_code for answer in answers] == [404, 404, 403]
    assert "北门第1网格" not in answers[0].content.decode()


def test_a_planner_draws_at_home_only(planner: Client) -> None:
    """Another street's community is not there, nor is a grid, a street or a code that is none."""
    for area in (f"{SOUTH}001", NORTH, f"{COMMUNITY}001", "999999999999", "x"):
        assert planner.get(f"/drawing/{area}").status_code == 404
    assert planner.get(f"/drawing/?area={SOUTH}").status_code == 403


def test_whoever_is_not_signed_in_is_asked_to(world: World) -> None:
    """Both pages lead to the sign-in page."""
    for address in ("/drawing/", PAGE):
        assert Client().get(address)["Location"].startswith("/sign-in?next=")


def test_the_planner_finds_the_community(planner: Client) -> None:
    """The list begins with the planner's own street and leads to its communities."""
    page = planner.get("/drawing/").content.decode()

    assert f'href="/drawing/{COMMUNITY}"' in page
    assert SOUTH not in page


def test_a_press_costs_few_queries(planner: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    """Session, user, posts, community, grids, and the bell; no more with more grids."""
    planner.get(PAGE)

    with django_assert_max_num_queries(8):
        planner.get(PAGE)
