# SPDX-License-Identifier: Apache-2.0
"""The working calendar counts office minutes across nights, lunch, weekends, holidays and the city's own days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.calendar import CHINA, KNOWN_YEARS, OfficeHours, OwnDay, SpecialDay, WorkCalendar
from sidan.base.errors import Refused, Words

CALENDAR = WorkCalendar()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(CHINA))  # noqa: DTZ001  given a zone
MINUTES = st.integers(0, 60 * 480)
OWN_DAYS = st.dictionaries(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.builds(OwnDay, st.booleans()), max_size=9)


def at(text: str) -> datetime:
    """Return a local moment such as `2025-09-26 16:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2025-11-24 09:00", 60, "2025-11-24 10:00"),
        ("2025-11-24 08:00", 240, "2025-11-24 12:00"),
        ("2025-11-24 11:30", 60, "2025-11-24 14:30"),
        ("2025-11-24 12:00", 1, "2025-11-24 14:01"),
        ("2025-11-24 13:10", 60, "2025-11-24 15:00"),
        ("2025-11-24 17:30", 60, "2025-11-25 08:30"),
        ("2025-11-24 23:59", 480, "2025-11-25 18:00"),
        ("2025-11-28 16:40", 480, "2025-12-01 16:40"),
        ("2025-11-29 10:00", 15, "2025-12-01 08:15"),
        ("2025-09-26 16:40", 480, "2025-09-28 16:40"),
        ("2025-09-30 16:00", 240, "2025-10-09 10:00"),
        ("2025-11-24 10:00", 0, "2025-11-24 10:00"),
        ("2025-11-24 12:00", 0, "2025-11-24 12:00"),
        ("2025-11-24 12:30", 0, "2025-11-24 14:00"),
        ("2025-11-28 20:00", 0, "2025-12-01 08:00"),
    ],
)
def test_working_minutes_run_in_office_hours_only(start, minutes, end):
    """Lunch, night, weekend and holiday have no length; a swapped Sunday is worked; the end of a span still counts."""
    assert CALENDAR.add_working_minutes(at(start), minutes) == at(end)


def test_working_days_end_at_the_hour_they_began():
    """Whole working days keep the hour, across a swapped Sunday and National Day."""
    assert CALENDAR.add_working_days(at("2025-09-26 16:40"), 5) == at("2025-10-10 16:40")


def test_a_working_day_is_one_day_of_the_offices_own_hours():
    """With seven hours a day, two working days still end at the same hour two days later."""
    hours = OfficeHours(((time(8, 30), time(12)), (time(14, 30), time(18))))
    calendar = WorkCalendar(hours)

    assert calendar.day_minutes == 7 * 60
    assert calendar.add_working_days(at("2025-11-24 15:00"), 2) == at("2025-11-26 15:00")


def test_the_citys_own_days_win():
    """A typhoon day off lengthens the count and a worked Saturday shortens it."""
    typhoon = WorkCalendar(own_days={date(2025, 11, 25): OwnDay(is_working=False, name="台风停工")})
    saturday = WorkCalendar(own_days={date(2025, 11, 29): OwnDay(is_working=True)})
    patriots = WorkCalendar(own_days={date(2025, 10, 2): OwnDay(is_working=True)})

    assert typhoon.add_working_days(at("2025-11-24 10:00"), 1) == at("2025-11-26 10:00")
    assert saturday.add_working_days(at("2025-11-28 10:00"), 1) == at("2025-11-29 10:00")
    assert patriots.add_working_days(at("2025-09-30 10:00"), 1) == at("2025-10-02 10:00")


def test_special_days_say_why_they_are_special():
    """Days off and worked weekends carry the name of their reason, the city's own marked as such."""
    calendar = WorkCalendar(
        own_days={
            date(2025, 9, 26): OwnDay(is_working=False, name="台风"),
            date(2025, 9, 29): OwnDay(is_working=True, name="a plain Monday"),
        }
    )

    found = calendar.special_days(date(2025, 9, 26), date(2025, 10, 1))

    national = Words(zh="国庆节", en="National Day")
    assert found == [
        SpecialDay(date(2025, 9, 26), is_working=False, name=Words(zh="台风", en="台风"), is_own=True),
        SpecialDay(date(2025, 9, 28), is_working=True, name=national),
        SpecialDay(date(2025, 10, 1), is_working=False, name=national),
    ]


def test_years_without_a_notice_are_plain_weeks():
    """Beyond the published holidays only weekends are free."""
    year = KNOWN_YEARS.stop + 1
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(364)]

    assert [CALENDAR.is_working_day(day) for day in days] == [day.weekday() < 5 for day in days]
    assert CALENDAR.special_days(days[0], days[-1]) == []


def test_known_years_agree_with_the_library():
    """Every day of the published years is worked exactly when the library says so."""
    first, last = date(2023, 1, 1), date(KNOWN_YEARS.stop - 1, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    assert [CALENDAR.is_working_day(day) for day in days] == [chinese_calendar.is_workday(day) for day in days]


def test_seconds_are_cut_off():
    """Time counts from the minute shown, so that every moment on the page adds up."""
    start = at("2025-11-24 09:00") + timedelta(seconds=59, microseconds=5)

    assert CALENDAR.add_working_minutes(start, 1) == at("2025-11-24 09:01")


def test_any_zone_may_ask():
    """The same moment written in another zone gives the same answer, in UTC."""
    start = at("2025-11-24 17:30")

    answer = CALENDAR.add_working_minutes(start.astimezone(ZoneInfo("America/New_York")), 60)

    assert answer == at("2025-11-25 08:30")
    assert answer.tzinfo is UTC


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(8), time(8)),),
        ((time(12), time(8)),),
        ((time(8), time(12)), (time(12), time(18))),
        ((time(14), time(18)), (time(8), time(12))),
    ],
)
def test_impossible_office_hours_are_refused(spans):
    """Missing, empty, touching or disordered spans are refused in a sentence."""
    with pytest.raises(Refused, match="in order"):
        OfficeHours(spans)


def test_days_beyond_the_calendar_are_refused():
    """A day before 2000 or a due date after 2100 is refused instead of guessed."""
    for start, minutes in (("1999-12-31 10:00", 5), ("2100-12-31 10:00", 10_000), ("2101-01-03 10:00", 0)):
        with pytest.raises(Refused, match="covers 2000 to 2100"):
            CALENDAR.add_working_minutes(at(start), minutes)


def test_mistakes_of_the_caller_are_loud():
    """Negative time and moments without a zone are errors, not refusals."""
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_minutes(at("2025-11-24 10:00"), -1)
    with pytest.raises(ValueError, match="zone"):
        CALENDAR.add_working_minutes(datetime(2025, 11, 24), 1)  # noqa: DTZ001  the naive moment under test


@given(start=MOMENTS, minutes=MINUTES, own_days=OWN_DAYS)
def test_what_was_added_lies_between(start, minutes, own_days):
    """The working minutes between a start and its end are those that were added, whatever the city's own days."""
    calendar = WorkCalendar(own_days=own_days)

    end = calendar.add_working_minutes(start, minutes)

    assert calendar.working_minutes_between(start, end) == minutes
    assert calendar.working_minutes_between(end, start) == -minutes


@given(start=MOMENTS, minutes=MINUTES)
def test_the_end_is_in_office_hours(start, minutes):
    """Counting ends while the office is open or as it shuts."""
    local = CALENDAR.local(CALENDAR.add_working_minutes(start, minutes))

    assert CALENDAR.is_working_day(local)
    assert any(opens <= local.time() <= shuts for opens, shuts in CALENDAR.hours.spans)


@given(starts=st.tuples(MOMENTS, MOMENTS), minutes=st.tuples(MINUTES, MINUTES))
def test_a_later_start_or_more_time_never_ends_earlier(starts, minutes):
    """The end grows with the start and with the time added."""
    earlier = CALENDAR.add_working_minutes(min(starts), min(minutes))
    later = CALENDAR.add_working_minutes(max(starts), max(minutes))

    assert earlier <= later


@given(start=MOMENTS, minutes=MINUTES, day=st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_a_day_off_never_ends_anything_earlier(start, minutes, day):
    """Taking a day out of the calendar can only lengthen a count."""
    shorter = WorkCalendar(own_days={day: OwnDay(is_working=False)})

    assert shorter.add_working_minutes(start, minutes) >= CALENDAR.add_working_minutes(start, minutes)


@given(start=MOMENTS, first=MINUTES, second=MINUTES)
def test_time_adds_up(start, first, second):
    """Adding in two parts ends where adding at once does."""
    halfway = CALENDAR.add_working_minutes(start, first)

    in_parts = CALENDAR.add_working_minutes(halfway, second)

    assert CALENDAR.working_minutes_between(start, in_parts) == first + second
    if second:
        assert in_parts == CALENDAR.add_working_minutes(start, first + second)


@given(start=MOMENTS, minutes=st.integers(1, 3000))
def test_the_tables_agree_with_counting_minute_by_minute(start, minutes):
    """The quick answer is the one that a patient clerk finds by walking through the minutes."""
    moment, left = CALENDAR.local(start), minutes
    while left:
        minute = moment.hour * 60 + moment.minute
        left -= CALENDAR.is_working_day(moment) and minute in _OFFICE_MINUTES
        moment += timedelta(minutes=1)

    assert CALENDAR.add_working_minutes(start, minutes) == moment


_OFFICE_MINUTES = frozenset(CALENDAR.hours.minutes())
