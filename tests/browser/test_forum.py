# SPDX-License-Identifier: Apache-2.0
"""An owners' ballot in a real Chromium: notice, slips, phones, and a quorum that is reached by exactly two thirds."""

import re
from collections.abc import Callable, Iterable

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.bodies import Ballot, Body
from sidan.orders.models import Order
from tests.browser.conftest import DESKTOP, PHONE, NewPage, Shot
from tests.browser.hands import fits, form_of, made, make
from tests.opinions import a_body, a_topic, owners, voting, with_conveners
from tests.world import Clock, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignIn = Callable[[Page, str], None]
Cast = Callable[[Iterable[str]], None]
UNKNOWN = "QQQQ-QQQQ-QQQQ"


@pytest.fixture
def town(world: World) -> World:
    """Return the county with a convener in each community, where the live server sees it."""
    return with_conveners(world)


@pytest.fixture
def desk(town: World, new_page: NewPage, sign_in: SignIn) -> Page:
    """Return the convener's desk."""
    page = new_page(size=DESKTOP, locale="en")
    sign_in(page, "convener")
    return page


@pytest.fixture
def cast(new_page: NewPage, shot: Shot) -> Cast:
    """Return a function that lets owners agree, each on a phone of their own and with the code of a slip."""

    def agree(codes: Iterable[str]) -> None:
        for code in codes:
            phone = new_page(locale="en")
            phone.goto(f"/ballot/{code}")
            shot(phone, "forum-3-ballot")
            assert fits(phone)
            phone.get_by_label("Agree").check()
            phone.get_by_role("button", name="Cast the ballot").click()
            expect(phone.get_by_text("Your ballot was cast")).to_be_visible()
            shot(phone, "forum-4-cast")

    return agree


def codes_of(desk: Page, order: Order, shot: Shot) -> list[str]:
    """Have slips made on the page of the meeting, and return their codes."""
    desk.goto(f"/desk/o/{order.number}/meeting")
    shot(desk, "forum-1-meeting")
    desk.get_by_role("button", name="New slips").click()
    expect(desk.locator(".meeting-code").first).to_be_visible()
    shot(desk, "forum-2-slips")
    return desk.locator(".meeting-code").all_inner_texts()


def call_and_open(desk: Page, town: World, body: Body, clock: Clock, sign_in: SignIn, shot: Shot) -> Order:
    """Call the owners' meeting in the pages, wait for its day, and open the ballot."""
    order = a_topic(town)
    notice = {"decision": "general", "question": "是否同意加装电梯？", "ballot": "secret", "notice": "请全体业主参加。"}
    box = make(desk, order, "give_notice", body=str(body.pk), held_on="2026-03-24", **notice)
    expect(box.get_by_text("choose 2026-03-25 or later")).to_be_visible()
    expect(box.locator("[name=give_notice-question]")).to_have_value("是否同意加装电梯？")
    shot(desk, "forum-0-too-early")
    made(desk, order, "give_notice", body=str(body.pk), held_on="2026-03-25", **notice)

    clock.forward(days=15)
    sign_in(desk, "convener")
    made(desk, order, "begin_voting", closes_on="2026-03-28")
    return order


def test_two_of_three_owners_carry_it_and_everybody_reads_it(
    town: World, clock: Clock, desk: Page, phone: Page, cast: Cast, sign_in: SignIn, shot: Shot
) -> None:
    """Called, voted on two phones, counted, adopted and published: exactly two thirds can decide."""
    order = call_and_open(desk, town, owners(town, 3), clock, sign_in, shot)

    cast(codes_of(desk, order, shot)[:2])
    made(desk, order, "count_ballot")
    expect(desk.get_by_text("Carried", exact=True)).to_be_visible()
    expect(desk.get_by_text(re.compile("heads 2 of 3; at least 2/3, so 2, is needed: reached")).first).to_be_visible()
    expect(desk.get_by_text(re.compile(r"180\.00 m² of 270\.00 m²")).first).to_be_visible()
    shot(desk, "forum-5-order")
    assert not Ballot.objects.exists()
    made(desk, order, "adopt", minutes="两户到会。", resolution="同意加装电梯。")
    made(desk, order, "publish_resolution", answer="决议：同意加装电梯。")
    shot(desk, "forum-6-published")

    phone.goto("/published/")
    shot(phone, "forum-7-list")
    phone.locator(f"a[href*='{order.number}']").first.click()
    expect(phone.get_by_text("决议：同意加装电梯。").first).to_be_visible()
    shot(phone, "forum-8-public")
    assert fits(phone)
    assert "001室" not in phone.content()


def test_one_owner_short_of_two_thirds_misses_the_quorum(town: World, desk: Page, cast: Cast, shot: Shot) -> None:
    """One of three is too few: the page says so, and offers to adjourn but not to adopt."""
    order, _ = voting(town, owners(town, 3))

    cast(codes_of(desk, order, shot)[:1])
    made(desk, order, "count_ballot")

    expect(desk.get_by_text("The quorum was missed").first).to_be_visible()
    assert form_of(desk, order, "adopt").locator("button[type=submit]").count() == 0
    shot(desk, "forum-9-missed")
    made(desk, order, "adjourn", minutes="一户到会，人数不足。")


def test_a_little_area_short_of_two_thirds_misses_the_quorum(town: World, desk: Page, cast: Cast, shot: Shot) -> None:
    """Two of three heads are enough, but their flats lack a hundredth of a square metre."""
    order, _ = voting(town, a_body(town, [(1, 9_000), (1, 8_999), (1, 9_001)]))

    cast(codes_of(desk, order, shot)[:2])
    made(desk, order, "count_ballot")

    expect(desk.get_by_text(re.compile("heads 2 of 3.*: reached")).first).to_be_visible()
    expect(desk.get_by_text("The quorum was missed").first).to_be_visible()


def test_a_code_counts_once_and_an_unknown_one_never(
    town: World, desk: Page, cast: Cast, phone: Page, shot: Shot
) -> None:
    """A used code offers no second ballot; an unknown one says where codes stand; new slips void the old."""
    order, _ = voting(town, owners(town, 3))
    used, old, _ = codes_of(desk, order, shot)
    cast([used])

    phone.goto(f"/ballot/{used}")
    expect(phone.locator(".sd-note")).to_be_visible()
    expect(phone.locator("input[type=radio]")).to_have_count(0)
    shot(phone, "forum-10-used")
    assert len(codes_of(desk, order, shot)) == 2
    for code in (old, UNKNOWN):
        answered = phone.goto(f"/ballot/{code}")
        assert answered is not None
        assert answered.status == 404
        shot(phone, "forum-11-unknown")
        assert fits(phone)


def test_only_the_convener_of_the_place_runs_the_meeting(
    town: World, new_page: NewPage, sign_in: SignIn, shot: Shot
) -> None:
    """Another community's convener, the crew and a stranger get no page of it; it fits the convener's phone."""
    order, _ = voting(town, owners(town, 3))

    for name in ("other_convener", "crew", "stranger"):
        page = new_page()
        sign_in(page, name)
        answered = page.goto(f"/desk/o/{order.number}/meeting")
        assert answered is not None
        assert answered.status in (403, 404)
    page = new_page(size=PHONE, locale="en")
    sign_in(page, "convener")
    page.goto(f"/desk/o/{order.number}/meeting")
    shot(page, "forum-12-phone")
    assert fits(page)
