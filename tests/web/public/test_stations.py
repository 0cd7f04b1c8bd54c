# SPDX-License-Identifier: Apache-2.0
"""The directory of stations: filtered, open now, each with its page and the way to report what is broken."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sidan.base.geometry import Point
from sidan.orders.models import Order
from sidan.people.keeping_stations import add_station, amend_station
from sidan.places.opening_hours import parse_week
from sidan.places.service_points import Station
from tests.web.public.conftest import text_of, value_of
from tests.world import COUNTY, MORNING, NORTH, SOUTH, Clock, World


@pytest.fixture
def stations(world: World) -> dict[str, Station]:
    """Return a station open in the day with water, and one open at night with a microwave, in two streets."""
    world.hold("keeper", role="system_admin")
    by = world.actor("keeper")
    day = add_station(
        "day", "北门驿站", area=world.areas[world.grid], kind="rest", by=by, name_en="Beimen station",
        week=parse_week("每天 08:00-18:00"), facilities=("water", "擦鞋机"), point=Point(116.005, 28.015),
        phone="0794-0000000", address="幸福路1号",
    )  # fmt: skip
    night = add_station(
        "night", "南门骑手之家", area=world.areas[SOUTH], kind="rest", by=by,
        week=parse_week("每天 20:00-06:00"), facilities=("water", "microwave"),
    )  # fmt: skip
    return {"day": day, "night": night}


def listed(page: Any) -> list[str]:
    """Return which of the two stations a page lists."""
    words = text_of(page)
    return [name for name in ("北门驿站", "南门骑手之家") if name in words]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["北门驿站", "南门骑手之家"]),
        (f"area={COUNTY}", ["北门驿站", "南门骑手之家"]),
        (f"area={NORTH}", ["北门驿站"]),
        ("has=microwave", ["南门骑手之家"]),
        ("has=water&has=擦鞋机", ["北门驿站"]),
        ("open=1", ["北门驿站"]),
        (f"area={SOUTH}&open=1", []),
        ("area=nonsense&has=nonsense&open=x&page=-1", ["北门驿站", "南门骑手之家"]),
    ],
)
def test_the_list_is_cut_down_by_place_facility_and_hour(
    stations: dict[str, Station], resident: Client, query: str, found: list[str]
) -> None:
    """At nine in the morning the day's station is open; what names nothing cuts nothing."""
    assert listed(resident.get(f"/stations?{query}")) == found


def test_open_now_follows_the_clock(stations: dict[str, Station], resident: Client, clock: Clock) -> None:
    """At ten in the evening the other one is open, until tomorrow morning."""
    clock.forward(hours=13)

    page = resident.get("/stations?open=1&lang=en")

    assert listed(page) == ["南门骑手之家"]
    assert "Open until" in text_of(page)
    assert "06:00" in text_of(page)


def test_a_station_closed_for_a_day_is_not_open(world: World, stations: dict[str, Station], resident: Client) -> None:
    """Its page names the day, and the list of those open now leaves it out."""
    amend_station(stations["day"], "北门驿站", by=world.actor("keeper"), closed_on=[MORNING.date()])

    assert listed(resident.get("/stations?open=1")) == []
    assert "Closed until" in text_of(resident.get("/stations/day?lang=en"))


def test_the_table_beneath_the_map_says_all_the_map_does(stations: dict[str, Station], resident: Client) -> None:
    """Each row carries its point for the map and links to its page; the words need no script."""
    page = resident.get("/stations").content.decode()

    assert 'data-map="points"' in page
    assert 'data-lon="116.005000" data-lat="28.015000" data-kind="working"' in page
    assert 'href="/stations/day"' in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("北门驿站", "每天 08:00-18:00", "饮水", "擦鞋机", "幸福路1号")),
        ("en", ("Beimen station", "daily 08:00-18:00", "drinking water", "擦鞋机", "Call 0794-0000000")),
    ],
)
def test_a_station_s_page_tells_everything_in_both_languages(
    stations: dict[str, Station], resident: Client, language: str, words: tuple[str, ...]
) -> None:
    """Hours, facilities, address and telephone."""
    text = text_of(resident.get(f"/stations/day?lang={language}"))

    assert [each for each in words if each not in text] == []


def test_something_broken_is_reported_with_the_place_filled_in(stations: dict[str, Station], resident: Client) -> None:
    """The page leads to the form of the station's own poster, and the order knows the site."""
    site = stations["day"].site
    address = f"/q/{site.code}"
    assert f'href="{address}"' in resident.get("/stations/day").content.decode()
    form = resident.get(address)
    assert "北门驿站" in text_of(form)

    answer = resident.post(
        "/report", {"report-text": "饮水机坏了，没有热水。", "site": site.code, "key": value_of(form, "key")}
    )

    assert answer.status_code == 302
    assert Order.objects.get().site_id == site.pk


def test_a_station_out_of_use_is_not_listed_and_says_so(
    world: World, stations: dict[str, Station], resident: Client
) -> None:
    """An old link still tells what has become of it, and takes no report."""
    amend_station(stations["day"], "北门驿站", by=world.actor("keeper"), is_active=False)

    page = resident.get("/stations/day?lang=en")

    assert listed(resident.get("/stations")) == ["南门骑手之家"]
    assert "This station is closed for good." in text_of(page)
    assert "/q/" not in page.content.decode()


def test_an_unknown_station_is_not_found(stations: dict[str, Station], resident: Client) -> None:
    """In words, with 404."""
    answer = resident.get("/stations/nowhere?lang=en")

    assert answer.status_code == 404
    assert "There is no station nowhere." in text_of(answer)


def test_the_list_costs_two_queries_however_many_there_are(
    world: World, stations: dict[str, Station], resident: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """One for what there is to filter by and one for the rows, beside the one a second for what is kept."""
    for number in range(20):
        add_station(f"more-{number}", f"驿站{number}", area=world.areas[NORTH], kind="rest", by=world.actor("keeper"))
    resident.get("/stations")

    with django_assert_max_num_queries(3):
        resident.get("/stations")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nobody_changes_a_station_here(stations: dict[str, Station], resident: Client, method: str) -> None:
    """The public pages are only read."""
    assert getattr(resident, method)("/stations/day").status_code == 405
    assert getattr(resident, method)("/stations").status_code == 405
