# SPDX-License-Identifier: Apache-2.0
"""Results on a small phone: the table, the chart of why, what if, and two side by side, with nothing cut off."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.hands import fits
from tests.evaluation.rows import COUNTS, published_round
from tests.world import World

pytestmark = pytest.mark.browser

Shot = Callable[[Page, str], None]
JANUARY = (date(2026, 1, 1), date(2026, 1, 31))


def test_a_losing_unit_reads_why_on_a_small_phone(world: World, new_page: NewPage, shot: Shot) -> None:
    """From the table to why, its chart, what would change it, and another unit beside it."""
    published_round(
        period=JANUARY, state="settled", counts={**COUNTS, "water": [(20, 26), (14, 26), (9, 19), (9.5, 18)]}
    )
    found = published_round(extras={"water": {"report": 1}, "lamps": {"award": 2}})
    phone = new_page(locale="en")

    phone.goto(f"/results/{found.pk}/")
    assert fits(phone)
    shot(phone, "results-table-phone")
    phone.get_by_role("link", name="Water company").first.click()
    expect(phone.locator("#why [data-chart][data-ready] canvas")).to_be_visible()
    assert fits(phone)
    shot(phone, "results-subject-phone")

    phone.get_by_label("Answered in time: more in the numerator").fill("3")
    phone.get_by_role("button", name="Reckon").click()
    expect(phone.locator("[data-tried]")).to_contain_text("if it were so")

    phone.get_by_role("link", name="Compare with another of the class").click()
    phone.locator("#choose").get_by_role("link", name="Lamp office").click()
    expect(phone.locator("#pairs [data-chart][data-ready] canvas")).to_be_visible()
    assert fits(phone)
    shot(phone, "results-compare-phone")
