# SPDX-License-Identifier: Apache-2.0
"""Private words and danger in a real Chromium: told while one writes, covered for the unit, shown for a reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.moves import Place
from sidan.orders.tracking import follow
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.world import NORTH, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Page, str], None]
TEXT = "我叫张建国，楼下着火了，请打13800138000；陈大文的车赣F12345挡着门。"


def test_words_are_covered_for_the_unit_and_shown_for_a_reason(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot
) -> None:
    """The resident is told who reads it; the unit reads covers, gives a reason, and reads the words."""
    writing = new_page(size=PHONE)
    writing.goto(f"/q/{world.site.code}")
    writing.locator("[name=report-text]").fill(TEXT)
    expect(writing.locator(".sd-private-hint")).to_be_visible()
    expect(writing.locator(".sd-danger")).to_contain_text("119")
    shot(writing, "covered-report")
    order = world.submit(TEXT, place=Place(f"{NORTH}001001", text="幸福小区，找李小梅13900139000"))

    desk = new_page(size=DESKTOP)
    sign_in(desk, "dispatcher")
    desk.goto("/desk/")
    shot(desk, "covered-inbox")
    desk.goto(f"/desk/o/{order.number}")
    expect(desk.locator("#alarm")).to_be_visible()
    shot(desk, "covered-dispatcher")

    world.dispatch(order)
    unit = new_page(size=DESKTOP)
    sign_in(unit, "handler")
    unit.goto(f"/desk/o/{order.number}")
    expect(unit.locator(".sd-words").first).not_to_contain_text("13800138000")
    shot(unit, "covered-unit")
    unit.locator("#original summary").click()
    unit.locator("#original-reason").fill("打电话约时间")
    unit.locator("#original button[type=submit]").click()
    expect(unit.locator("#original")).to_contain_text("13800138000")
    shot(unit, "covered-shown")

    small = new_page(size=PHONE)
    sign_in(small, "handler")
    small.goto(f"/desk/o/{order.number}")
    shot(small, "covered-unit-phone")
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="张建国您好，已换灯泡，有事打0794-8220000。联系人：周大海13700137000")
    small.goto(f"/t/{order.number}/{follow(order)}")
    expect(small.locator("body")).not_to_contain_text("13700137000")
    shot(small, "covered-follower")
