# SPDX-License-Identifier: Apache-2.0
"""How grids are staffed and the page of a grid in a real browser, on a small phone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.models import Order
from sidan.people.duty import parse_duty
from sidan.people.models import Post
from tests.browser.conftest import PHONE
from tests.world import NORTH, World

pytestmark = pytest.mark.browser

GRID = f"{NORTH}001001"
Shot = Callable[[Page, str], None]


def fits(page: Page) -> bool:
    """Say whether nothing stands out beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_leader_finds_the_gap_and_a_resident_the_crew(
    world: World, new_page: Any, sign_in: Callable[[Page, str], None], shot: Shot
) -> None:
    """Fourteen days of gaps fit a phone and lead to the grid; from there something is reported in it."""
    Post.objects.filter(user__username="crew").update(kind="grid_head", is_published=True, duty=parse_duty("Mon-Sat"))
    page = new_page(size=PHONE, locale="en")
    sign_in(page, "leader")

    page.goto("/desk/coverage")
    expect(page.locator("td.sd-cover-nobody").first).to_be_visible()
    assert fits(page)
    shot(page, "coverage")
    page.locator(f'.sd-cover a[href="/grid/{GRID}"]').click()

    expect(page.locator('li[data-kind="grid_head"]')).to_contain_text("李网格")
    assert fits(page)
    shot(page, "grid")
    page.locator(f'a[href="/report?area={GRID}"]').click()
    page.locator("textarea").first.fill("路灯不亮，晚上看不见路。")
    page.locator("button[type=submit][form=report]").click()
    page.wait_for_url("**/kept")

    assert Order.objects.get().area_code == GRID
