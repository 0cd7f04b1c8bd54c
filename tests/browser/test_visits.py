# SPDX-License-Identifier: Apache-2.0
"""A liaison plans a day, loses the network at the company, writes all the same, and finds it sent when back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.models import Order
from tests.beginning import begin, spawned_by
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits
from tests.matching.society import Society, settle
from tests.world import NORTH, World

pytestmark = pytest.mark.browser

SignIn = Callable[[Page, str], None]
VISITS = "/matching/visits/"


@pytest.fixture
def society(world: World) -> Society:
    """Return the companies, four of them served by the first liaison."""
    found = settle(world)
    for company in ("firm-1", "firm-2", "firm-4", "firm-6"):
        found.pair(company, "L1")
    return found


def test_a_visit_is_written_down_where_there_is_no_network(
    world: World, society: Society, new_page: NewPage, sign_in: SignIn, shot: Shot
) -> None:
    """The list opens offline, the note waits on the phone, and its two problems are orders once it is sent."""
    order = begin(world, "visit", "liaison", company="firm-1", planned_on="2026-03-19", text="了解融资。", area=NORTH)
    begin(world, "visit", "second_liaison", company="firm-2", planned_on="2026-03-18", text="走访")
    world.move(order, "accept", "boss")
    phone, desk = new_page(size=PHONE, locale="en-US"), new_page(size=DESKTOP, locale="en-US")
    sign_in(phone, "liaison")
    sign_in(desk, "liaison")

    write_offline(phone, order, shot)
    plan_a_day(desk, phone, shot)
    look_at_the_visit(desk, phone, order, shot)
    write_in_vain(phone, world, shot)
    sign_in(desk, "organiser")
    desk.goto(f"{VISITS}area")
    shot(desk, "visits-desktop-5-area")
    phone.goto(VISITS)
    phone.context.clear_cookies(name="sessionid")
    phone.goto(VISITS)
    assert phone.evaluate("caches.has('visits')") is False


def write_offline(page: Page, order: Order, shot: Shot) -> None:
    """Open the list, cut the network, open it again, write, and be back."""
    page.goto(VISITS)
    page.wait_for_selector("[data-keeps]", state="attached")
    assert fits(page)
    shot(page, "visits-phone-1-list")
    page.context.set_offline(True)
    page.goto(VISITS)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.locator(".visits-note summary").click()
    page.locator("[name=findings]").fill("贷款五月到期，晚上门口没有灯。")
    page.locator("[name=problems]").fill("贷款续期\n门前路灯不亮")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.locator("[data-told]")).to_contain_text("Kept on this phone")
    assert fits(page)
    shot(page, "visits-phone-2-offline")
    page.goto(VISITS)
    expect(page.locator("[name=problems]")).to_have_value("贷款续期\n门前路灯不亮")
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("recorded")
    order.refresh_from_db()
    assert (order.stage, len(spawned_by(order))) == ("following", 2)


def plan_a_day(desk: Page, phone: Page, shot: Shot) -> None:
    """Tick companies, look at the way and the warnings, and ask them all."""
    desk.goto(VISITS)
    shot(desk, "visits-desktop-1-list")
    for page, name in ((phone, "phone-3"), (desk, "desktop-2")):
        page.goto(f"{VISITS}plan")
        for company in ("firm-2", "firm-4", "firm-6"):
            page.locator(f"[name=c][value={company}]").first.check()
        page.locator("#on").fill("2026-03-17")
        page.get_by_role("button", name="Show the way").click()
        expect(page.locator("[data-map-list] tr")).to_have_count(3)
        page.locator(".visits-map").scroll_into_view_if_needed()
        page.wait_for_selector("[data-map][data-ready]", state="attached")
        expect(page.locator(".visits-stop")).to_have_count(2)
        assert fits(page)
        shot(page, f"visits-{name}-plan")
    desk.locator("#text").fill("了解用工和技术需求。")
    desk.get_by_role("button", name="Ask 3 companies").click()
    expect(desk.locator("#messages")).to_contain_text("3 companies are asked.")
    shot(desk, "visits-desktop-3-asked")


def write_in_vain(page: Page, world: World, shot: Shot) -> None:
    """Write to a company that declines meanwhile: the note is shown with why, kept as a file, and thrown away."""
    order = Order.objects.get(opener=world.people["liaison"], facts__company="firm-2")
    world.move(order, "accept", "second_boss")
    page.goto(VISITS)
    page.context.set_offline(True)
    page.locator(".visits-note summary").click()
    page.locator("[name=findings]").fill("想谈用工，门卫说改天。")
    page.get_by_role("button", name="Record the visit").click()
    expect(page.locator("[data-told]")).to_contain_text("Kept on this phone")
    world.move(order, "decline", "second_boss")
    page.context.set_offline(False)
    expect(page.locator("[data-told]")).to_contain_text("the order has moved on")
    page.goto(VISITS)
    left = page.locator("[data-left] li")
    expect(left).to_contain_text("Dongshan Electronics")
    expect(left.locator("textarea")).to_have_value("想谈用工，门卫说改天。")
    assert fits(page)
    shot(page, "visits-phone-5-left")
    with page.expect_download() as kept:
        left.get_by_role("link", name="Keep as a file").click()
    assert kept.value.path().read_text("utf-8") == "想谈用工，门卫说改天。"
    page.once("dialog", lambda dialog: dialog.accept())
    left.locator("[data-left-drop]").click()
    expect(left).to_have_count(0)
    page.goto(VISITS)
    expect(page.locator("[data-left]")).to_be_hidden()


def look_at_the_visit(desk: Page, phone: Page, order: Order, shot: Shot) -> None:
    """See each problem with its order."""
    for page, name in ((phone, "phone-4"), (desk, "desktop-4")):
        page.goto(f"{VISITS}{order.number}")
        expect(page.locator(".visits-problems tbody tr")).to_have_count(2)
        assert fits(page)
        shot(page, f"visits-{name}-visit")
