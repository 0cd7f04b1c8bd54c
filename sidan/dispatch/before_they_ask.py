# SPDX-License-Identifier: Apache-2.0
"""Before they ask (未诉先办): what a coming week brought in earlier years, by area and matter, and what to expect.

Of each earlier year the same week of the ISO calendar and its neighbours are read, three weeks a year. What comes in
one week then lies, 95 times in 100, between two numbers of the negative binomial distribution that follows from so
many orders in so many weeks. A place known for less than a year says so instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Left
from scipy.stats import nbinom

from sidan.base.errors import Words
from sidan.dispatch.hot_history import from_residents
from sidan.orders.roles import inside
from sidan.orders.visibility import OrderQuerySet
from sidan.places.codes import LENGTHS
from sidan.places.names import name_of

MOST_YEARS = 5
WEEKS_A_YEAR = 3
FEWEST_ORDERS = 3  # in those weeks; what came less often is no season
MOST_ROWS = 100
YEAR_DAYS = 364


@dataclass(frozen=True)
class Season:
    """What a matter brought to a place in these weeks of earlier years, beside the usual week of the year."""

    area: str
    matter: Words
    code: str
    by_year: tuple[tuple[int, int], ...]
    weeks: int
    usual: float

    @property
    def count(self) -> int:
        """Return the orders of those weeks."""
        return sum(count for _year, count in self.by_year)

    @property
    def expected(self) -> float:
        """Return how many one such week brings."""
        return self.count / self.weeks

    @property
    def interval(self) -> tuple[int, int]:
        """Return between which numbers one week lies 95 times in 100."""
        share = self.weeks / (self.weeks + 1)
        low, high = nbinom.ppf((0.025, 0.975), self.count + 0.5, share)
        return int(low), int(high)

    @property
    def times_usual(self) -> float | None:
        """Return how many times a usual week, None where none is usual."""
        return self.expected / self.usual if self.usual else None

    @property
    def place(self) -> Words:
        """Return the name of the area."""
        return name_of(self.area)


@dataclass(frozen=True)
class Outlook:
    """A week and what to expect in it; `too_young` are the places known for less than a year."""

    monday: date
    seasons: tuple[Season, ...]
    years: int
    too_young: tuple[Words, ...]

    @property
    def sunday(self) -> date:
        """Return the last day of the week."""
        return self.monday + timedelta(days=6)


def coming_monday(day: date) -> date:
    """Return the Monday after a day."""
    return day + timedelta(days=7 - day.weekday())


def outlook(areas: Sequence[str], *, monday: date) -> Outlook:
    """Return what to expect of residents in the week from a Monday within areas, the largest surplus first.

    Three queries, counted in the database; by the level beneath a single area, by the area itself among several.
    """
    length = _next_length(areas)
    orders = from_residents().filter(inside(tuple(areas)))
    known = _known_since(orders, length)
    years = {place: min(MOST_YEARS, (_start(monday) - since).days // YEAR_DAYS) for place, since in known.items()}
    most = max(years.values(), default=0)
    young = tuple(name_of(place) for place, count in sorted(years.items()) if count < 1)
    if not most:
        return Outlook(monday, (), 0, young)
    spans = [(back, _span(monday, back)) for back in range(1, most + 1)]
    seasons = _counts(orders, spans, length)
    usual = _usual(orders, monday=monday, length=length)
    found = [
        Season(
            area=place,
            matter=words,
            code=code,
            by_year=tuple(
                (span[0].year, seasons.get((place, code, words), {}).get(back, 0))
                for back, span in reversed(spans)
                if back <= years.get(place, 0)
            ),
            weeks=WEEKS_A_YEAR * years.get(place, 0),
            usual=usual.get((place, code), 0.0),
        )
        for (place, code, words) in seasons
        if years.get(place, 0) >= 1
    ]
    found = [season for season in found if season.count >= FEWEST_ORDERS]
    found.sort(key=lambda season: (season.usual - season.expected, season.area, season.code))
    return Outlook(monday, tuple(found[:MOST_ROWS]), most, young)


def _next_length(areas: Sequence[str]) -> int:
    """Return the length of the codes by which is counted."""
    lengths = sorted(LENGTHS.values())
    if len(areas) == 1:
        return next((length for length in lengths if length > max(len(areas[0]), LENGTHS["city"])), lengths[-1])
    return max(len(area) for area in areas)


def _known_since(orders: OrderQuerySet, length: int) -> dict[str, datetime]:
    """Return since when orders of each place are known. One query."""
    rows = orders.annotate(place=Left("area_code", length)).values("place").annotate(since=Min("created_at"))
    return {row["place"]: row["since"] for row in rows if len(row["place"]) == length}


def _start(day: date) -> datetime:
    """Return the midnight with which a day begins."""
    return datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def _span(monday: date, back: int) -> tuple[datetime, datetime]:
    """Return the three weeks around the same ISO week of so many years before; week 53 falls to week 52."""
    year, week, _day = monday.isocalendar()
    try:
        middle = date.fromisocalendar(year - back, week, 1)
    except ValueError:
        middle = date.fromisocalendar(year - back, week - 1, 1)
    return _start(middle - timedelta(days=7)), _start(middle + timedelta(days=14))


def _counts(
    orders: OrderQuerySet, spans: Sequence[tuple[int, tuple[datetime, datetime]]], length: int
) -> dict[tuple[str, str, Words], dict[int, int]]:
    """Return how many orders came in each span by place and matter. One query."""
    counts = {
        f"back_{back}": Count("pk", filter=Q(created_at__gte=since, created_at__lt=until))
        for back, (since, until) in spans
    }
    within = reduce(or_, (Q(created_at__gte=since, created_at__lt=until) for _back, (since, until) in spans))
    rows: Iterable[Mapping[str, Any]] = (
        orders.filter(within, matter__isnull=False)
        .annotate(place=Left("area_code", length))
        .values("place", code=F("matter__code"), zh=F("matter__name"), en=F("matter__name_en"))
        .annotate(**counts)
    )
    return {
        (row["place"], row["code"], Words(row["zh"], row["en"])): {back: row[f"back_{back}"] for back, _span in spans}
        for row in rows
        if len(row["place"]) == length
    }


def _usual(orders: OrderQuerySet, *, monday: date, length: int) -> dict[tuple[str, str], float]:
    """Return how many orders of each matter a week of the last year brought to each place. One query."""
    until = _start(monday)
    rows = (
        orders.filter(created_at__gte=until - timedelta(days=YEAR_DAYS), created_at__lt=until, matter__isnull=False)
        .annotate(place=Left("area_code", length))
        .values("place", code=F("matter__code"))
        .annotate(count=Count("pk"))
    )
    return {(row["place"], row["code"]): row["count"] / 52 for row in rows}
