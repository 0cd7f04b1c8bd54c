# SPDX-License-Identifier: Apache-2.0
"""Whoever a step concerns is told of it once, in both languages; nobody else is."""

from datetime import date
from typing import Any

from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from sidan.notify import messages, queries, reporters
from sidan.notify.models import Delivery, Message
from sidan.orders.models import Order
from sidan.people import contacts
from sidan.people.models import AuditEntry
from tests.world import World


def told(order: Order) -> dict[str, str]:
    """Tell of the order's last step, and return who was told what in Chinese."""
    messages.tell(order.pk, order.version)
    rows = Message.objects.filter(order=order, seq=order.version).select_related("user")
    return {row.user.username: row.zh for row in rows}


def test_a_new_order_is_told_to_the_dispatcher_of_its_street(world: World) -> None:
    """The dispatcher of the order's own street is told, the next street's is not."""
    order = world.submit()

    assert told(order) == {"dispatcher": f"新单 {order.number} 待派"}


def test_a_dispatched_order_is_told_to_the_unit_with_its_due_time(world: World) -> None:
    """The unit's people learn until when they have to sign."""
    order = world.submit()

    world.dispatch(order, assisting=["water"])

    assert told(order) == {
        "handler": f"新派单 {order.number}，请在 3月10日 11:00 前签收",
        "plumber": f"请协办 {order.number}",
    }
    assert Message.objects.get(user=world.people["handler"]).en.endswith("sign for it by 10 Mar 11:00")


def test_running_the_job_again_tells_nobody_twice(world: World) -> None:
    """A job that is tried again adds no message."""
    order = world.submit()

    messages.tell(order.pk, 1)
    messages.tell(order.pk, 1)

    assert Message.objects.count() == 1


def test_whoever_made_the_step_is_not_told_of_it(world: World) -> None:
    """Nobody is told what they have just done."""
    order = world.submit()
    world.move(order, "ask_facts", "dispatcher", question="在哪一层？")
    world.move(order, "reply_facts", "dispatcher", facts="三层。")

    assert told(order) == {}


def test_the_unit_complained_of_is_told_nothing(world: World) -> None:
    """People of the unit an order is about are left out, even where their post covers its area."""
    order = world.submit()
    world.move(order, "recuse", "dispatcher", about="water")
    world.dispatch(order)

    assert "plumber" not in told(order)


def test_the_bell_counts_and_is_quietened(world: World) -> None:
    """Unread messages are counted and marked as read together."""
    order = world.submit()
    told(order)
    dispatcher = world.people["dispatcher"].pk

    assert queries.unread_count(dispatcher) == 1
    assert [message.order for message in queries.latest(dispatcher)] == [order]
    assert queries.mark_read(dispatcher) == 1
    assert queries.unread_count(dispatcher) == 0


def test_every_step_queues_one_job_in_its_own_transaction(world: World) -> None:
    """As many steps, as many jobs."""
    world.answered()

    assert ProcrastinateJob.objects.filter(task_name="step_made").count() == 4


def test_a_reporter_who_left_an_address_is_written_to_once(world: World, settings: Any) -> None:
    """The answer is sent by e-mail when the city has set it up; the use of the contact is logged."""
    settings.MAIL_FROM = "desk@city.example"
    contact = contacts.keep("张三", "", "zhang@example.org", "", forget_on=date(2027, 1, 1))
    order = world.answered(contact=contact)

    sent = reporters.tell_reporter(order.pk, order.version)
    again = reporters.tell_reporter(order.pk, order.version)

    assert (sent, again) == (1, 0)
    assert [message.to for message in mail.outbox] == [["zhang@example.org"]]
    assert order.number in mail.outbox[0].body
    assert Delivery.objects.get().outcome == "sent"
    assert AuditEntry.objects.filter(action="contact.used", subject=order.subject).exists()


def test_without_a_carrier_nothing_is_opened(world: World) -> None:
    """Where the city has set up no way to send, the contact stays closed."""
    contact = contacts.keep("张三", "13800000000", "", "", forget_on=date(2027, 1, 1))
    order = world.answered(contact=contact)

    assert reporters.tell_reporter(order.pk, order.version) == 0
    assert not AuditEntry.objects.filter(action="contact.used").exists()
