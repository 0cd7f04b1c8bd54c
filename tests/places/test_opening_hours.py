# SPDX-License-Identifier: Apache-2.0
"""Opening times are read from a clerk's line, said again in words, and asked for a moment."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.places.opening_hours import (
    ALWAYS,
    NEVER,
    Opening,
    Week,
    in_words,
    opening_at,
    parse_week,
    restored,
    stored,
)

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = "周一至周五 08:00-12:00,14:00-18:00；周六 09:00-12:00"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of the week whose Monday is 9 March 2026."""
    return datetime(2026, 3, 9, tzinfo=CHINA) + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            OFFICE,
            "周一至周五 08:00-12:00, 14:00-18:00；周六 09:00-12:00",
            "Mon-Fri 08:00-12:00, 14:00-18:00; Sat 09:00-12:00",
        ),
        ("daily 22:00-06:00", "每天 22:00-06:00", "daily 22:00-06:00"),
        ("24小时", "每天 24小时", "daily 24h"),
        ("１-５ ８:００-１８:００", "周一至周五 08:00-18:00", "Mon-Fri 08:00-18:00"),
        ("星期六、星期天 9:00～12:00", "周六至周日 09:00-12:00", "Sat-Sun 09:00-12:00"),
        ("周五至周一 10:00-20:00", "周一 10:00-20:00；周五至周日 10:00-20:00", "Mon 10:00-20:00; Fri-Sun 10:00-20:00"),
        ("每天 08:00-20:00; 周日 休息", "周一至周六 08:00-20:00", "Mon-Sat 08:00-20:00"),
        ("", "", ""),
    ],
)
def test_a_line_is_read_and_said_again(text: str, zh: str, en: str):
    """Both languages say the same week, and what is said is read back as it was."""
    week = parse_week(text)

    assert (in_words(week).zh, in_words(week).en) == (zh, en)
    assert parse_week(zh) == parse_week(en) == week == restored(stored(week))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("看心情", "看心情 is not an opening time such as Mon-Fri"),
        ("周一", "周一 is not an opening time"),
        ("周一 25:00-26:00", "There is no time 25:00-26:00"),
        ("周一 08:00-09:75", "There is no time"),
        ("周一 08:00-10:00,09:00-11:00", "The opening times of Mon overlap"),
        ("周日 20:00-04:00; 周一 03:00-09:00", "The opening times of Sun overlap"),
        ("周一 1:00-2:00,3:00-4:00,5:00-6:00,7:00-8:00,9:00-10:00", "at most 4 opening times"),
    ],
)
def test_a_line_that_says_no_week_is_refused(text: str, told: str):
    """The sentence names what cannot be read, and gives an example."""
    with pytest.raises(Refused, match=told):
        parse_week(text)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (at(0, 8), Opening(is_open=True, until=at(0, 12))),
        (at(0, 12), Opening(is_open=False, until=at(0, 14))),
        (at(5, 11, 59), Opening(is_open=True, until=at(5, 12))),
        (at(5, 12), Opening(is_open=False, until=at(7, 8))),
        (at(6, 3), Opening(is_open=False, until=at(7, 8))),
    ],
)
def test_it_is_open_from_the_first_minute_and_closed_at_the_last(moment: datetime, opening: Opening):
    """The answer says when it changes, over lunch and over a Sunday."""
    assert opening_at(parse_week(OFFICE), moment) == opening


def test_a_night_belongs_to_the_day_it_begins_on():
    """A Saturday's evening ends on Sunday morning, whether Sunday is closed or not; a closed Saturday has none."""
    week = parse_week("周六 22:00-06:00")
    sunday = at(6, 5)

    assert opening_at(week, sunday) == Opening(is_open=True, until=at(6, 6))
    assert opening_at(week, sunday, closed=[date(2026, 3, 15)]).is_open
    assert not opening_at(week, sunday, closed=[date(2026, 3, 14)]).is_open


def test_what_is_always_open_has_no_end_but_a_closed_day():
    """Day and night joins over midnight, until a day it is closed on."""
    assert opening_at(ALWAYS, at(2, 3)) == Opening(is_open=True, until=None)
    assert opening_at(ALWAYS, at(2, 3), closed=[date(2026, 3, 13)]) == Opening(is_open=True, until=at(4, 0))
    assert opening_at(NEVER, at(2, 3)) == Opening(is_open=False, until=None)


_SPANS = st.lists(st.integers(0, 47), max_size=6, unique=True).map(sorted)


@given(st.lists(_SPANS, min_size=7, max_size=7), st.integers(0, 7 * 48 - 1))
def test_open_now_agrees_with_the_spans(days: list[list[int]], half_hour: int):
    """Whatever the week, a moment is open exactly when a span of its day holds it, and changes when it says."""
    halves = [list(zip(day[::2], day[1::2], strict=False)) for day in days]
    week: Week = tuple(tuple((start * 30, end * 30) for start, end in day) for day in halves)
    moment = at(0, 0, half_hour * 30)

    opening = opening_at(week, moment)

    holding = any(start <= half_hour % 48 < end for start, end in halves[half_hour // 48])
    assert opening.is_open == holding
    if opening.until is not None:
        assert opening.until > moment
        assert opening_at(week, opening.until).is_open != opening.is_open
