# SPDX-License-Identifier: Apache-2.0
"""Each step is sealed to the one before: rewriting shows and is refused; blanking words breaks nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from sidan.orders import retention
from sidan.orders.models import Order, Step
from sidan.orders.verify import broken_chains, fault_in
from sidan.people.models import AuditEntry
from tests.world import World


def rewrite(sql: str, *values: object) -> None:
    """Change rows behind the engine's back, as somebody with the database's keys could."""
    with connection.cursor() as cursor:
        # The rows of this transaction still wait for their foreign keys to be checked.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE orders_step DISABLE TRIGGER steps_are_never_rewritten")
        cursor.execute(sql, values)
        cursor.execute("ALTER TABLE orders_step ENABLE TRIGGER steps_are_never_rewritten")


def test_a_sound_chain_has_no_fault(world: World) -> None:
    """The chain of an order that went through the loop holds."""
    order = world.answered()

    assert fault_in(order) is None


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("UPDATE orders_step SET move = 'take' WHERE seq = 2", "the content does not match the digest"),
        ("UPDATE orders_step SET by_id = NULL WHERE seq = 2", "the content does not match the digest"),
        ("UPDATE orders_step SET made_at = made_at - interval '1 hour' WHERE seq = 2", "the content does not match"),
        ('UPDATE orders_step SET answers = answers || \'{"unit": "water"}\' WHERE seq = 2', "does not match"),
        ("DELETE FROM orders_step WHERE seq = 2", "a step is missing"),
    ],
)
def test_a_rewritten_step_is_the_first_named(world: World, sql: str, reason: str) -> None:
    """Whatever is changed in a step, the check names that step and says why."""
    order = world.answered()

    rewrite(sql)

    fault = fault_in(order)
    assert fault is not None
    assert fault.seq == 2
    assert reason in str(fault.reason)


def test_a_changed_word_breaks_its_commitment(world: World) -> None:
    """Free text stands outside the digest, but not outside its commitment."""
    order = world.submit()

    rewrite('UPDATE orders_step SET answers = answers || \'{"text": "没有问题"}\' WHERE seq = 1')

    fault = fault_in(order)
    assert fault is not None
    assert str(fault.reason) == "the answer “text” is not the one committed to"


def test_steps_cut_off_at_the_end_are_missed(world: World) -> None:
    """The order knows how many steps it has."""
    order = world.answered()

    rewrite("DELETE FROM orders_step WHERE seq = 4")

    fault = fault_in(order)
    assert fault is not None
    assert str(fault.reason) == "the order does not end with its last step"


@pytest.mark.parametrize(
    "change",
    [
        {"move": "take"},
        {"answers": {"text": "别的话"}},
        {"digest": "00"},
    ],
)
def test_the_database_itself_refuses_to_rewrite_a_step(world: World, change: dict[str, object]) -> None:
    """Even our own code cannot change what a step says."""
    order = world.submit()

    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.filter(order=order, seq=1).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.filter(order=order).delete()


def test_blanked_words_are_gone_and_the_chain_still_holds(world: World) -> None:
    """A resident's words can be deleted; everything else stays proved, and the deletion is audited."""
    order = world.answered(text="我是三楼的张某，电话打不通。")

    retention.blank_words(order, by=world.actor("supervisor"), reason="本人要求删除")

    order.refresh_from_db()
    assert order.text == ""
    assert not Step.objects.filter(order=order, answers__text__icontains="张某").exists()
    assert fault_in(order) is None
    assert AuditEntry.objects.filter(action="order.blanked", subject=f"order:{order.number}").exists()


def test_the_command_names_the_first_bad_step(world: World) -> None:
    """`manage.py verify` passes over sound chains and stops the day a step was rewritten."""
    good, bad = world.answered(), world.answered()
    out = StringIO()
    call_command("verify", stdout=out)
    assert "2 orders" in out.getvalue()

    rewrite("UPDATE orders_step SET move = 'take' WHERE seq = 3 AND order_id = %s", bad.pk)

    with pytest.raises(CommandError, match=rf"{bad.number}: step 3"):
        call_command("verify", stdout=out)
    assert [order.number for order, _ in broken_chains(Order.objects.all())] == [bad.number]
    assert good.number not in out.getvalue()
