# SPDX-License-Identifier: Apache-2.0
"""The bell: what one was told, newest first, and nothing that was told to others."""

import pytest

from sidan.notify.messages import tell
from tests.web.desk.conftest import words
from tests.world import World


def test_messages_lead_to_their_orders_and_are_marked_as_read(world: World) -> None:
    """A new message is marked, leads to its order, and one press marks all as read."""
    order = world.submit()
    tell(order.pk, 1)
    browser = world.client("dispatcher")

    page = browser.get("/desk/messages")
    assert f"新单 {order.number} 待派" in words(page)
    assert f'href="/desk/o/{order.number}"' in page.content.decode()
    assert "1 条未读消息" in words(page)

    assert "0 条未读消息" in words(browser.post("/desk/messages/read", follow=True))


def test_nobody_reads_what_others_were_told(world: World) -> None:
    """Messages are one's own, and marking touches no others."""
    order = world.submit()
    tell(order.pk, 1)

    assert order.number not in words(world.client("handler").get("/desk/messages"))
    world.client("handler").post("/desk/messages/read")

    assert world.people["dispatcher"].messages.filter(read_at__isnull=True).count() == 1


def test_pages_of_messages_turn_and_end_in_words(world: World) -> None:
    """A page holds fifty; what comes after is one press away, and beyond the end the page says so."""
    for _ in range(52):
        tell(world.submit().pk, 1)
    browser = world.client("dispatcher")

    first = browser.get("/desk/messages")
    rest = browser.get(f"/desk/messages{first.context['later']}")

    assert (len(first.context["told"]), len(rest.context["told"])) == (50, 2)
    assert "后面没有了" in words(browser.get("/desk/messages?before=1"))


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1.5"])
def test_a_garbled_page_is_refused_in_a_sentence(world: World, before: str) -> None:
    """What is no number of a message is refused with what to do."""
    response = world.client("dispatcher").get("/desk/messages", {"before": before})

    assert response.status_code == 422
    assert "请从第一页开始" in words(response)
