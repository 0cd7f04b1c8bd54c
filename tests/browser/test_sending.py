# SPDX-License-Identifier: Apache-2.0
"""The dispatcher's day in a real Chromium: two hundred messages imported, and sent on in a handful of clicks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from sidan.dispatch.importing import Wishes, import_messages
from sidan.dispatch.message_sheets import Message
from sidan.orders.catalogue import Matter
from sidan.orders.models import Order
from sidan.people.actors import Actor
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Page, str], None]
MANY, MOST_CLICKS = 200, 6
TEXTS = (
    "巷口路灯不亮，路灯不亮已有三天，晚上看不见路。",
    "门口水管爆裂，自来水流了一地。",
    "物业服务很差，物业费照收。",
    "路灯不亮，也许是水管爆裂淹了电缆。",
    "想问一下这件事归谁管。",
)


def imported(world: World) -> None:
    """Import two hundred messages about five things, one in fifty of which no word speaks for."""
    Matter.objects.filter(code="live.property").update(words=["物业服务", "物业费"])
    texts = [TEXTS[4] if number % 50 == 0 else TEXTS[number % 4] for number in range(MANY)]
    messages = [
        Message(where=str(number), id=str(number), words=f"{text}第{number}件", area=world.grid)
        for number, text in enumerate(texts)
    ]
    taken = import_messages(messages, by=Actor.importer(), wishes=Wishes(suggest=False))
    assert (taken.opened, taken.refused) == (MANY, [])


def test_two_hundred_messages_are_dispatched_in_a_handful_of_clicks(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot
) -> None:
    """All that wait come in groups, only the sure ones ticked; groups are confirmed by a press, and all get units."""
    imported(world)
    page, phone = new_page(size=DESKTOP), new_page(size=PHONE)
    for each in (page, phone):
        sign_in(each, "dispatcher")
    phone.goto("/desk/dispatch?all=mine&text=电缆")
    shot(phone, "send-1-phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    clicks = 0

    def click(target: Locator) -> None:
        """Click and count it."""
        nonlocal clicks
        clicks += 1
        target.click()

    page.goto("/desk/")
    click(page.locator("a[href*='dispatch?all=mine']"))
    expect(page.locator("input[name=o]")).to_have_count(MANY)
    expect(page.locator(".sd-send-group").last.locator("input[name=o]:checked")).to_have_count(0)
    shot(page, "send-2-together")
    click(page.locator("button[name=tick][value=known]"))
    expect(page.locator("[data-count]")).to_have_text("196")
    page.locator("#all-unit").select_option("housing")
    page.locator("#all-matter").select_option("live.property#usual")
    click(page.locator("button[name=tick][value=unknown]"))
    click(page.locator("button[type=submit]").last)
    expect(page.get_by_role("status")).to_be_visible(timeout=30_000)
    shot(page, "send-3-done")

    # Choosing a unit and a matter for those nobody knows are two more.
    assert clicks + 2 <= MOST_CLICKS
    assert Order.objects.filter(stage="dispatched", unit__isnull=False, matter__isnull=False).count() == MANY
    assert set(Order.objects.values_list("unit__code", flat=True)) == {"lamps", "water", "housing"}

    world.move(order := Order.objects.filter(unit__code="lamps")[0], "sign", "handler")
    handler = new_page(size=PHONE)
    sign_in(handler, "handler")
    _answer_with_help(handler, order, shot)


def _answer_with_help(page: Page, order: Order, shot: Shot) -> None:
    """Write an empty answer on a phone: the hint comes by itself, and shows its place in the text."""
    page.goto(f"/desk/o/{order.number}?move=answer")
    box = page.locator("#move-answer")
    box.locator("textarea").fill("您反映的问题已收悉，已转相关部门处理。")
    expect(box.locator(".sd-look-hints li").first).to_be_visible()
    shot(page, "answer-hints")
    box.locator("[data-show]").first.click()
    chosen = (
        "() => { const box = document.activeElement; return box.value.slice(box.selectionStart, box.selectionEnd); }"
    )
    assert page.evaluate(chosen) == "已转相关部门处理"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
