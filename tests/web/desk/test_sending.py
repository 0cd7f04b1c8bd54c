# SPDX-License-Identifier: Apache-2.0
"""Dispatching many at once: one form, a result for each row, nothing lost."""

from typing import Any

from sidan.orders.models import Order
from tests.web.desk.conftest import words
from tests.world import World


def form(*orders: Order, **more: Any) -> dict[str, Any]:
    """Return the form for some orders, all ticked, at the versions they have now."""
    numbers = [order.number for order in orders]
    return {"row": numbers, "o": numbers, **{f"expect-{order.number}": order.version for order in orders}, **more}


def test_the_form_suggests_for_each_row(world: World) -> None:
    """Each ticked order stands in a row with the matter and unit its words suggest."""
    lamp, pipe = world.submit("路灯不亮"), world.submit("门口水管爆裂")

    response = world.client("dispatcher").get("/desk/dispatch", {"o": [lamp.number, pipe.number]})

    rows = [(row.matter, row.unit, row.is_ticked) for row in response.context["rows"]]
    assert rows == [("city.lamp.dark#usual", "lamps", True), ("live.water.burst#usual", "water", True)]


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
    numbers = [order.number, *(f"SD-{number}" for number in range(150))]

    response = world.client("dispatcher").get("/desk/dispatch", {"o": numbers})

    assert "一次最多派 100 张单" in words(response)
