# SPDX-License-Identifier: Apache-2.0
"""A resident's way in a real browser: from the poster to the verdict, with and without scripts."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from sidan.base.numbers import grouped
from sidan.orders.models import Order
from sidan.orders.tracking import new_code
from tests.browser.conftest import DESKTOP, PHONE
from tests.world import World

pytestmark = pytest.mark.browser

Shot = Callable[[Page, str], None]
LAMP = "楼道的路灯不亮三天了，晚上老人上下楼看不见。"


def picture(colour: str = "darkslategray") -> dict[str, Any]:
    """Return a photo as a phone's gallery gives it."""
    file = io.BytesIO()
    Image.new("RGB", (1200, 900), colour).save(file, "JPEG")
    return {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def kept_code(page: Page) -> tuple[str, str]:
    """Return number and query code from the page that shows them."""
    values = page.locator(".sd-code-value")
    return values.nth(0).inner_text(), values.nth(1).inner_text()


def scan_and_report(page: Page, world: World) -> Order:
    """Report a dark lamp with two photos from the poster of the world's stairwell, and return the order."""
    page.goto(f"/q/{world.site.code}")
    expect(page.get_by_text(world.site.name).first).to_be_visible()
    page.get_by_label("请说明问题").fill(LAMP)
    page.get_by_label("照片").set_input_files([picture(), picture("sienna")])
    page.get_by_role("radio", name="路灯不亮").check()
    expect(page.locator(".sd-photos-list img")).to_have_count(2)
    page.get_by_role("button", name="提交点单").click()
    expect(page.get_by_role("heading", name="已收到您的点单")).to_be_visible()
    return Order.objects.get(number=kept_code(page)[0])


def open_with_typed_code(page: Page, number: str, code: str) -> None:
    """Open the order's page from the form, with number and code as a resident may type them."""
    page.goto("/t/")
    page.get_by_label("单号").fill(f" {number.lower()} ")
    page.get_by_label("查询密码").fill(code.replace("-", " ").lower())
    page.get_by_role("button", name="查看进度").click()


def judge(page: Page, verdict: str, *, satisfaction: str, words: str = "") -> None:
    """Give a verdict in the question's own choices."""
    page.get_by_text(verdict, exact=True).click()
    chosen = page.locator(".sd-alternative:has(:checked)")
    if words:
        chosen.get_by_label("还有什么没解决").fill(words)
    chosen.get_by_role("radio", name=satisfaction, exact=True).check()
    chosen.get_by_role("button", name="提交").click()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_poster_to_the_verdict(
    size: dict[str, int], world: World, new_page: Callable[..., Page], shot: Shot
) -> None:
    """A resident scans, reports with photos, answers a question, says no, and after rework says yes."""
    page, name = new_page(size=size), "phone" if size is PHONE else "desktop"

    order = scan_and_report(page, world)
    shot(page, f"{name}-2-kept")
    number, code = kept_code(page)
    assert (order.text, order.site, order.matter.code) == (LAMP, world.site, "city.lamp.dark")
    page.get_by_role("link", name="看进度").click()
    expect(page.get_by_text("片区调度员正在看您的单子").first).to_be_visible()
    shot(page, f"{name}-3-waiting")

    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "ask_reporter", "handler", question="是几楼的灯？")
    open_with_typed_code(page, number, code)
    expect(page.get_by_text("是几楼的灯？").first).to_be_visible()
    shot(page, f"{name}-4-asked")
    page.locator("#do").get_by_label("补充说明").fill("三楼和四楼之间。")
    page.locator("#do").get_by_role("button", name="提交").click()
    expect(page.locator(".sd-timeline").get_by_text("三楼和四楼之间。")).to_be_visible()

    order.refresh_from_db()
    world.move(order, "answer", "handler", answer="灯泡已换。")
    page.reload()
    page.get_by_text("没解决", exact=True).click()
    shot(page, f"{name}-5-verdict")
    judge(page, "没解决", satisfaction="不满意", words="还是不亮。")
    expect(page.get_by_text("评价：没解决，已退回城管局照明所重办。")).to_be_visible()

    order.refresh_from_db()
    world.move(order, "answer", "handler", answer="线路已重新接好，灯亮了。")
    page.reload()
    judge(page, "解决了", satisfaction="非常满意")
    expect(page.locator("#now").get_by_text("此单已办结。")).to_be_visible()
    shot(page, f"{name}-6-closed")
    order.refresh_from_db()
    assert (order.outcome, order.satisfaction) == ("solved", 5)


def test_without_a_script_every_step_is_a_plain_form(world: World, new_page: Callable[..., Page], shot: Shot) -> None:
    """Without JavaScript a resident picks the place from the tree, reports with a photo, and judges."""
    page = new_page(java_script_enabled=False)
    page.goto("/report")
    page.get_by_label("请说明问题").fill(LAMP)
    page.get_by_label("照片").set_input_files([picture()])
    page.get_by_label("县（区）").select_option(label="东山县")
    page.get_by_role("button", name="选下一级").click()
    expect(page.get_by_label("请说明问题")).to_have_value(LAMP)
    expect(page.locator(".sd-kept img")).to_have_count(1)
    page.get_by_label("乡镇（街道）").select_option(label="北门街道")
    shot(page, "plain-1-tree")
    page.get_by_role("button", name="提交点单").click()
    number, _ = kept_code(page)
    order = Order.objects.get(number=number)
    assert (order.area_code, order.attachments.count()) == ("369901001", 1)

    with page.expect_navigation():
        page.get_by_role("link", name="看进度").click()
    world.dispatch(order)
    world.move(order, "sign", "handler")
    world.move(order, "answer", "handler", answer="灯泡已换。")
    page.reload()
    expect(page.get_by_label("想说的话")).to_have_count(2)
    page.get_by_label("部分解决").check(force=True)
    page.locator(".sd-alternative:has(:checked)").get_by_label("一般").check(force=True)
    shot(page, "plain-2-verdict")
    with page.expect_navigation():
        page.locator(".sd-alternative:has(:checked)").get_by_role("button", name="提交").click()
    order.refresh_from_db()
    assert (order.outcome, order.satisfaction) == ("partly", 3)


SMALL_TEXT = """all => all
  .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
  .filter(e => !e.closest(".visually-hidden"))
  .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 20)])
  .filter(([size]) => size < 24)"""
LOW_TARGETS = """all => all
  .filter(e => e.checkVisibility())
  .map(e => [e.offsetHeight, e.textContent.trim().slice(0, 20)])
  .filter(([height]) => height < 60)"""
TARGETS = (
    ":is(main, .sd-actions) :is(button, .btn, summary, select, .sd-drop, .sd-alternative > label, .sd-rating label)"
)


def test_large_type_is_large(world: World, phone: Page, shot: Shot) -> None:
    """In 长辈版 no text is smaller than 24 pixels (18 points), and nothing to press lower than 60."""
    code, digest = new_code()
    order = world.answered(code_digest=digest)
    own = f"/t/{order.number}/{grouped(code)}"
    pages = {"home": "/", "report": f"/q/{world.site.code}", "track": "/t/", "kept": f"{own}/kept", "order": own}
    phone.goto("/?elder=1")

    for name, address in pages.items():
        phone.goto(address)
        if name == "order":
            phone.get_by_text("没解决", exact=True).click()
        shot(phone, f"elder-{name}")
        assert phone.eval_on_selector_all("main *, .sd-actions *", SMALL_TEXT) == [], name
        assert phone.eval_on_selector_all(TARGETS, LOW_TARGETS) == [], name
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_a_map_and_a_list_do_not_contradict(world: World, desktop: Page, shot: Shot) -> None:
    """A tap on the map names the grid; picking from the list afterwards takes the point away."""
    desktop.goto("/report")
    desktop.locator("[data-map][data-ready]").wait_for()
    desktop.locator(".sd-map-canvas canvas").click(position={"x": 160, "y": 110})
    expect(desktop.locator("#located")).to_contain_text("东山县")
    shot(desktop, "desktop-map")

    desktop.get_by_text("从列表里选").click()
    desktop.get_by_label("县（区）").select_option(label="东山县")

    expect(desktop.locator("input[name=lon]")).to_have_value("")
    expect(desktop.get_by_label("乡镇（街道）")).to_be_visible()


def test_danger_comes_first_and_neighbours_are_offered(world: World, phone: Page, shot: Shot) -> None:
    """While one writes, danger shows the number to call, and what a neighbour reported may be followed instead."""
    world.submit(answers={"matter": "city.lamp.dark"})
    phone.goto(f"/q/{world.site.code}")
    phone.get_by_label("请说明问题").press_sequentially("路灯不亮，还着火了")

    expect(phone.locator(".sd-call").first).to_contain_text("119")
    expect(phone.get_by_text("附近有人报过")).to_be_visible()
    shot(phone, "phone-hints")
    phone.get_by_role("button", name="跟这张单").first.click()
    expect(phone.get_by_role("heading", name="您已跟进这张单")).to_be_visible()
    phone.get_by_role("link", name="看进度").click()
    expect(phone.get_by_text("片区调度员正在看您的单子")).to_be_visible()
    expect(phone.get_by_text("楼道灯坏了三天")).to_have_count(0)
    shot(phone, "phone-followed")


def test_in_english(world: World, phone: Page, shot: Shot) -> None:
    """The whole way of an order reads in English, fields and stages too."""
    phone.goto(f"/q/{world.site.code}?lang=en")
    phone.get_by_label("What is wrong?").fill("The lamp on the stairs has been dark for three days.")
    shot(phone, "english-1-report")
    phone.get_by_role("button", name="Send the order").click()
    expect(phone.get_by_role("heading", name="Your order was received")).to_be_visible()
    phone.get_by_role("link", name="See the progress").click()
    expect(phone.get_by_text("The area's dispatcher is reading your order")).to_be_visible()
    shot(phone, "english-2-order")
    chinese = re.findall("[\u4e00-\u9fff]+", phone.locator("main").inner_text())
    assert set(chinese) <= {"幸福小区", "栋", "单元"}


def test_the_pages_one_only_reads(world: World, new_page: Callable[..., Page], shot: Shot) -> None:
    """The front door, the programme and the privacy page fit a phone without sideways scrolling."""
    page = new_page()
    for address, name in (("/", "home"), ("/t/", "track"), ("/privacy", "privacy"), ("/about/service", "about")):
        page.goto(address)
        shot(page, f"phone-{name}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
