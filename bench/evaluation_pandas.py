# SPDX-License-Identifier: Apache-2.0
"""What `bench/evaluation.py` counts, counted in plain pandas: tables read whole, then merged and grouped."""

from datetime import date, timedelta

import pandas as pd
from django.db import connection

ZONE = "Asia/Shanghai"


def counted(since: date, until: date) -> pd.DataFrame:
    """Return by unit how many answers were due and met, judged and solved, in a period; both days counted."""
    orders = _table("SELECT id AS order_id, outcome, closed_at FROM orders_order WHERE programme = 'service'")
    shares = _table("SELECT order_id, unit_id, given_at, ended_at FROM orders_share WHERE part = 'lead'")
    steps = _table("SELECT order_id, seq, move, source, made_at, due_at FROM orders_step")
    steps = steps.sort_values(["order_id", "seq"])
    steps["was_due"] = steps.groupby("order_id")["due_at"].shift()
    late = steps[(steps["source"] == "working") & (steps["made_at"] > steps["was_due"])]
    late_at = late.groupby("order_id")["was_due"].min()
    answered_at = steps[steps["move"] == "answer"].groupby("order_id")["made_at"].min()
    table = shares.merge(orders, on="order_id")
    table["late_at"] = table["order_id"].map(late_at)
    table["answered_at"] = table["order_id"].map(answered_at)
    table["settled_at"] = table[["late_at", "answered_at"]].min(axis=1)
    table["due"] = _inside(table["settled_at"], since, until)
    table["met"] = table["due"] & table["answered_at"].notna() & ~(table["late_at"] <= table["answered_at"])
    ended = _inside(table["closed_at"], since, until) & table["ended_at"].isna()
    table["solved"] = ended & (table["outcome"] == "solved")
    table["judged"] = ended & table["outcome"].isin(["solved", "partly", "explained"])
    return table.groupby("unit_id")[["due", "met", "solved", "judged"]].sum()


def _table(query: str) -> pd.DataFrame:
    """Return the rows of a query with their moments as pandas keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        names = [column[0] for column in cursor.description]
        table = pd.DataFrame(cursor.fetchall(), columns=names)
    for name in names:
        if name.endswith("_at"):
            table[name] = pd.to_datetime(table[name], utc=True)
    return table


def _inside(moments: pd.Series, since: date, until: date) -> pd.Series:
    """Say which moments lie within days of the city."""
    begin, end = pd.Timestamp(since, tz=ZONE), pd.Timestamp(until + timedelta(days=1), tz=ZONE)
    return (moments >= begin) & (moments < end)
