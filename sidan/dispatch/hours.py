# SPDX-License-Identifier: Apache-2.0
"""When a route holds: always, in working hours, outside them, or in hours of its own such as every night. Pure.

Working hours are those of the county's calendar, with its holidays and swapped weekends; hours of a route's own follow
the week alone, so that "daily 22:00-06:00" means every night of the year.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sidan.base.cells import plain
from sidan.base.errors import Refused, Words
from sidan.places.opening_hours import ALWAYS as WHOLE_WEEK
from sidan.places.opening_hours import NEVER, Week, in_words, opening_at, parse_week

ALWAYS, WORKING, OUTSIDE = "always", "working", "outside"
WEEK_MINUTES = 7 * 24 * 60
NAMED: dict[str, Words] = {
    ALWAYS: Words("全时段", "always"),
    WORKING: Words("工作时间", "working hours"),
    OUTSIDE: Words("非工作时间", "outside working hours"),
}
_BY_NAME = {plain(name).casefold(): code for code, words in NAMED.items() for name in (code, words.zh, words.en)}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a county: its local time, and whether the offices work then."""

    at: datetime
    is_working: bool


def parse_hours(text: str) -> str:
    """Return hours in the one form they are kept in; "" means always, and a line names days and times of its own."""
    shown = plain(text)
    if not shown:
        return ALWAYS
    if code := _BY_NAME.get(shown.casefold()):
        return code
    week = parse_week(shown)
    if week == NEVER:
        raise Refused("A route without an hour would never be used.")
    return ALWAYS if week == WHOLE_WEEK else in_words(week).zh


def hours_words(hours: str) -> Words:
    """Return kept hours in words."""
    return NAMED.get(hours) or in_words(_week(hours))


def is_within(hours: str, moment: Moment) -> bool:
    """Say whether kept hours hold at a moment."""
    if hours == ALWAYS:
        return True
    if hours in (WORKING, OUTSIDE):
        return moment.is_working == (hours == WORKING)
    return opening_at(_week(hours), moment.at).is_open


def narrowness(hours: str) -> int:
    """Return how narrow kept hours are: always 0, working hours or outside them 1, hours of their own by their length.

    The fewer minutes of a week hours of their own have, the narrower they are, and each narrower than 1.
    """
    if hours == ALWAYS:
        return 0
    if hours in (WORKING, OUTSIDE):
        return 1
    return 2 + WEEK_MINUTES - len(minutes_of(hours))


def may_meet(one: str, other: str) -> bool:
    """Say whether there may be a moment at which both hours hold; holidays can bring any time under either name."""
    if {one, other} == {WORKING, OUTSIDE}:
        return False
    own = [hours for hours in (one, other) if hours not in NAMED]
    return len(own) < 2 or not minutes_of(one).isdisjoint(minutes_of(other))


@lru_cache(maxsize=512)
def minutes_of(hours: str) -> frozenset[int]:
    """Return the minutes of a week, from Monday's midnight, in which hours of their own hold."""
    found: set[int] = set()
    for day, spans in enumerate(_week(hours)):
        for start, end in spans:
            found.update(minute % WEEK_MINUTES for minute in range(day * 1440 + start, day * 1440 + end))
    return frozenset(found)


@lru_cache(maxsize=512)
def _week(hours: str) -> Week:
    """Return the week of hours of their own."""
    return parse_week(hours)
