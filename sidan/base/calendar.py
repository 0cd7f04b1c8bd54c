# SPDX-License-Identifier: Apache-2.0
"""The working calendar: office hours, weekends, public holidays with swapped weekends, and the city's own days.

Working time is one long line of minutes on which nights, lunch, weekends and holidays have no length. A moment is
turned into a place on that line and back by looking it up in tables made once for each calendar, so that adding
twenty working days costs the same as adding one.

Moments count from the whole minute shown on the page: seconds are cut off.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import accumulate, compress, count, pairwise
from types import MappingProxyType
from typing import NamedTuple
from zoneinfo import ZoneInfo

import chinese_calendar

from sidan.base.errors import Refused, Words

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
CHINA = ZoneInfo("Asia/Shanghai")

_ORIGIN = FIRST_DAY.toordinal()
_LENGTH = LAST_DAY.toordinal() - _ORIGIN + 1
_MINUTES = 24 * 60
# The years the State Council's notices are known for; later years are plain weeks until the library is renewed.
KNOWN_YEARS = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)

_FESTIVALS = {
    "New Year's Day": Words(zh="元旦", en="New Year's Day"),
    "Spring Festival": Words(zh="春节", en="Spring Festival"),
    "Tomb-sweeping Day": Words(zh="清明节", en="Tomb-sweeping Day"),
    "Labour Day": Words(zh="劳动节", en="Labour Day"),
    "Dragon Boat Festival": Words(zh="端午节", en="Dragon Boat Festival"),
    "National Day": Words(zh="国庆节", en="National Day"),
    "Mid-autumn Festival": Words(zh="中秋节", en="Mid-autumn Festival"),
}


class OwnDay(NamedTuple):
    """A day the city or county has set for itself, such as a day off in a typhoon or a worked Saturday."""

    is_working: bool
    name: str = ""


class SpecialDay(NamedTuple):
    """A day that does not follow the plain week, and the name of the reason."""

    day: date
    is_working: bool
    name: Words
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The spans of a day in which an office works, the same on every working day."""

    spans: tuple[tuple[time, time], ...] = ((time(8), time(12)), (time(14), time(18)))

    def __post_init__(self) -> None:
        """Refuse spans that are missing, empty, overlapping or out of order."""
        edges = [edge for span in self.spans for edge in span]
        if not edges or any(earlier >= later for earlier, later in pairwise(edges)):
            raise Refused("Office hours must be spans of time in order, each ending after it begins.")

    def minutes(self) -> list[int]:
        """Return the working minutes of a day in order, each named by the minute of the day at which it begins."""
        return [minute for start, end in self.spans for minute in range(_minute_of(start), _minute_of(end))]


class WorkCalendar:
    """The working time of one office, from FIRST_DAY to LAST_DAY; it never changes and is shared between threads.

    `own_days` win over the public holidays, which win over the plain week. A working day is one whole day of the
    office's own hours: eight hours by default, and no other length makes five working days end at the hour they
    began. Making a calendar takes a few milliseconds, so keep it; the questions take about a microsecond each.
    """

    def __init__(
        self,
        hours: OfficeHours = OfficeHours(),
        own_days: Mapping[date, OwnDay] = MappingProxyType({}),
        *,
        zone: tzinfo = CHINA,
    ) -> None:
        """Prepare the tables."""
        self.hours = hours
        self.zone = zone
        self._lay_days(own_days)
        self._lay_minutes(hours.minutes())

    def is_working_day(self, day: date) -> bool:
        """Say whether the office works on `day`."""
        return bool(self._works[_index(day)])

    def special_days(self, first: date, last: date) -> list[SpecialDay]:
        """Return the days from `first` to `last`, both included, that are not as in the plain week."""
        start = bisect_left(self._special, first, key=_day_of)
        return self._special[start : bisect_right(self._special, last, key=_day_of)]

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Return the working minutes from `start` to `end`; negative when `end` is the earlier."""
        return self._place(self.local(end)) - self._place(self.local(start))

    def add_working_minutes(self, start: datetime, minutes: int) -> datetime:
        """Return the moment, in UTC, at which `minutes` of working time have passed since `start`.

        The answer lies within office hours or at the end of a span of them: four hours from eight are over at noon,
        not at the end of lunch. No minutes at all give `start` itself, or the next opening when the office is shut.
        """
        if minutes < 0:
            raise ValueError("Working time is counted forward only.")
        local = self.local(start)
        if minutes:
            return self._moment(self._place(local) + minutes)
        return local.astimezone(UTC) if self._is_open(local) else self._next_opening(local)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Return the moment, in UTC, at which `days` whole working days have passed since `start`."""
        return self.add_working_minutes(start, days * self.day_minutes)

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment in the office's zone, cut to the whole minute."""
        if moment.tzinfo is None:
            raise ValueError("A moment without a zone cannot be counted from.")
        return moment.astimezone(self.zone).replace(second=0, microsecond=0)

    def _lay_days(self, own_days: Mapping[date, OwnDay]) -> None:
        """Make the tables of days: which are worked, how many were worked before each, and the special ones."""
        works, special = bytearray(_national_days()[0]), dict(_national_days()[1])
        for day, own in own_days.items():
            works[_index(day)] = own.is_working
            special.pop(day, None)
            if not own.is_working or not _is_plainly_worked(day) or day in _national_days()[1]:
                special[day] = SpecialDay(day, own.is_working, Words(zh=own.name, en=own.name), is_own=True)
        self._works = bytes(works)
        self._before = array("i", accumulate(works, initial=0))
        self._working = array("i", compress(count(_ORIGIN), works))
        self._special = [special[day] for day in sorted(special)]

    def _lay_minutes(self, minutes: list[int]) -> None:
        """Make the tables of one day: minutes worked by each minute of it, and the end of each worked minute."""
        self.day_minutes = len(minutes)
        worked = set(minutes)
        self._within = array("i", accumulate((minute in worked for minute in range(_MINUTES)), initial=0))
        self._ends = array("i", (minute + 1 for minute in minutes))

    def _place(self, local: datetime) -> int:
        """Return how many working minutes lie before a local moment, counted from FIRST_DAY."""
        index = _index(local)
        done = self._before[index] * self.day_minutes
        if self._works[index]:
            done += self._within[local.hour * 60 + local.minute]
        return done

    def _moment(self, place: int) -> datetime:
        """Return the earliest moment, in UTC, before which `place` working minutes lie; `place` is at least 1."""
        days, minute = divmod(place - 1, self.day_minutes)
        if days >= len(self._working):
            raise _outside()
        midnight = datetime.fromordinal(self._working[days]).replace(tzinfo=self.zone)
        # Adding to a local time moves the hands, not the seconds passed: right for office hours in any zone.
        return (midnight + timedelta(minutes=self._ends[minute])).astimezone(UTC)

    def _is_open(self, local: datetime) -> bool:
        """Say whether the moment is in office hours or at the very end of a span of them."""
        return self.is_working_day(local) and any(start <= local.time() <= end for start, end in self.hours.spans)

    def _next_opening(self, local: datetime) -> datetime:
        """Return the beginning, in UTC, of the first working minute after a local moment."""
        return self._moment(self._place(local) + 1) - timedelta(minutes=1)


@cache
def _national_days() -> tuple[bytes, Mapping[date, SpecialDay]]:
    """Return which days the country works, one byte a day, and the days that differ from the plain week."""
    # FIRST_DAY is a Saturday, from which the plain week runs on.
    works = bytearray((b"\0\0\1\1\1\1\1" * (_LENGTH // 7 + 1))[:_LENGTH])
    special = {}
    # The tables, not the library's functions: those look through all their years at every question.
    for is_working, table in ((False, chinese_calendar.holidays), (True, chinese_calendar.workdays)):
        for day, name in table.items():
            works[_index(day)] = is_working
            special[day] = SpecialDay(day, is_working, _festival(name))
    return bytes(works), MappingProxyType(special)


def _festival(name: str) -> Words:
    """Return the two names of a public holiday."""
    return _FESTIVALS.get(name) or Words(zh=chinese_calendar.Holiday(name).chinese, en=name)


def _is_plainly_worked(day: date) -> bool:
    """Say whether `day` is one of Monday to Friday."""
    return day.weekday() < 5


def _index(day: date) -> int:
    """Return the place of `day` in the tables."""
    index = day.toordinal() - _ORIGIN
    if not 0 <= index < _LENGTH:
        raise _outside()
    return index


def _outside() -> Refused:
    """Return the refusal of a day that the tables do not reach."""
    return Refused("The calendar covers %(first)d to %(last)d only.", first=FIRST_DAY.year, last=LAST_DAY.year)


def _minute_of(moment: time) -> int:
    """Return the minute of the day."""
    return moment.hour * 60 + moment.minute


def _day_of(special: SpecialDay) -> date:
    """Return the day, by which special days are sorted."""
    return special.day
