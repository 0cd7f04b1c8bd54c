# SPDX-License-Identifier: Apache-2.0
"""The public page of a grid: who looks after it, whom to call, and where an old code leads."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sidan.base.geometry import Point
from sidan.people.actors import Actor
from sidan.people.duty import parse_duty
from sidan.people.models import Post, User
from sidan.people.partnering import add_partner, find_partner_kind
from sidan.people.staffing import hold_post
from sidan.places.lineages import Lineage
from sidan.places.models import Area
from sidan.places.stations import add_station
from tests.web.public.conftest import Reported, text_of
from tests.world import COUNTY, NORTH, World

pytestmark = pytest.mark.usefixtures("kept_for_long")

GRID, OTHER, LAST = f"{NORTH}001001", f"{NORTH}001002", f"{NORTH}001003"
HEAD_PHONE = "13812345678"


@pytest.fixture
def staffed(world: World) -> World:
    """Return the county whose first grid has a head, a stair head, a partner and a station, and a telephone."""
    Post.objects.filter(user__username="crew").update(kind="full_time", is_published=True)
    for name, kind, site in (("陈格长", "grid_head", None), ("邻居老张", "stair_head", world.site)):
        user = User.objects.create_user(kind, display_name=name, phone=HEAD_PHONE)
        duty = parse_duty("周一至周六 08:00-18:00") if kind == "grid_head" else []
        grid = world.areas[GRID]
        hold_post(user, "crew", by=Actor.importer(), area=grid, kind=kind, site=site, duty=duty)
    add_partner(world.areas[GRID], world.units["property"], kind=find_partner_kind("property"), by=Actor.importer())
    add_station("rest", "骑手驿站", area=GRID, kind="rest", point=Point(116.005, 28.015))
    Area.objects.filter(code=GRID).update(phone="0794-8220001")
    Area.objects.filter(code=COUNTY).update(phone="0794-8220009", supervision_phone="0794-8220002")
    return world


def page(resident: Client, code: str, language: str = "en") -> Any:
    """Return the page of a grid."""
    return resident.get(f"/grid/{code}?lang={language}")


def test_the_page_names_posts_telephones_and_what_is_there(staffed: World, resident: Client) -> None:
    """The head by name and days, the stair head without a name, and no telephone of anybody's own."""
    shown = page(resident, GRID)
    text = text_of(shown)

    for words in ("北门第1网格", "grid head", "陈格长", "Mon-Sat 08:00-18:00", "full-time grid worker", "李网格",
                  "stair head", "幸福小区3栋2单元", "幸福物业" if "幸福物业" in text else "Happy property management",
                  "骑手驿站", "0794-8220001", "0794-8220002"):  # fmt: skip
        assert words in text
    assert "邻居老张" not in text
    assert HEAD_PHONE not in shown.content.decode()
    assert '<svg class="sd-grid-outline"' in shown.content.decode()


def test_a_telephone_of_the_area_around_is_said_to_be_one(staffed: World, resident: Client) -> None:
    """The grid's own stands for itself; the county's names the county."""
    own, other = text_of(page(resident, GRID)), text_of(page(resident, OTHER))

    assert own.count("of Dongshan") == 1  # the supervision telephone
    assert other.count("of Dongshan") == 2
    assert "0794-8220009" in other


def test_something_is_reported_with_the_grid_chosen(staffed: World, resident: Client) -> None:
    """The button opens the form with the whole tree picked."""
    address = f"/report?area={GRID}"
    assert f'href="{address}"' in page(resident, GRID).content.decode()

    form = resident.get(address).content.decode()

    assert f'value="{GRID}" selected' in form or f'value="{GRID}" checked' in form


def test_a_void_grid_says_until_when_and_leads_on(staffed: World, resident: Client) -> None:
    """To all that took over, the one with the most of it first; its crew is nobody's any more."""
    Area.objects.filter(code=OTHER).update(void_on=date(2026, 3, 1))
    for code, share in ((GRID, 0.3), (LAST, 0.7)):
        on = date(2026, 3, 1)
        Lineage.objects.create(source=staffed.areas[OTHER], target=staffed.areas[code], on=on, share=share)

    shown = page(resident, OTHER).content.decode()

    assert "28 February" in shown
    assert 0 < shown.index(f'href="/grid/{LAST}"') < shown.index(f'href="/grid/{GRID}"')
    assert "/report?area" not in shown


def test_a_void_grid_without_successors_leads_to_its_community(staffed: World, resident: Client) -> None:
    """So that nobody stands before a closed door."""
    Area.objects.filter(code=OTHER).update(void_on=date(2026, 3, 1))

    assert f'href="/grids?area={NORTH}001"' in page(resident, OTHER).content.decode()


@pytest.mark.parametrize("code", ["nonsense", "369901001001999", "12"])
def test_an_unknown_grid_is_not_found(world: World, resident: Client, code: str) -> None:
    """In words, with 404."""
    answer = page(resident, code)

    assert answer.status_code == 404
    assert "There is no area" in text_of(answer)


def test_a_larger_area_leads_down_to_its_grids(world: World, resident: Client) -> None:
    """Step by step, without a query; a grid's code goes to its page."""
    assert page(resident, NORTH).headers["Location"] == f"/grids?area={NORTH}"
    assert f'href="?area={COUNTY}"' in resident.get("/grids").content.decode()
    assert f'href="/grid/{GRID}"' in resident.get(f"/grids?area={NORTH}001").content.decode()
    assert resident.get(f"/grids?area={GRID}").headers["Location"] == f"/grid/{GRID}"
    assert resident.get("/grids?area=..").status_code == 404


def test_the_reporter_finds_who_looks_after_the_place(staffed: World, resident: Client, reported: Reported) -> None:
    """The page of an order leads to that of its grid."""
    assert f'href="/grid/{GRID}"' in resident.get(reported.url).content.decode()


def test_the_page_keeps_its_budget(
    staffed: World, resident: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """At most six queries, the one a second for what is kept in memory among them."""
    page(resident, GRID)

    with django_assert_max_num_queries(6):
        page(resident, GRID)
