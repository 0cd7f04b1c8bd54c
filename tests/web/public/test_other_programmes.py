# SPDX-License-Identifier: Apache-2.0
"""Every public programme has the residents' page from its file alone; the others have none."""

from collections.abc import Iterator

import pytest
from django.test import Client

from sidan.base.errors import Words
from sidan.orders.models import Order
from sidan.orders.platforms import set_platform
from sidan.people.actors import Actor
from sidan.places import versions
from tests.own_programmes import CALL, OBJECTION, WISH, serving
from tests.web.public.conftest import Reported, text_of, value_of
from tests.world import COUNTY, NORTH, World


@pytest.fixture(autouse=True)
def _others() -> Iterator[None]:
    """Serve a public programme, one for companies, and one about another order."""
    with serving(WISH, CALL, OBJECTION):
        yield


def test_another_public_programme_has_a_page_in_its_own_words(world: World, resident: Client) -> None:
    """Name, fields and button come from the file; sent, the order is one of that programme."""
    page = resident.get("/report/wish")
    sent = resident.post(
        "/report/wish",
        {
            "key": value_of(page, "key"),
            "report-text": "想要一把旧轮椅。",
            "report-kind": "goods",
            "area": [NORTH, f"{NORTH}001", world.grid],
        },
    )

    assert all(word in text_of(page) for word in ("微心愿", "哪一类", "许个心愿"))
    assert sent.status_code == 302
    order = Order.objects.get()
    assert (order.programme, order.stage, order.facts) == ("wish", "listed", {"kind": "goods"})
    assert "微心愿" in text_of(resident.get(sent["Location"].removesuffix("/kept")))


def test_what_must_be_answered_is_not_folded_away(world: World, resident: Client) -> None:
    """A required choice stands with the words; a page sent without it comes back with the fault and the words."""
    sent = resident.post("/report/wish", {"key": "k" * 24, "report-text": "想要一把旧轮椅。", "area": [NORTH]})

    assert sent.status_code == 422
    assert "想要一把旧轮椅。</textarea>" in sent.content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize("path", ["/report/call", "/report/nothing", "/q/k7qf2mxp/call", "/q/k7qf2mxp/nothing"])
def test_a_programme_that_is_not_public_has_no_page(world: World, resident: Client, path: str) -> None:
    """Neither a form nor a poster leads to what staff open, and what is sent there opens nothing."""
    assert resident.get(path).status_code == 404
    assert resident.post(path, {"report-note": "x"}).status_code in (404, 405)
    assert not Order.objects.exists()


def test_hints_of_a_programme_that_is_not_public_are_refused(world: World, resident: Client) -> None:
    """A hand-made form does not reach it either."""
    assert resident.post("/report/hints", {"programme": "call"}).status_code == 404
    assert resident.post("/report/hints", {"programme": "wish", "report-text": "着火了"}).status_code == 200


def test_the_front_programme_has_one_address(world: World, resident: Client) -> None:
    """Its code leads to the usual page and keeps what the link filled in."""
    response = resident.get(f"/report/service?site={world.site.code}")

    assert response["Location"] == f"/report?site={world.site.code}"


def test_the_home_page_shows_the_other_programmes_and_no_internal_one(world: World, resident: Client) -> None:
    """Each public programme is a card under the main one."""
    page = resident.get("/")

    assert "/report/wish" in page.content.decode()
    assert "微心愿" in text_of(page)
    assert "企业呼叫" not in text_of(page)


def test_a_poster_opens_its_programme_and_offers_the_others_at_the_place(world: World, resident: Client) -> None:
    """Both addresses of a poster fill in the place, and each leads to the other programmes with it."""
    front, wish = (resident.get(f"/q/{world.site.code}{more}") for more in ("", "/wish"))

    assert f'href="/q/{world.site.code}/wish"' in front.content.decode()
    assert f'href="/q/{world.site.code}"' in wish.content.decode()
    assert "微心愿" in text_of(wish)
    for page in (front, wish):
        assert world.site.name in text_of(page)


def test_a_page_about_an_order_has_its_number_filled_in(reported: Reported, resident: Client) -> None:
    """The link from a published order names it; garbage is left out."""
    number = reported.order.number

    assert value_of(resident.get(f"/report/doubt?order={number}"), "report-about") == number
    assert resident.get("/report/doubt?order=';--").status_code == 200


def test_neighbours_are_offered_orders_of_the_same_programme_alone(reported: Reported, resident: Client) -> None:
    """Whoever makes a wish is not offered somebody's complaint to follow."""
    data = {"report-text": "楼道灯坏了三天，晚上看不见路", "area": [reported.order.area_code], "key": "k" * 24}

    assert 'name="follow"' in resident.post("/report/hints", data).content.decode()
    assert 'name="follow"' not in resident.post("/report/hints", data | {"programme": "wish"}).content.decode()


def test_the_chart_of_a_programme_is_for_the_public_or_for_staff(world: World) -> None:
    """Anybody reads how a public programme works; an internal one is told to whoever is signed in."""
    assert Client().get("/about/wish").status_code == 200
    assert Client().get("/about/call").status_code == 404
    page = world.client("handler").get("/about/call")
    assert "待响应" in text_of(page)


def test_what_a_county_has_switched_off_is_not_offered_there(world: World, resident: Client) -> None:
    """Neither on a poster of the county nor at its desk; sent all the same, it is refused in words."""
    set_platform(COUNTY, Words("东山", "Dongshan"), switched_off=("wish",), by=Actor.importer())
    versions.forget()

    scanned = resident.get(f"/q/{world.site.code}").content.decode()
    desk = world.client("intake").get("/desk/new").content.decode()
    sent = resident.post(
        "/report/wish",
        {"key": "k" * 24, "report-text": "想要轮椅", "report-kind": "goods", "area": [NORTH, world.grid]},
    )

    assert f"/q/{world.site.code}/doubt" in scanned
    assert f"/q/{world.site.code}/wish" not in scanned
    assert "/desk/new/wish" not in desk
    assert sent.status_code == 422
    assert not Order.objects.exists()
