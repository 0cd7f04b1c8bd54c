# SPDX-License-Identifier: Apache-2.0
"""Orders taken down for residents by phone, on paper or in person."""

from typing import Any

from sidan.orders.models import Order
from sidan.orders.tracking import reporter_of
from tests.web.desk.conftest import words
from tests.world import NORTH, SOUTH, World


def form(**more: Any) -> dict[str, Any]:
    """Return a form as a call-taker sends it."""
    return {
        "key": "k" * 24,
        "via": "phone",
        "report-text": "老人来电：楼道灯坏了。",
        "area": [NORTH, f"{NORTH}001", f"{NORTH}001001"],
        "where": "幸福小区3栋",
        **more,
    }


def test_an_order_is_taken_down_and_number_and_code_read_out(world: World) -> None:
    """The page shows both to be read out; with them the resident opens the order."""
    response = world.client("intake").post("/desk/new/service", form(**{"contact-phone": "13800138000"}))

    order = Order.objects.get()
    assert (order.via, order.area_code, order.place_text) == ("phone", f"{NORTH}001001", "幸福小区3栋")
    assert order.steps.get().by == world.people["intake"]
    assert order.contact is not None
    code = response.context["code"]
    assert code in words(response)
    assert reporter_of(order.number, code)[0] == order


def test_the_same_form_sent_twice_shows_the_same_order(world: World) -> None:
    """A second press opens nothing new and shows the same number and code."""
    browser = world.client("intake")

    first, second = (browser.post("/desk/new/service", form()) for _ in range(2))

    assert Order.objects.count() == 1
    assert first.context["code"] == second.context["code"]


def test_faults_stand_in_their_places_and_nothing_is_lost(world: World) -> None:
    """A missing place and a wrong phone number are told; text and place stay written."""
    browser = world.client("intake")

    without = browser.post("/desk/new/service", form(area=[]))
    wrong = browser.post("/desk/new/service", form(**{"contact-phone": "123"}))

    assert (without.status_code, wrong.status_code) == (422, 422)
    for response in (without, wrong):
        assert "老人来电：楼道灯坏了。</textarea>" in response.content.decode()
    assert "幸福小区3栋" in wrong.content.decode()
    assert not Order.objects.exists()


def test_nobody_takes_orders_down_for_another_area(world: World) -> None:
    """A place outside the call-taker's own areas is refused in words."""
    response = world.client("dispatcher").post("/desk/new/service", form(area=[SOUTH, f"{SOUTH}001", f"{SOUTH}001001"]))

    assert response.status_code == 422
    assert "不在您受理的区域内" in words(response)
    assert not Order.objects.exists()


def test_the_tree_of_areas_opens_step_by_step(world: World) -> None:
    """Picking a street brings its communities, with and without htmx."""
    browser = world.client("intake")

    part = words(browser.post("/desk/new/service/tree", {"area": [NORTH]}))
    page = browser.post("/desk/new/service", form(look="area", area=[NORTH]))

    assert "北门社区" in part
    assert page.status_code == 200
    assert "北门社区" in words(page)
    assert not Order.objects.exists()


def test_an_unknown_channel_is_refused(world: World) -> None:
    """Only the channels on the form are taken; a hand-made one is not."""
    response = world.client("intake").post("/desk/new/service", form(via="pigeon"))

    assert response.status_code == 422
    assert not Order.objects.exists()


def test_danger_is_shown_before_anything_is_written_down(world: World) -> None:
    """Words that tell of danger bring the emergency numbers to the top of the page."""
    response = world.client("intake").post(
        "/desk/new/service", form(look="area", **{"report-text": "家里着火了，快来人"})
    )

    assert "119" in words(response)
