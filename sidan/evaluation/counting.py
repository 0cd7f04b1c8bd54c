# SPDX-License-Identifier: Apache-2.0
"""Facts keep up with the orders: what moved since last time, what is open and grows later, and a proof of all."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import connection, transaction

from sidan.base.clock import now
from sidan.evaluation.facts import LOCK, columns, facts_query, planned_for, recount_in_batches, values
from sidan.evaluation.sums import differences as sum_differences

# A step gets its number before its transaction ends, so the latest ones are looked at once more.
OVERLAP = timedelta(minutes=10)


@transaction.atomic
def catch_up() -> int:
    """Count again every order that moved since the last time, and return how many did. Six queries."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        cursor.execute("SELECT coalesce(max(step_id), 0) FROM evaluation_counted")
        (last,) = cursor.fetchone()
        cursor.execute("SELECT DISTINCT order_id FROM orders_step WHERE id > %s", [last])
        orders = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT coalesce(max(id), 0) FROM orders_step WHERE id > %s AND made_at < %s", [last, now() - OVERLAP]
        )
        (settled,) = cursor.fetchone()
        recount_in_batches(orders)
        if settled:
            cursor.execute("DELETE FROM evaluation_counted")
            cursor.execute("INSERT INTO evaluation_counted (step_id, at) VALUES (%s, %s)", [settled, now()])
    return len(orders)


def count_open_again() -> int:
    """Count again every open order and every late one: their days late grow, and times run out without a step."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE NOT (kind = 'closed')")
        orders = [row[0] for row in cursor.fetchall()]
    return recount_in_batches(orders)


@transaction.atomic
def count_before_round(area_code: str) -> None:
    """Count again what a round of an area must not miss: what moved, what is open, and what was left out or taken back.

    An exclusion is no step, and time runs out without one, so a round asks for both and waits for no job.
    """
    catch_up()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM orders_order WHERE NOT (kind = 'closed') AND starts_with(area_code, %(area)s)
            UNION SELECT o.id FROM evaluation_exclusion e JOIN orders_order o ON o.id = e.order_id
            WHERE starts_with(o.area_code, %(area)s)
            """,
            {"area": area_code},
        )
        orders = [row[0] for row in cursor.fetchall()]
    recount_in_batches(orders)


def differences() -> Iterator[str]:
    """Yield a sentence for each fact and each sum that is not what a full recount says. Three queries."""
    named = ", ".join(columns())
    counted = f"SELECT {named} FROM ({facts_query(reach='true')}) f ({named})"  # noqa: S608  names of columns alone
    kept = f"SELECT {named} FROM evaluation_fact"  # noqa: S608
    told = values(now())
    with transaction.atomic(), connection.cursor() as cursor, planned_for(cursor):
        for one, other, what in (
            (kept, counted, "is kept and not counted"),
            (counted, kept, "is counted and not kept"),
        ):
            cursor.execute(f"({one}) EXCEPT ({other}) ORDER BY 1 LIMIT 20", told)
            for row in cursor.fetchall():
                fact = dict(zip(columns(), row, strict=True))
                yield f"order {fact['order_id']}, {fact['part']} of unit {fact['unit_id']}: a fact {what}."
    yield from sum_differences()
