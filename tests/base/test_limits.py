# SPDX-License-Identifier: Apache-2.0
"""Time limits are read from the words of the rule, once, and shown as such."""

from datetime import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.calendar import OfficeHours, WorkCalendar
from sidan.base.errors import Refused, Words
from sidan.base.limits import UNITS, Limit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2 urgent_hours", "2 urgent_hours"),
        ("0.25 working_hours", "0.25 working_hours"),
        ("1 working_day", "1 working_days"),
        ("10 working days", "10 working_days"),
        ("7 natural_days", "7 natural_days"),
        ("24 hours", "24 urgent_hours"),
        ("15 Days", "15 natural_days"),
        ("2紧急工作时", "2 urgent_hours"),
        ("1紧急工作时", "1 urgent_hours"),
        ("4工作时", "4 working_hours"),
        ("4 工作小时", "4 working_hours"),
        ("5工作日", "5 working_days"),
        ("5个工作日", "5 working_days"),
        ("５ 个工作日", "5 working_days"),
        ("五个工作日", "5 working_days"),
        ("十五个工作日", "15 working_days"),
        ("二十天", "20 natural_days"),
        ("两小时", "2 urgent_hours"),
        ("半天", "0.5 natural_days"),
        ("1天", "1 natural_days"),
        ("15日", "15 natural_days"),
        ("30自然日", "30 natural_days"),
        ("2紧急工作日", "2 natural_days"),
        ("2小时", "2 urgent_hours"),
    ],
)
def test_a_limit_is_read_from_the_words_of_the_rule(text, shown):
    """Programme files, city rules and clerks' tables name the four units in their own ways."""
    assert str(Limit.parse(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5",
        "days",
        "five days",
        "-5 days",
        "5 weeks",
        "5 工作",
        "1e3 days",
        "５..0天",
        "五五天",
        "十天天",
        "5 days 3",
        "nan days",
    ],
)
def test_what_is_no_limit_is_refused_with_an_example(text):
    """A text that is not a number and a unit is refused, and shown what one looks like."""
    with pytest.raises(Refused, match=r"not a time limit such as|write it in digits"):
        Limit.parse(text)


@pytest.mark.parametrize("text", ["0 working_days", "0.0 urgent_hours", "3651 natural_days", "87601 working_hours"])
def test_nothing_and_for_ever_are_no_limits(text):
    """A limit is more than nothing and at most ten years."""
    with pytest.raises(Refused, match="more than nothing and at most 3650 days"):
        Limit.parse(text)


@given(
    value=st.decimals(Decimal("0.0001"), Decimal(3650), places=4),
    unit=st.sampled_from(UNITS),
)
def test_what_is_written_is_read_back(value, unit):
    """The text of a limit gives the same limit, exactly."""
    limit = Limit(value, unit)

    assert Limit.parse(str(limit)) == limit


def test_minutes_are_of_the_limits_own_kind():
    """Hours have sixty minutes, natural days twenty-four hours, working days the office's own; parts count whole."""
    seven_hours = WorkCalendar(OfficeHours(((time(9), time(12)), (time(14), time(18)))))

    minutes = {text: Limit.parse(text).minutes(seven_hours) for text in _LENGTHS}

    assert minutes == _LENGTHS


_LENGTHS = {
    "2 urgent_hours": 120,
    "0.25 working_hours": 15,
    "2 natural_days": 2880,
    "5 working_days": 5 * 7 * 60,
    "0.5 working_days": 210,
    "0.001 urgent_hours": 1,
}


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2 urgent_hours", "2个紧急工作时", "2 urgent hours"),
        ("1 working_hours", "1个工作时", "1 working hour"),
        ("0.25 working_hours", "15分钟工作时间", "15 working minutes"),
        ("0.5 urgent_hours", "30分钟", "30 minutes"),
        ("1.5 working_days", "1.5个工作日", "1.5 working days"),
        ("20 natural_days", "20个自然日", "20 natural days"),
    ],
)
def test_a_limit_is_shown_in_both_languages(text, zh, en):
    """A limit reads naturally in a sentence of either language; parts of an hour are minutes."""
    assert Limit.parse(text).words() == Words(zh=zh, en=en)


def test_limits_know_whether_they_stop_at_night():
    """Working hours and days count working time; the others run on."""
    assert [unit for unit in UNITS if Limit(Decimal(1), unit).is_working] == ["working_hours", "working_days"]
