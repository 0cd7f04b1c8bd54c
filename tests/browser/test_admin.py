# SPDX-License-Identifier: Apache-2.0
"""Posters, sheets and the leaders' page in a real browser, on the screen and on paper."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sidan.places.sites import add_site
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.world import NORTH, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Page, str], None]
SHEET = f"/desk/codes/{NORTH}001001/"
CUT_OFF = """() => [...document.querySelectorAll(".poster, .poster-middle")]
  .filter((each) => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.className}: ${each.scrollHeight} of ${each.clientHeight}, ${each.scrollWidth} wide`)"""
NAMES = [
    "幸福小区3栋1单元",
    "幸福小区4栋1单元",
    "滨江花园（二期）十二栋东单元",
    "老百货大楼宿舍后排第三门洞",
    "四季青菜市场水产区18号铺",
    "人民路小学东门",
    "便民超市",
    "北门社区卫生服务站",
]


def printed(page: Page, name: str) -> int:
    """Print a page to PDF as its own style asks, keep pictures of it where asked, and return how many pages it has."""
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    folder = os.environ.get("SIDAN_SCREENSHOTS")
    if folder and shutil.which("pdftoppm"):
        path = Path(folder) / f"{name}.pdf"
        path.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", "60", "-png", path, path.with_suffix("")], check=True)
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")


@pytest.mark.parametrize(("size", "pages"), [(1, 9), (2, 5), (4, 3), (8, 2)])
def test_posters_fill_their_pages_and_no_more(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot, *, size: int, pages: int
) -> None:
    """Each size prints on as many sheets of A4 as it needs, and nothing on a poster is cut off."""
    for name in NAMES:
        add_site(world.grid, name, kind="stair")
    page = new_page(size=DESKTOP)
    sign_in(page, "crew")

    page.goto(f"{SHEET}?size={size}")

    expect(page.locator(".poster")).to_have_count(9)
    shot(page, f"posters-{size}")
    assert page.evaluate(CUT_OFF) == []
    assert printed(page, f"posters-{size}-paper") == pages


def test_a_crew_finds_its_posters_on_the_phone(world: World, new_page: NewPage, sign_in: SignIn, shot: Shot) -> None:
    """The list fits the phone, and one press leads to the sheet."""
    page = new_page(size=PHONE)
    sign_in(page, "dispatcher")

    page.goto("/desk/codes/")
    shot(page, "codes-phone")
    page.get_by_role("link", name="打印", exact=True).first.click()

    expect(page.locator(".poster").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    shot(page, "posters-phone")
