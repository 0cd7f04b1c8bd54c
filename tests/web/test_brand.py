# SPDX-License-Identifier: Apache-2.0
"""The face of each county's platform: on public pages, on the desk, on posters, and in whose colour."""

import re
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sidan.base.errors import Words
from sidan.orders.platforms import set_platform
from sidan.orders.tracking import new_code
from sidan.people.actors import Actor
from sidan.places import versions
from sidan.places.models import Area
from tests.world import CITY, COUNTY, World

OTHER = "369902"
OPERATOR = Actor.importer()


@pytest.fixture
def branded(world: World) -> World:
    """Return the county with a platform, beside another one with its own."""
    versions.forget()
    world.areas[OTHER] = Area.objects.create(code=OTHER, name="西山县", level="county", parent=world.areas[CITY])
    set_platform(
        COUNTY, Words("东山马上办", "Dongshan at once"), slogan=Words("马上就办，办就办好", "Done, and done well"),
        colour="#7a2230", phone="0794-1234567", by=OPERATOR,
    )  # fmt: skip
    set_platform(OTHER, Words("西山好帮办", ""), by=OPERATOR)
    return world


def brand_of(page: Any) -> str:
    """Return the name of the service in a page's bar."""
    found = re.search(r'class="sd-brand"[^>]*>.*?<span>([^<]*)', page.content.decode(), re.DOTALL)
    assert found is not None
    return found[1]


def stylesheet_of(page: Any) -> str:
    """Return the address of the stylesheet with the county's colour, empty where there is none."""
    found = re.search(r'href="(/brand/[^"]*)"', page.content.decode())
    return found[1] if found else ""


def test_without_a_county_the_city_shows_its_own_face(branded: World, client: Client) -> None:
    """And offers the counties to choose from, by links that need no script."""
    page = client.get("/")

    assert brand_of(page) not in {"东山马上办", "西山好帮办"}
    assert stylesheet_of(page) == ""
    assert f'href="/?county={COUNTY}"' in page.content.decode()
    assert f'href="/?county={OTHER}"' in page.content.decode()


def test_the_county_chosen_on_the_home_page_is_kept_in_a_cookie_without_a_session(
    branded: World, client: Client
) -> None:
    """Name, colour and telephone follow on every public page, and nothing is written to the database."""
    chosen = client.get(f"/?county={COUNTY}")
    later = client.get("/t/")

    assert brand_of(chosen) == brand_of(later) == "东山马上办"
    assert "0794-1234567" in later.content.decode()
    assert set(client.cookies) <= {"county", "csrftoken"}
    assert client.cookies["county"].value == COUNTY
    assert client.cookies["county"]["httponly"]
    assert brand_of(client.get("/?lang=en")) == "Dongshan at once"


@pytest.mark.parametrize("asked", ["", "1", "nonsense", "999999", "../../x", "36990x"])
def test_a_county_that_is_none_changes_nothing(branded: World, client: Client, asked: str) -> None:
    """In the address or in the cookie."""
    usual = brand_of(client.get("/"))

    assert brand_of(client.get("/", {"county": asked})) == usual
    client.cookies["county"] = asked
    assert brand_of(client.get("/")) == usual


def test_a_poster_and_an_order_show_their_own_county(branded: World, client: Client) -> None:
    """Whatever was chosen before: what is scanned or followed lies somewhere."""
    client.get(f"/?county={OTHER}")
    code, digest = new_code()
    order = branded.submit(code_digest=digest)

    assert brand_of(client.get(f"/q/{branded.site.code}")) == "东山马上办"
    assert brand_of(client.get(f"/report?site={branded.site.code}")) == "东山马上办"
    assert brand_of(client.get(f"/t/{order.number}/{code}")) == "东山马上办"
    assert brand_of(client.get("/")) == "西山好帮办"


def test_the_desk_shows_the_county_of_whoever_is_signed_in(branded: World) -> None:
    """Not the one chosen on the home page."""
    browser = branded.client("dispatcher")
    browser.get(f"/?county={OTHER}")

    page = browser.get("/desk/")

    assert brand_of(page) == "东山马上办"
    assert stylesheet_of(page).startswith(f"/brand/{COUNTY}.css?")


def test_the_colour_comes_as_a_stylesheet_that_the_content_policy_allows(branded: World, client: Client) -> None:
    """No page holds a style of its own; the address changes with the colour, so that it may be kept for long."""
    page = client.get(f"/?county={COUNTY}")
    sheet = client.get(stylesheet_of(page))

    assert "<style" not in page.content.decode()
    assert '<meta name="theme-color" content="#7a2230">' in page.content.decode()
    assert sheet["Content-Type"] == "text/css"
    assert "--sd-primary: #7a2230;" in sheet.content.decode()
    assert "max-age=" in sheet["Cache-Control"]
    set_platform(COUNTY, Words("东山马上办", ""), colour="#1f5c3a", by=OPERATOR)
    assert stylesheet_of(client.get("/")) != stylesheet_of(page)


@pytest.mark.parametrize("county", ["city", OTHER, "999999", "x"])
def test_there_is_no_stylesheet_where_there_is_no_colour(branded: World, client: Client, county: str) -> None:
    """A county without one, and one that is none."""
    assert client.get(f"/brand/{county}.css").status_code == 404


def test_the_poster_bears_name_slogan_telephone_and_colour_of_the_grid_s_county(branded: World) -> None:
    """Whoever prints it, also somebody of the whole city."""
    branded.hold("keeper", role="system_admin")

    page = branded.client("keeper").get(f"/desk/codes/{branded.grid}/")
    poster = page.content.decode().split('<article class="poster', 1)[1]

    assert "东山马上办" in poster
    assert "马上就办，办就办好" in poster
    assert "0794-1234567" in poster
    assert stylesheet_of(page).startswith(f"/brand/{COUNTY}.css?")


def test_the_face_costs_no_query(
    branded: World, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Home, with the choice of counties, is drawn from memory."""
    client.get(f"/?county={COUNTY}")

    with django_assert_num_queries(0):
        assert brand_of(client.get("/")) == "东山马上办"


def test_without_the_database_a_page_shows_the_face_last_known(
    branded: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a page that needs no database nor one that tells of its absence fails by its own frame."""
    client.get(f"/?county={COUNTY}")

    def away() -> Any:
        """Fail as a database that is away does."""
        raise DatabaseError

    monkeypatch.setattr(versions, "_stored_stamp", away)
    versions.forget()

    assert brand_of(client.get("/")) == "东山马上办"
    assert brand_of(client.get("/nowhere")) == "东山马上办"
