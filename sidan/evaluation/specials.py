# SPDX-License-Identifier: Apache-2.0
"""What is counted of other things than parts of orders: steps, visits, companies, decisions, money, forms, outside.

Each is one query by unit or by area, small beside the sums, and counted at the time: none is kept. What other packages
count is handed in, as this one does not know them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
from django.conf import settings
from django.db import connection

from sidan.evaluation import meanings
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.subjects import Subject, places_of
from sidan.evaluation.tallies import Numbers
from sidan.programmes.visit_moves import named_steps

Pairs = tuple[Numbers, Numbers]


class Counting(Protocol):
    """What another package counts of subjects in a period, of some programmes: (count, of), one query or a few."""

    def __call__(self, subjects: Any, since: date, until: date, programmes: Collection[str], /) -> Pairs:
        """Return numerators and denominators in the order of the subjects."""


_HANDED: dict[str, Counting] = {}


def install(countings: Mapping[str, Counting]) -> None:
    """Take the countings of measures that are not orders' own; `sidan/config/wiring.py` hands them in at the start."""
    _HANDED.update(countings)


def step_values(
    moves: Collection[str], subjects: Sequence[Subject], since: date, until: date, *, programmes: Sequence[str]
) -> dict[str, Pairs]:
    """Return for each move how often it was made in the period, and how often before the stage it left was due.

    Of a unit it is what its own people made; of an area, what was made of its orders. One query, none without moves.
    """
    zero = {move: (np.zeros(len(subjects)), np.zeros(len(subjects))) for move in moves}
    if not moves or not subjects:
        return zero
    given, places = _given(subjects, since, until, programmes) | {"moves": sorted(moves)}, places_of(subjects)
    for key, move, made, in_time in fetched(_STEPS.format(**_sql(subjects, unit="s.unit_id")), given):
        place = places[key]
        zero[move][0][place], zero[move][1][place] = made, in_time
    return zero


def special_values(
    measures: Iterable[str], subjects: Sequence[Subject], since: date, until: date, *, programmes: Sequence[str]
) -> dict[str, Pairs]:
    """Return numerators and denominators of the measures that have a query of their own."""
    asked = set(measures)
    return {
        measure: _SPECIALS[measure](subjects, _given(subjects, since, until, programmes))
        for measure in asked - _HANDED.keys()
    } | {measure: _HANDED[measure](subjects, since, until, programmes) for measure in asked & _HANDED.keys()}


def outside_values(
    indicators: Collection[str], subjects: Sequence[Subject], since: date, until: date
) -> dict[str, Numbers]:
    """Return the outside figures of each indicator, NaN where there is none; at most one query.

    Those count that are checked by a second person and whose own period lies within the one asked for; several, as four
    quarters of a year, are added up.
    """
    found = {indicator: np.full(len(subjects), np.nan) for indicator in indicators}
    if not indicators:
        return found
    places = {subject.code: place for place, subject in enumerate(subjects)}
    rows = OutsideFigure.objects.filter(
        indicator__in=indicators, since__gte=since, until__lte=until, replaced_at=None, checked_at__isnull=False
    )
    for indicator, subject, value in rows.values_list("indicator", "subject", "value"):
        if subject in places:
            kept = found[indicator]
            kept[places[subject]] = np.nan_to_num(kept[places[subject]]) + float(value)
    return found


def _visits(subjects: Sequence[Subject], given: dict[str, Any]) -> Pairs:
    """Count visits to companies whose agreed day has come, and those of them that were held.

    Agreed is what entered the stage that lasts until the day of the visit; called off before that day it is not due.
    """
    given |= {**named_steps(given["programmes"]), "off": sorted(meanings.UNHANDLED)}
    return _pairs(_VISITS, subjects, given, unit="o.opener_unit_id", turned=True)


def _coverage(subjects: Sequence[Subject], given: dict[str, Any]) -> Pairs:
    """Count the companies of each subject's area, and those of them that were visited at least once in the period."""
    given |= named_steps(given["programmes"])
    visited = dict(fetched(_VISITED.format(**_sql(subjects, unit="o.opener_unit_id")), given))
    places = places_of(subjects)
    count, of = np.zeros(len(subjects)), np.zeros(len(subjects))
    for key, number in visited.items():
        count[places[key]] = number
    for area, number in fetched(_COMPANIES, {"areas": sorted({subject.area_code for subject in subjects})}):
        for place, subject in enumerate(subjects):
            if subject.area_code == area:
                of[place] = number
    return np.minimum(count, of), of


def _decisions(subjects: Sequence[Subject], given: dict[str, Any]) -> Pairs:
    """Count decisions of meetings that were carried out or ran late in the period, and those of them carried out."""
    return _pairs(_DECISIONS, subjects, given, unit="coalesce(o.unit_id, o.opener_unit_id)", turned=True)


def _funds(subjects: Sequence[Subject], given: dict[str, Any]) -> Pairs:
    """Add up the fen spent and allotted in the purses of each subject's area and the years of the period."""
    given |= {"areas": sorted({subject.area_code for subject in subjects})}
    by_area = {area: (spent, allotted) for area, spent, allotted in fetched(_FUNDS, given)}
    pairs = [by_area.get(subject.area_code, (0, 0)) for subject in subjects]
    return np.array([float(p[0]) for p in pairs]), np.array([float(p[1]) for p in pairs])


def _burden(subjects: Sequence[Subject], given: dict[str, Any]) -> Pairs:
    """Count the forms that staff filled in, and the posts they hold times the weeks of the period."""
    weeks = ((given["until"] - given["since"]).days + 1) / 7
    forms, none = np.zeros(len(subjects)), np.zeros(len(subjects))
    places = places_of(subjects)
    for key, number in fetched(_FORMS.format(**_sql(subjects, unit="s.unit_id")), given):
        forms[places[key]] = number
    post = {
        "key": "p.unit_id" if subjects[0].unit_id is not None else f"left(p.area_code, {len(subjects[0].area_code)})"
    }
    for key, number in fetched(_POSTS.format(**post), given):
        none[places[key]] = number * weeks
    return np.where(none > 0, forms, 0), none


_SPECIALS: Mapping[str, Callable[[Sequence[Subject], dict[str, Any]], Pairs]] = {
    "visits": _visits,
    "coverage": _coverage,
    "decisions": _decisions,
    "funds": _funds,
    "burden": _burden,
}


def _pairs(query: str, subjects: Sequence[Subject], given: dict[str, Any], *, unit: str, turned: bool) -> Pairs:
    """Return what a query says by subject: (of, count) where it is `turned`, else (count, of)."""
    count, of = np.zeros(len(subjects)), np.zeros(len(subjects))
    places = places_of(subjects)
    for key, one, other in fetched(query.format(**_sql(subjects, unit=unit)), given):
        of[places[key]], count[places[key]] = (one, other) if turned else (other, one)
    return count, of


def _given(subjects: Sequence[Subject], since: date, until: date, programmes: Sequence[str]) -> dict[str, Any]:
    """Return what every query is told."""
    return {
        "since": since,
        "until": until,
        "programmes": list(programmes),
        "keys": [subject.key for subject in subjects],
        "zone": settings.TIME_ZONE,
    }


def _sql(subjects: Sequence[Subject], *, unit: str) -> dict[str, str]:
    """Return the SQL of the key of an order, and that of a moment as a day of the city."""
    area = "COALESCE(NULLIF(o.area_then, ''), o.area_code)"
    key = unit if subjects[0].unit_id is not None else f"left({area}, {len(subjects[0].area_code)})"
    return {"key": key, "keys": "%(keys)s::bigint[]" if subjects[0].unit_id is not None else "%(keys)s::text[]"}


def fetched(query: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())


_IN_PERIOD = """({at} >= %(since)s::timestamp AT TIME ZONE %(zone)s
        AND {at} < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s)"""
_MADE = _IN_PERIOD.format(at="s.made_at")

_STEPS = f"""
    SELECT {{key}}, s.move, count(*), count(*) FILTER (WHERE before.due_at IS NULL OR s.made_at <= before.due_at)
    FROM orders_step s JOIN orders_order o ON o.id = s.order_id
    LEFT JOIN orders_step before ON before.order_id = s.order_id AND before.seq = s.seq - 1
    WHERE s.move = ANY(%(moves)s) AND o.programme = ANY(%(programmes)s) AND {_MADE} AND {{key}} = ANY({{keys}})
    GROUP BY 1, 2
"""
_VISITS = f"""
    SELECT {{key}}, count(*), count(*) FILTER (WHERE EXISTS (
        SELECT FROM orders_step h WHERE h.order_id = o.id AND o.programme || '/' || h.move = ANY(%(held)s)))
    FROM orders_order o JOIN LATERAL (
        SELECT max(s.due_at) AS day FROM orders_step s
        WHERE s.order_id = o.id AND o.programme || '/' || s.target = ANY(%(agreed)s)
    ) agreed ON {_IN_PERIOD.format(at="agreed.day")} AND agreed.day <= now()
    WHERE o.programme = ANY(%(programmes)s) AND NOT (o.outcome = ANY(%(off)s) AND o.closed_at < agreed.day)
        AND {{key}} = ANY({{keys}})
    GROUP BY 1
"""
_VISITED = f"""
    SELECT {{key}}, count(DISTINCT h.unit_id)
    FROM orders_order o JOIN orders_share h ON h.order_id = o.id AND h.part = 'party'
    JOIN people_unit u ON u.id = h.unit_id AND u.kind = 'company' AND u.is_active
    WHERE o.programme = ANY(%(programmes)s) AND {{key}} = ANY({{keys}}) AND EXISTS (
        SELECT FROM orders_step s WHERE s.order_id = o.id AND o.programme || '/' || s.move = ANY(%(held)s) AND {_MADE})
    GROUP BY 1
"""
_COMPANIES = """
    SELECT a.code, count(u.id) FROM unnest(%(areas)s::text[]) a (code)
    LEFT JOIN people_unit u ON u.kind = 'company' AND u.is_active
        AND EXISTS (SELECT FROM places_area p WHERE p.id = u.area_id AND starts_with(p.code, a.code))
    GROUP BY 1
"""
_DECISIONS = f"""
    SELECT {{key}}, count(*), count(*) FILTER (WHERE o.kind = 'closed' AND o.outcome IN ('done', 'unrated', 'solved')
        AND (o.late_at IS NULL OR o.late_at >= o.closed_at))
    FROM orders_order o
    WHERE o.programme = ANY(%(programmes)s) AND {{key}} = ANY({{keys}})
        AND EXISTS (SELECT FROM orders_meeting m WHERE m.order_id = o.id AND (m.result ->> 'is_carried')::boolean)
        AND {_IN_PERIOD.format(at="LEAST(o.closed_at, o.late_at)")}
    GROUP BY 1
"""
_FUNDS = """
    SELECT a.code, coalesce(sum(p.spent_fen), 0), coalesce(sum(p.allotted_fen), 0)
    FROM unnest(%(areas)s::text[]) a (code)
    LEFT JOIN orders_purse p ON starts_with(p.area_code, a.code)
        AND p.year BETWEEN extract(year FROM %(since)s::date) AND extract(year FROM %(until)s::date)
    GROUP BY 1
"""
_FORMS = f"""
    SELECT {{key}}, count(*) FROM orders_step s JOIN orders_order o ON o.id = s.order_id
    WHERE {_MADE} AND s.by_id IS NOT NULL AND s.answers <> '{{{{}}}}'::jsonb AND o.programme = ANY(%(programmes)s)
        AND {{key}} = ANY({{keys}})
    GROUP BY 1
"""
_POSTS = """
    SELECT {key}, count(*) FROM people_post p
    WHERE p.from_on <= %(until)s AND (p.until_on IS NULL OR p.until_on >= %(since)s) AND {key} = ANY(%(keys)s)
    GROUP BY 1
"""
