# SPDX-License-Identifier: Apache-2.0
"""A clerk brings grids in from a map, repairs them, and a leader reads their year across a redrawing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.moves import Place
from sidan.places import versions
from sidan.places.areas import add_area, void_area
from sidan.places.descent import Passed, record_lineages
from sidan.places.models import Area
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits
from tests.places.map_files import collection
from tests.world import NORTH, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SignIn = Callable[[Page, str], None]
COMMUNITY = f"{NORTH}001"


def grid(name: str, west: float, south: float, east: float, north: float, **facts: Any) -> tuple[dict[str, Any], Any]:
    """Return a feature of a new grid, a rectangle in ten-thousandths of a degree beside the northern street."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = [[round(116 + lon / 10_000, 6), round(28.02 + lat / 10_000, 6)] for lon, lat in corners]
    return {"社区编码": COMMUNITY, "名称": name, "户数": 320, **facts}, {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_grids_come_in_from_a_map(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot, tmp_path: Path, size: Any
) -> None:
    """The trial shows each finding in its place; ticked repairs are tried again, and all is written at once."""
    world.hold("system", role="system_admin")
    eight = grid("交叉网格", 200, 0, 260, 60)
    eight[1]["coordinates"][0][1:3] = reversed(eight[1]["coordinates"][0][1:3])
    file = tmp_path / "网格.geojson"
    file.write_bytes(
        collection(
            grid("学府网格", 0, -1, 70, 60),
            grid("滨河网格", 69, 0, 130, 60),
            grid("新城网格", 130.1, 0, 198, 60),
            grid("市场", 20, 20, 50, 40, 类型="专属网格"),
            eight,
        )
    )
    page = new_page(size=size)
    sign_in(page, "system")
    page.goto("/desk/sheets/areas/")
    page.locator("#file").set_input_files(file)
    page.locator("form[enctype] button[type=submit]").first.click()

    expect(page.locator("#fault-1")).to_be_visible()
    assert fits(page)
    shot(page, f"grids-trial-{size['width']}")
    for box in page.locator("input[name=repair]").all():
        box.check()
    page.locator("#outlines button[type=submit]").click()
    expect(page.locator(".sheets-mended").first).to_be_visible()
    shot(page, f"grids-repaired-{size['width']}")
    page.locator("form[action$=apply] button").click()

    expect(page.locator(".sd-note-done, .alert-success, [role=status]").first).to_be_visible()
    assert Area.objects.filter(level="grid", parent__code=COMMUNITY, from_on__isnull=False).count() == 5


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_leader_reads_a_year_across_a_redrawing(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot, size: Any
) -> None:
    """Today's grids hold the orders of the old ones; what cannot be told and the lineage stand beneath."""
    one, two, three = (f"{COMMUNITY}00{number}" for number in (1, 2, 3))
    for area in (one, one, two, three):
        world.submit(area=area)
    world.submit(place=Place(area_code=two, lon=116.012, lat=28.015, text="西边"))
    day = date(2026, 3, 10)
    names = {f"{COMMUNITY}004": "新一网格", f"{COMMUNITY}005": "新二网格", f"{COMMUNITY}006": "新三网格"}
    for place, (code, name) in enumerate(names.items()):
        west = 116.0 + 0.007 * place
        ring = [[west, 28.01], [west + 0.007, 28.01], [west + 0.007, 28.02], [west, 28.02], [west, 28.01]]
        add_area(code, name, from_on=day, geometry={"type": "Polygon", "coordinates": [ring]})
    new = list(names)
    record_lineages([Passed(one, new[0], day), Passed(two, new[1], day, 0.625), Passed(two, new[2], day, 0.375)])
    for code in (one, two):
        void_area(code, on=day)
    versions.forget()
    page: Page = new_page(size=size)
    sign_in(page, "leader")

    page.goto(f"/board/grids?area={COMMUNITY}")

    expect(page.locator(f"tr[data-grid='{new[0]}']")).to_contain_text("2")
    expect(page.locator("[data-untold]")).to_contain_text(two)
    assert fits(page)
    shot(page, f"grids-year-{size['width']}")
    page.goto(f"/board/?area={one}")
    shot(page, f"grids-board-{size['width']}")
