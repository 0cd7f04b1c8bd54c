# SPDX-License-Identifier: Apache-2.0
"""Limits run, pause, run on and are extended, and keep the reason as JSON."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.calendar import CHINA, OwnDay, WorkCalendar
from sidan.base.due import Paused, Running, due
from sidan.base.limits import Limit

CALENDAR = WorkCalendar()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 30), timezones=st.just(CHINA))  # noqa: DTZ001  given a zone
WORKING = st.builds(Limit, st.decimals("0.25", 60, places=2), st.sampled_from(["working_hours", "working_days"]))
CONTINUOUS = st.builds(Limit, st.decimals("0.25", 60, places=2), st.sampled_from(["urgent_hours", "natural_days"]))
LIMITS = WORKING | CONTINUOUS
WAITS = st.timedeltas(timedelta(), timedelta(days=40))


def at(text: str) -> datetime:
    """Return a local moment such as `2025-09-26 16:40`."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def through_json(limit: Running | Paused) -> Running | Paused:
    """Return a limit as it comes back from the database."""
    return type(limit).from_json(json.loads(json.dumps(limit.to_json())))


def test_the_reason_is_plain_json_that_says_everything():
    """A pause, an extension and the days met stand in the stored reason beside start, limit and due time."""
    running = due(Limit.parse("5工作日"), at("2025-09-26 16:40"), calendar=CALENDAR)

    running = running.pause(at("2025-09-28 09:00"), CALENDAR).resume(at("2025-09-29 09:00"), CALENDAR)
    running = running.extend(CALENDAR, Limit.parse("1 working_days"))

    assert running.reason == {
        "limit": "5 working_days",
        "start": "2025-09-26T16:40+08:00",
        "due": "2025-10-13T16:40+08:00",
        "days": [
            {"first": "2025-09-28", "last": "2025-09-28", "is_working": True, "is_own": False} | _NATIONAL,
            {"first": "2025-10-01", "last": "2025-10-05", "is_working": False, "is_own": False} | _NATIONAL,
            {"first": "2025-10-06", "last": "2025-10-06", "is_working": False, "is_own": False} | _MID_AUTUMN,
            {"first": "2025-10-07", "last": "2025-10-08", "is_working": False, "is_own": False} | _NATIONAL,
            {"first": "2025-10-11", "last": "2025-10-11", "is_working": True, "is_own": False} | _NATIONAL,
        ],
        "events": [
            {"pause": ["2025-09-28T09:00+08:00", "2025-09-29T09:00+08:00"]},
            {"extension": "1 working_days", "due": "2025-10-13T16:40+08:00"},
        ],
    }


_NATIONAL = {"zh": "国庆节", "en": "National Day"}
_MID_AUTUMN = {"zh": "中秋节", "en": "Mid-autumn Festival"}


def test_a_pause_keeps_what_remains_in_the_limits_own_minutes():
    """Working limits keep working minutes, continuous ones real minutes."""
    start, stop = at("2025-11-28 17:00"), at("2025-11-29 17:00")

    working = due(Limit.parse("2 working_hours"), start, calendar=CALENDAR).pause(stop, CALENDAR)
    natural = due(Limit.parse("2 natural_days"), start, calendar=CALENDAR).pause(stop, CALENDAR)

    assert (working.remaining_minutes, natural.remaining_minutes) == (60, 24 * 60)


def test_a_pause_that_skips_a_holiday_does_not_blame_it():
    """Days that passed while the limit stood still are no part of its reason."""
    running = due(Limit.parse("3 working_days"), at("2025-09-29 10:00"), calendar=CALENDAR)

    running = running.pause(at("2025-09-30 10:00"), CALENDAR).resume(at("2025-10-20 10:00"), CALENDAR)

    assert running.due_at == at("2025-10-22 10:00")
    assert running.days == ()


def test_a_late_limit_stays_late_through_a_pause():
    """A pause after the due time moves nothing, but is on record."""
    running = due(Limit.parse("1 working_hours"), at("2025-11-24 08:00"), calendar=CALENDAR)

    paused = running.pause(at("2025-11-24 11:00"), CALENDAR)
    resumed = paused.resume(at("2025-11-26 11:00"), CALENDAR)

    assert paused.remaining_minutes == 0
    assert resumed.due_at == running.due_at
    assert len(resumed.events) == 1


def test_a_typhoon_day_declared_later_can_be_counted_in():
    """Counting anew by the changed calendar keeps pauses and extensions and moves the due time by the day lost."""
    running = due(Limit.parse("2 working_days"), at("2025-11-24 10:00"), calendar=CALENDAR)
    running = running.pause(at("2025-11-24 15:00"), CALENDAR).resume(at("2025-11-25 15:00"), CALENDAR).extend(CALENDAR)
    assert running.due_at == at("2025-12-01 10:00")

    typhoon = WorkCalendar(own_days={date(2025, 11, 27): OwnDay(is_working=False, name="台风停工")})
    recounted = running.recounted(typhoon)

    assert recounted.due_at == at("2025-12-02 10:00")
    assert [day.name.zh for day in recounted.days] == ["台风停工"]
    assert running.recounted(CALENDAR) == running


def test_a_due_time_in_an_unpublished_year_says_so():
    """A working limit that reaches into a year without a holiday notice names that year; a continuous one need not."""
    start = at("2027-12-31 10:00")

    assert due(Limit.parse("5 working_days"), start, calendar=CALENDAR).unknown_years == (2027, 2028)
    assert due(Limit.parse("5 natural_days"), start, calendar=CALENDAR).unknown_years == ()


def test_nothing_happens_before_the_limit_began():
    """A clock that slips back between two requests pauses at the start, not before it."""
    running = due(Limit.parse("2 urgent_hours"), at("2025-11-24 10:00"), calendar=CALENDAR)

    paused = running.pause(at("2025-11-24 09:58"), CALENDAR)

    assert paused.remaining_minutes == 120
    assert paused.resume(at("2025-11-24 09:59"), CALENDAR) == running


@given(limit=WORKING, start=MOMENTS)
def test_exactly_the_limit_lies_before_the_due_time(limit, start):
    """The working minutes from the start to the due time are the limit, and the due time is in office hours."""
    running = due(limit, start, calendar=CALENDAR)

    assert CALENDAR.working_minutes_between(start, running.due_at) == limit.minutes(CALENDAR)
    assert CALENDAR.is_working_day(running.due_at)
    assert any(opens < running.due_at.time() <= shuts for opens, shuts in CALENDAR.hours.spans)


@given(limit=CONTINUOUS, start=MOMENTS)
def test_continuous_limits_run_by_the_clock(limit, start):
    """Urgent hours and natural days end exactly so many minutes later."""
    running = due(limit, start, calendar=CALENDAR)

    assert running.due_at - running.started_at == timedelta(minutes=limit.minutes(CALENDAR))


@given(limits=st.tuples(LIMITS, LIMITS), starts=st.tuples(MOMENTS, MOMENTS))
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(limits, starts):
    """The due time grows with the start and with the length."""
    unit = limits[0].unit
    short, long = (Limit(value, unit) for value in sorted(limit.value for limit in limits))

    assert due(short, min(starts), calendar=CALENDAR).due_at <= due(long, max(starts), calendar=CALENDAR).due_at


@given(limit=LIMITS, start=MOMENTS, wait=WAITS)
def test_a_pause_without_length_changes_nothing(limit, start, wait):
    """Pausing and running on at the same moment is the same limit, on the page and in the database."""
    running = due(limit, start, calendar=CALENDAR)

    assert running.pause(start + wait, CALENDAR).resume(start + wait, CALENDAR) == running


@given(limit=LIMITS, start=MOMENTS, wait=WAITS, pause=WAITS)
def test_a_pause_takes_nothing_away_and_gives_nothing(limit, start, wait, pause):
    """What remains when the limit stops is what remains when it runs again, and the due time never moves earlier."""
    running = due(limit, start, calendar=CALENDAR)
    paused = running.pause(start + wait, CALENDAR)

    resumed = paused.resume(start + wait + pause, CALENDAR)

    assert resumed.due_at >= running.due_at
    if paused.remaining_minutes:
        assert resumed.pause(start + wait + pause, CALENDAR).remaining_minutes == paused.remaining_minutes


@given(limit=LIMITS, start=MOMENTS)
def test_an_extension_is_the_limit_once_more(limit, start):
    """Extending once gives the time that twice the length would have given."""
    once = due(limit, start, calendar=CALENDAR).extend(CALENDAR)
    minutes = 2 * limit.minutes(CALENDAR)

    by_the_clock = CALENDAR.local(start) + timedelta(minutes=minutes)
    assert once.due_at == (CALENDAR.add_working_minutes(start, minutes) if limit.is_working else by_the_clock)
    assert once.due_at == once.events[-1].due_at


@given(
    limit=LIMITS,
    start=MOMENTS,
    wait=WAITS,
    pause=WAITS,
    days=st.sets(st.dates(date(2024, 1, 1), date(2027, 9, 30)), max_size=5),
)
def test_a_day_off_never_makes_anything_due_earlier(limit, start, wait, pause, days):
    """Whatever else happened to it, a limit counted with more days off is due no earlier."""
    running = due(limit, start, calendar=CALENDAR)
    running = running.pause(start + wait, CALENDAR).resume(start + wait + pause, CALENDAR).extend(CALENDAR)

    off = WorkCalendar(own_days={day: OwnDay(is_working=False) for day in days})

    assert running.recounted(off).due_at >= running.due_at


@given(limit=LIMITS, start=MOMENTS, wait=WAITS, pause=WAITS)
def test_limits_survive_the_database(limit, start, wait, pause):
    """A running and a paused limit come back from JSON as they went."""
    paused = due(limit, start, calendar=CALENDAR).extend(CALENDAR).pause(start + wait, CALENDAR)
    running = paused.resume(start + wait + pause, CALENDAR)

    assert through_json(paused) == paused
    assert through_json(running) == running


@pytest.mark.parametrize("lost", ["limit", "start", "due"])
def test_a_broken_reason_is_loud(lost):
    """A stored reason without one of its three facts cannot be read."""
    reason = due(Limit.parse("1 natural_days"), at("2025-11-24 10:00"), calendar=CALENDAR).to_json()
    del reason[lost]

    with pytest.raises(KeyError):
        Running.from_json(reason)
