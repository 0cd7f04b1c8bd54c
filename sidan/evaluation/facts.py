# SPDX-License-Identifier: Apache-2.0
"""Facts are counted from orders, shares and steps, in one query over as many orders as asked for.

A step belongs to the unit that held the share when it was made, so lateness stays with the unit whose it was, whatever
became of the order afterwards: a time that ran out is settled on that day, and a return, a merger or silence takes
nothing back. Counting again gives the same rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from sidan.base.clock import now
from sidan.evaluation import meanings
from sidan.evaluation.meanings import UNHANDLED, Meaning
from sidan.evaluation.sums import add_sums, drop_sums, rebuild_sums

LOCK = "SELECT pg_advisory_xact_lock(hashtext('evaluation.facts'))"
# So many orders are counted in one transaction of a recount of everything.
BATCH = 20_000
# From so many orders on the planner is told that they are many; it knows nothing of how many steps have a meaning.
MANY = 1000


@contextmanager
def planned_for(cursor: Any, orders: int = MANY) -> Iterator[None]:
    """Let queries within join by hashes in memory where they are about many orders, and later ones as they would."""
    if orders < MANY:
        yield
        return
    cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '256MB'; SET LOCAL jit = off")
    yield
    cursor.execute("RESET enable_nestloop; RESET work_mem; RESET jit")


@transaction.atomic
def recount(orders: Iterable[int], *, at: datetime | None = None) -> int:
    """Count the facts of some orders again, with the sums they stand in, and return how many facts there are.

    Under a lock: facts and sums change together or not at all, and doing it twice changes nothing. Four queries.
    """
    ids = sorted(set(orders))
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        with planned_for(cursor, len(ids)):
            drop_sums(cursor, ids)
            cursor.execute("DELETE FROM evaluation_fact WHERE order_id = ANY(%s)", [ids])
            cursor.execute(f"{INSERT} {facts_query()}", {**values(at or now()), "orders": ids})
            count: int = cursor.rowcount
            add_sums(cursor, ids)
    return count


def recount_in_batches(orders: Sequence[int]) -> int:
    """Count the facts of many orders again, each batch in a transaction, and return how many facts there are."""
    return sum(recount(orders[begin : begin + BATCH]) for begin in range(0, len(orders), BATCH))


def recount_all(*, at: datetime | None = None) -> int:
    """Count everything again, orders in batches and then all sums anew, and return how many facts there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM orders_order")
        (last,) = cursor.fetchone()
        total = 0
        for begin in range(0, last + 1, BATCH):
            cursor.execute("SELECT id FROM orders_order WHERE id > %s AND id <= %s", [begin, begin + BATCH])
            total += recount([row[0] for row in cursor.fetchall()], at=at)
        with transaction.atomic():
            cursor.execute(LOCK)
            rebuild_sums(cursor)
    return total


def values(at: datetime) -> dict[str, Any]:
    """Return what the query is told: the moment, the zone, and what every move and stage means. Queries of meanings."""
    known = meanings.programmes()
    rows = meanings.rows(known)
    return {
        "at": at,
        "zone": settings.TIME_ZONE,
        "m_keys": [f"{row.programme}/{row.edition}/{row.move}/{row.source}" for row in rows],
        "m_means": [int(row.means) for row in rows],
        "suspended": meanings.suspended_stages(known),
        "signing": meanings.timed_stages(known, kind="waiting"),
        "working": meanings.timed_stages(known, kind="working"),
        "unhandled": sorted(UNHANDLED),
    }


def facts_query(*, reach: str = "o.id = ANY(%(orders)s)") -> str:
    """Return the query of facts of the orders within reach, its columns in the order of `INSERT`."""
    return _FACTS.format(reach=reach, **_bits())


def columns() -> Sequence[str]:
    """Return the columns of a fact in the order of the query."""
    return _COLUMNS


def _bits() -> dict[str, str]:
    """Return for each meaning the SQL that a step has it."""
    return {meaning.name.lower(): f"(s.means & {int(meaning)}) > 0" for meaning in Meaning if meaning.name}


_COLUMNS = (
    "order_id", "share_id", "part", "unit_id", "county", "area_code", "programme", "matter_id", "standing", "bears",
    "received_on", "given_on", "returned", "misdirected", "dispatch_on", "dispatch_met", "sign_on", "sign_met",
    "settled_on", "settled_met", "answered", "ended", "contact_met", "extended", "suspended", "pressed", "reworks",
    "problem", "reopened", "late_on", "late_days", "first_on", "first_minutes", "closed_on", "\"end\"", "mark",
    "assist_on", "assist_met", "first_day", "last_day",
)  # fmt: skip
INSERT = f"INSERT INTO evaluation_fact ({', '.join(_COLUMNS)})"

# `p` are parts, `s` their steps with a meaning, `a` what happened in each part, `d` what happened in each order.
_FACTS = """
WITH m AS MATERIALIZED (
    SELECT * FROM unnest(%(m_keys)s::text[], %(m_means)s::int[]) AS m (key, means)
), o AS MATERIALIZED (
    SELECT o.id, o.county, COALESCE(NULLIF(o.area_then, ''), o.area_code) AS area_code, o.programme, o.edition,
        o.matter_id, o.unit_id, o.opener_unit_id, o.created_at, o.closed_at, o.due_at, o.outcome, o.solved,
        o.satisfaction, o.kind, concat(o.programme, '/', o.edition, '/', o.stage) AS place,
        concat(o.programme, '/', o.edition, '/') AS means
    FROM orders_order o WHERE {reach}
), p AS MATERIALIZED (
    SELECT o.id AS order_id, h.id AS share_id, h.part, h.unit_id, h.given_at, h.ended_at, h.answered_at,
        h.part = 'lead' AND h.ended_at IS NULL AND h.unit_id = o.unit_id AS bears
    FROM o JOIN orders_share h ON h.order_id = o.id
    UNION ALL
    SELECT o.id, 0, CASE WHEN o.opener_unit_id IS NULL THEN 'area' ELSE 'opener' END, o.opener_unit_id,
        COALESCE((SELECT max(h.ended_at) FROM orders_share h WHERE h.order_id = o.id AND h.part = 'lead'),
            o.created_at), NULL, NULL, true
    FROM o WHERE o.unit_id IS NULL
), s AS MATERIALIZED (
    -- What a step was due by is what the one before it left. A time that ran out is late whoever says so and when:
    -- the clock on its round, or whoever did anything next.
    SELECT w.order_id, w.made_at, w.means, CASE WHEN w.made_at > w.was_due_at THEN w.was_due_at END AS late_at
    FROM (
        SELECT s.order_id, s.made_at, m.means,
            lag(s.due_at) OVER (PARTITION BY s.order_id ORDER BY s.seq) AS was_due_at
        FROM o JOIN orders_step s ON s.order_id = o.id
        LEFT JOIN m ON m.key = o.means || s.move || '/' || s.source
    ) w
    WHERE w.means IS NOT NULL
), d AS (
    SELECT s.order_id,
        min(s.made_at) FILTER (WHERE {dispatched}) AS dispatched_at,
        min(s.late_at) FILTER (WHERE {timed_dispatch}) AS dispatch_late_at,
        COALESCE(bool_or({reopened}), false) AS reopened
    FROM s GROUP BY s.order_id
), a AS (
    SELECT p.order_id, p.share_id,
        min(s.made_at) FILTER (WHERE {signed}) AS signed_at,
        min(s.late_at) FILTER (WHERE {timed_sign}) AS sign_late_at,
        min(s.made_at) FILTER (WHERE {answered}) AS answered_at,
        max(s.made_at) FILTER (WHERE {answered}) AS last_answered_at,
        min(s.late_at) FILTER (WHERE {timed_work}) AS answer_late_at,
        min(s.made_at) FILTER (WHERE {told}) AS told_at,
        COALESCE(bool_or({returned}), false) AS returned,
        count(*) FILTER (WHERE {reworked}) AS reworks,
        COALESCE(bool_or({problem}), false) AS problem,
        COALESCE(bool_or({extended}), false) AS extended,
        COALESCE(bool_or({suspended}), false) AS suspended,
        COALESCE(bool_or({pressed}), false) AS pressed
    FROM p JOIN s ON s.order_id = p.order_id AND s.made_at >= p.given_at
        AND (p.ended_at IS NULL OR s.made_at <= p.ended_at)
    WHERE p.part IN ('lead', 'area', 'opener')
    GROUP BY p.order_id, p.share_id
), t AS (
    SELECT o.*, p.share_id, p.part, COALESCE(p.unit_id, 0) AS of_unit, p.given_at, p.ended_at, p.bears,
        p.answered_at AS share_answered_at, a.signed_at, a.answered_at, a.last_answered_at, a.told_at,
        COALESCE(a.returned, false) AS returned, COALESCE(a.reworks, 0) AS reworks,
        COALESCE(a.problem, false) AS problem, COALESCE(a.extended, false) AS extended,
        COALESCE(a.suspended, false) AS suspended, COALESCE(a.pressed, false) AS pressed,
        p.part IN ('lead', 'area', 'opener') AS is_own,
        CASE WHEN p.bears THEN d.dispatched_at END AS dispatched_at,
        CASE WHEN p.bears THEN d.dispatch_late_at END AS dispatch_late_at,
        p.bears AND COALESCE(d.reopened, false) AS reopened,
        COALESCE(a.sign_late_at, CASE WHEN p.bears AND o.kind <> 'closed' AND o.due_at < %(at)s
            AND o.place = ANY(%(signing)s) THEN o.due_at END) AS sign_late_at,
        COALESCE(a.answer_late_at, CASE WHEN p.bears AND o.kind <> 'closed' AND o.due_at < %(at)s
            AND o.place = ANY(%(working)s) THEN o.due_at END) AS answer_late_at,
        CASE WHEN EXISTS (
            SELECT FROM evaluation_exclusion e WHERE e.order_id = o.id AND e.is_agreed AND e.ended_at IS NULL
                AND COALESCE(e.unit_id, 0) = COALESCE(p.unit_id, 0)
        ) THEN 'excluded' WHEN p.bears AND o.place = ANY(%(suspended)s) THEN 'suspended' ELSE 'counted' END AS standing
    FROM p JOIN o ON o.id = p.order_id
    LEFT JOIN a ON a.order_id = p.order_id AND a.share_id = p.share_id
    LEFT JOIN d ON d.order_id = p.order_id
), f AS (
    SELECT t.id, t.share_id, t.part, t.of_unit, t.county, t.area_code, t.programme, COALESCE(t.matter_id, 0),
        t.standing, t.bears,
        CASE WHEN t.bears THEN (t.created_at AT TIME ZONE %(zone)s)::date END AS received_on,
        CASE WHEN t.is_own THEN (t.given_at AT TIME ZONE %(zone)s)::date END AS given_on,
        t.returned,
        t.returned AND t.ended_at IS NOT NULL AND t.unit_id IS DISTINCT FROM t.of_unit AS misdirected,
        (LEAST(t.dispatched_at, t.dispatch_late_at) AT TIME ZONE %(zone)s)::date AS dispatch_on,
        COALESCE(t.dispatched_at < COALESCE(t.dispatch_late_at, 'infinity'), false) AS dispatch_met,
        (LEAST(t.signed_at, t.sign_late_at) AT TIME ZONE %(zone)s)::date AS sign_on,
        COALESCE(t.signed_at < COALESCE(t.sign_late_at, 'infinity'), false) AS sign_met,
        (LEAST(t.answered_at, t.answer_late_at) AT TIME ZONE %(zone)s)::date AS settled_on,
        COALESCE(t.answered_at < COALESCE(t.answer_late_at, 'infinity'), false) AS settled_met,
        t.answered_at IS NOT NULL AS answered,
        t.closed_at IS NOT NULL AS ended,
        COALESCE(t.told_at < COALESCE(t.answer_late_at, 'infinity'), false) AS contact_met,
        t.extended, t.suspended, t.pressed, t.reworks, t.problem, t.reopened,
        (t.answer_late_at AT TIME ZONE %(zone)s)::date AS late_on,
        CASE WHEN t.answer_late_at IS NULL THEN 0 ELSE GREATEST(0, (COALESCE(
            CASE WHEN t.answered_at > t.answer_late_at THEN t.answered_at END,
            CASE WHEN t.last_answered_at > t.answer_late_at THEN t.last_answered_at END,
            t.ended_at, t.closed_at, %(at)s) AT TIME ZONE %(zone)s)::date
            - (t.answer_late_at AT TIME ZONE %(zone)s)::date) END AS late_days,
        (t.answered_at AT TIME ZONE %(zone)s)::date AS first_on,
        COALESCE(round(extract(epoch FROM t.answered_at - t.given_at) / 60), 0)::int AS first_minutes,
        CASE WHEN t.bears THEN (t.closed_at AT TIME ZONE %(zone)s)::date END AS closed_on,
        CASE WHEN NOT t.bears OR t.closed_at IS NULL THEN '' WHEN t.outcome <> 'explained' THEN t.outcome
            ELSE CASE t.solved WHEN 'no' THEN 'not_solved' WHEN 'explained' THEN 'explained' ELSE 'unrated' END
        END AS how,
        CASE WHEN t.bears AND t.closed_at IS NOT NULL AND t.outcome <> ALL(%(unhandled)s) THEN t.satisfaction END
            AS mark,
        CASE WHEN NOT t.is_own THEN (COALESCE(t.share_answered_at, t.ended_at, t.closed_at)
            AT TIME ZONE %(zone)s)::date END AS assist_on,
        NOT t.is_own AND t.share_answered_at IS NOT NULL AS assist_met,
        t.given_at, t.created_at
    FROM t
)
SELECT f.id, NULLIF(f.share_id, 0), f.part, f.of_unit, f.county, f.area_code, f.programme, f.coalesce, f.standing,
    f.bears, f.received_on, f.given_on, f.returned, f.misdirected, f.dispatch_on, f.dispatch_met, f.sign_on, f.sign_met,
    f.settled_on, f.settled_met, f.answered, f.ended, f.contact_met, f.extended, f.suspended, f.pressed, f.reworks,
    f.problem, f.reopened, f.late_on, f.late_days, f.first_on, f.first_minutes, f.closed_on, f.how, f.mark,
    f.assist_on, f.assist_met,
    LEAST(f.received_on, (f.given_at AT TIME ZONE %(zone)s)::date),
    GREATEST(f.received_on, (f.given_at AT TIME ZONE %(zone)s)::date, f.dispatch_on, f.sign_on, f.settled_on,
        f.late_on, f.first_on, f.closed_on, f.assist_on)
FROM f
"""
