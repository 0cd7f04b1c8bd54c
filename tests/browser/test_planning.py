# SPDX-License-Identifier: Apache-2.0
"""New grids in a real browser: a file is planned, mended by hand and adopted, and the old posters go on working."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.models import Order
from sidan.places.models import Area, Site
from sidan.planning.computing import compute
from sidan.planning.models import GridPlan
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.hands import fits
from tests.world import COUNTY, NORTH, World

pytestmark = pytest.mark.browser

Shot = Callable[[Page, str], None]
# With these the first grid of each community stays alone, and the other two are joined.
COUNTED = (500, 300, 300)
READY_MS = 30_000


@pytest.fixture
def planned(world: World) -> World:
    """Return the county with a planner."""
    world.hold("planner", role="planner", area=COUNTY)
    return world


def counted_anew(world: World) -> dict[str, Any]:
    """Return the county's grids as a file, with the households of a new count."""
    features = [
        {
            "type": "Feature",
            "geometry": area.geometry,
            "properties": {
                "id": area.code,
                "name": area.name,
                "community": area.code[:12],
                "households": COUNTED[int(area.code[-1]) - 1],
                "workload": 10,
            },
        }
        for area in Area.objects.filter(level="grid").order_by("code")
    ]
    return {"name": "grids.geojson", "mimeType": "application/geo+json",
            "buffer": json.dumps({"type": "FeatureCollection", "features": features}).encode()}  # fmt: skip


def ask(page: Page, world: World) -> GridPlan:
    """Ask for a plan over a file, let the worker compute it while the page waits, and return it."""
    page.goto("/planning/new")
    page.get_by_label("Name of the plan").fill("2026 redrawing")
    page.get_by_label("a file").check()
    page.locator("input[name=file]").set_input_files([counted_anew(world)])
    page.locator("input[name=hi]").fill("900")
    page.get_by_role("button", name="Compute the plan").click()
    expect(page.locator("#progress progress")).to_be_visible()
    plan = GridPlan.objects.get()
    compute(plan.pk)
    return plan


def drawn(page: Page) -> None:
    """Wait until the page's map is drawn."""
    page.locator(".sd-map").scroll_into_view_if_needed()
    expect(page.locator(".sd-map[data-ready]")).to_have_count(1, timeout=READY_MS)


def press_middle(page: Page) -> None:
    """Press the middle of the map."""
    box = page.locator(".maplibregl-canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_from_a_file_to_a_new_order_in_a_new_grid(
    planned: World, new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], shot: Shot
) -> None:
    """Import, plan, move one area on the map, adopt; the stairwell's old code opens an order in the new grid."""
    page = new_page(size=DESKTOP, locale="en-US")
    sign_in(page, "planner")
    plan = ask(page, planned)

    # The page that waits asks every second, and becomes the plan by itself.
    expect(page.get_by_text("6 areas → 4 grids; 100.0 % hold 300 to 900 households")).to_be_visible()
    drawn(page)
    shot(page, "planning-1-plan")

    page.get_by_role("link", name="北门社区").click()
    drawn(page)
    press_middle(page)
    expect(page.locator("select[name=area]")).to_have_value(f"{NORTH}001002")
    page.locator(".planning-choices button").first.click()
    expect(page.get_by_text("The plan was changed.")).to_be_visible()
    expect(page.locator("#edits li")).to_have_count(1)
    shot(page, "planning-2-moved")

    page.goto(f"/planning/{plan.code}")
    page.get_by_role("link", name="Adopt", exact=True).click()
    shot(page, "planning-3-adopt")
    page.get_by_label("I have read what will move").check()
    page.get_by_role("button", name="Adopt the plan").click()
    expect(page.get_by_role("button", name="Take the adoption back")).to_be_visible()
    shot(page, "planning-4-adopted")

    new_grid = Site.objects.get(pk=planned.site.pk).area
    assert new_grid.code != planned.grid
    assert Area.objects.get(code=planned.grid).is_void
    order = reported(new_page(size=PHONE, locale="en-US"), planned)
    assert order.area_code == new_grid.code

    crew = new_page(size=PHONE, locale="en-US")
    sign_in(crew, "crew")
    crew.goto("/desk/crew")
    expect(crew.get_by_text("The lamp in the stairwell is dark.")).to_be_visible()


def reported(page: Page, world: World) -> Order:
    """Scan the old poster of the stairwell, report something, and return the order."""
    page.goto(f"/q/{world.site.code}")
    expect(page.get_by_text(world.site.name).first).to_be_visible()
    page.locator("[name=report-text]").fill("The lamp in the stairwell is dark.")
    page.get_by_role("button", name="Send the order").click()
    expect(page.locator(".sd-code-value").first).to_be_visible()
    return Order.objects.get(number=page.locator(".sd-code-value").first.inner_text())


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_pages_fit_a_small_phone(
    planned: World, new_page: Callable[..., Page], sign_in: Callable[[Page, str], None], shot: Shot, scripts: bool
) -> None:
    """Nothing stands out to the right, and an area can be moved without a script."""
    page = new_page(size=PHONE, locale="en-US", java_script_enabled=scripts)
    sign_in(page, "planner")
    plan = ask(page, planned)
    community = f"/planning/{plan.code}/community?c={NORTH}001"

    for path in ("/planning/", "/planning/new", f"/planning/{plan.code}", f"/planning/{plan.code}/adopt",
                 f"/planning/{plan.code}/publish", f"/planning/compare?plans={plan.code}", community):  # fmt: skip
        page.goto(path)
        if scripts:
            assert fits(page), path
    if not scripts:
        page.locator("select[name=area]").select_option(f"{NORTH}001002")
        page.get_by_role("button", name="Show where it could go").click()
    else:
        page.locator("select[name=area]").select_option(f"{NORTH}001002")
    page.locator(".planning-choices button").first.click()

    expect(page.locator("#edits li")).to_have_count(1)
    shot(page, f"planning-phone-{scripts}")
