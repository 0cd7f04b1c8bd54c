# SPDX-License-Identifier: Apache-2.0
"""The page of an order: what it shows, what may be done on it, and that nothing written is lost."""

import re
from typing import Any

from sidan.orders.models import Order, Watch
from tests.web.desk.conftest import press, words
from tests.world import Clock, World


def test_the_page_tells_what_happened_to_whom_and_what_may_be_done(world: World) -> None:
    """Facts, shares, every step with who made it and when, and what others may do stand on one page."""
    order = world.submit()
    world.dispatch(order, assisting=["water"], note="先核实是否漏电。")
    world.move(order, "sign", "handler")
    world.move(order, "remark", "supervisor", remark="注意老人。")

    page = words(world.client("dispatcher").get(f"/desk/o/{order.number}"))

    for part in (
        "东山县 / 北门街道 / 北门社区 / 北门第1网格",
        "路灯不亮 · 单灯不亮",
        "城管局照明所 主办",
        "水务公司 协办",
        "内部备注 内部",
        "周督办 · 督办员",
        "王照明 · 主办单位 · 城管局照明所",
        "先核实是否漏电。",
        "等待 城管局照明所 : 答复办结",
        "起2个工作日",
    ):
        assert part in page, part


def test_my_moves_are_forms_and_the_suggestion_stands_filled_in(world: World) -> None:
    """The dispatcher of a new order finds the dispatch form open, with the matter and unit its words suggest."""
    order = world.submit("门口路灯不亮三天了")

    response = world.client("dispatcher").get(f"/desk/o/{order.number}")

    chosen = re.findall(r'<option value="([^"]+)" selected', response.content.decode())
    assert chosen == ["city.lamp.dark#usual", "lamps"]
    assert "根据这些词推荐： 路灯不亮" in words(response)
    opened = re.findall(r'<details class="sd-move" id="move-(\w+)"[^>]* open', response.content.decode())
    assert opened == ["dispatch"]


def test_a_move_is_made_and_the_page_shows_the_new_state(world: World) -> None:
    """A plain form leads back to the order's page, which says what was done."""
    order = world.submit()

    response = press(world.client("dispatcher"), order, "dispatch", matter_decided="city.lamp.dark#usual", unit="lamps")

    assert (response.status_code, response["Location"]) == (302, f"/desk/o/{order.number}")
    order.refresh_from_db()
    assert order.stage == "dispatched"


def test_htmx_gets_the_changed_part_of_the_page(world: World) -> None:
    """After a move by htmx the order's part of the page comes back with what was done and what is next."""
    order = world.submit()
    world.dispatch(order)

    response = world.client("handler").post(
        f"/desk/o/{order.number}/move", {"move": "sign", "expect": order.version}, headers={"HX-Request": "true"}
    )

    assert response.content.decode().strip().startswith('<div id="order"')
    assert "已完成：签收。" in words(response)
    assert "办理中" in words(response)


def test_a_refused_move_keeps_what_was_written(world: World) -> None:
    """A fault stands beside its field, and the form comes back open with every answer."""
    order = world.submit()

    response = press(world.client("dispatcher"), order, "dispatch", unit="lamps", note="尽快")

    assert response.status_code == 422
    assert "请填写“事项与立案条件”" in words(response)
    assert '<option value="lamps" selected' in response.content.decode()
    assert "尽快</textarea>" in response.content.decode()
    order.refresh_from_db()
    assert order.stage == "registered"


def test_a_stale_page_changes_nothing_and_shows_the_order_as_it_is(world: World) -> None:
    """Somebody was faster: the page says so, is fresh, and keeps the words that were written."""
    order = world.submit()
    world.dispatch(order)
    seen = order.version
    world.move(order, "sign", "handler")
    world.move(order, "progress", "handler", progress="已派人。")

    browser = world.client("handler")
    response = press(browser, order, "contest", expect=seen, reason="这不归我们管，写了很久的理由。")

    assert response.status_code == 422
    assert "这不归我们管，写了很久的理由。" in response.content.decode()
    assert "已派人。" in words(response)
    order.refresh_from_db()
    assert order.steps.count() == 4


def test_pressing_twice_does_it_once(world: World) -> None:
    """The second copy of a form finds the work of the first and is answered like it."""
    order = world.submit()
    world.dispatch(order)
    seen = order.version
    browser = world.client("handler")

    first, second = (press(browser, order, "sign", expect=seen) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert order.steps.count() == 3


def test_naming_the_unit_complained_of_leads_out_of_sight(world: World) -> None:
    """Who names their own unit no longer sees the order and is led back to the inbox."""
    world.hold("dispatcher", role="handler", unit="water")
    order = world.submit("水务公司乱收费")

    response = press(world.client("dispatcher"), order, "recuse", about="water")

    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert world.client("dispatcher").get(f"/desk/o/{order.number}").status_code == 404


def test_watching_and_not_watching(world: World) -> None:
    """One press puts an order on one's list, another takes it off."""
    order = world.submit()
    browser = world.client("dispatcher")

    assert "取消关注" in words(browser.post(f"/desk/o/{order.number}/watch", {"watch": "on"}, follow=True))
    assert Watch.objects.get().user == world.people["dispatcher"]
    browser.post(f"/desk/o/{order.number}/watch", {"watch": "off"})

    assert not Watch.objects.exists()


def test_a_late_order_says_how_late_and_whose_turn_it_is(world: World, clock: Clock) -> None:
    """After an escalation the page counts from when it became late and names the supervisor's own time."""
    order = world.at_work()
    clock.to_due(order, minutes=120)
    world.sweep()

    page = words(world.client("supervisor").get(f"/desk/o/{order.number}"))

    assert "已超期 2 小时" in page
    assert "当前由 督办员 处理" in page
    assert "前督办完毕" in page


def test_paper_shows_the_order_without_contacts(world: World, with_contact: Order) -> None:
    """The print view holds facts and steps, no contact and no buttons to move."""
    response = world.client("handler").get(f"/desk/o/{with_contact.number}/print")

    assert "办理经过" in words(response)
    assert "13800138000" not in response.content.decode()
    assert "move-answer" not in response.content.decode()


def test_a_blanked_answer_is_shown_as_cleared(world: World) -> None:
    """Where words were cleared as the rules ask, the page says so instead of leaving a hole."""
    order = world.answered()
    step = order.steps.get(move="answer")
    step.answers["answer"], step.salts = None, {}
    order.steps.filter(pk=step.pk).update(answers=step.answers, salts=step.salts)

    assert "已按规定清除" in words(world.client("handler").get(f"/desk/o/{order.number}"))


def test_tied_orders_link_to_one_another(world: World) -> None:
    """A merged order and the one that took it in lead to each other."""
    first, second = world.submit(), world.submit()
    world.move(second, "merge", "dispatcher", duplicate=first.number)
    browser = world.client("dispatcher")

    assert f"已并入 {first.number}" in words(browser.get(f"/desk/o/{second.number}"))
    assert f"并入了 {second.number}" in words(browser.get(f"/desk/o/{first.number}"))


def test_nonsense_in_a_move_is_answered_by_a_sentence(world: World) -> None:
    """Unknown moves are not found, garbled versions are stale, a NUL cannot be read: none is an error of ours."""
    order = world.submit()
    browser = world.client("dispatcher")

    def status(**data: Any) -> int:
        return browser.post(f"/desk/o/{order.number}/move", data).status_code

    assert status(move="explode", expect=1) == 404
    assert status() == 404
    assert status(move="dispatch", expect="x") == 422
    assert status(move="remark", expect=1, **{"remark-remark": "a\0b"}) == 400
    assert status(move="remark", expect=1, **{"remark-remark": "字" * 9000}) == 422
    assert order.steps.count() == 1


def test_the_page_is_complete_in_english(world: World) -> None:
    """Steps, shares and moves are told in English where it is chosen."""
    order = world.at_work()

    page = words(world.client("handler").get(f"/desk/o/{order.number}?lang=en"))

    for part in ("It is the turn of: Lamp office", "Send: Answer", "What happened", "2 working days from", "leads"):
        assert part in page, part


def test_groups_stand_in_the_programmes_order_with_what_is_mainly_to_do_first(world: World, clock: Clock) -> None:
    """The supervisor of a late order finds dispatching and handling before notes, the handler the answer first."""
    order = world.at_work()
    handler = world.client("handler").get(f"/desk/o/{order.number}").context["groups"]
    clock.to_due(order)
    world.sweep()
    supervisor = world.client("supervisor").get(f"/desk/o/{order.number}").context["groups"]

    assert [str(group.name) for group in handler] == ["办理", "询问与申请", "记录"]
    assert [form.move.code for form in handler[0].forms] == ["answer", "explain"]
    assert [str(group.name) for group in supervisor] == ["派单", "办理", "询问与申请", "记录"]
