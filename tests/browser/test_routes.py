# SPDX-License-Identifier: Apache-2.0
"""An administrator adds a rule and tries a text; an order goes by it; the resident reads why and asks for a person."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sidan.dispatch import hints
from sidan.dispatch.acting import act
from sidan.dispatch.keeping_routes import set_threshold
from sidan.dispatch.route_rows import Route
from sidan.orders.models import Order
from sidan.orders.tracking import new_code
from sidan.people.actors import Actor
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits, made
from tests.dispatch.routing import route
from tests.world import COUNTY, NORTH, World

pytestmark = pytest.mark.browser

SignIn = Callable[[Page, str], None]
DARK = "楼道外的路灯不亮三天了，路灯不亮，晚上老人上下楼看不见。"


def test_a_rule_is_made_tried_used_and_answered_for(
    world: World, new_page: NewPage, sign_in: SignIn, shot: Shot
) -> None:
    """From the form of the rule to the dispatcher who decides anew, on a desk and on a phone."""
    hints._suggester.cache_clear()
    world.hold("system", role="system_admin")
    set_threshold("city.lamp.dark", 60, by=Actor.importer())
    route(world, area=COUNTY, matter="city", unit="housing", hours="每天 22:00-06:00")
    route(world, area=COUNTY, matter="city", unit="water", hours="每天 23:00-07:00", assisting=["housing"])
    desk, phone, own = (new_page(size=size, locale="en-US") for size in (DESKTOP, PHONE, DESKTOP))
    sign_in(desk, "system")
    sign_in(phone, "system")
    sign_in(own, "dispatcher")

    make_a_rule(desk, shot)
    try_a_text(desk, shot)
    look_at_the_others(desk, phone, shot)
    order = resident_asks_for_a_person(world, new_page(size=PHONE), shot)
    route(world, area=f"{NORTH}001", matter="city", unit="property", assisting=["water"])
    own.goto(f"/desk/dispatch?o={world.submit(DARK).number}")
    expect(own.locator(".sd-send-row")).to_contain_text("narrower than route")
    shot(own, "routes-desktop-7-together")
    own.goto(f"/desk/o/{order.number}")
    shot(own, "routes-desktop-6-order")
    made(own, order, "redirect", unit="property", matter_decided="city.lamp.dark#usual")

    assert (order.stage, order.unit) == ("dispatched", world.units["property"])


def make_a_rule(page: Page, shot: Shot) -> None:
    """Fill in the form of a route that acts by itself, and find it in the list."""
    page.goto("/desk/routes/new")
    page.locator("[name=area]").select_option(NORTH)
    page.locator("[name=matter]").select_option("city.lamp.dark")
    page.locator("[name=unit]").select_option("lamps")
    page.get_by_label("Dispatch by itself").check()
    page.locator("[name=surer_than_percent]").fill("65")
    page.get_by_label("Also on the catalogue's words alone").check()
    shot(page, "routes-desktop-1-form")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".routes-auto")).to_have_text("above 65 %")
    shot(page, "routes-desktop-2-list")


def try_a_text(page: Page, shot: Shot) -> None:
    """Ask who would get a message, and read that it would go by rule."""
    page.goto("/desk/routes/try")
    page.locator("[name=text]").fill(DARK)
    page.locator("[name=area]").select_option(f"{NORTH}001")
    page.locator("#try button").click()
    expect(page.locator("#answer")).to_contain_text("It would go by rule")
    shot(page, "routes-desktop-3-try")


def look_at_the_others(desk: Page, phone: Page, shot: Shot) -> None:
    """Open every page of routes on both screens; nothing stands out to the right."""
    for number, name in enumerate(("troubles", "thresholds"), start=4):
        desk.goto(f"/desk/routes/{name}")
        shot(desk, f"routes-desktop-{number}-{name}")
    for number, path in enumerate(("", "new", f"try?text={DARK}&area={NORTH}001", "troubles", "thresholds"), start=1):
        phone.goto(f"/desk/routes/{path}")
        assert fits(phone), path
        shot(phone, f"routes-phone-{number}")


def resident_asks_for_a_person(world: World, page: Page, shot: Shot) -> Order:
    """Let the rule dispatch an order; its reporter reads why, and asks for a person."""
    code, digest = new_code()
    order = world.submit(DARK, code_digest=digest)
    assert act(order.pk, 1) is not None
    page.goto(f"/t/{order.number}/{code}")
    expect(page.locator(".sd-timeline")).to_contain_text(f"第{Route.objects.get(is_automatic=True).pk}号派单规则")
    shot(page, "routes-phone-6-told")
    page.locator("summary").filter(has_text="请人来决定").click()
    page.locator("[name=ask_a_person-facts_if_any]").fill("这盏灯在小区里面，是物业装的。")
    shot(page, "routes-phone-7-ask")
    page.get_by_role("button", name="请人来决定").click()
    expect(page.locator("#now")).to_contain_text("您要求由人来决定")
    shot(page, "routes-phone-8-asked")
    assert fits(page)
    order.refresh_from_db()
    return order
