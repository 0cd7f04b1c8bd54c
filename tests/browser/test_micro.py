# SPDX-License-Identifier: Apache-2.0
"""A small service in a real Chromium: several purses pay for a handrail, and everybody reads what was done."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sidan.orders import registry
from sidan.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits, form_of, made, make, photo, send, write
from tests.purses import Micro
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Page, str], None]
Seat = Callable[..., Page]
SHARES = (("ming", "100"), ("hong", "60.50"), ("lan", "39.50"))


@pytest.fixture
def micro(world: World) -> Micro:
    """Return the county with purses where the live server sees it."""
    return Micro(world)


@pytest.fixture
def seat(new_page: NewPage, sign_in: SignIn) -> Seat:
    """Return a function that gives somebody a browser of their own: a phone, unless a desktop is asked for."""

    def enter(name: str, *, size: dict[str, int] = PHONE, **more: Any) -> Page:
        page = new_page(size=size, **more)
        sign_in(page, name)
        return page

    return enter


def share_out(page: Page, order: Order, shares: tuple[tuple[str, str], ...]) -> Any:
    """Fill in the form of a joint declaration, without sending it, and return it."""
    box = form_of(page, order, "declare_jointly")
    write(box, "declare_jointly", {"use": "elderly", "not_own_kin": True})
    for row, (who, yuan) in enumerate(shares):
        box.locator("[name=declare_jointly-shares-who]").nth(row).select_option(who)
        box.locator("[name=declare_jointly-shares-yuan]").nth(row).fill(yuan)
    return box


def find_need(page: Page, shot: Shot) -> Order:
    """Open an order in the pages: old Wang needs a handrail."""
    page.goto("/desk/new/micro")
    page.get_by_label("发现了什么困难").fill("王大爷家门口没有扶手。")
    page.get_by_label("受益人").fill("王大爷")
    page.locator("[name=report-before-new]").set_input_files([photo("gray")])
    expect(page.locator(".sd-photos-list img")).to_have_count(1)
    for step, code in (("村（社区）", "369901001001"), ("网格", "369901001001001")):
        page.get_by_label(step, exact=True).select_option(code)
        page.wait_for_load_state("networkidle")
    shot(page, "micro-1-need")
    assert fits(page)
    page.get_by_role("button", name="发现需求").click()
    expect(page.locator("#now")).to_be_visible()
    return Order.objects.get(programme="micro")


def test_three_purses_pay_together_and_everybody_reads_it(micro: Micro, seat: Seat, phone: Page, shot: Shot) -> None:
    """Ming finds and declares, two confirm, it is approved, done, paid by receipt and published without a name."""
    ming, hong, lan = seat("ming"), seat("hong"), seat("lan", locale="en")
    organiser, treasurer = seat("organiser", size=DESKTOP), seat("treasurer", size=DESKTOP)
    crew = seat("crew")

    order = find_need(ming, shot)
    box = share_out(ming, order, SHARES)
    shot(ming, "micro-2-shares")
    assert fits(ming)
    send(box)
    expect(ming.locator("#now").get_by_role("status").first).to_be_visible()
    made(hong, order, "confirm_share")
    shot(hong, "micro-3-confirmed")
    made(lan, order, "hand_in")
    shot(lan, "micro-4-handed-in")
    assert order.stage == "approving"

    made(organiser, order, "approve_alone")
    assert [micro.balance(name)[1] for name, _ in SHARES] == [10000, 6050, 3950]
    made(ming, order, "show_done", result="装好了扶手。", after=photo("green"))
    made(ming, order, "bring_receipt", receipt_number="036001234", receipt_amount="180", receipt_photo=photo("white"))
    shot(ming, "micro-5-receipt")
    made(crew, order, "record_slip", slip=photo("ivory"), satisfaction="5")
    made(treasurer, order, "pay")
    shot(treasurer, "micro-6-paid")

    move = "announce_for_audit" if order.facts["sampled"] else "announce"
    refused = make(organiser, order, move, notice="为王大爷装了扶手。")
    expect(refused.get_by_role("alert").first).to_be_visible()
    expect(refused.locator(f"[name={move}-notice]")).to_have_value("为王大爷装了扶手。")
    shot(organiser, "micro-7-name-refused")
    made(organiser, order, move, notice="为一户老人装了扶手。")

    phone.goto(f"/published/{order.number}")
    expect(phone.get_by_text("为一户老人装了扶手。").first).to_be_visible()
    assert "王大爷" not in phone.content()
    shot(phone, "micro-8-published")
    assert fits(phone)


def test_a_share_above_the_purse_is_refused_and_kept_in_the_form(micro: Micro, seat: Seat, shot: Shot) -> None:
    """The refusal says whose purse lacks what; people and amounts stay in their rows to be put right."""
    order, ming = micro.find_need(), seat("ming", locale="en")

    send(share_out(ming, order, (("ming", "100"), ("hong", "200.01"))))

    box = ming.locator("#move-declare_jointly")
    expect(box.get_by_text("The purse of hong has 200 yuan left.")).to_be_visible()
    shot(ming, "micro-9-above")
    expect(box.locator("[name=declare_jointly-shares-who]").nth(1)).to_have_value("hong")
    expect(box.locator("[name=declare_jointly-shares-yuan]").nth(1)).to_have_value("200.01")
    expect(box.locator("[name=declare_jointly-use]").first).to_be_attached()
    box.locator("[name=declare_jointly-shares-yuan]").nth(1).fill("200")
    send(box)
    expect(ming.locator("#now").get_by_role("status").first).to_be_visible()
    order.refresh_from_db()
    assert order.stage == "joining"


def test_a_receipt_is_taken_once(micro: Micro, seat: Seat, shot: Shot) -> None:
    """Neither its number nor its picture is taken for another order; what was written stays."""
    first, second = micro.shown(amount="50"), micro.shown(amount="50")
    ming = seat("ming", locale="en")
    slip = photo("white")
    made(ming, first, "bring_receipt", receipt_number="036-00 1234", receipt_amount="20", receipt_photo=slip)

    box = make(
        ming, second, "bring_receipt", receipt_number="036001234", receipt_amount="20", receipt_photo=photo("ivory")
    )
    expect(box.get_by_text("The receipt 036001234 has been handed in before")).to_be_visible()
    expect(box.locator("[name=bring_receipt-receipt_amount]")).to_have_value("20")
    expect(box.locator(".sd-kept img")).to_have_count(1)
    shot(ming, "micro-10-receipt-again")

    box = make(ming, second, "bring_receipt", receipt_number="777", receipt_amount="20", receipt_photo=slip)
    expect(box.get_by_text("The picture of this receipt has been handed in before")).to_be_visible()


def test_who_may_not_sees_nothing_or_no_buttons(micro: Micro, seat: Seat) -> None:
    """A stranger does not find the order; a member who gives nothing to it has no move in it."""
    order = micro.find_need()
    micro.declare(order, shares={"ming": "100", "hong": "60"})
    assert registry.programme_of(order).code == "micro"

    stranger, plumber, lan = seat("stranger"), seat("plumber"), seat("lan")

    for page in (stranger, plumber):
        answered = page.goto(f"/desk/o/{order.number}")
        assert answered is not None
        assert answered.status in (403, 404)
    lan.goto(f"/desk/o/{order.number}")
    expect(lan.locator(".sd-move")).to_have_count(0)
