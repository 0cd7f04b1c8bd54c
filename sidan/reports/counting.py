# SPDX-License-Identifier: Apache-2.0
"""The two queries behind the figures, by hand: each reads its rows once and groups them in four ways.

The open orders are found by the partial index over areas; those closed lately by the one over counties and the moment
of closing, so that older history costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from sidan.orders.declare import Programme
from sidan.places.codes import LENGTHS
from sidan.places.names import counties_within
from sidan.reports.moves_counted import counted

Rows = list[dict[str, Any]]
# After every digit: the codes inside an area lie between its own code and its code followed by this sign.
_BEYOND = ":"

# Whether a closed order was handled, neither refused nor merged nor withdrawn; and the resident's last word on it.
HANDLED = "o.outcome IN ('solved', 'partly', 'explained', 'unrated', 'done')"
VERDICT = """CASE WHEN o.outcome = 'explained' THEN
    CASE o.solved WHEN 'no' THEN 'no' WHEN 'explained' THEN 'explained' ELSE 'unrated' END ELSE o.outcome END"""


@dataclass(frozen=True, slots=True)
class Span:
    """The moment of the figures, the first day that is counted, and the first of the recent ones."""

    at: datetime
    since: date
    recent: date


def open_rows(areas: Sequence[str], span: Span, *, programme: Programme) -> Rows:
    """Return a programme's open orders in some areas, grouped `by` stage, unit, place and day received; one query."""
    reach, bounds = reach_of(areas, area=area_today("o"))
    values = {**_asked(span), **bounds, "programme": programme.code, "place": _place_length(areas)}
    return rows_of(_OPEN.format(reach=reach, area=area_today("o")), values)


def closed_rows(areas: Sequence[str], span: Span, *, programme: Programme) -> Rows:
    """Return how a programme's orders closed in the span went; one query.

    Grouped `by` week, unit, day closed and day received.
    """
    reach, bounds = reach_of(areas)
    values = {
        **_asked(span),
        **bounds,
        **_moves(programme),
        "programme": programme.code,
        "counties": counties_of(areas),
    }
    return rows_of(_CLOSED.format(reach=reach, handled=HANDLED, verdict=VERDICT), values)


def counties_of(areas: Sequence[str]) -> list[str]:
    """Return the counties in the areas or around them, which the indexes of history begin with."""
    return sorted({county for area in areas for county in counties_within(area)})


def _asked(span: Span) -> dict[str, Any]:
    """Return the moments of a span as the queries take them."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return {
        "at": span.at,
        "zone": settings.TIME_ZONE,
        "since": datetime.combine(span.since, time(), zone),
        "week": datetime.combine(span.recent, time(), zone),
    }


def _place_length(areas: Sequence[str]) -> int:
    """Return how long the codes are by which places are told apart: one level beneath the largest area asked for."""
    lengths = list(LENGTHS.values())
    largest = min((len(area) for area in areas), default=0)
    return next((length for length in lengths[1:] if length > largest), lengths[-1])


def area_of_its_day(order: str) -> str:
    """Return the SQL for the area an order lay in on its day, where `order` names its row.

    Reports of what was count by this and by nothing else: a redrawing that moves open orders must not move their past.
    """
    return f"COALESCE(NULLIF({order}.area_then, ''), {order}.area_code)"


def area_today(order: str) -> str:
    """Return the SQL for the area an order lies in now, where `order` names its row: for what is open."""
    return f"{order}.area_code"


def reach_of(areas: Sequence[str], *, area: str = "") -> tuple[str, dict[str, str]]:
    """Return the condition that an order lies in one of the areas, as ranges of codes, and its values.

    `area` is the SQL for the order's area, that of its day without any.
    """
    bounds: dict[str, str] = {}
    for number, code in enumerate(areas):
        bounds |= {f"from{number}": code, f"below{number}": code + _BEYOND}
    if area:
        ranges = [_range(area, number) for number in range(len(areas))]
    else:
        # Said twice rather than by an expression: each half has an index.
        ranges = [
            f"(o.area_then = '' AND {_range('o.area_code', number)} OR o.area_then <> '' AND "
            f"{_range('o.area_then', number)})"
            for number in range(len(areas))
        ]
    return f"({' OR '.join(ranges) or 'false'})", bounds


def _range(area: str, number: int) -> str:
    """Return the condition that an area lies in the range of codes with a number."""
    return f"({area} >= %(from{number})s AND {area} < %(below{number})s)"


def _moves(programme: Programme) -> dict[str, list[str]]:
    """Return the moves of a programme that are counted, as the query takes them."""
    moves = counted(programme)
    return {name: list(getattr(moves, name)) for name in moves.__slots__}


def rows_of(query: str, values: dict[str, Any]) -> Rows:
    """Return the rows of a query by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_OPEN = """
    WITH o AS (
        SELECT o.programme, o.stage, o.kind, o.unit_id, o.queue_at, left({area}, %(place)s) AS place,
            CASE WHEN o.created_at >= %(since)s THEN (o.created_at AT TIME ZONE %(zone)s)::date END AS day
        FROM orders_order o
        WHERE NOT (o.kind = 'closed') AND o.programme = %(programme)s AND {reach}
    )
    SELECT CASE WHEN GROUPING(stage) = 0 THEN 'stage' WHEN GROUPING(unit_id) = 0 THEN 'unit'
            WHEN GROUPING(place) = 0 THEN 'place' ELSE 'day' END AS by,
        programme, stage, kind, unit_id, place, day,
        count(*) AS count,
        count(*) FILTER (WHERE queue_at < %(at)s) AS late,
        min(queue_at) FILTER (WHERE queue_at < %(at)s) AS late_since
    FROM o GROUP BY GROUPING SETS ((programme, stage, kind), (unit_id), (place), (day))
"""

# The steps of an order lie together in one index; each closed order costs one look into it.
_CLOSED = """
    WITH o AS (
        SELECT o.unit_id, o.closed_at >= %(week)s AS is_week, o.satisfaction, o.outcome, o.solved,
            (o.closed_at AT TIME ZONE %(zone)s)::date AS closed_day,
            CASE WHEN o.created_at >= %(since)s THEN (o.created_at AT TIME ZONE %(zone)s)::date END AS created_day,
            {handled} AS is_handled, {verdict} AS verdict,
            flags.*
        FROM orders_order o
        CROSS JOIN LATERAL (
            SELECT coalesce(bool_or(s.move = ANY(%(area_late)s)), false) AS area_late,
                coalesce(bool_or(s.move = ANY(%(sign_late)s)), false) AS sign_late,
                coalesce(bool_or(s.move = ANY(%(answer_late)s)), false) AS answer_late,
                coalesce(bool_or(s.move = ANY(%(contested)s)), false) AS contested,
                coalesce(bool_or(s.move = ANY(%(reworked)s)), false) AS reworked,
                coalesce(bool_or(s.move = ANY(%(problem)s)), false) AS problem
            FROM orders_step s WHERE s.order_id = o.id
        ) flags
        WHERE o.kind = 'closed' AND o.county = ANY(%(counties)s) AND o.closed_at >= %(since)s
            AND o.programme = %(programme)s AND {reach}
    )
    SELECT CASE WHEN GROUPING(is_week) = 0 THEN 'week' WHEN GROUPING(unit_id) = 0 THEN 'unit'
            WHEN GROUPING(closed_day) = 0 THEN 'closed' ELSE 'created' END AS by,
        is_week, unit_id, coalesce(closed_day, created_day) AS day,
        count(*) AS closed,
        count(*) FILTER (WHERE is_handled) AS handled,
        count(*) FILTER (WHERE is_handled AND unit_id IS NOT NULL) AS led,
        count(*) FILTER (WHERE is_handled AND NOT area_late) AS area_on_time,
        count(*) FILTER (WHERE is_handled AND unit_id IS NOT NULL AND NOT sign_late) AS signed_on_time,
        count(*) FILTER (WHERE is_handled AND unit_id IS NOT NULL AND NOT answer_late) AS answered_on_time,
        count(*) FILTER (WHERE is_handled AND verdict = 'solved') AS solved,
        count(*) FILTER (WHERE is_handled AND verdict = 'partly') AS partly,
        count(*) FILTER (WHERE is_handled AND verdict = 'no') AS not_solved,
        count(*) FILTER (WHERE is_handled AND verdict = 'explained') AS explained,
        count(*) FILTER (WHERE is_handled AND verdict = 'unrated') AS unrated,
        count(satisfaction) FILTER (WHERE is_handled AND verdict <> 'unrated') AS marks,
        coalesce(sum(satisfaction) FILTER (WHERE is_handled AND verdict <> 'unrated'), 0) AS satisfaction,
        count(*) FILTER (WHERE is_handled AND reworked) AS reworked,
        count(*) FILTER (WHERE is_handled AND contested) AS contested,
        count(*) FILTER (WHERE is_handled AND problem) AS problems
    FROM o GROUP BY GROUPING SETS ((is_week), (unit_id), (closed_day), (created_day))
"""
