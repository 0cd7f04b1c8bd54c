# SPDX-License-Identifier: Apache-2.0
"""Posters, sheets and the leaders' page in a real browser, on the screen and on paper."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from sidan.people.audit import record
from sidan.people.models import User
from sidan.places.models import Site
from sidan.places.sites import add_site
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.web.administrators import offices
from tests.world import MORNING, NORTH, SOUTH, Clock, World

__all__ = ["offices"]

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
    "滨江花园（二期）幼儿园与社区老年活动中心之间的健身广场东南角",
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


@pytest.mark.parametrize(("size", "pages"), [(1, 10), (2, 5), (4, 3), (8, 2)])
def test_posters_fill_their_pages_and_no_more(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot, *, size: int, pages: int
) -> None:
    """Each size prints on as many sheets of A4 as it needs, and nothing on a poster is cut off."""
    for name in NAMES:
        add_site(world.grid, name, kind="stair")
    page = new_page(size=DESKTOP)
    sign_in(page, "crew")

    page.goto(f"{SHEET}?size={size}")

    expect(page.locator(".poster")).to_have_count(10)
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


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_leader_reads_the_board(
    world: World, clock: Clock, new_page: NewPage, sign_in: SignIn, shot: Shot, size: dict[str, int]
) -> None:
    """The whole truth fits the screen: what is late, the red list, the days, the shares and the units."""
    busy_weeks(world, clock)
    page = new_page(size=size)
    sign_in(page, "leader")

    page.goto("/board/")

    expect(page.get_by_role("heading", name="红榜")).to_be_visible()
    expect(page.locator(".board-chart")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    name = "phone" if size is PHONE else "desktop"
    shot(page, f"board-{name}")
    page.goto("/board/public")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    shot(page, f"board-public-{name}")


def busy_weeks(world: World, clock: Clock) -> None:
    """Play three weeks of orders: most go well, some are late, sent back or still open."""
    for day in range(21):
        clock.to(MORNING + timedelta(days=day))
        for number in range(day % 4 + 1):
            order = world.submit(area=f"{(NORTH, SOUTH)[number % 2]}001001" if number < 3 else None)
            dispatcher = "dispatcher" if number % 2 == 0 or number == 3 else "south_dispatcher"
            if (day + number) % 7 == 0:
                continue
            world.move(order, "dispatch", dispatcher, unit="lamps", matter_decided="city.lamp.dark#usual")
            if (day + number) % 5 == 0:
                clock.forward(hours=3)
                world.sweep()
                order.refresh_from_db()
            world.move(order, "sign", "handler")
            if day > 18:
                continue
            world.move(order, "answer", "handler", answer="灯泡已更换。")
            if day % 6 == 1:
                world.move(order, "not_solved", "reporter", unsolved="还是不亮", satisfaction=1)
                world.move(order, "answer", "handler", answer="线路已修复。")
            if day % 5:
                world.move(order, "solved" if day % 3 else "partly", "reporter", satisfaction=3 + day % 3)
        world.sweep()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_sheet_is_tried_mended_and_applied(
    offices: World, new_page: NewPage, sign_in: SignIn, shot: Shot, size: dict[str, int]
) -> None:
    """An administrator is told the cells, mends the file, looks through what would change and applies it."""
    name = "phone" if size is PHONE else "desktop"
    page = new_page(size=size)
    sign_in(page, "system")
    head = "点位编码,点位类型,点位名称,所在网格编码,地址,备注\n"
    wrong = f"{head},单元,,{NORTH}001002,东门路9号,\n,楼栋,好楼,12345,,\n,亭子,一号亭,{NORTH}001002,,\n"
    new = f",单元,幸福小区9栋1单元,{NORTH}001002,东门路9号,新\n"
    good = f"{head}{new}k7qf2mxp,单元,幸福小区3栋2单元,{NORTH}001001,东门路3号,\n"

    page.goto("/desk/sheets/")
    shot(page, f"sheets-{name}-1-index")
    page.get_by_role("link", name="点位").click()
    shot(page, f"sheets-{name}-2-kind")
    page.get_by_label("文件").set_input_files(csv(wrong))
    page.get_by_role("button", name="试导入").click()
    expect(page.get_by_text("C2")).to_be_visible()
    shot(page, f"sheets-{name}-3-faults")

    page.get_by_label("改好的文件").set_input_files(
        {"name": "点位.csv", "mimeType": "text/csv", "buffer": good.encode()}
    )
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("heading", name="将要新增")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    shot(page, f"sheets-{name}-4-trial")
    page.get_by_role("button", name="全部写入").click()

    expect(page.get_by_text("新增 1 条")).to_be_visible()
    assert Site.objects.filter(name="幸福小区9栋1单元").exists()


def csv(text: str) -> FilePayload:
    """Return a sheet as a browser uploads it."""
    return {"name": "点位.csv", "mimeType": "text/csv", "buffer": text.encode()}


def test_slips_of_passwords_are_fit_to_print(offices: World, new_page: NewPage, sign_in: SignIn, shot: Shot) -> None:
    """Everybody without a password gets a slip of their own, several to a page."""
    for number in range(9):
        User.objects.create_user(f"new{number}", None, display_name=f"新人{number}")
    page = new_page(size=DESKTOP)
    sign_in(page, "security")

    page.goto("/desk/sheets/people/")
    shot(page, "sheets-people")
    page.get_by_role("button", name="现在发放并显示").click()

    expect(page.locator(".sheets-slips li")).to_have_count(11)
    shot(page, "sheets-passwords")
    assert printed(page, "sheets-passwords-paper") == 2


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_admin_pages_work_under_the_content_policy(
    offices: World, new_page: NewPage, sign_in: SignIn, shot: Shot, size: dict[str, int]
) -> None:
    """An administrator walks the pages, adds a person and a post, and reads a refusal above the form."""
    name = "phone" if size is PHONE else "desktop"
    page = new_page(size=size)
    sign_in(page, "security")

    page.goto("/admin/")
    shot(page, f"admin-{name}-1-index")
    page.goto("/admin/people/user/")
    shot(page, f"admin-{name}-2-people")
    page.goto("/admin/people/user/add/")
    page.get_by_label("用户名").fill("dispatcher")
    page.get_by_label("姓名").fill("重名")
    page.locator("[name=_save]").click()
    expect(page.get_by_text("用户名“dispatcher”已有人使用。")).to_be_visible()
    shot(page, f"admin-{name}-3-refused")
    page.get_by_label("用户名").fill("newcomer")
    page.locator("[name=_save]").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    person = User.objects.get(username="newcomer")
    page.goto(f"/admin/people/post/add/?user={person.username}")
    page.get_by_label("岗位").select_option("crew")
    page.get_by_label("区域编码").fill(f"{NORTH}001002")
    shot(page, f"admin-{name}-4-post")
    page.locator("[name=_save]").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    shot(page, f"admin-{name}-5-posts")
    assert person.posts.get().area_code == f"{NORTH}001002"


def test_an_auditor_reads_the_log(offices: World, new_page: NewPage, sign_in: SignIn, shot: Shot) -> None:
    """The log and an order's record are readable and have nothing to press but filters."""
    order = offices.answered()
    page = new_page(size=DESKTOP)
    sign_in(page, "auditor")
    record(offices.actor("dispatcher"), "sign_in.succeeded", "user:dispatcher")
    record(offices.actor("dispatcher"), "contact.viewed", order.subject, reason="回电核实地址")

    page.goto("/admin/people/auditentry/")
    shot(page, "audit-1-log")
    page.goto(f"/admin/orders/order/{order.pk}/change/")
    expect(page.get_by_text(order.number).first).to_be_visible()
    expect(page.locator("[name=_save]")).to_have_count(0)
    shot(page, "audit-2-order")
