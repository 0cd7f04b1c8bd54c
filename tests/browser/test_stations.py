# SPDX-License-Identifier: Apache-2.0
"""Stations and the choice of a county in a real browser, on a small phone, with and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sidan.base.errors import Words
from sidan.base.geometry import Point
from sidan.orders.platforms import set_platform
from sidan.people.actors import Actor
from sidan.places.models import Area
from sidan.places.opening_hours import parse_week
from sidan.places.stations import add_station
from tests.browser.conftest import PHONE
from tests.world import CITY, COUNTY, SOUTH, World

pytestmark = pytest.mark.browser

Shot = Callable[[Page, str], None]
PRIMARY = "getComputedStyle(document.documentElement).getPropertyValue('--sd-primary').trim()"


@pytest.fixture
def furnished(world: World) -> World:
    """Return the county with two stations and a platform, beside another county with its own."""
    world.areas["369902"] = Area.objects.create(code="369902", name="西山县", level="county", parent=world.areas[CITY])
    set_platform(COUNTY, Words("东山马上办", "Dongshan at once"), colour="#7a2230", by=Actor.importer())
    set_platform("369902", Words("西山好帮办", "Xishan helps"), colour="#1f5c3a", by=Actor.importer())
    add_station(
        "day", "北门街道新就业群体综合服务驿站", area=world.grid, kind="rest", point=Point(116.005, 28.015),
        week=parse_week("周一至周五 08:00-12:00,14:00-18:00；周六 09:00-12:00"), phone="0794-0000000",
        facilities=("water", "charging", "microwave", "first_aid", "aed", "lactation", "擦鞋机"), address="幸福路1号",
    )  # fmt: skip
    add_station(
        "night", "南门骑手之家", area=SOUTH, kind="members", week=parse_week("每天 20:00-06:00"),
        facilities=("water",), point=Point(116.015, 28.005),
    )  # fmt: skip
    return world


def fits(page: Page) -> bool:
    """Say whether nothing stands out beyond the right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_station_is_found_and_something_broken_in_it_reported(
    furnished: World, new_page: Any, shot: Shot, scripts: bool
) -> None:
    """Filter, open the station, press the button: the form knows the place."""
    page = new_page(size=PHONE, java_script_enabled=scripts)
    page.goto("/stations")
    if scripts:
        expect(page.locator(".sd-map[data-ready]")).to_have_count(1, timeout=30_000)
        assert fits(page)
    shot(page, f"stations-{scripts}")

    page.locator("input[name=has][value=microwave]").check()
    page.locator("input[name=open]").check()
    page.locator(".sd-station-filter button[type=submit]").click()
    expect(page.locator("[data-map-list] tr")).to_have_count(1)
    with page.expect_navigation():
        page.locator("[data-map-list] a").click()
    if scripts:
        assert fits(page)
    shot(page, f"station-{scripts}")
    page.locator('a[href^="/q/"]').click()

    expect(page.get_by_text("北门街道新就业群体综合服务驿站").first).to_be_visible()


def test_the_chosen_county_gives_the_pages_its_colour(furnished: World, phone: Page, shot: Shot) -> None:
    """The stylesheet is taken by the content policy, and the choice is there without a session."""
    phone.goto("/")
    usual = phone.evaluate(PRIMARY)
    assert fits(phone)

    phone.get_by_role("link", name="东山马上办").click()
    phone.wait_for_url("**/?county=369901")
    phone.wait_for_load_state()
    shot(phone, "county")

    assert phone.evaluate(PRIMARY) == "#7a2230" != usual
    phone.goto("/t/")
    assert phone.evaluate(PRIMARY) == "#7a2230"
    assert {cookie["name"] for cookie in phone.context.cookies()} <= {"county", "csrftoken"}
