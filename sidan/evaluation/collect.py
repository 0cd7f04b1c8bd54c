# SPDX-License-Identifier: Apache-2.0
"""What a ranking asks for is collected: from the sums, from the facts, or afresh from orders and their steps.

All three give the same. A period is read from the sums of its whole months and of the days around them, so its cost
follows the number of units and not that of orders.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

import numpy as np
from django.db import connection, transaction

from sidan.base.clock import now
from sidan.evaluation.declare import Ranking, RankingClass, Standing, Weighed
from sidan.evaluation.facts import columns, facts_query, planned_for, values
from sidan.evaluation.figure import Figure
from sidan.evaluation.hours import BUCKETS, FIRST_HOURS, RATIO
from sidan.evaluation.measures import MEASURES, SPECIAL
from sidan.evaluation.papers import PaperFact
from sidan.evaluation.specials import Pairs, fetched, outside_values, special_values, step_values
from sidan.evaluation.subjects import Subject, places_of
from sidan.evaluation.tallies import TALLIES, Numbers, Tallies
from sidan.evaluation.tally_columns import IN_MINUTES, in_period
from sidan.orders.registry import served

Scope = tuple[tuple[str, ...], tuple[Standing, ...]]
Source = Literal["sums", "facts", "orders"]


class Otherwise(NamedTuple):
    """What is counted besides facts, as `Tallies` holds it: steps by move, specials by measure, outside figures."""

    steps: Mapping[str, Pairs]
    special: Mapping[str, Pairs]
    outside: Mapping[str, Numbers]


def scope_of(ranking: Ranking, indicator: Weighed) -> Scope:
    """Return of which programmes an indicator counts, and which standings leave it."""
    return (indicator.programmes or ranking.programmes or tuple(p.code for p in served()), indicator.without)


def collect(
    ranking: Ranking, subjects: Sequence[Subject], since: date, until: date, *, source: Source = "sums"
) -> dict[Scope, Tallies]:
    """Return what was counted in a period, both days included, for each scope that an indicator asks for.

    Two queries for each scope, one more where hours are asked for, and one for each kind of steps, specials or outside
    figures. From orders, all facts that may reach into the period are counted first, once for all scopes.
    """
    if source == "orders":
        with transaction.atomic(), connection.cursor() as cursor, planned_for(cursor):
            scopes = {code for indicator in ranking.indicators for code in scope_of(ranking, indicator)[0]}
            cursor.execute(_AFRESH, {**values(now()), "programmes": sorted(scopes), "since": since, "until": until})
            found = _collected(ranking, subjects, since, until, source=source)
            cursor.execute("DROP TABLE fresh_fact")
        return found
    return _collected(ranking, subjects, since, until, source=source)


def _collected(
    ranking: Ranking, subjects: Sequence[Subject], since: date, until: date, *, source: Source
) -> dict[Scope, Tallies]:
    """Return what was counted in each scope of a ranking."""
    return {
        scope: _tallies(ranking, subjects, since, until, scope=scope, inside=inside, source=source)
        for scope, inside in _scopes(ranking).items()
    }


def otherwise(ranking: Ranking, subjects: Sequence[Subject], since: date, until: date) -> dict[Scope, Otherwise]:
    """Return what was counted besides facts in each scope of a ranking; the queries of `collect` without the sums."""
    return {
        scope: _otherwise(subjects, since, until, programmes=scope[0], inside=inside)
        for scope, inside in _scopes(ranking).items()
    }


def _scopes(ranking: Ranking) -> dict[Scope, list[Weighed]]:
    """Return the indicators of each scope of a ranking."""
    found: dict[Scope, list[Weighed]] = {}
    for indicator in ranking.indicators:
        found.setdefault(scope_of(ranking, indicator), []).append(indicator)
    return found


def measured(ranking: Ranking, collected: Mapping[Scope, Tallies]) -> list[Figure]:
    """Return the figure of each indicator, in the order of the file."""
    return [
        MEASURES[indicator.measure].of(collected[scope_of(ranking, indicator)], indicator)
        for indicator in ranking.indicators
    ]


def extras_of(ranking: Ranking, subjects: Sequence[Subject], since: date, until: date) -> dict[str, Numbers]:
    """Return how much of each bonus and deduction was found. At most one query."""
    extras = (*ranking.bonuses, *ranking.deductions)
    found = outside_values({extra.outside for extra in extras}, subjects, since, until)
    return {extra.code: np.nan_to_num(found[extra.outside]) for extra in extras}


def classes_of(ranking: Ranking, subjects: Sequence[Subject], since: date, until: date) -> list[str]:
    """Return the class of each subject, "" for none; sizes are those of the period before, so nobody picks a class.

    At most the queries of one indicator.
    """
    if ranking.class_by == "one":
        only = ranking.classes[0].code if ranking.classes else "all"
        return [only] * len(subjects)
    if ranking.class_by == "kind":
        return [next((c.code for c in ranking.classes if each.kind in c.kinds), "") for each in subjects]
    if ranking.class_by == "outside":
        sizes = outside_values({ranking.class_outside}, subjects, since, until)[ranking.class_outside]
    else:
        before = since - (until - since) - timedelta(days=1), since - timedelta(days=1)
        size = Weighed(code="size", name=ranking.name, measure=ranking.class_measure, weight=0, without=())
        scope = scope_of(ranking, size)
        counted = _tallies(ranking, subjects, *before, scope=scope, inside=[size], source="sums")
        sizes = MEASURES[ranking.class_measure].of(counted, size).value
    return [next((c.code for c in ranking.classes if _holds(c, float(value))), "") for value in sizes]


def facts_of(
    ranking: Ranking, subjects: Sequence[Subject], since: date, until: date
) -> Iterator[tuple[str, PaperFact]]:
    """Yield for each subject, by code, every order that adds anything within the period, whatever its standing.

    One query; rows come as they are read.
    """
    programmes = sorted({code for each in ranking.indicators for code in scope_of(ranking, each)[0]})
    codes = {each.key: each.code for each in subjects}
    given: dict[str, Any] = {"since": since, "until": until, "programmes": programmes, "keys": list(codes)}
    parts = ", ".join(f"{in_period(tally)} AS {tally}" for tally in TALLIES)
    hours = "CASE WHEN f.first_on BETWEEN %(since)s AND %(until)s THEN f.first_minutes END"
    query = f"""
        SELECT {_key(ranking, subjects)} AS key, o.number, f.programme, f.standing, {hours} AS minutes, {parts}
        FROM evaluation_fact f JOIN orders_order o ON o.id = f.order_id
        WHERE f.last_day >= %(since)s AND f.first_day <= %(until)s AND f.programme = ANY(%(programmes)s)
            AND {_key(ranking, subjects)} = ANY(%(keys)s)
        ORDER BY key, o.number, f.id
    """
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        for key, number, programme, standing, minutes, *counts in cursor:
            adds = {tally: int(count) for tally, count in zip(TALLIES, counts, strict=True) if count}
            if adds:
                hours_taken = None if minutes is None else minutes / 60
                yield codes[key], PaperFact(number, programme, standing, adds, hours_taken)


def _tallies(
    ranking: Ranking,
    subjects: Sequence[Subject],
    since: date,
    until: date,
    *,
    scope: Scope,
    inside: Sequence[Weighed],
    source: Source,
) -> Tallies:
    """Return what was counted in one scope, with no more than its indicators ask for."""
    programmes, without = scope
    places = places_of(subjects)
    given = {
        "since": since,
        "until": until,
        "programmes": list(programmes),
        "without": list(without),
        "keys": list(places),
    }
    columns_ = {tally: np.zeros(len(subjects)) for tally in TALLIES}
    for key, *counts in fetched(_query(ranking, subjects, given, source=source), given):
        for tally, count in zip(TALLIES, counts, strict=True):
            columns_[tally][places[key]] = count / 60 if tally in IN_MINUTES else count
    hours = np.zeros((len(subjects), BUCKETS))
    if any(MEASURES[each.measure].form == "quantile" for each in inside):
        query = _HOURS.format(key=_key(ranking, subjects), bucket=_BUCKET, facts=_table(source))
        for key, bucket, count in fetched(query, given):
            hours[places[key], bucket] = count
    other = _otherwise(subjects, since, until, programmes=programmes, inside=inside)
    return Tallies([subject.code for subject in subjects], columns_, hours, other.steps, other.special, other.outside)


def _otherwise(
    subjects: Sequence[Subject], since: date, until: date, *, programmes: Sequence[str], inside: Sequence[Weighed]
) -> Otherwise:
    """Return what the indicators of one scope ask for besides facts."""
    moves = {name for each in inside for name in (each.move, each.of_move) if name}
    special = [each.measure for each in inside if each.measure in SPECIAL]
    return Otherwise(
        step_values(moves, subjects, since, until, programmes=programmes),
        special_values(special, subjects, since, until, programmes=programmes),
        outside_values({each.outside for each in inside if each.outside}, subjects, since, until),
    )


def _query(ranking: Ranking, subjects: Sequence[Subject], given: dict[str, Any], *, source: Source) -> str:
    """Return the query of the sums a subject, by one of the three ways; `given` gets what it needs."""
    key = _key(ranking, subjects)
    if source == "sums":
        months, from_day, to_day = whole_months(given["since"], given["until"])
        # Without a whole month every day is read before the span, also where the period begins with a month.
        given["months"], given["from_day"], given["to_day"] = months, from_day if months else date.max, to_day
        sums = ", ".join(f"sum(f.{tally})" for tally in TALLIES)
        return _FROM_SUMS.format(key=key, sums=sums, columns=", ".join(TALLIES))
    sums = ", ".join(f"sum({in_period(tally)})" for tally in TALLIES)
    return _FROM_FACTS.format(key=key, sums=sums, facts=_table(source))


def _table(source: Source) -> str:
    """Return the table of the facts that are read: those counted just now, or those kept."""
    return "fresh_fact" if source == "orders" else "evaluation_fact"


def whole_months(since: date, until: date) -> tuple[list[date], date, date]:
    """Return the first days of the months that lie whole in a period, and the span of days those cover.

    Without any, the span is empty: it ends before it begins.
    """
    first = since if since.day == 1 else _next_month(since)
    months = []
    day = first
    while _next_month(day) - timedelta(days=1) <= until:
        months.append(day)
        day = _next_month(day)
    return months, first, day - timedelta(days=1)


def _next_month(day: date) -> date:
    """Return the first day of the next month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _key(ranking: Ranking, subjects: Sequence[Subject]) -> str:
    """Return the SQL of what tells the subjects of a fact or sum apart: its unit, or the beginning of its area."""
    if ranking.subjects == "units":
        return "f.unit_id"
    return f"left(f.area_code, {len(subjects[0].area_code) if subjects else 1})"


def _holds(cls: RankingClass, value: float) -> bool:
    """Say whether a class takes a size; none takes what is not known."""
    return (
        (cls.least is None or value >= cls.least) and (cls.below is None or value < cls.below) and not math.isnan(value)
    )


_FROM_SUMS = """
    SELECT {key}, {sums} FROM (
        SELECT unit_id, area_code, programme, standing, {columns} FROM evaluation_monthly
        WHERE day = ANY(%(months)s::date[])
        UNION ALL
        SELECT unit_id, area_code, programme, standing, {columns} FROM evaluation_daily
        WHERE day BETWEEN %(since)s AND LEAST(%(until)s::date, %(from_day)s::date - 1)
            OR day BETWEEN GREATEST(%(since)s::date, %(to_day)s::date + 1) AND %(until)s
                AND %(to_day)s::date >= %(from_day)s::date
    ) f
    WHERE f.programme = ANY(%(programmes)s) AND f.standing <> ALL(%(without)s) AND {key} = ANY(%(keys)s)
    GROUP BY 1
"""
# What ended before the period, or came after it, adds nothing; two days allow for any zone.
_REACH = """o.programme = ANY(%(programmes)s) AND o.created_at < %(until)s::date + 2
        AND (o.closed_at IS NULL OR o.closed_at >= %(since)s::date - 2)"""
_AFRESH = f"CREATE TEMP TABLE fresh_fact ({', '.join(columns())}) ON COMMIT DROP AS {facts_query(reach=_REACH)}"
_FROM_FACTS = """
    SELECT {key}, {sums} FROM {facts} f
    WHERE f.last_day >= %(since)s AND f.first_day <= %(until)s AND f.programme = ANY(%(programmes)s)
        AND f.standing <> ALL(%(without)s) AND {key} = ANY(%(keys)s)
    GROUP BY 1
"""
_BUCKET = (
    f"LEAST({BUCKETS - 1}, GREATEST(0, ceil(round(ln(GREATEST(f.first_minutes, 1) / 60.0 / {FIRST_HOURS}) "
    f"/ ln({RATIO}), 9))))::int"
)
_HOURS = """
    SELECT {key}, {bucket}, count(*) FROM {facts} f
    WHERE f.first_on BETWEEN %(since)s AND %(until)s AND f.last_day >= %(since)s AND f.programme = ANY(%(programmes)s)
        AND f.standing <> ALL(%(without)s) AND {key} = ANY(%(keys)s)
    GROUP BY 1, 2
"""
