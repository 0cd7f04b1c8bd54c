# SPDX-License-Identifier: Apache-2.0
"""The chain of an order, checked and told in words."""

from django.db import connection

from tests.web.desk.conftest import words
from tests.world import World


def test_a_sound_chain_is_told_as_such(world: World) -> None:
    """The page says that every step is as it was written and lists them with their digests."""
    order = world.answered()

    page = words(world.client("dispatcher").get(f"/desk/chain/{order.number}"))

    assert "全部 4 步记录完整无误。" in page
    assert "签收" in page


def test_a_changed_step_is_named(world: World) -> None:
    """Where somebody changed a step past every lock, the page names the first that does not hold."""
    order = world.answered()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE orders_step DISABLE TRIGGER ALL")
        cursor.execute("UPDATE orders_step SET role = 'leader' WHERE order_id = %s AND seq = 2", [order.pk])
        cursor.execute("ALTER TABLE orders_step ENABLE TRIGGER ALL")

    page = words(world.client("dispatcher").get(f"/desk/chain/{order.number}"))

    assert "第 2 步的记录对不上。" in page
    assert "内容与摘要不一致" in page
    assert "请报告审计员" in page
