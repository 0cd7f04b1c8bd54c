# SPDX-License-Identifier: Apache-2.0
"""Dispatching many at once: one form, a result for each row, nothing lost."""

from typing import Any

from sidan.orders.models import Order
from sidan.web.desk.send_rows import SURE
from tests.web.desk.conftest import words
from tests.world import World


def form(*orders: Order, **more: Any) -> dict[str, Any]:
    """Return the form for some orders, all ticked, at the versions they have now."""
    numbers = [order.number for order in orders]
    return {"row": numbers, "o": numbers, **{f"expect-{order.number}": order.version for order in orders}, **more}


def test_the_form_suggests_for_each_row(world: World) -> None:
    """Each order stands in a row with the matter and unit its words suggest, and only the sure ones are ticked."""
    lamp, pipe = world.submit("路灯不亮"), world.submit("门口水管爆裂")

    response = world.client("dispatcher").get("/desk/dispatch", {"o": [lamp.number, pipe.number]})

    rows = response.context["rows"]
    assert [(row.matter, row.unit) for row in rows] == [
        ("city.lamp.dark#usual", "lamps"),
        ("live.water.burst#usual", "water"),
    ]
    assert all(row.is_ticked == (row.chance >= SURE) for row in rows)
    assert [(row.words, row.is_known) for row in rows] == [(("路灯不亮",), True), (("水管爆裂",), True)]


def test_all_are_sent_each_to_its_own_unit(world: World) -> None:
    """A row's own choice stands before the common one; the result names every order."""
    lamp, other = world.submit("路灯不亮"), world.submit("想问一下")
    own = {f"unit-{lamp.number}": "lamps", f"matter-{lamp.number}": "city.lamp.dark#usual"}

    response = world.client("dispatcher").post(
        "/desk/dispatch", form(lamp, other, unit="housing", matter="live.property#usual", **own)
    )

    assert response.status_code == 200
    assert "已派出 2 张单。" in words(response)
    units = Order.objects.order_by("pk").values_list("unit__code", flat=True)
    assert list(units) == ["lamps", "housing"]


def test_what_is_refused_stays_with_its_reason_and_choices(world: World) -> None:
    """One row is sent, the other says why not and keeps what was chosen, ticked as before."""
    good, bad = world.submit("路灯不亮"), world.submit("想问一下")
    own = {f"unit-{good.number}": "lamps", f"matter-{good.number}": "city.lamp.dark#usual"}

    response = world.client("dispatcher").post("/desk/dispatch", form(good, bad, unit="lamps", **own))

    assert response.status_code == 422
    assert "已派出 1 张单。" in words(response)
    assert "1 张单没有派出" in words(response)
    assert "请填写“事项与立案条件”" in words(response)
    assert [(row.row.order, row.is_ticked) for row in response.context["rows"]] == [(bad, True)]
    assert response.context["chosen"]["unit"] == "lamps"


def test_rows_that_are_not_ticked_are_left_alone(world: World) -> None:
    """Taking a tick off leaves the order in the form and in the inbox."""
    first, second = world.submit("路灯不亮"), world.submit("路灯不亮")
    data = form(first, second, unit="lamps", matter="city.lamp.dark#usual")
    data["o"] = [first.number]

    response = world.client("dispatcher").post("/desk/dispatch", data)

    assert [row.row.order for row in response.context["rows"]] == [second]
    second.refresh_from_db()
    assert second.stage == "registered"


def test_somebody_was_faster_with_one_of_them(world: World) -> None:
    """An order that was sent meanwhile is told so in its row; the others go."""
    first, second = world.submit("路灯不亮"), world.submit("路灯不亮")
    data = form(first, second, unit="lamps", matter="city.lamp.dark#usual")
    world.move(second, "take", "crew")

    response = world.client("dispatcher").post("/desk/dispatch", data)

    assert "已派出 1 张单。" in words(response)
    assert "已经派走" in words(response) or "不归您" in words(response)
    second.refresh_from_db()
    assert second.stage == "on_the_spot"


def test_the_form_sent_twice_sends_once(world: World) -> None:
    """A second copy of the form answers like the first and adds no step."""
    order = world.submit("路灯不亮")
    data = form(order, unit="lamps", matter="city.lamp.dark#usual")
    browser = world.client("dispatcher")

    answers = [words(browser.post("/desk/dispatch", data)) for _ in range(2)]

    assert all("已派出 1 张单。" in answer for answer in answers)
    assert order.steps.count() == 2


def test_without_ticks_one_is_led_back(world: World) -> None:
    """The form without orders leads to the inbox with a word about ticks."""
    response = world.client("dispatcher").get("/desk/dispatch", follow=True)

    assert response.redirect_chain == [("/desk/", 302)]
    assert "请先在列表中勾选" in words(response)


def test_more_than_the_most_are_left_with_a_word(world: World) -> None:
    """A hand-made form with hundreds of numbers is cut, and says so."""
    order = world.submit()
    numbers = [order.number, *(f"SD-{number}" for number in range(250))]

    response = world.client("dispatcher").get("/desk/dispatch", {"o": numbers})

    assert "一次最多派 200 张单" in words(response)


def test_rows_are_grouped_and_what_is_not_known_is_said(world: World) -> None:
    """Orders about the same matter for the same unit stand together, the surest first; unknown ones come last."""
    lamps = [world.submit(text) for text in ("路灯不亮", "巷口那盏路灯不亮，路灯杆也歪了", "路灯不亮了")]
    odd = world.submit("想问一下")

    response = world.client("dispatcher").get("/desk/dispatch", {"o": [odd.number, *(each.number for each in lamps)]})

    groups = response.context["groups"]
    assert [(group.code, len(group.rows)) for group in groups] == [("city.lamp.dark#usual|lamps", 3), ("unknown", 1)]
    chances = [row.chance for row in groups[0].rows]
    assert chances == sorted(chances, reverse=True)
    assert (groups[1].rows[0].is_ticked, groups[1].rows[0].matters) == (False, ())
    assert (response.context["unknown"], response.context["ticked"]) == (1, response.context["sure"])


def test_ticks_are_set_without_a_script(world: World) -> None:
    """A press on a button for ticks sends nothing, keeps what was chosen, and brings the ticks."""
    lamp, pipe, odd = world.submit("路灯不亮"), world.submit("门口水管爆裂"), world.submit("想问一下")
    data = form(lamp, pipe, odd, **{f"unit-{odd.number}": "housing"})
    browser = world.client("dispatcher")

    def ticked(button: str) -> list[Order]:
        """Return what stands ticked after a press."""
        rows = browser.post("/desk/dispatch", {**data, "tick": button}).context["rows"]
        return [row.row.order for row in rows if row.is_ticked]

    assert ticked("known") == [lamp, pipe]
    assert ticked("none") == []
    assert ticked("city.lamp.dark#usual|lamps") == [lamp]
    assert ticked("unknown") == [odd]
    assert browser.post("/desk/dispatch", {**data, "tick": "none"}).context["rows"][2].unit == "housing"
    assert set(Order.objects.values_list("stage", flat=True)) == {"registered"}


def test_all_that_wait_come_at_once(world: World) -> None:
    """The inbox leads to every order of the queue that may be sent on, cut by its filters; nobody else's come."""
    here = [world.submit("路灯不亮"), world.submit("门口水管爆裂", answers={})]
    sent = world.submit("路灯不亮")
    world.dispatch(sent)
    world.submit("路灯不亮", area="369901002001001")
    browser = world.client("dispatcher")

    inbox = browser.get("/desk/").content.decode()
    rows = browser.get("/desk/dispatch", {"all": "mine"}).context["rows"]

    assert "/desk/dispatch?all=mine" in inbox
    assert [row.row.order for row in rows] == here
    assert [r.row.order for r in browser.get("/desk/dispatch", {"all": "mine", "text": "水管"}).context["rows"]] == [
        here[1]
    ]
    assert browser.get("/desk/dispatch", {"all": "closed"}).status_code == 302
    assert browser.get("/desk/dispatch", {"all": "nonsense"}).status_code == 404
    assert world.client("handler").get("/desk/dispatch", {"all": "mine"}).status_code == 302


def test_the_page_asks_no_more_for_more_rows(world: World, django_assert_max_num_queries: Any) -> None:
    """The page of many orders takes as many queries as that of one."""
    for _ in range(12):
        world.submit("路灯不亮")
    browser = world.client("dispatcher")
    browser.get("/desk/dispatch", {"all": "mine"})

    with django_assert_max_num_queries(10):
        response = browser.get("/desk/dispatch", {"all": "mine"})

    assert len(response.context["rows"]) == 12
