# SPDX-License-Identifier: Apache-2.0
"""A grid split with the mouse, a border bent with the keyboard, on the map of a real browser without internet."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django import Settings

from sidan.places.models import Area
from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.hands import fits
from tests.world import NORTH, World

pytestmark = pytest.mark.browser

Shot = Callable[[Page, str], None]
SignIn = Callable[[Page, str], None]
COMMUNITY = f"{NORTH}001"


@pytest.fixture
def planned(world: World) -> World:
    """Give the northern street a planner."""
    world.hold("planner", role="planner", area=NORTH)
    return world


def opened(page: Page) -> Locator:
    """Open the drawing page and return its map once it is drawn."""
    page.goto(f"/drawing/{COMMUNITY}")
    expect(page.locator("[data-draw-map]")).to_have_attribute("data-ready", "", timeout=20_000)
    return page.locator(".maplibregl-canvas")


def spot(canvas: Locator, right: float, down: float) -> dict[str, float]:
    """Return a point of the canvas: so many widths of a grid to the right of the middle, so many heights down."""
    box = canvas.bounding_box()
    assert box is not None
    width = (box["width"] - 64) / 3  # three grids fill the map but for the margin
    return {"x": box["width"] / 2 + right * width, "y": box["height"] / 2 + down * width / 0.883}


def test_a_grid_is_split_with_the_mouse(
    planned: World, new_page: NewPage, sign_in: SignIn, shot: Shot, settings: Settings
) -> None:
    """A press and a double press across the middle grid make two, which are named and saved with their codes.

    The map's style cannot be reached, so that the grids are drawn on plain paper.
    """
    settings.MAP_TILES, settings.MAP_CREDIT = "/no/style.json", "© 某图院"
    page = new_page(size=DESKTOP)
    sign_in(page, "planner")
    canvas = opened(page)
    shot(page, "drawing-desktop")

    canvas.click(position=spot(canvas, 0.1, -0.75))
    canvas.dblclick(position=spot(canvas, -0.1, 0.75))
    expect(page.locator(".draw-new")).to_have_count(2)
    shot(page, "drawing-desktop-split")
    page.fill("#name-new1", "东里网格")
    page.fill("#name-new2", "西里网格")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#step-save")
    expect(page.locator("#messages")).to_contain_text(f"{COMMUNITY}004")

    grids = {grid.code: grid for grid in Area.objects.filter(parent__code=COMMUNITY, void_on__isnull=True)}
    assert set(grids) == {f"{COMMUNITY}00{number}" for number in (1, 3, 4, 5)}
    assert sum(grids[f"{COMMUNITY}00{number}"].households or 0 for number in (4, 5)) == 400
    assert Area.objects.get(code=f"{COMMUNITY}002").is_void


def test_a_border_is_bent_on_the_phone_and_by_keyboard(
    planned: World, new_page: NewPage, sign_in: SignIn, shot: Shot, settings: Settings
) -> None:
    """A tap chooses the grid, arrows move its corner, Enter puts it down, and undo takes it back.

    All over shifted tiles that cannot be reached: points are the true ones all the same, and whose map it is is told.
    """
    settings.MAP_TILES, settings.MAP_CREDIT, settings.MAP_SYSTEM = "/no/{z}/{x}/{y}.png", "© 某图院", "gcj02"
    page = new_page(size=PHONE)
    sign_in(page, "planner")
    canvas = opened(page)
    expect(page.locator(".maplibregl-ctrl-attrib")).to_have_text("© 某图院")
    assert fits(page)
    shot(page, "drawing-phone")

    page.locator(".draw-tools label", has=page.locator("[value=bend]")).click()
    canvas.click(position=spot(canvas, 0, 0))
    corner = page.locator(".draw-corner[aria-label='116.01, 28.01']")
    corner.focus()
    for _ in range(15):
        corner.press("ArrowRight")
    shot(page, "drawing-phone-bend")
    corner.press("Enter")
    expect(page.locator(".draw-new")).to_have_count(2)
    expect(page.locator("[name=grid]:checked")).to_have_value(f"{COMMUNITY}002")
    assert fits(page)
    shot(page, "drawing-phone-bent")
    pieces = json.loads(page.locator("#work").get_attribute("data-pieces") or "")
    corners = {tuple(place) for piece in pieces["features"] for place in piece["geometry"]["coordinates"][0]}
    (moved,) = {place for place in corners if place[1] < 28.0101 and place[0] not in (116.0, 116.02, 116.03)}
    assert moved == pytest.approx((116.0133, 28.01), abs=0.0015)

    page.click("#step-undo")

    expect(page.locator(".draw-new")).to_have_count(0)
