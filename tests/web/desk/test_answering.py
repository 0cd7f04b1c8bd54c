# SPDX-License-Identifier: Apache-2.0
"""Help with an answer on the desk: hints before it is sent, and answers to similar orders; it never blocks."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sidan.dispatch import rarities
from sidan.orders.models import Order, Step
from tests.dispatch.test_similar import LAMPS, solve
from tests.web.desk.conftest import press, words
from tests.world import World

pytestmark = pytest.mark.django_db

EMPTY = "您反映的问题已收悉，我局高度重视，已转相关部门处理，感谢您的支持。"
LOOK = 9  # session, user, posts and duty, the order, its steps, and an hour's words


@pytest.fixture(autouse=True)
def forgotten_rarity() -> Iterator[None]:
    """Forget the words other tests have read: they are kept for an hour."""
    rarities._rarity.cache_clear()
    yield
    rarities._rarity.cache_clear()


def address(order: Order, move: str = "answer", part: str = "") -> str:
    """Return the address of the help with an answer."""
    return f"/desk/o/{order.number}/answer/{move}{part}"


def test_an_answer_is_looked_over_while_it_is_written(world: World) -> None:
    """The fragment says what is missing in the language of the page, and nothing is stored."""
    order = world.at_work()
    browser = world.client("handler")

    response = browser.post(address(order), {"field": "answer", "answer-answer": EMPTY}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert "已转相关部门处理" in words(response)
    assert "<form" not in response.content.decode()
    assert Step.objects.filter(order=order).count() == 3


def test_private_words_of_the_reporter_are_covered_for_the_unit(world: World) -> None:
    """The unit reads the message covered here, too; a number it writes back to the reporter is noticed all the same."""
    order = world.at_work(text="路灯不亮，请打我电话13912345678。")
    browser = world.client("handler")

    page = browser.get(address(order)).content.decode()
    look = browser.post(
        address(order),
        {"field": "answer", "answer-answer": "路灯已修好，已电告13912345678。"},
        headers={"HX-Request": "true"},
    )

    assert "13912345678" not in page
    assert "“13912345678”" in words(look)


def test_a_place_is_counted_as_the_browser_counts_it(world: World) -> None:
    """A form sends line ends as two characters; the hint's place is where they are one."""
    order = world.at_work()
    text = f"第一行\r\n第二行\r\n{EMPTY}"

    response = world.client("handler").post(
        address(order), {"field": "answer", "answer-answer": text}, headers={"HX-Request": "true"}
    )

    at = text.replace("\r\n", "\n").index("已转相关部门处理")
    assert f'data-start="{at}"' in response.content.decode()


def test_without_a_script_the_button_brings_the_form_back_with_its_hints(world: World) -> None:
    """Everything written stands in the form that comes back, the hints beneath it, and sending works from there."""
    order = world.at_work()
    browser = world.client("handler")

    page = browser.post(address(order), {"field": "answer", "expect": order.version, "answer-answer": EMPTY})

    assert page.status_code == 200
    assert EMPTY in page.content.decode()
    assert 'class="sd-look-hints"' in page.content.decode()
    assert f'action="/desk/o/{order.number}/move"' in page.content.decode()
    assert press(browser, order, "answer", answer=EMPTY).status_code == 302


def test_the_order_page_offers_help_where_somebody_answers(world: World) -> None:
    """The button stands by the move that replies, not by a note or a reason, and costs the page no query."""
    order = world.at_work()

    page = world.client("handler").get(f"/desk/o/{order.number}").content.decode()

    assert f'formaction="{address(order)}"' in page
    assert f'formaction="{address(order, "explain")}"' in page
    assert address(order, "contest") not in page
    assert address(order, "ask_reporter") not in page


def test_an_older_answer_begins_the_new_one(world: World) -> None:
    """Similar orders are listed with the unit's words alone; a link opens the form with them in it."""
    old = [solve(world, text, f"电缆老化，已更换并恢复照明。第{n}号。") for n, text in enumerate(LAMPS)]
    order = world.at_work(text="临江路南段路灯不亮，请尽快修好。")
    browser = world.client("handler")

    listed = browser.get(address(order, part="/similar"))
    begun = browser.get(address(order), {"from": old[0].number})

    assert "电缆老化" in words(listed)
    assert "老人摔跤" not in words(listed)
    assert f"?from={old[0].number}" in listed.content.decode()
    assert "电缆老化，已更换并恢复照明。第0号。</textarea>" in begun.content.decode()
    assert "</textarea>" in browser.get(address(order), {"from": "MD-nonsense"}).content.decode()


@pytest.mark.parametrize(
    ("name", "move"),
    [
        ("dispatcher", "answer"),
        ("plumber", "answer"),
        ("south_dispatcher", "answer"),
        ("handler", "spot_done"),
        ("handler", "contest"),
        ("handler", "no_such"),
    ],
)
@pytest.mark.parametrize("part", ["", "/similar"])
def test_only_who_may_answer_now_is_helped(world: World, name: str, move: str, part: str) -> None:
    """Who may not make the move, a move of another stage, one that replies to nobody, and none: not found."""
    order = world.at_work()

    assert world.client(name).get(address(order, move, part)).status_code == 404


def test_a_look_is_cheap(world: World, kept_for_long: None) -> None:
    """Looking an answer over takes few queries, and fewer once the county's words are known."""
    order = world.at_work()
    browser = world.client("handler")
    data = {"field": "answer", "answer-answer": EMPTY}

    with CaptureQueriesContext(connection) as first:
        browser.post(address(order), data, headers={"HX-Request": "true"})
    with CaptureQueriesContext(connection) as second:
        browser.post(address(order), data, headers={"HX-Request": "true"})

    assert len(second) < len(first) <= LOOK


@pytest.mark.parametrize("text", ["", "  ", "😀" * 500, "好" * 10_000, "<script>alert(1)</script>"])
def test_whatever_is_written_gets_an_answer(world: World, text: str) -> None:
    """Nothing, emoji, far too much, and markup: a page in any case, with no markup of the writer's."""
    order = world.at_work()

    response = world.client("handler").post(
        address(order), {"field": "answer", "answer-answer": text}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
