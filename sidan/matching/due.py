# SPDX-License-Identifier: Apache-2.0
"""When the next visit of a pairing is due, and whether one was missed. Pure: no Django."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

State = Literal["early", "soon", "overdue"]

# A new liaison comes within a month, or sooner where the rhythm is shorter, so that the company knows who it is.
FIRST_VISIT_DAYS = 30
# What is due within a quarter of the rhythm, and within two weeks, is due soon.
SOON_DAYS = 14
_MOST_DAYS_OFF = 30


@dataclass(frozen=True, slots=True)
class Due:
    """The day a visit is due, how that stands today, and the days left: negative once it is overdue."""

    on: date
    state: State
    days_left: int

    @property
    def days_over(self) -> int:
        """Return for how many days it is overdue, 0 while it is not."""
        return max(0, -self.days_left)


def always(day: date) -> bool:
    """Say that every day is worked."""
    return True


def next_due(
    last_on: date | None,
    from_on: date,
    rhythm_days: int,
    today: date,
    *,
    is_working: Callable[[date], bool] = always,
) -> Due:
    """Return when the next visit is due: `rhythm_days` after the last one held, moved on from days off.

    A pairing begins with a first visit within FIRST_VISIT_DAYS. A visit held before it began, such as by whoever served
    the company until then, is counted where that gives the company more time, never less.
    """
    first = from_on + timedelta(days=min(rhythm_days, FIRST_VISIT_DAYS))
    again = last_on + timedelta(days=rhythm_days) if last_on is not None else first
    wanted = max(first, again) if last_on is None or last_on < from_on else again
    on = worked(wanted, is_working=is_working)
    return Due(on, _state(on, today, rhythm_days), (on - today).days)


def is_missed(
    last_on: date | None, from_on: date, rhythm_days: int, until: date, *, is_working: Callable[[date], bool] = always
) -> bool:
    """Say whether a visit fell due up to a day, that day too, and nobody came: `last_on` is the last one held by then.

    It is what the liaison's own list says in the morning after, so nobody misses a visit who was never overdue.
    """
    morning_after = until + timedelta(days=1)
    return next_due(last_on, from_on, rhythm_days, morning_after, is_working=is_working).state == "overdue"


def worked(day: date, *, is_working: Callable[[date], bool]) -> date:
    """Return the day itself, or the next one that is worked; the day where a whole month is off."""
    later = (day + timedelta(days=number) for number in range(_MOST_DAYS_OFF))
    return next((each for each in later if is_working(each)), day)


def _state(on: date, today: date, rhythm_days: int) -> State:
    """Return whether a day is far off, near, or past."""
    if on < today:
        return "overdue"
    return "soon" if (on - today).days <= min(SOON_DAYS, max(1, rhythm_days // 4)) else "early"
