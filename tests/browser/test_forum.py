# SPDX-License-Identifier: Apache-2.0
"""An owners' ballot in a real Chromium: slips, two phones, and a quorum that is reached by exactly two thirds."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sidan.orders.bodies import Ballot
from tests.browser.conftest import DESKTOP, NewPage, Shot
from tests.opinions import owners, voting, with_conveners
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_of_three_owners_carry_it_with_exactly_two_thirds(
    world: World, new_page: NewPage, sign_in: Callable[[Page, str], None], shot: Shot
) -> None:
    """The convener prints slips, two owners vote on their phones, and the order says what came of it, and why."""
    order, _ = voting(with_conveners(world), owners(world, 3))
    desk = new_page(size=DESKTOP, locale="en")
    sign_in(desk, "convener")
    desk.goto(f"/desk/o/{order.number}/meeting")
    shot(desk, "forum-1-meeting")

    desk.get_by_role("button", name="New slips").click()
    codes = desk.locator(".meeting-code").all_inner_texts()
    shot(desk, "forum-2-slips")
    for code in codes[:2]:
        phone = new_page(locale="en")
        phone.goto(f"/ballot/{code}")
        shot(phone, "forum-3-ballot")
        phone.get_by_label("Agree").check()
        phone.get_by_role("button", name="Cast the ballot").click()
        expect(phone.get_by_text("Your ballot was cast")).to_be_visible()
        shot(phone, "forum-4-cast")

    desk.goto(f"/desk/o/{order.number}?move=count_ballot")
    desk.locator("#move-count_ballot button[type=submit]").click()
    expect(desk.get_by_text("Carried", exact=True)).to_be_visible()
    expect(desk.get_by_text(re.compile("heads 2 of 3; at least 2/3, so 2, is needed: reached")).first).to_be_visible()
    shot(desk, "forum-5-order")
    assert not Ballot.objects.exists()
