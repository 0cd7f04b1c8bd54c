# SPDX-License-Identifier: Apache-2.0
"""Sums of facts by day and by month: what the facts of some orders add to them is taken away, or added.

Facts and sums change in one transaction, so the sums are those of the facts at every moment; `differences` proves it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from sidan.evaluation.tallies import TALLIES
from sidan.evaluation.tally_columns import COLUMNS, DAYS

# Table -> its key and the SQL of the day in it.
TABLES = {
    "evaluation_daily": (("day", "unit_id", "area_code", "programme", "standing", "matter_id"), "x.day"),
    "evaluation_monthly": (
        ("day", "unit_id", "area_code", "programme", "standing"),
        "date_trunc('month', x.day)::date",
    ),
}


def drop_sums(cursor: Any, orders: Sequence[int]) -> None:
    """Take from the sums what the facts of these orders have added. Two queries."""
    _change(cursor, orders, sign="-")


def add_sums(cursor: Any, orders: Sequence[int]) -> None:
    """Add to the sums what the facts of these orders add. Two queries."""
    _change(cursor, orders, sign="+")


def rebuild_sums(cursor: Any) -> None:
    """Make all sums again from all facts. Four queries."""
    for table, (key, _) in TABLES.items():
        cursor.execute(f"TRUNCATE {table}")
        cursor.execute(f"INSERT INTO {table} ({', '.join((*key, *TALLIES))}) {_summed(table, reach='true')}")


def differences() -> Iterator[str]:
    """Yield a sentence for each sum that is not that of the facts. One query a table."""
    with connection.cursor() as cursor:
        for table, (key, _) in TABLES.items():
            kept = f"SELECT {', '.join((*key, *TALLIES))} FROM {table} WHERE {_is_something()}"
            for one, other, what in ((kept, None, "is kept and not counted"), (None, kept, "is counted and not kept")):
                counted = _summed(table, reach="true")
                cursor.execute(f"({one or counted}) EXCEPT ({other or counted}) ORDER BY 1, 2 LIMIT 20")
                for row in cursor.fetchall():
                    yield f"{table}: {dict(zip((*key, *TALLIES), row, strict=True))} {what}."


def _change(cursor: Any, orders: Sequence[int], *, sign: str) -> None:
    """Add to the sums, or take away, what the facts of some orders come to."""
    for table, (key, _) in TABLES.items():
        sets = ", ".join(f"{tally} = {table}.{tally} {sign} excluded.{tally}" for tally in TALLIES)
        cursor.execute(
            f"""
            INSERT INTO {table} ({", ".join((*key, *TALLIES))}) {_summed(table, reach="f.order_id = ANY(%(orders)s)")}
            ON CONFLICT ({", ".join(key)}) DO UPDATE SET {sets}
            """,
            {"orders": list(orders)},
        )


def _summed(table: str, *, reach: str) -> str:
    """Return the query of the sums of the facts within reach."""
    key, day = TABLES[table]
    days = ", ".join(f"({number}, f.{name})" for number, name in enumerate(DAYS))
    sums = ", ".join(
        f"sum(CASE WHEN x.kind = {DAYS.index(column)} THEN {adds} ELSE 0 END)::int AS {tally}"
        for tally, (column, adds) in COLUMNS.items()
    )
    others = ", ".join(f"f.{name}" for name in key[1:])
    return f"""
        SELECT {day} AS day, {others}, {sums}
        FROM evaluation_fact f CROSS JOIN LATERAL (VALUES {days}) x (kind, day)
        WHERE x.day IS NOT NULL AND {reach} GROUP BY {day}, {others}
    """


def _is_something() -> str:
    """Return the SQL that a row of sums holds anything; orders that went elsewhere leave rows of nothing behind."""
    return " OR ".join(f"{tally} <> 0" for tally in TALLIES)
