# SPDX-License-Identifier: Apache-2.0
"""A whole round in a real browser: the evaluator at a desk, the unit on a phone, a resident with neither post."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sidan.evaluation.round_rows import Round, RoundObjection
from sidan.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits
from tests.evaluation.rounding import AFTER, counts
from tests.world import COUNTY, Clock, World

__all__ = ["counts"]
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("counts")]

SignIn = Callable[[Page, str], None]
OURS = "三张单是按时答复的，系统里有记录。"


def press(page: Page, verb: str, *, reason: str = "") -> None:
    """Press the button of a verb on the page of a round."""
    box = page.locator(f"#verb-{verb}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    if reason:
        box.locator("[name=reason]").fill(reason)
    box.locator("button[type=submit]").click()


def open_a_round(page: Page, shot: Shot) -> Round:
    """Look at what would be compared, open the round of the last month, compute it and let the units check."""
    page.goto("/evaluation/")
    page.get_by_role("link", name="Open a round").first.click()
    page.locator("[name=ranking]").select_option("trial")
    page.locator("[name=area]").select_option(COUNTY)
    page.get_by_role("button", name="What would be compared?").click()
    expect(page.locator("#compared")).to_contain_text("5")
    expect(page.locator("[name=since]")).to_have_value("2026-02-01")
    shot(page, "evaluation-desktop-1-open")
    page.get_by_role("button", name="Open the round").click()
    press(page, "compute")
    press(page, "let_check")
    expect(page.locator(".evaluation-steps [aria-current]")).to_contain_text("Checked by the units")
    shot(page, "evaluation-desktop-2-checking")
    return Round.objects.get()


def check(page: Page, found: Round, shot: Shot) -> None:
    """Let the unit look at the orders behind one figure on a phone."""
    page.goto("/evaluation/")
    page.locator(f"[data-round='{found.pk}']").click()
    page.locator("#own a").click()
    page.locator("[data-figure=answered] a").click()
    expect(page.locator("[data-order]")).to_have_count(10)
    shot(page, "evaluation-phone-1-orders")
    page.get_by_role("link", name="Only what was lost").click()
    expect(page.locator("[data-order]")).to_have_count(5)
    assert fits(page)


def object_to(page: Page, path: str, text: str) -> RoundObjection:
    """Fill in the form of an objection on a phone, and send it."""
    page.goto(path)
    page.locator("[name=objection-text]").fill(text)
    assert fits(page)
    page.locator("button[form=objection]").click()
    page.wait_for_url(lambda url: "/object/" not in url)
    return RoundObjection.objects.select_related("order").latest("pk")


def hear(world: World, order: Order, *, is_right: bool) -> None:
    """Let the supervisor hear an objection to its end."""
    order.refresh_from_db()
    world.move(order, "acknowledge_other", "supervisor", remark="轮次由考评员计算。")
    if not is_right:
        world.move(order, "uphold", "supervisor", findings="经核对，计算无误。")
        return
    world.move(order, "correct", "supervisor", findings="三张单统计有误。", to_correct="重新计算。")
    world.move(order, "put_right", "leader", correction="已重新计算。")


def test_a_round_is_played_from_opening_to_seal(
    world: World,
    clock: Clock,
    counts: dict[str, tuple[int, int, int]],
    new_page: NewPage,
    sign_in: SignIn,
    shot: Shot,
) -> None:
    """From opening over two objections and one correction to the seal; every page fits its screen."""
    desk, phone, public = (new_page(size=size, locale="en-US") for size in (DESKTOP, PHONE, PHONE))
    sign_in(desk, "evaluator")
    sign_in(phone, "plumber")
    found = open_a_round(desk, shot)
    check(phone, found, shot)
    press(desk, "publish")
    expect(desk.locator(".evaluation-until")).to_contain_text("Objections are taken until")

    own = object_to(phone, f"/evaluation/{found.pk}/object/water/", OURS)
    expect(phone.locator("#objections")).to_contain_text(own.order.number)
    other = object_to(public, f"/evaluation/{found.pk}/object/lamps/", "这个分太高了。")
    expect(public.locator(".sd-code-value").first).to_be_visible()
    shot(public, "evaluation-phone-2-kept")
    desk.reload()
    expect(desk.locator("#hindrances li")).to_have_count(3)
    shot(desk, "evaluation-desktop-3-objections")

    hear(world, own.order, is_right=True)
    hear(world, other.order, is_right=False)
    counts["water"] = (8, 2, 0)
    desk.reload()
    press(desk, "recompute", reason="水务公司的异议成立。")
    desk.locator("#frozen summary").click()
    desk.locator("#frozen").get_by_role("link", name="What changed between the runs").click()
    expect(desk.locator("[data-subject=water]")).to_contain_text("(5 / 10)")
    shot(desk, "evaluation-desktop-4-difference")

    clock.to(AFTER)
    sign_in(desk, "evaluator")
    sign_in(phone, "plumber")
    desk.goto(f"/evaluation/{found.pk}/")
    press(desk, "settle")
    expect(desk.locator(".evaluation-until")).to_contain_text("Settled and sealed")
    shot(desk, "evaluation-desktop-5-settled")
    for path in (f"{found.pk}/", f"{found.pk}/unit/water/", f"{found.pk}/difference"):
        phone.goto(f"/evaluation/{path}")
        assert fits(phone), path
    shot(phone, "evaluation-phone-3-difference")
