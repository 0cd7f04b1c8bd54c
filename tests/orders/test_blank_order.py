# SPDX-License-Identifier: Apache-2.0
"""The operator's command that blanks an order at the request of the person it is about."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sidan.orders.models import Order, Step
from sidan.orders.verify import fault_in
from sidan.people.models import AuditEntry, Contact
from tests.world import World

WORDS = "我是三楼的张某，电话打不通。"


def run(*arguments: str) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    call_command("blank_order", *arguments, stdout=out)
    return out.getvalue()


def test_the_words_are_gone_and_the_audit_log_says_why(world: World) -> None:
    """The words leave order, steps and search; chain and number stay, and the reason is kept."""
    order = world.answered(text=WORDS)

    told = run(order.number, "--reason", "本人要求删除")

    order.refresh_from_db()
    assert told == f"{order.number}: 2 answers blanked.\n"
    assert order.text == ""
    assert not Step.objects.filter(order=order, answers__text__icontains="张某").exists()
    assert fault_in(order) is None
    assert AuditEntry.objects.get(action="order.blanked", subject=order.subject).details["reason"] == "本人要求删除"


def test_the_contact_is_forgotten_only_when_asked(world: World) -> None:
    """An order still open may need its contact; who wants it gone says so."""
    order = world.submit(WORDS)
    contact = Contact.objects.create(
        sealed=b"sealed", county=order.county, created_at=order.created_at, forget_on="2027-01-01"
    )
    Order.objects.filter(pk=order.pk).update(contact=contact)

    run(order.number, "--reason", "本人要求删除")
    assert Contact.objects.get(pk=contact.pk).forgotten_at is None

    run(order.number, "--reason", "本人要求删除", "--with-contact")
    forgotten = Contact.objects.get(pk=contact.pk)
    assert forgotten.forgotten_at is not None
    assert bytes(forgotten.sealed) == b""


@pytest.mark.parametrize(("number", "reason"), [("SD-none", "本人要求删除"), ("", "本人要求删除"), ("the order", "  ")])
def test_without_an_order_or_a_reason_nothing_is_blanked(world: World, number: str, reason: str) -> None:
    """A mistyped number or an empty reason is told and changes nothing."""
    order = world.submit(WORDS)

    with pytest.raises(CommandError):
        run(order.number if number == "the order" else number, "--reason", reason)

    order.refresh_from_db()
    assert order.text == WORDS
    assert not AuditEntry.objects.filter(action="order.blanked").exists()
