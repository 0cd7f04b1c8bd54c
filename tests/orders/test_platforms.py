# SPDX-License-Identifier: Apache-2.0
"""Each county's platform: its own name, colour and telephone, and the programmes it takes orders for."""

import pytest
from pytest_django import DjangoAssertNumQueries

from sidan.base.errors import NotFound, Refused, Words
from sidan.orders import registry
from sidan.orders.brands import Platform
from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.orders.platforms import PLAIN, branded_counties, branding_of, drop_platform, offered, set_platform
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry
from sidan.places import versions
from sidan.places.models import Area
from tests.world import CITY, COUNTY, World

OTHER = "369902"
OPERATOR = Actor.importer()


@pytest.fixture
def counties(world: World) -> World:
    """Return the small county with a second one beside it."""
    versions.forget()
    world.areas[OTHER] = Area.objects.create(code=OTHER, name="西山县", level="county", parent=world.areas[CITY])
    return world


def off(county: str, *codes: str) -> Platform:
    """Set a county's platform with some programmes switched off."""
    return set_platform(county, Words("东山事马上办", "Dongshan at once"), switched_off=codes, by=OPERATOR)


def codes(county: str) -> set[str]:
    """Return the codes of the programmes on offer in a county."""
    return {programme.code for programme in offered(county)}


def test_a_county_without_a_platform_offers_everything_under_the_citys_own_face(counties: World) -> None:
    """Nothing needs to be set before the service runs."""
    assert branding_of(COUNTY) == PLAIN
    assert offered(COUNTY) == offered("") == registry.served()


def test_a_county_has_its_own_face_and_takes_from_the_city_what_it_leaves_empty(counties: World) -> None:
    """Name and slogan are its own, colour and telephone the city's where it has set none."""
    set_platform("", Words("临江通", ""), colour="#8A1C2B", phone="12345", by=OPERATOR)
    set_platform(COUNTY, Words("东山事马上办", "Dongshan at once"), slogan=Words("马上就办", ""), by=OPERATOR)

    own, other = branding_of(COUNTY), branding_of(OTHER)

    assert (own.brand.zh, own.slogan.zh, own.colour, own.phone) == ("东山事马上办", "马上就办", "#8a1c2b", "12345")
    assert (other.brand.zh, other.county, other.slogan.zh) == ("临江通", "", "")
    assert list(branded_counties()) == [COUNTY]


def test_an_order_of_a_programme_switched_off_is_refused_in_that_county_alone(counties: World) -> None:
    """The sentence names the programme, nothing is written, and the neighbour goes on taking orders."""
    off(COUNTY, "service")

    with pytest.raises(Refused, match="takes no new orders in this county"):
        counties.submit()

    assert Order.objects.count() == 0
    assert "service" not in codes(COUNTY)
    assert "service" in codes(OTHER) & codes("")
    assert counties.submit(place=Place(area_code=OTHER, text="西山县城")).county == OTHER


def test_orders_that_are_open_go_on_after_the_switch(counties: World) -> None:
    """Only opening is refused: whoever has an order in hand answers it, and its reporter rates it."""
    order = counties.at_work()

    off(COUNTY, "service")
    counties.move(order, "answer", "handler", answer="灯泡已更换，今后每月巡查一次。")

    assert order.kind == "checking"


def test_what_the_city_switches_off_is_off_everywhere(counties: World) -> None:
    """A county cannot offer what the city does not."""
    off("", "service")
    off(COUNTY)

    assert "service" not in codes(COUNTY) | codes(OTHER) | codes("")


def test_a_platform_taken_away_leaves_everything_on(counties: World) -> None:
    """Dropping it is audited as setting it is, and seen at once."""
    platform = off(COUNTY, "service")

    drop_platform(platform, by=OPERATOR)

    assert counties.submit().pk
    kept = AuditEntry.objects.filter(subject=f"platform:{COUNTY}").order_by("pk")
    assert [entry.action for entry in kept] == ["admin.added", "admin.removed"]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"colour": "#ffd700"}, "White text on #ffd700 has a contrast of 1.40 to 1; it needs 4.5 to 1"),
        ({"colour": "teal"}, "teal is not a colour such as #0f5566"),
        ({"phone": "call me"}, "call me is not a telephone number"),
        ({"switched_off": ("nonsense",)}, "There is no programme “nonsense”"),
        ({"slogan": Words("好" * 61, "")}, "is longer than 60 characters"),
    ],
)
def test_what_cannot_be_shown_is_refused(counties: World, facts: dict[str, object], told: str) -> None:
    """Each refusal is a sentence for the form, and nothing is written."""
    with pytest.raises((Refused, NotFound), match=told):
        set_platform(COUNTY, Words("东山事马上办", ""), by=OPERATOR, **facts)  # type: ignore[arg-type]

    assert Platform.objects.count() == 0


def test_a_platform_is_a_countys_of_this_city_and_has_a_name(counties: World) -> None:
    """A county that is not there and a platform without a name are refused."""
    with pytest.raises(Refused, match="There is no county 110101"):
        set_platform("110101", Words("外地通", ""), by=OPERATOR)
    with pytest.raises(Refused, match="Please give a name"):
        set_platform(COUNTY, Words(" ", ""), by=OPERATOR)


@pytest.mark.parametrize("name", ["dispatcher", "leader", "supervisor", "handler", "stranger"])
def test_nobody_but_a_system_administrator_sets_platforms(counties: World, name: str) -> None:
    """Nor takes one away; security administrators do not either."""
    platform = off(COUNTY)
    counties.hold("security", role="security_admin")

    for by in (counties.actor(name), counties.actor("security")):
        with pytest.raises(Refused, match="Only a system administrator may change the platforms"):
            set_platform(COUNTY, Words("别名", ""), by=by)
        with pytest.raises(Refused, match="Only a system administrator may change the platforms"):
            drop_platform(platform, by=by)

    assert branding_of(COUNTY).brand.zh == "东山事马上办"


def test_a_change_past_the_verbs_is_seen_by_its_stamp(counties: World) -> None:
    """The trigger stamps the table, so that every process learns of it, whoever wrote."""
    off(COUNTY)
    before = versions.current_stamp()

    Platform.objects.filter(county=COUNTY).update(name="东山快办")
    versions.forget()

    assert versions.current_stamp() != before
    assert branding_of(COUNTY).brand.zh == "东山快办"


def test_asking_costs_no_query_once_loaded(counties: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """However many pages and orders ask, memory answers."""
    off(COUNTY, "service")
    branding_of(COUNTY)

    with django_assert_num_queries(0):
        assert codes(COUNTY) == codes(COUNTY)
        assert branding_of(OTHER) == PLAIN
