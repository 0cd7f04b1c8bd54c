# SPDX-License-Identifier: Apache-2.0
"""The desk in a real Chromium: an order goes from hand to hand, and each hand finds its work."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.people.contacts import keep
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.world import MORNING, Clock, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Page, str], None]
Desk = Callable[[str], Page]


@pytest.fixture
def desk(new_page: NewPage, sign_in: SignIn) -> Desk:
    """Return a function that opens the desk of one of the world's people in a browser of their own."""

    def enter(name: str, **more: Any) -> Page:
        page = new_page(**{"size": DESKTOP, **more})
        sign_in(page, name)
        page.goto("/desk/")
        return page

    return enter


def open_order(page: Page, order: Order) -> None:
    """Open an order through the search box, as somebody does who was told its number."""
    page.goto("/desk/")
    box = page.get_by_role("searchbox", name="搜索工单").first
    box.fill(order.number.lower())
    box.press("Enter")
    expect(page.get_by_role("heading", name=order.number)).to_be_visible()


def unfold(page: Page, move: str) -> Any:
    """Open the form of a move, where it is not open yet, and return it."""
    box = page.locator(f"#move-{move}")
    if box.get_attribute("open") is None:
        box.locator("summary").first.click()
    return box


def make(page: Page, move: str, **texts: str) -> None:
    """Fill in the texts of a move's form and send it."""
    box = unfold(page, move)
    for field, text in texts.items():
        box.locator(f"[name={move}-{field}]").fill(text)
    box.locator("button[type=submit]").click()


def test_a_contested_order_is_sent_elsewhere_and_signed_for(world: World, desk: Desk, shot: Shot) -> None:
    """Dispatched to the wrong unit, contested with a reason, sent to the right one, which signs for it."""
    order = world.submit("门口路灯不亮三天了，晚上看不见路。")
    dispatcher, plumber, handler = desk("dispatcher"), desk("plumber"), desk("handler")

    dispatcher.get_by_role("link", name="门口路灯不亮三天了").click()
    box = unfold(dispatcher, "dispatch")
    expect(box.locator("[name=dispatch-unit]")).to_have_value("lamps")
    shot(dispatcher, "desk-1-dispatch")
    box.locator("[name=dispatch-unit]").select_option("water")
    box.locator("button[type=submit]").click()
    expect(dispatcher.get_by_text("已完成：派单。")).to_be_visible()

    plumber.reload()
    plumber.get_by_role("link", name="门口路灯不亮三天了").click()
    make(plumber, "contest", reason="路灯不归水务管。")
    expect(plumber.get_by_text("已完成：退单。")).to_be_visible()
    shot(plumber, "desk-2-contested")

    open_order(dispatcher, order)
    box = unfold(dispatcher, "redirect")
    expect(box.locator("[name=redirect-matter_decided]")).to_have_value("city.lamp.dark#usual")
    box.locator("[name=redirect-unit]").select_option("lamps")
    box.locator("button[type=submit]").click()
    expect(dispatcher.get_by_text("已完成：改派。")).to_be_visible()
    shot(dispatcher, "desk-3-redirected")

    open_order(handler, order)
    make(handler, "sign")
    expect(handler.get_by_text("已完成：签收。")).to_be_visible()


def test_a_unit_asks_answers_and_does_it_again(world: World, desk: Desk, shot: Shot) -> None:
    """The unit asks the resident, answers, is told that it was not solved, and answers once more."""
    order = world.at_work(text="门口路灯不亮三天了，晚上看不见路。")
    handler = desk("handler")

    open_order(handler, order)
    make(handler, "ask_reporter", question="请问是哪一盏？")
    expect(handler.get_by_text("单位请点单人补充").first).to_be_visible()
    world.move(order, "reply_unit", "reporter", facts="单元门口第一盏。")
    open_order(handler, order)
    expect(handler.get_by_text("单元门口第一盏。")).to_be_visible()
    make(handler, "answer", answer="灯泡已更换。")
    expect(handler.get_by_text("已完成：答复办结。")).to_be_visible()

    world.move(order, "not_solved", "reporter", unsolved="还是不亮", satisfaction="1")
    handler.goto("/desk/")
    handler.get_by_role("link", name="门口路灯不亮三天了").click()
    expect(handler.get_by_text("还是不亮")).to_be_visible()
    make(handler, "answer", answer="线路已更换，现场试过三次。")
    expect(handler.get_by_text("已完成：答复办结。")).to_be_visible()
    shot(handler, "desk-4-answered-again")

    order.refresh_from_db()
    assert order.stage == "checking"


def test_a_late_order_comes_to_the_supervisor(world: World, clock: Clock, desk: Desk, shot: Shot) -> None:
    """What is not dispatched in time stands first in the supervisor's inbox, in red and in words."""
    order = world.submit("门口路灯不亮三天了。")
    clock.to_due(order, minutes=180)
    world.sweep()

    supervisor = desk("supervisor")

    row = supervisor.locator(".sd-queue-row").first
    expect(row).to_contain_text("超时未派")
    expect(row).to_contain_text("已超期 3 小时")
    shot(supervisor, "desk-5-late")
    row.get_by_role("link").click()
    make(supervisor, "press", reason="请立即派单。")
    expect(supervisor.get_by_text("已完成：催办。")).to_be_visible()
    shot(supervisor, "desk-6-pressed")


def test_many_are_dispatched_together_by_keyboard(world: World, desk: Desk, shot: Shot) -> None:
    """Ticked with x, walked with j, confirmed by group, sent in one form; what lacks a unit stays with its reason."""
    world.submit("路灯不亮")
    world.submit("门口水管爆裂")
    world.submit("想问一下这件事归谁管")
    page = desk("dispatcher")
    expect(page.get_by_text("批量派单")).to_be_hidden()

    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.get_by_text("3 张已勾选")).to_be_visible()
    shot(page, "desk-7-ticked")
    page.get_by_role("button", name="批量派单").click()
    page.locator("button[name=tick][value=known]").click()
    page.locator("button[name=tick][value=unknown]").click()
    shot(page, "desk-8-together")
    page.get_by_role("button", name="派出").click()

    expect(page.get_by_text("已派出 2 张单。")).to_be_visible()
    expect(page.get_by_text("1 张单没有派出")).to_be_visible()
    shot(page, "desk-9-result")
    page.get_by_label("其余各行的主办单位").select_option("housing")
    page.get_by_label("其余各行的事项").select_option("live.property#usual")
    page.get_by_role("button", name="派出").click()
    expect(page.get_by_text("已派出 1 张单。")).to_be_visible()

    assert list(Order.objects.values_list("stage", flat=True)) == ["dispatched"] * 3


def test_filters_change_the_list_without_losing_the_page(world: World, desk: Desk, shot: Shot) -> None:
    """A filter chosen swaps the list and the address; it can be kept under a name and opened again."""
    world.submit("路灯不亮")
    sent = world.submit("门口水管爆裂")
    world.dispatch(sent, unit="water", matter="live.water.burst")
    page = desk("supervisor")
    page.get_by_role("link", name="本岗位全部").click()

    page.get_by_label("单位").select_option("water")
    expect(page.get_by_text("路灯不亮")).to_be_hidden()
    expect(page.get_by_text("门口水管爆裂")).to_be_visible()
    assert "unit=water" in page.url
    page.get_by_text("保存筛选").click()
    page.get_by_label("名称").fill("水务的单")
    page.get_by_role("button", name="保存", exact=True).click()

    expect(page.get_by_text("已保存为“水务的单”。")).to_be_visible()
    shot(page, "desk-10-kept-filter")


def test_the_crew_takes_and_answers_on_a_phone(world: World, desk: Desk, shot: Shot, tmp_path: Any) -> None:
    """Nearest first by the phone's own position; taken with one press, answered with a photo."""
    world.submit("远处的垃圾", place=Place(world.grid, lon=116.009, lat=28.015, text="河边"))
    order = world.submit("楼道垃圾没人收", place=Place(world.grid, lon=116.001, lat=28.015, text="3栋2单元"))
    where = {"geolocation": {"longitude": 116.0, "latitude": 28.015}, "permissions": ["geolocation"]}
    phone = desk("crew", size=PHONE, **where)
    phone.get_by_role("navigation").get_by_role("link", name="我的网格").last.click()

    phone.get_by_role("button", name="按距离排序").click()
    expect(phone.locator("article").first).to_contain_text("98 m")
    expect(phone.locator("article").first).to_contain_text("楼道垃圾没人收")
    shot(phone, "desk-11-crew")
    phone.locator("article").first.get_by_role("button", name="我来办").click()
    expect(phone.get_by_role("heading", name="我接的单")).to_be_visible()

    card = phone.locator("article").first
    card.locator("summary", has_text="办好了").click()
    card.locator("[name=spot_done-answer]").fill("已清走。")
    picture = tmp_path / "after.png"
    picture.write_bytes(_picture())
    card.locator("[name=spot_done-after-new]").set_input_files(picture)
    shot(phone, "desk-12-crew-answer")
    card.get_by_role("button", name="提交").click()

    expect(phone.get_by_text("已完成：办好了。")).to_be_visible()
    order.refresh_from_db()
    assert order.stage == "quick_check"
    assert order.attachments.count() == 1


def test_a_contact_is_shown_in_its_place(world: World, desk: Desk, shot: Shot) -> None:
    """The button asks for a reason and then shows the contact without leaving the page."""
    contact = keep("王女士", "13800138000", "", "", forget_on=MORNING.date().replace(year=2027))
    order = world.at_work(contact=contact)
    page = desk("handler")
    open_order(page, order)

    page.locator("#contact summary").click()
    page.get_by_label("查看理由").fill("约定上门时间")
    page.locator("#contact").get_by_role("button", name="查看联系方式").click()

    expect(page.get_by_text("13800138000")).to_be_visible()
    shot(page, "desk-13-contact")


def test_an_order_is_taken_down_by_phone(world: World, desk: Desk, shot: Shot) -> None:
    """The call-taker writes, picks the place step by step, and reads number and code out."""
    page = desk("intake")
    page.goto("/desk/new/service")

    page.get_by_label("请说明问题").fill("老人来电：楼道灯坏了。")
    for step, code in (("乡镇（街道）", "369901001"), ("村（社区）", "369901001001"), ("网格", "369901001001001")):
        page.get_by_label(step, exact=True).select_option(code)
        # htmx hears a new part of the page only once it has settled.
        page.wait_for_load_state("networkidle")
        expect(page.locator("#tree")).not_to_have_class(re.compile("htmx-"))
    page.locator("[name=contact-phone]").fill("13800138000")
    shot(page, "desk-14-taking")
    page.get_by_role("button", name="登记").click()

    expect(page.get_by_role("heading", name="已登记，请念给居民听")).to_be_visible()
    shot(page, "desk-15-taken")
    assert Order.objects.get().area_code == "369901001001001"


def test_the_desk_works_without_javascript(world: World, desk: Desk, shot: Shot) -> None:
    """Ticks, filters and moves are plain forms: everything goes on without a script."""
    world.submit("路灯不亮")
    page = desk("dispatcher", java_script_enabled=False)

    page.get_by_label("状态").select_option("waiting")
    page.get_by_role("button", name="查看").click()
    page.locator("input[name=o]").check()
    page.get_by_role("button", name="批量派单").click()
    page.locator("button[name=tick][value=known]").click()
    expect(page.locator("input[name=o]")).to_be_checked()
    page.get_by_role("button", name="派出").click()

    expect(page.get_by_text("已派出 1 张单。")).to_be_visible()
    shot(page, "desk-16-no-script")
    order = Order.objects.get()
    page.goto(f"/desk/o/{order.number}")
    make(page, "recall", reason="再核实一下。")

    expect(page.get_by_text("已完成：收回重派。")).to_be_visible()


def _picture() -> bytes:
    """Return a small photo."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "gray").save(file, "PNG")
    return file.getvalue()
