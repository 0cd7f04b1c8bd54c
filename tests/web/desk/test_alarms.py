# SPDX-License-Identifier: Apache-2.0
"""Danger heard in a resident's words: the order is urgent at once, dispatchers are told, and a person takes it back."""

from datetime import timedelta

import pytest

from sidan.base.clock import now
from sidan.dispatch.importing import Wishes, import_messages
from sidan.dispatch.message_sheets import Message
from sidan.notify.messages import tell
from sidan.notify.models import Message as Told
from sidan.orders.models import Order
from sidan.orders.urgency import dangers_of
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry
from tests.web.desk.conftest import words
from tests.world import World

FIRE = "三楼着火了，楼道里全是烟"


def test_danger_makes_an_order_urgent_as_it_is_opened(world: World) -> None:
    """The row is marked before it is written, and the dispatcher of the area is told in urgent words."""
    order = Order.objects.get(pk=world.submit(FIRE).pk)
    tell(order.pk, 1)

    assert (order.is_urgent, dangers_of(order)) == (True, ["fire"])
    told = {message.user.username: message.zh for message in Told.objects.select_related("user")}
    assert told == {"dispatcher": f"险情（着火）：{order.number} 请马上处理"}


def test_no_danger_no_mark(world: World) -> None:
    """Anger, habits of speech and memories leave an order as it is."""
    order = world.submit("气死人了，去年这里发生过火灾，消防通道还是堵着")

    assert (order.is_urgent, dangers_of(order)) == (False, [])


def test_facts_added_later_are_heard_too(world: World) -> None:
    """What the reporter adds while a unit works on it marks the order, and both desks are told."""
    order = world.at_work()
    world.move(order, "add_facts", "reporter", facts="灯杆漏电，刚才有人触电")
    tell(order.pk, order.version)

    assert order.is_urgent
    assert {"dispatcher", "handler"} <= set(
        Told.objects.filter(seq=order.version).values_list("user__username", flat=True)
    )


def test_a_decided_condition_does_not_lower_it(world: World) -> None:
    """Dispatching under an unhurried condition leaves the mark until a person takes it off."""
    order = world.submit(FIRE)
    world.dispatch(order)

    assert (order.is_urgent, dangers_of(order)) == (True, ["fire"])


def test_danger_stands_first_on_the_desk_with_the_words_that_told_of_it(world: World) -> None:
    """The newest order with danger is listed before older ones, and its page says why."""
    old, new = world.submit("路灯不亮"), world.submit(FIRE)
    browser = world.client("dispatcher")

    inbox = browser.get("/desk/").content.decode()
    page = words(browser.get(f"/desk/o/{new.number}"))

    assert inbox.index(new.number) < inbox.index(old.number)
    assert inbox.count(f'href="/desk/o/{new.number}"') == 1
    assert "着火 " in page
    assert "119" in page


def test_a_dispatcher_takes_the_mark_off_with_a_reason(world: World) -> None:
    """The order is urgent no more, and the audit log keeps who said so, why, and what was heard."""
    order = world.submit(FIRE)

    response = world.client("dispatcher").post(f"/desk/o/{order.number}/lower", {"reason": "电话核实：是邻居烧烤"})

    order.refresh_from_db()
    assert response.status_code == 302
    assert (order.is_urgent, dangers_of(order)) == (False, [])
    entry = AuditEntry.objects.get(action="urgency.lowered")
    assert (entry.details["reason"], entry.details["dangers"]) == ("电话核实：是邻居烧烤", ["fire"])


def test_an_urgent_matter_stays_urgent_without_the_mark(world: World) -> None:
    """The mark is taken off; what the decided condition calls urgent is not."""
    order = world.submit(FIRE)
    world.dispatch(order, matter="city.lamp.dark#danger")

    world.client("dispatcher").post(f"/desk/o/{order.number}/lower", {"reason": "火已灭"})

    order.refresh_from_db()
    assert (order.is_urgent, dangers_of(order)) == (True, [])


@pytest.mark.parametrize(
    ("name", "status"), [("handler", 422), ("crew", 422), ("leader", 422), ("south_dispatcher", 404), ("stranger", 403)]
)
def test_who_may_not_take_it_off(world: World, name: str, status: int) -> None:
    """Units, crews, leaders and desks elsewhere cannot, and nothing changes."""
    order = world.submit(FIRE)
    world.dispatch(order)

    response = world.client(name).post(f"/desk/o/{order.number}/lower", {"reason": "没事"})

    order.refresh_from_db()
    assert response.status_code == status
    assert order.is_urgent


def test_without_a_reason_the_mark_stays(world: World) -> None:
    """Nobody takes it off without saying why."""
    order = world.submit(FIRE)

    response = world.client("dispatcher").post(f"/desk/o/{order.number}/lower", {"reason": " "})

    order.refresh_from_db()
    assert (response.status_code, order.is_urgent) == (422, True)


def test_old_imported_messages_wake_nobody(world: World) -> None:
    """A message of last month is imported as it is; one of this morning is heard."""
    messages = [
        Message("1", FIRE, id="old", at=now() - timedelta(days=30)),
        Message("2", f"{FIRE}！", id="new", at=now() - timedelta(hours=1)),
    ]

    import_messages(messages, by=Actor.importer(), wishes=Wishes(area=world.grid))

    assert [order.is_urgent for order in Order.objects.order_by("pk")] == [False, True]
