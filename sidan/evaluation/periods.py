# SPDX-License-Identifier: Apache-2.0
"""Which period a ranking is due for: the last whole month, quarter, half or year before a day. Pure: no Django."""

from collections.abc import Mapping
from datetime import date, timedelta

from sidan.evaluation.declare import Period, Ranking

MONTHS: Mapping[Period, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
MONTHS_A_YEAR = 12


def last_period(ranking: Ranking, today: date) -> tuple[date, date]:
    """Return the first and the last day of the last period of a ranking that was over before `today`.

    A ranking whose months begin on the 26th calls the month from 26 December to 25 January its January, so its year
    begins on 26 December too. A first day that a month does not have is its last.
    """
    length = MONTHS[ranking.period]
    begin = _begin(ranking, today.year + 1, 0)
    step = 0
    while begin >= today or _begin(ranking, today.year + 1, step + length) > today:
        step -= length
        begin = _begin(ranking, today.year + 1, step)
    return begin, _begin(ranking, today.year + 1, step + length) - timedelta(days=1)


def _begin(ranking: Ranking, year: int, month: int) -> date:
    """Return the day on which a month begins, counted from January of `year` as 0."""
    month -= 1 if ranking.first_day > 1 else 0
    year, place = year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1
    following = date(year + place // MONTHS_A_YEAR, place % MONTHS_A_YEAR + 1, 1)
    return date(year, place, min(ranking.first_day, (following - timedelta(days=1)).day))
