# SPDX-License-Identifier: Apache-2.0
"""What evaluation measures of matching: coverage, visits by rhythm, problems solved, contacts of companies.

Counted of areas and of the units that liaisons belong to, never of a person. Each is one query, whatever the number of
subjects; `sidan/config/wiring.py` hands them to evaluation, which weighs them as it weighs any measure.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from sidan.matching.due import is_missed
from sidan.matching.register_rows import USUAL_RHYTHM_DAYS
from sidan.places.calendars import calendar_for
from sidan.places.days import city_today
from sidan.programmes.visit_moves import NOT_MADE, named_steps, visiting

Numbers = NDArray[np.float64]
Pairs = tuple[Numbers, Numbers]


class Measured(Protocol):
    """Of whom something is measured: a unit, or an area where `unit_id` is None."""

    @property
    def area_code(self) -> str:
        """Return the area, or the one the unit lies in."""

    @property
    def unit_id(self) -> int | None:
        """Return the unit."""


Counting = Callable[[Sequence[Measured], date, date, Collection[str]], Pairs]


def paired(subjects: Sequence[Measured], since: date, until: date, programmes: Collection[str]) -> Pairs:
    """Return the companies in scope with a liaison in every seat, and all in scope, of each subject's area.

    As of the last day of the period, or of today where that lies ahead; a team counts once it is whole. Who is in
    scope and how large a team is are asked as of now, since the register keeps no history of them. A unit is asked for
    its area, as no unit has companies of its own to leave without a liaison.
    """
    found = _fetched(_PAIRED, {"day": _last_day(until)})
    return _by_area(subjects, found)


def rhythm(subjects: Sequence[Measured], since: date, until: date, programmes: Collection[str]) -> Pairs:
    """Return the visits that were made in their time, and those that fell due, by the rhythm of each pairing.

    The days after the first of a pairing are counted off into spans as long as the company's rhythm (the usual one
    where it has none); the first day belongs to the first span. In each span one visit falls due; it stands in the
    period in which the span ends, and only when the span is over and the pairing lived to its end. It is done when
    somebody visited the company in that span, whoever came, so that nobody comes for the figures alone; a second visit
    in a span adds nothing. A span in which nobody came is not due where the company declined or gave no answer, as
    coming is up to the company, and where the liaison's own list was not overdue when it was over (`due.is_missed`), as
    after days off. The day of a visit is the day agreed, or that of the record where somebody came earlier. One held
    visit more never lowers the share.
    """
    given = {
        "since": since,
        "until": min(until, city_today() - timedelta(days=1)),
        "usual": USUAL_RHYTHM_DAYS,
        **_visits(programmes),
    }
    done: Counter[Any] = Counter()
    due: Counter[Any] = Counter()
    for key, is_held, spans, *span in _fetched(_RHYTHM.format(key=_key(subjects, unit="a.unit_id")), given):
        done[key] += spans if is_held else 0
        due[key] += spans if is_held or _is_missed(*span) else 0
    return _by_key(subjects, [(key, due[key], done[key]) for key in due])


def problems_solved(subjects: Sequence[Measured], since: date, until: date, programmes: Collection[str]) -> Pairs:
    """Return the problems found on visits that were solved, and those that were settled in the period.

    A problem is the order opened for it. It is settled on the day it ends solved, partly solved or explained; one that
    ends without such a word is settled by what the company then says of the visit. Where nobody said anything, and
    where it was not accepted, merged or withdrawn, it stands in neither number. Of a unit it is what visits of its
    liaisons found, of an area what was found there.
    """
    key = _key(subjects, unit="a.unit_id", area="COALESCE(NULLIF(o.area_then, ''), o.area_code)")
    given = {"since": since, "until": until, **_visits(programmes)}
    return _by_key(subjects, _fetched(_PROBLEMS.format(key=key), given))


def contacts(subjects: Sequence[Measured], since: date, until: date, programmes: Collection[str]) -> Pairs:
    """Return the contacts that companies had with all units together, and the companies times the months.

    A contact is a visit of any unit and programme that the cap on visits counts: planned for a day of the period that
    has come, and neither declined nor withdrawn. Companies are all in the register, of a unit those its liaisons serve
    on the last day. A month begun counts by its days, so a quarter is three.
    """
    last = _last_day(until)
    months = months_within(since, last)
    query = _CONTACTS.format(key=_key(subjects, unit="a.unit_id"), served=_SERVED if _are_units(subjects) else "")
    given = {"since": since, "until": last, "day": last, **_visits(programmes)}
    count, companies = _by_key(subjects, _fetched(query, given))
    return np.where(months > 0, count, 0.0), companies * months


MEASURES: Mapping[str, Counting] = {
    counting.__name__: counting for counting in (paired, rhythm, problems_solved, contacts)
}


def _is_missed(came_on: date | None, from_on: date, rhythm_days: int, until: date, county: str) -> bool:
    """Say whether a visit fell due in a span in which nobody came, by the calendar of the county."""
    return is_missed(came_on, from_on, rhythm_days, until, is_working=calendar_for(county).is_working_day)


def _last_day(until: date) -> date:
    """Return the last day of a period that has come."""
    return min(until, city_today())


def months_within(since: date, until: date) -> float:
    """Return how many months two days span, both counted; of a month begun the share of its days."""
    return sum(1 / monthrange(day.year, day.month)[1] for day in _days(since, until))


def _days(since: date, until: date) -> Iterator[date]:
    """Yield the days from one to another, both counted."""
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)


def _visits(programmes: Collection[str]) -> dict[str, Any]:
    """Return what queries are told of visits: their programmes, and the moves by which one was held."""
    known = [programme.code for programme in visiting() if programme.code in programmes]
    held = named_steps(known)["held"]
    return {"visits": known, "held": held, "not_made": sorted(NOT_MADE), "zone": settings.TIME_ZONE}


def _are_units(subjects: Sequence[Measured]) -> bool:
    """Say whether the subjects are units; they are of one sort."""
    return bool(subjects) and subjects[0].unit_id is not None


def _key(subjects: Sequence[Measured], *, unit: str, area: str = "p.code") -> str:
    """Return the SQL of what subjects are told apart by: the unit, or the whole area."""
    return unit if _are_units(subjects) else area


def _by_key(subjects: Sequence[Measured], rows: Sequence[tuple[Any, float, float]]) -> Pairs:
    """Return (count, of) of each subject from rows of (key, of, count), by unit or by what lies in the area."""
    if not _are_units(subjects):
        return _by_area(subjects, rows)
    found = {key: (count, of) for key, of, count in rows}
    pairs = [found.get(subject.unit_id, (0, 0)) for subject in subjects]
    return np.array([float(pair[0]) for pair in pairs]), np.array([float(pair[1]) for pair in pairs])


def _by_area(subjects: Sequence[Measured], rows: Sequence[tuple[Any, float, float]]) -> Pairs:
    """Return (count, of) of each subject from rows of (area, of, count), added up over what lies in its area."""
    count, of = np.zeros(len(subjects)), np.zeros(len(subjects))
    for area, of_area, count_area in rows:
        for place, subject in enumerate(subjects):
            if area.startswith(subject.area_code):
                of[place] += float(of_area)
                count[place] += float(count_area)
    return count, of


def _fetched(query: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return list(cursor.fetchall())


_LIVING = "(%(day)s BETWEEN g.from_on AND COALESCE(g.until_on, 'infinity'))"
_PAIRED = """
    SELECT p.code, count(*), count(*) FILTER (WHERE c.team <= (
        SELECT count(*) FROM matching_pairing g JOIN matching_adviser a ON a.id = g.adviser_id AND a.kind = 'liaison'
        WHERE g.company_id = c.id AND {living}))
    FROM matching_company c JOIN people_unit u ON u.id = c.unit_id AND u.is_active
    JOIN places_area p ON p.id = u.area_id
    WHERE c.is_in_scope
    GROUP BY 1
""".replace("{living}", _LIVING)
# What happened to visits of each company, on which day: somebody came, or the company would not have it.
_EVENTS = """
    SELECT o.facts ->> 'company' AS company, true AS is_held,
        LEAST((o.facts ->> 'planned_on')::date, (min(s.made_at) AT TIME ZONE %(zone)s)::date) AS day
    FROM orders_order o JOIN orders_step s ON s.order_id = o.id AND o.programme || '/' || s.move = ANY(%(held)s)
    WHERE o.facts <> '{}' AND o.programme = ANY(%(visits)s) GROUP BY o.id
    UNION ALL
    SELECT o.facts ->> 'company', false, (o.closed_at AT TIME ZONE %(zone)s)::date
    FROM orders_order o
    WHERE o.facts <> '{}' AND o.programme = ANY(%(visits)s) AND o.kind = 'closed' AND o.outcome = 'not_accepted'
"""
# The spans that are over, those in which the company declined left out: how many with a visit, and each other kind of
# span with the last visit before its end.
_RHYTHM = """
    WITH due AS (
        SELECT {key} AS key, g.id, g.county, u.code AS company, g.from_on, r.days,
            g.from_on + (k - 1) * r.days + (k > 1)::int AS first_on, g.from_on + k * r.days AS last_on
        FROM matching_pairing g
        JOIN matching_adviser a ON a.id = g.adviser_id AND a.kind = 'liaison'
        JOIN matching_company c ON c.id = g.company_id JOIN people_unit u ON u.id = c.unit_id
        JOIN places_area p ON p.id = u.area_id
        CROSS JOIN LATERAL (SELECT COALESCE(c.rhythm_days, %(usual)s)::int AS days) r
        CROSS JOIN LATERAL generate_series(
            GREATEST(1, (%(since)s::date - g.from_on + r.days - 1) / r.days),
            (LEAST(%(until)s::date, g.until_on) - g.from_on) / r.days) k
        WHERE g.from_on <= %(until)s AND (g.until_on IS NULL OR g.until_on >= %(since)s)
    ), events AS ({events}), spans AS (
        SELECT due.key, due.county, due.from_on, due.days, due.last_on, max(e.day) FILTER (WHERE e.is_held) AS came_on,
            COALESCE(bool_or(e.is_held) FILTER (WHERE e.day >= due.first_on), false) AS is_held,
            COALESCE(bool_or(NOT e.is_held) FILTER (WHERE e.day >= due.first_on), false) AS is_declined
        FROM due LEFT JOIN events e ON e.company = due.company AND e.day <= due.last_on
        GROUP BY due.key, due.id, due.county, due.from_on, due.days, due.first_on, due.last_on
    )
    SELECT key, true, count(*), NULL, NULL, NULL, NULL, NULL FROM spans WHERE is_held GROUP BY key
    UNION ALL
    SELECT key, false, count(*), came_on, from_on, days, last_on, county FROM spans
    WHERE NOT is_held AND NOT is_declined GROUP BY key, came_on, from_on, days, last_on, county
""".replace("{events}", _EVENTS.replace("{", "{{").replace("}", "}}"))
# An order that ended without a word of its own waits for the company's word on the visit.
_PROBLEMS = """
    SELECT key, count(*), count(*) FILTER (WHERE outcome = 'solved') FROM (
        SELECT DISTINCT {key} AS key, o.id,
            CASE WHEN o.outcome IN ('solved', 'partly', 'explained') THEN o.outcome ELSE v.outcome END AS outcome,
            CASE WHEN o.outcome IN ('solved', 'partly', 'explained') THEN o.closed_at
                ELSE GREATEST(o.closed_at, v.closed_at) END AS at
        FROM orders_order v JOIN orders_link l ON l.source_id = v.id AND l.kind = 'spawned'
        JOIN orders_order o ON o.id = l.target_id AND o.kind = 'closed'
            AND o.outcome IN ('solved', 'partly', 'explained', 'unrated', 'done')
        LEFT JOIN matching_adviser a ON a.user_id = v.opener_id AND a.kind = 'liaison'
        WHERE v.facts <> '{{}}' AND v.programme = ANY(%(visits)s)
    ) problem
    WHERE outcome IN ('solved', 'partly', 'explained')
        AND (at AT TIME ZONE %(zone)s)::date BETWEEN %(since)s AND %(until)s
    GROUP BY 1
"""
_SERVED = f"""JOIN matching_pairing g ON g.company_id = c.id AND {_LIVING}
        JOIN matching_adviser a ON a.id = g.adviser_id AND a.kind = 'liaison'"""
# As `within_visit_cap` counts: what was declined or withdrawn burdens nobody.
_CONTACTS = """
    WITH had AS (
        SELECT o.facts ->> 'company' AS company, count(*) AS times FROM orders_order o
        WHERE o.facts <> '{{}}' AND o.programme = ANY(%(visits)s)
            AND (o.facts ->> 'planned_on')::date BETWEEN %(since)s AND %(until)s
            AND NOT (o.kind = 'closed' AND o.outcome = ANY(%(not_made)s))
        GROUP BY 1
    )
    SELECT key, count(*), sum(COALESCE(had.times, 0)) FROM (
        SELECT DISTINCT {key} AS key, u.code
        FROM matching_company c JOIN people_unit u ON u.id = c.unit_id AND u.is_active
        JOIN places_area p ON p.id = u.area_id {served}
    ) company LEFT JOIN had ON had.company = company.code
    GROUP BY 1
"""
