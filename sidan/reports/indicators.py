# SPDX-License-Identifier: Apache-2.0
"""The figures a programme declares of itself, over some areas and a period, each with what it was counted of.

Two queries for all indicators of a programme together: one over its orders, one over their steps. A measure names
neither programme nor move; the file does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.orders.declare import Indicator, Programme
from sidan.programmes.measures import MEASURES, Measure
from sidan.reports.counting import counties_of, reach_of, rows_of


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole days in the city's own zone, both days counted, seen at a moment."""

    since: date
    until: date
    at: datetime

    @property
    def bounds(self) -> dict[str, datetime]:
        """Return the moments between which something happened in the period, and the last that is known of."""
        zone = ZoneInfo(settings.TIME_ZONE)
        after = datetime.combine(self.until + timedelta(days=1), time(), zone)
        return {"since": datetime.combine(self.since, time(), zone), "until": after, "seen": min(after, self.at)}


@dataclass(frozen=True, slots=True)
class Counted:
    """An indicator with its figure.

    `count` is the numerator, or the figure itself: whole numbers, fen for money, hours for a time. `of` is the
    denominator of a share, None for others; of a median it is how many there were. None where there was nothing.
    """

    indicator: Indicator
    measure: Measure
    count: Decimal | None
    of: int | None = None
    is_money: bool = False

    @property
    def fen(self) -> int:
        """Return an amount of money in whole fen."""
        return int(self.count or 0)

    @property
    def percent(self) -> float | None:
        """Return a share in percent, which may pass 100 where a target was passed; None without a denominator."""
        if not self.measure.is_share or not self.of or self.count is None:
            return None
        return float(100 * self.count / self.of)


def indicators_of(programme: Programme, areas: Sequence[str], *, period: Period) -> list[Counted]:
    """Return the indicators of a programme in the order of its file. Two queries, none without indicators."""
    if not programme.indicators:
        return []
    reach, bounds = reach_of(areas)
    values: dict[str, Any] = {
        **period.bounds,
        **bounds,
        "programme": programme.code,
        "counties": counties_of(areas),
    }
    columns: dict[str, list[str]] = {"orders": [], "steps": []}
    for number, indicator in enumerate(programme.indicators):
        for part in ("move", "stage", "outcome", "field", "target"):
            values[f"{part}{number}"] = getattr(indicator, part)
        for table, text in _COLUMNS[indicator.measure](number):
            columns[table].append(text)
    row: dict[str, Any] = {}
    for table, query in (("orders", _ORDERS), ("steps", _STEPS)):
        if columns[table]:
            row |= rows_of(query.format(columns=", ".join(columns[table]), reach=reach), values)[0]
    return [_counted(programme, indicator, row, number) for number, indicator in enumerate(programme.indicators)]


def _counted(programme: Programme, indicator: Indicator, row: dict[str, Any], number: int) -> Counted:
    """Return one indicator from the columns that are its own."""
    measure = MEASURES[indicator.measure]
    count = row[f"count{number}"]
    of = row.get(f"of{number}")
    if indicator.measure == "on_time":
        of += row[f"stuck{number}"]
    declared = programme.fields.get(indicator.field)
    return Counted(
        indicator,
        measure,
        count=None if count is None else Decimal(str(count)),
        of=None if of is None else int(of),
        is_money=declared is not None and declared.type == "money",
    )


# What each measure asks of which table; `n` numbers the indicator.
_Columns = Iterable[tuple[str, str]]

_CREATED = "created_at >= %(since)s AND created_at < %(until)s"
_CLOSED = "closed_at >= %(since)s AND closed_at < %(until)s"
_MADE = "made_at >= %(since)s"


def _number(column: str, field: str) -> str:
    """Return the number kept under the name of a field; what is no number counts as nothing."""
    return f"CASE WHEN jsonb_typeof({column} -> %({field})s) = 'number' THEN ({column} ->> %({field})s)::numeric END"


def _orders(n: int) -> _Columns:
    """Count the orders opened."""
    yield "orders", f"count(*) FILTER (WHERE {_CREATED}) AS count{n}"


def _moves(n: int) -> _Columns:
    """Count how often the move was made."""
    yield "steps", f"count(*) FILTER (WHERE move = %(move{n})s AND {_MADE}) AS count{n}"


def _sum(n: int) -> _Columns:
    """Add up what was answered in the move."""
    total = f"sum({_number('answers', f'field{n}')}) FILTER (WHERE move = %(move{n})s AND {_MADE})"
    yield "steps", f"coalesce({total}, 0) AS count{n}"


def _target(n: int) -> _Columns:
    """Add up what was answered in the move, and the targets that the orders opened keep."""
    yield from _sum(n)
    yield "orders", f"coalesce(sum({_number('facts', f'target{n}')}) FILTER (WHERE {_CREATED}), 0) AS of{n}"


def _outcome(n: int) -> _Columns:
    """Count the orders closed, and those of them with the outcome."""
    yield "orders", f"count(*) FILTER (WHERE {_CLOSED} AND outcome = %(outcome{n})s) AS count{n}"
    yield "orders", f"count(*) FILTER (WHERE {_CLOSED}) AS of{n}"


def _on_time(n: int) -> _Columns:
    """Count the departures from the stage, those before it was due, and what is still there too late."""
    left = f"source = %(stage{n})s AND target <> source AND {_MADE}"
    yield "steps", f"count(*) FILTER (WHERE {left} AND (was_due_at IS NULL OR made_at <= was_due_at)) AS count{n}"
    yield "steps", f"count(*) FILTER (WHERE {left}) AS of{n}"
    late = f"kind <> 'closed' AND stage = %(stage{n})s AND due_at < %(seen)s"
    yield "orders", f"count(*) FILTER (WHERE {late}) AS stuck{n}"


def _hours(n: int) -> _Columns:
    """Take the median of the hours from the opening to the first such move, and count them."""
    first = f"FILTER (WHERE move = %(move{n})s AND turn = 1 AND {_MADE})"
    hours = "extract(epoch FROM made_at - created_at) / 3600"
    yield "steps", f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {hours}) {first} AS count{n}"
    yield "steps", f"count(*) {first} AS of{n}"


_COLUMNS: dict[str, Callable[[int], _Columns]] = {
    "orders": _orders,
    "moves": _moves,
    "sum": _sum,
    "target": _target,
    "outcome": _outcome,
    "on_time": _on_time,
    "hours": _hours,
}

_ORDERS = """
    SELECT {columns} FROM orders_order o
    WHERE o.programme = %(programme)s AND o.county = ANY(%(counties)s) AND o.created_at < %(until)s AND {reach}
"""

# A step is due by what the one before it left as the time; `turn` counts how often an order has made a move.
_STEPS = """
    WITH s AS (
        SELECT s.move, s.source, s.target, s.made_at, s.answers, o.created_at,
            lag(s.due_at) OVER (PARTITION BY s.order_id ORDER BY s.seq) AS was_due_at,
            row_number() OVER (PARTITION BY s.order_id, s.move ORDER BY s.seq) AS turn
        FROM orders_order o JOIN orders_step s ON s.order_id = o.id
        WHERE o.programme = %(programme)s AND o.county = ANY(%(counties)s) AND s.made_at < %(until)s AND {reach}
    )
    SELECT {columns} FROM s
"""
