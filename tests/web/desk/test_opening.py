# SPDX-License-Identifier: Apache-2.0
"""What one may open by one's post, and the form of each programme."""

from collections.abc import Iterator
from typing import Any

import pytest

from sidan.orders.models import Order
from sidan.orders.openings import may_open, opening_role
from sidan.people.actors import Actor
from tests.own_programmes import CALL, WISH, serving
from tests.web.desk.conftest import words
from tests.world import COUNTY, NORTH, SOUTH, World


@pytest.fixture(autouse=True)
def _others(world: World) -> Iterator[None]:
    """Serve two programmes more, and let somebody speak for a company, be a member and organise."""
    world.hold("boss", role="company", unit="property")
    world.hold("neighbour", role="member", area=world.grid)
    world.hold("organiser", role="organiser", area=COUNTY)
    with serving(WISH, CALL):
        yield


def call(**more: Any) -> dict[str, Any]:
    """Return the form of a call as a browser sends it."""
    return {
        "key": "k" * 24,
        "report-grade": "now",
        "report-on": "2026-03-12",
        "report-cost": "1200",
        "area": [NORTH],
        "where": "东门仓库",
        **more,
    }


def test_the_new_page_lists_what_one_may_open(world: World) -> None:
    """A company finds its call, a call-taker what residents open; what residents open themselves is a link."""
    boss, taker = (words(world.client(name).get("/desk/new")) for name in ("boss", "intake"))

    assert "企业呼叫" in boss
    assert "/report/wish" in world.client("boss").get("/desk/new").content.decode()
    assert "居民点单" in taker
    assert "微心愿" in taker
    assert "企业呼叫" not in taker


def test_the_navigation_offers_new_orders_to_whoever_may_open_any(world: World) -> None:
    """Companies and members have the entry; the revisit officer, who opens nothing, has none."""
    entry = 'href="/desk/new"'

    assert {name: entry in world.client(name).get("/desk/").content.decode() for name in ("boss", "neighbour")} == {
        "boss": True,
        "neighbour": True,
    }
    assert entry not in world.client("revisitor").get("/desk/").content.decode()


@pytest.mark.parametrize("name", ["handler", "intake", "organiser", "supervisor"])
def test_nobody_opens_what_the_file_gives_to_others(world: World, name: str) -> None:
    """Form, tree and sent form answer 403, and nothing is opened."""
    browser = world.client(name)

    answers = [
        browser.get("/desk/new/call"),
        browser.post("/desk/new/call", call()),
        browser.post("/desk/new/call/tree", {"area": [NORTH]}),
    ]

    assert [response.status_code for response in answers] == [403, 403, 403]
    assert not Order.objects.exists()


def test_an_unknown_programme_is_not_found(world: World) -> None:
    """A programme that is not served has no form."""
    assert world.client("boss").get("/desk/new/nothing").status_code == 404


def test_a_company_opens_an_order_and_comes_to_its_page(world: World) -> None:
    """The form asks what the file asks and no contact; the order knows who opened it and what it keeps."""
    browser = world.client("boss")

    page = browser.get("/desk/new/call")
    sent = browser.post("/desk/new/call", call(), follow=True)

    assert "预计花费" in words(page)
    assert "contact-phone" not in page.content.decode()
    order = Order.objects.get()
    assert (order.opener, order.opener_unit) == (world.people["boss"], world.units["property"])
    assert (order.via, order.area_code, order.place_text) == ("desk", NORTH, "东门仓库")
    assert order.facts == {"grade": "now", "on": "2026-03-12", "cost": 120000}
    assert sent.redirect_chain[-1][0] == f"/desk/o/{order.number}"
    assert [str(message) for message in sent.context["messages"]] == [f"已开单：{order.number}。"]


def test_the_same_form_sent_twice_opens_one_order(world: World) -> None:
    """A second press leads to the order of the first; another day under the same key is another order."""
    browser = world.client("boss")

    first, second = (browser.post("/desk/new/call", call())["Location"] for _ in range(2))
    browser.post("/desk/new/call", call(**{"report-on": "2026-03-13"}))

    assert first == second
    assert Order.objects.count() == 2


def test_a_unit_chooses_the_place_within_its_county(world: World) -> None:
    """The county is picked already, and more is asked; a member's own grid is enough as it stands."""
    page = world.client("boss").get("/desk/new/call").content.decode()
    wide = world.client("boss").post("/desk/new/call", call(area=[COUNTY]))
    world.client("neighbour").post("/desk/new/call", call(area=[world.grid]))

    assert f'<option value="{COUNTY}" selected>' in page
    assert f'value="{NORTH}"' in page
    assert wide.status_code == 422
    assert "东门仓库" in wide.content.decode()
    assert Order.objects.get().area_code == world.grid


def test_a_post_opens_orders_within_its_own_area_alone(world: World) -> None:
    """A member of a northern grid opens nothing in the south, and reads why."""
    response = world.client("neighbour").post("/desk/new/call", call(area=[SOUTH]))

    assert response.status_code == 422
    assert "呼叫" in words(response)
    assert not Order.objects.exists()


def test_a_fault_leaves_everything_written(world: World) -> None:
    """An empty required field is told beside it; photos and words stay."""
    response = world.client("boss").post("/desk/new/call", call(**{"report-on": "", "report-note": "门口等"}))

    assert response.status_code == 422
    assert "门口等" in response.content.decode()


def test_the_tree_opens_step_by_step(world: World) -> None:
    """Picking a street brings its communities."""
    part = words(world.client("boss").post("/desk/new/call/tree", {"area": [NORTH]}))

    assert "北门社区" in part


def test_another_public_programme_is_taken_down_for_residents(world: World) -> None:
    """The call-taker gets number and query code of a wish, as of any order of a resident."""
    response = world.client("intake").post(
        "/desk/new/wish",
        {
            "key": "k" * 24,
            "via": "phone",
            "report-text": "想要一把旧轮椅",
            "report-kind": "goods",
            "area": [NORTH, f"{NORTH}001", world.grid],
        },
    )

    assert response.status_code == 200
    assert response.context["code"] in words(response)
    assert (Order.objects.get().programme, Order.objects.get().opener) == ("wish", None)


def test_who_may_open_follows_from_the_posts_alone(world: World) -> None:
    """The first role of the file that the actor could hold; nobody without a post opens what needs one."""
    with serving(CALL.replace('by = ["company", "member"]', 'by = ["opener"]').replace("call", "free")) as [free]:
        assert opening_role(world.actor("handler"), free).code == "opener"  # type: ignore[union-attr]  # asserted
        assert not may_open(world.actor("stranger"), free)
        assert not may_open(Actor.anyone(), free)
