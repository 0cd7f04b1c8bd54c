# SPDX-License-Identifier: Apache-2.0
"""A full ranking of many units over many orders: from orders and steps, from the sums, and in plain pandas beside them.

    .venv/bin/python bench/evaluation.py [--units 9000] [--orders 1000000]

Orders, shares and steps of the programme behind the front page are made in a database of their own, about seven
steps an order: in time and late, sent back, merged, not judged. The ranking weighs 40 indicators. Filling and counting
the facts are timed, too. pandas is not one of the project's parts: without it (`pip install .[bench]`)
that row is left out.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SINCE, UNTIL = date(2025, 1, 1), date(2025, 12, 31)
CLASSES = 6
Found = TypeVar("Found")


def main() -> None:
    """Make a database, fill it, and print what each way takes."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--units", type=int, default=9000)
    asked.add_argument("--orders", type=int, default=1_000_000)
    given = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")
    os.environ.setdefault("SIDAN_TEST_NAME", "bench_evaluation")
    import django  # noqa: PLC0415  settings are named above

    django.setup()
    from django.db import connection  # noqa: PLC0415

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        _measure(given.units, given.orders)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def timed(what: str, work: Callable[[], Found]) -> Found:
    """Do something, print how long it took, and return what it found."""
    begun = time.perf_counter()
    found = work()
    print(f"  {what:56} {time.perf_counter() - begun:8.2f} s", flush=True)
    return found


def ranking() -> Any:
    """Return a ranking of units by 40 indicators, each measure of orders with the excluded out and back in."""
    from sidan.base.errors import Words  # noqa: PLC0415
    from sidan.evaluation.declare import Ranking, Tier, Weighed  # noqa: PLC0415
    from sidan.evaluation.measures import MEASURES, SPECIAL  # noqa: PLC0415

    plain = [
        code
        for code, measure in MEASURES.items()
        if code not in SPECIAL and not measure.needs and measure.form in ("share", "mean")
    ]
    wanted = [(code, without) for without in (("excluded",), ()) for code in plain][:40]
    assert len(wanted) == 40
    return Ranking(
        code="bench",
        edition=1,
        basis="bench",
        name=Words("", "bench"),
        summary=Words("", "bench"),
        subjects="units",
        period="year",
        programmes=("service",),
        minimum=10,
        class_by="size",
        class_measure="given",
        indicators=tuple(
            Weighed(
                code=f"{code}_{number}",
                name=Words("", code),
                measure=code,
                weight=2.5,
                without=without,
                direction="less" if MEASURES[code].good == "less" else "more",
                scale="share" if MEASURES[code].form == "share" else "best",
            )
            for number, (code, without) in enumerate(wanted)
        ),
        tiers=tuple(
            Tier(code=code, name=Words("", code), share=part) for code, part in (("a", 0.3), ("b", 0.5), ("c", None))
        ),
    )


def _measure(units: int, orders: int) -> None:
    """Fill, count, rank in three ways, and compare what they found."""
    from sidan.evaluation.collect import collect, measured  # noqa: PLC0415
    from sidan.evaluation.counting import differences  # noqa: PLC0415
    from sidan.evaluation.facts import recount_all  # noqa: PLC0415
    from sidan.evaluation.measures import cases_of  # noqa: PLC0415
    from sidan.evaluation.scoring import score  # noqa: PLC0415
    from sidan.evaluation.subjects import Subject  # noqa: PLC0415
    from sidan.people.models import Unit  # noqa: PLC0415

    print(f"{units:,} units, {orders:,} orders, 40 indicators:")
    steps = timed("filling", lambda: _fill(units, orders))
    print(f"  ({steps:,} steps)")
    asked = ranking()
    subjects = [
        Subject(code, code, "", "department", "3699", number)
        for number, code in Unit.objects.order_by("code").values_list("pk", "code")
    ]
    classes = [f"c{number % CLASSES}" for number in range(len(subjects))]

    def ranked(source: Any) -> Any:
        figures = measured(asked, collect(asked, subjects, SINCE, UNTIL, source=source))
        codes = [subject.code for subject in subjects]
        return score(asked, figures, subjects=codes, classes=classes, cases=cases_of(asked, figures))

    fresh = timed("the ranking from orders and steps (bar: 10 s)", lambda: ranked("orders"))
    timed("counting every fact and every sum once, for good", recount_all)
    ranked("sums")
    sums = timed("the ranking from the sums (bar: 1 s)", lambda: ranked("sums"))
    facts = timed("the ranking from the facts", lambda: ranked("facts"))
    assert np.allclose(fresh.total, sums.total)
    assert list(fresh.rank) == list(sums.rank) == list(facts.rank)
    timed("a full recount compared with what is kept", lambda: list(differences()))
    _beside(fresh, subjects)


def _beside(fresh: Any, subjects: Any) -> None:
    """Do the same counting in pandas, where it is installed, and compare."""
    try:
        from bench.evaluation_pandas import counted  # noqa: PLC0415
    except ImportError:
        print("  pandas is not installed; its row is left out")
        return
    table = timed("reading and counting in pandas, without scoring", lambda: counted(SINCE, UNTIL))
    by_unit = table.reindex([subject.unit_id for subject in subjects]).fillna(0)
    for part, count, of in (("answered_on_time", "met", "due"), ("solved", "solved", "judged")):
        found = next(each for each in fresh.parts if each.code.startswith(f"{part}_"))
        assert np.allclose(found.count, by_unit[count]), part
        assert np.allclose(found.of, by_unit[of]), part


def _fill(units: int, orders: int) -> int:
    """Write units, orders, shares and steps by SQL, and return how many steps there are."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(_UNITS, {"units": units})
        cursor.execute(_ORDERS, {"units": units, "orders": orders})
        cursor.execute(_SHARES)
        cursor.execute(_STEPS)
        cursor.execute("SELECT count(*) FROM orders_step")
        (steps,) = cursor.fetchone()
        cursor.execute("DROP TABLE story")
        cursor.execute("ANALYZE")
    return int(steps)


_UNITS = """
    INSERT INTO people_unit (code, name, name_en, kind, phone, is_active)
    SELECT 'u' || lpad(n::text, 6, '0'), '单位' || n, '', 'department', '', true FROM generate_series(1, %(units)s) n
"""
# A story for each order: whose it is, when it came, and which way it went. Few units have most orders.
_ORDERS = """
    CREATE TEMP TABLE story AS
    SELECT n AS id, (SELECT min(id) FROM people_unit) + floor(%(units)s * power(random(), 1.5))::bigint AS unit_id,
        timestamptz '2025-01-01 08:00+08' + random() * interval '355 days' AS at,
        random() < 0.12 AS is_late, random() < 0.06 AS is_sent_back, random() < 0.03 AS is_merged,
        random() < 0.25 AS is_silent, random() < 0.04 AS is_open, 1 + floor(5 * power(random(), 0.4))::int AS mark,
        2 + random() * 90 AS hours
    FROM generate_series(1, %(orders)s) n;
    INSERT INTO orders_order (id, number, programme, edition, county, area_code, area_then, place_text, "limit", text,
        via, is_urgent, is_confidential, code_digest, stage, kind, holder, unit_id, assisting, participants, facts,
        is_designated, clocks, counts, queue_at, outcome, solved, satisfaction, version, digest, created_at,
        entered_at, closed_at)
    SELECT id, 'SD-' || id, 'service', 2, '369901',
        '36990100' || 1 + id %% 9 || lpad((id %% 40)::text, 3, '0') || '001',
        '', '', '5 working_days', '', 'web', false, false, '', CASE WHEN is_open THEN 'working' ELSE 'closed' END,
        CASE WHEN is_open THEN 'working' ELSE 'closed' END, CASE WHEN is_open THEN 'unit' ELSE '' END,
        CASE WHEN is_merged AND NOT is_open THEN NULL ELSE unit_id END, '{}', '{}', '{}', false, '{}', '{}',
        '9999-01-01', CASE WHEN is_open THEN '' WHEN is_merged THEN 'merged' WHEN is_silent THEN 'unrated'
            WHEN mark = 1 THEN 'explained' WHEN mark = 2 THEN 'partly' ELSE 'solved' END,
        CASE WHEN is_open OR is_merged OR is_silent THEN '' WHEN mark = 1 THEN 'no' WHEN mark = 2 THEN 'partly'
            ELSE 'yes' END,
        CASE WHEN is_open OR is_merged OR is_silent THEN NULL ELSE mark END, 7, '', at, at,
        CASE WHEN NOT is_open THEN at + interval '12 days' END
    FROM story
"""
_SHARES = """
    INSERT INTO orders_share (order_id, unit_id, part, given_at, answer, is_on_paper, ended_at)
    SELECT id, unit_id, 'lead', at + interval '10 minutes', '', false,
        CASE WHEN is_merged AND NOT is_open THEN at + interval '12 days' END
    FROM story
"""
_STEPS = """
    INSERT INTO orders_step (order_id, seq, move, source, target, role, made_at, due_at, answers, salts, commitments,
        digest)
    SELECT id, row_number() OVER (PARTITION BY id ORDER BY step.at, step.n), step.move, step.source, step.target,
        step.role, step.at, step.due, '{"text": "路灯不亮，已经三天"}', '{}', '{}', repeat('0', 64)
    FROM story s CROSS JOIN LATERAL (VALUES
        (1, true, 'open', '', 'registered', 'anyone', at, at + interval '15 minutes'),
        (2, true, 'dispatch', 'registered', 'dispatched', 'dispatcher', at + interval '10 minutes',
            at + interval '3 hours'),
        (3, true, 'sign', 'dispatched', 'working', 'unit', at + interval '1 hour', at + interval '5 days'),
        (4, true, 'progress', 'working', 'working', 'unit', at + interval '90 minutes', at + interval '5 days'),
        (5, is_late, 'answer_late', 'working', 'overdue', 'clock', at + interval '5 days', at + interval '9 days'),
        (6, NOT is_open AND NOT is_merged, 'answer', CASE WHEN is_late THEN 'overdue' ELSE 'working' END, 'checking',
            'unit', CASE WHEN is_late THEN at + interval '6 days' ELSE at + hours * interval '1 hour' END,
            at + interval '14 days'),
        (7, is_sent_back AND NOT is_open AND NOT is_merged, 'not_solved', 'checking', 'working', 'reporter',
            at + interval '7 days', at + interval '13 days'),
        (8, is_sent_back AND NOT is_open AND NOT is_merged, 'answer', 'working', 'checking', 'unit',
            at + interval '8 days', at + interval '15 days'),
        (9, NOT is_open AND is_merged, 'merge', CASE WHEN is_late THEN 'overdue' ELSE 'working' END, 'merged',
            'dispatcher', at + interval '12 days', NULL),
        (10, NOT is_open AND NOT is_merged, CASE WHEN is_silent THEN 'unrated' WHEN mark = 2 THEN 'partly' ELSE 'solved'
            END, 'checking', 'closed', 'reporter', at + interval '12 days', NULL),
        (11, NOT is_open, 'remark', 'closed', 'closed', 'supervisor', at + interval '13 days', NULL)
    ) step (n, holds, move, source, target, role, at, due)
    WHERE step.holds
"""

if __name__ == "__main__":
    main()
