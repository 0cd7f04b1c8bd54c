# SPDX-License-Identifier: Apache-2.0
"""A whistle in a real Chromium: a company calls on a phone, departments check in by position, the company rates."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.models import Order, Share
from sidan.people.models import Unit
from tests.beginning import begin, with_companies, with_neighbours
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits, form_of, made, photo, send
from tests.world import SOUTH, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Page, str], None]
Seat = Callable[..., Page]
HERE = {"geolocation": {"longitude": 116.005, "latitude": 28.015}, "permissions": ["geolocation"]}
FAR = {"geolocation": {"longitude": 116.016, "latitude": 28.015}, "permissions": ["geolocation"]}


@pytest.fixture
def street(world: World) -> World:
    """Return the county with two companies and members, where the live server sees it."""
    with_neighbours(with_companies(world))
    world.units["mill"] = Unit.objects.create(code="mill", name="南门面粉厂", kind="company", area=world.areas[SOUTH])
    world.hold("miller", role="company", unit="mill")
    return world


@pytest.fixture
def seat(new_page: NewPage, sign_in: SignIn) -> Seat:
    """Return a function that gives somebody a browser of their own: a phone, unless a desktop is asked for."""

    def enter(name: str, *, size: dict[str, int] = PHONE, **more: Any) -> Page:
        page = new_page(size=size, **more)
        sign_in(page, name)
        return page

    return enter


def called(world: World) -> Order:
    """Return a whistle to which the lamp office and the water company were called."""
    order = begin(world, "whistle", "owner", text="配电房进水，马上停产。", situation="emergency", grade="urgent")
    world.move(order, "call", "dispatcher", parties=["lamps", "water"])
    return order


def sound(page: Page, shot: Shot) -> Order:
    """Sound a whistle from where the phone is."""
    page.goto("/desk/new/whistle")
    page.get_by_label("什么事要部门到场").fill("配电房进水，马上停产。")
    page.get_by_text("应急处置", exact=True).click()
    page.get_by_text("紧急", exact=True).click()
    page.get_by_role("button", name="使用我的位置").click()
    expect(page.locator("input[name=lat]")).to_have_value("28.015000")
    shot(page, "whistle-1-sound")
    assert fits(page)
    page.get_by_role("button", name="吹哨").click()
    expect(page.locator("#now")).to_be_visible()
    return Order.objects.get(programme="whistle")


def check_in(page: Page, order: Order) -> None:
    """Press the button that reads the phone's position, and send it."""
    box = form_of(page, order, "check_in")
    box.locator("[data-locate]").click()
    expect(box.locator("[name=check_in-position]")).not_to_have_value("")
    send(box)
    page.wait_for_load_state("networkidle")


def test_a_company_calls_departments_come_and_the_company_rates(street: World, seat: Seat, shot: Shot) -> None:
    """Sounded on a phone, named at a desk, checked in on the spot, settled together and rated by who called."""
    owner, dispatcher = seat("owner", **HERE), seat("dispatcher", size=DESKTOP)
    handler, plumber = seat("handler", **HERE), seat("plumber", **HERE, locale="en")
    member = seat("member")

    order = sound(owner, shot)
    assert (order.lon, order.lat, order.opener_unit) == (116.005, 28.015, street.units["factory"])
    box = form_of(dispatcher, order, "call")
    shot(dispatcher, "whistle-2-call")
    for name in ("城管局照明所", "水务公司"):
        box.get_by_label(name, exact=False).check()
    send(box)
    expect(dispatcher.locator("#now").get_by_role("status").first).to_be_visible()

    for name, page in (("handler", handler), ("plumber", plumber)):
        check_in(page, order)
        expect(page.locator("#now").get_by_role("status").first).to_be_visible()
        shot(page, f"whistle-3-{name}")
        assert fits(page)
    made(member, order, "join")
    shot(member, "whistle-4-joined")
    made(handler, order, "begin")
    made(handler, order, "report", share_answer="已断电并抽水。")
    hasty = form_of(handler, order, "settle")
    shot(handler, "whistle-5-waiting")
    expect(hasty.locator("button[type=submit]")).to_have_count(0)
    made(plumber, order, "report", share_answer="管道已修。")
    made(handler, order, "settle", answer="恢复供电。")

    for page in (dispatcher, handler, member):
        page.goto(f"/desk/o/{order.number}")
        expect(page.locator("#move-rate_solved")).to_have_count(0)
    shot(owner, "whistle-6-sounded")
    made(owner, order, "rate_solved", satisfaction="5")
    shot(owner, "whistle-7-rated")
    assert fits(owner)
    assert (order.stage, order.outcome, order.satisfaction) == ("closed", "solved", 5)


def test_from_far_away_nobody_checks_in(street: World, seat: Seat, shot: Shot) -> None:
    """A kilometre away the check-in is refused in metres; where the browser gives no position the page says so."""
    order = called(street)
    far, shy = seat("handler", **FAR, locale="en"), seat("handler", locale="en")

    check_in(far, order)
    expect(far.get_by_text("check in within 500 metres").first).to_be_visible()
    shot(far, "whistle-8-far")
    assert not Share.objects.filter(arrived_at__isnull=False).exists()

    form_of(shy, order, "check_in").locator("[data-locate]").click()
    expect(shy.get_by_text("Your position could not be found").first).to_be_visible()
    shot(shy, "whistle-9-no-position")


def test_a_department_shows_photos_of_the_place(street: World, seat: Seat, shot: Shot) -> None:
    """A photo taken on the spot goes with the report, and the company sees it."""
    order = called(street)
    for name in ("handler", "plumber"):
        street.move(order, "check_in", name, position="116.005,28.015")
    street.move(order, "begin", "handler")
    handler, owner = seat("handler", locale="en"), seat("owner", locale="en")

    box = form_of(handler, order, "report")
    for fold in box.locator("details.sd-more").all():
        fold.locator("summary").click()
    shot(handler, "whistle-10-report")
    box.locator("[name=report-share_answer]").fill("The power is off.")
    box.locator("[name=report-after-new]").set_input_files([photo()])
    expect(box.locator(".sd-photos-list img")).to_have_count(1)
    send(box)
    expect(handler.locator("#now").get_by_role("status").first).to_be_visible()

    owner.goto(f"/desk/o/{order.number}")
    expect(owner.locator("#order img").first).to_be_visible()
    shot(owner, "whistle-11-company")


def test_others_see_nothing_of_a_whistle(street: World, seat: Seat) -> None:
    """Another company, a member of another street and a stranger do not find it; the leader cannot rate it."""
    order = called(street)

    for name in ("miller", "south_member", "stranger"):
        answered = seat(name).goto(f"/desk/o/{order.number}")
        assert answered is not None
        assert answered.status in (403, 404)
    leader = seat("leader")
    leader.goto(f"/desk/o/{order.number}")
    expect(leader.locator("#move-rate_solved, #move-withdraw")).to_have_count(0)
