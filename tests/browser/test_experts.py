# SPDX-License-Identifier: Apache-2.0
"""A company states a need on its own page; an organiser proposes experts; the company chooses one on the phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from sidan.base.clock import now
from sidan.orders.models import Order
from tests.beginning import begin
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits
from tests.matching.society import settle
from tests.world import World

pytestmark = pytest.mark.browser

SignIn = Callable[[Page, str], None]


def test_a_need_is_answered_by_an_expert(world: World, new_page: NewPage, sign_in: SignIn, shot: Shot) -> None:
    """From the company's own page to the expert chosen, on a phone and on a desk."""
    society = settle(world)
    society.pair("firm-1", "L1")
    world.units["north"].phone = "0794-7000001"
    world.units["north"].save()
    for days in (0, 2):
        day = (now() + timedelta(days=days)).date().isoformat()
        begin(world, "visit", "liaison", company="firm-1", planned_on=day, text="看看招工难不难。")
    order = begin(world, "expert", "boss", subject="technology", text="陶瓷热处理后开裂，成品率只有八成。")
    phone, desk = new_page(size=PHONE), new_page(size=DESKTOP, locale="en-US")
    sign_in(phone, "boss")
    sign_in(desk, "organiser")

    phone.goto("/matching/own/")
    expect(phone.locator("#own-liaison")).to_be_visible()
    assert fits(phone)
    shot(phone, "experts-phone-1-own")
    desk.goto(f"/desk/o/{order.number}")
    expect(desk.locator("[data-experts=propose] .experts-card")).to_have_count(3)
    shot(desk, "experts-desktop-2-propose")
    desk.locator("[data-experts=propose] button[type=submit]").click()
    expect(desk.locator("[data-experts=proposed]")).to_be_visible()
    shot(desk, "experts-desktop-3-proposed")

    phone.goto(f"/desk/o/{order.number}")
    assert fits(phone)
    shot(phone, "experts-phone-4-choose")
    phone.locator("[data-experts=choose] button[value=E1]").click()
    expect(phone.locator("[data-experts=chosen]")).to_contain_text("材料学院")
    shot(phone, "experts-phone-5-chosen")

    order = Order.objects.get(pk=order.pk)
    assert (order.stage, order.unit) == ("agreeing", world.units["college"])
