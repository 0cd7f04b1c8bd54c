# SPDX-License-Identifier: Apache-2.0
"""Programmes of a county's own in a real browser: their pages appear from the file and fit a small phone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sidan.base.clock import now
from sidan.orders import registry
from sidan.orders.models import Order
from sidan.orders.moves import Place, submit
from sidan.people.actors import Actor
from tests.browser.conftest import NewPage, Shot
from tests.own_programmes import CALL, OBJECTION, serving
from tests.reports.test_indicators import COUNTED
from tests.world import COUNTY, World

SignIn = Callable[[Page, str], None]


@pytest.fixture(autouse=True)
def _others(world: World) -> Iterator[None]:
    """Serve three programmes more, with people for them."""
    world.hold("boss", role="company", unit="property")
    world.hold("neighbour", role="member", area=world.grid)
    world.hold("organiser", role="organiser", area=COUNTY)
    with serving(COUNTED, CALL, OBJECTION):
        yield


def fulfilled(world: World) -> Order:
    """Return a wish that was fulfilled and published."""
    answers: dict[str, Any] = {"text": "想要一把旧轮椅", "kind": "goods", "people": 2}
    order = submit(registry.current("wish"), answers, by=Actor.anyone(), place=Place(world.grid), via="web")
    world.move(order, "claim", "neighbour")
    world.move(order, "fulfil", "neighbour", result="轮椅已送到，老人很高兴。", hours="3", spent="128.50")
    Order.objects.filter(pk=order.pk).update(published_at=now())
    return order


def fits(page: Page) -> bool:
    """Say whether nothing stands out to the right of the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_company_opens_an_order_on_a_small_phone(world: World, phone: Page, sign_in: SignIn, shot: Shot) -> None:
    """From the list to the order's page, with what was answered among its facts."""
    sign_in(phone, "boss")
    phone.goto("/desk/new")
    shot(phone, "programmes-1-new")
    assert fits(phone)
    phone.get_by_role("link", name="企业呼叫").click()

    phone.get_by_text("紧急", exact=True).click()
    phone.get_by_label("哪天").fill("2026-03-12")
    phone.get_by_label("预计花费").fill("1200")
    phone.get_by_label("乡镇（街道）", exact=True).select_option("369901001")
    phone.wait_for_load_state("networkidle")
    shot(phone, "programmes-2-open")
    assert fits(phone)
    phone.get_by_role("button", name="呼叫").click()

    expect(phone.get_by_text("1,200 元").first).to_be_visible()
    shot(phone, "programmes-3-order")
    assert fits(phone)
    assert Order.objects.get().opener_unit == world.units["property"]


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_every_page_of_a_programme_fits_a_small_phone(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot, locale: str
) -> None:
    """Residents' pages, what is published, figures and inbox, in both languages."""
    order = fulfilled(world)
    public = ("/", "/report/wish", f"/q/{world.site.code}", "/published/", f"/published/{order.number}", "/about/wish")
    own = ("/desk/", f"/desk/o/{order.number}", "/board/programmes/", "/board/programmes/wish")
    page = new_page(locale=locale)

    wide = []
    for number, path in enumerate((*public, *own)):
        if path == own[0]:
            world.hold("organiser", role="member", area=COUNTY)
            sign_in(page, "organiser")
        page.goto(path)
        shot(page, f"programmes-{locale[:2]}-{number}")
        if not fits(page):
            wide.append(path)

    assert wide == []
