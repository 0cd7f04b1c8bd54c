# SPDX-License-Identifier: Apache-2.0
"""When a visit is due, and how many months a period has, from plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.matching.due import Due, is_missed, next_due
from sidan.matching.measures import months_within

BEGUN = date(2026, 1, 5)


def test_the_first_visit_comes_within_a_month() -> None:
    """A pairing begins with a visit within thirty days, or within the rhythm where that is shorter."""
    assert next_due(None, BEGUN, 90, date(2026, 1, 6)) == Due(date(2026, 2, 4), "early", 29)
    assert next_due(None, BEGUN, 14, date(2026, 1, 16)).on == date(2026, 1, 19)


def test_then_the_rhythm_counts_from_the_last_visit() -> None:
    """Early, soon and overdue follow one another."""
    last = date(2026, 2, 2)
    due = date(2026, 5, 3)

    states = [next_due(last, BEGUN, 90, due + timedelta(days=days)).state for days in (-15, -14, 0, 1)]

    assert states == ["early", "soon", "soon", "overdue"]


def test_a_visit_before_the_pairing_gives_time_and_never_takes_it() -> None:
    """The company was visited the week before it got another liaison: nobody comes again at once."""
    assert next_due(date(2025, 12, 30), BEGUN, 90, BEGUN).on == date(2026, 3, 30)
    assert next_due(date(2024, 12, 30), BEGUN, 90, BEGUN).on == date(2026, 2, 4)


def test_a_visit_is_not_due_on_a_day_off() -> None:
    """A due day on a weekend moves to the Monday."""
    due = next_due(date(2026, 1, 3), BEGUN, 7, BEGUN, is_working=lambda day: day.weekday() < 5)

    assert due.on == date(2026, 2, 3) or due.on.weekday() < 5
    assert next_due(None, date(2026, 1, 3), 7, BEGUN, is_working=lambda day: day.weekday() < 5).on == date(2026, 1, 12)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(7, 366), st.integers(-400, 400))
def test_overdue_means_past(last: date, rhythm: int, days: int) -> None:
    """Overdue and the days left always say the same, and no visit is due sooner than the rhythm."""
    today = last + timedelta(days=days)

    due = next_due(last, last - timedelta(days=5), rhythm, today)

    assert (due.state == "overdue") == (due.days_left < 0)
    assert (due.on - last).days == rhythm


@given(st.integers(7, 120), st.lists(st.integers(0, 120), max_size=6), st.integers(0, 120), st.integers(1, 120))
def test_a_visit_more_never_makes_one_missed(rhythm: int, days: list[int], more: int, until: int) -> None:
    """What is missed is what the list calls overdue the morning after; coming once more never makes it so."""
    came = [BEGUN + timedelta(days=day - 20) for day in days if day - 20 <= until]
    after, end = BEGUN + timedelta(days=min(more - 20, until)), BEGUN + timedelta(days=until)

    before = is_missed(max(came, default=None), BEGUN, rhythm, end, is_working=_in_the_week)

    assert before == (_next(came, rhythm).on <= end)
    assert before or not is_missed(max([*came, after]), BEGUN, rhythm, end, is_working=_in_the_week)


def test_months_are_counted_by_their_days() -> None:
    """A quarter is three, a week of June less than a quarter of one, and no days are no month."""
    since, until = date(2026, 3, 1), date(2026, 6, 8)

    assert months_within(since, date(2026, 5, 31)) == pytest.approx(3)
    assert months_within(date(2026, 6, 1), until) == pytest.approx(8 / 30)
    assert months_within(until, since) == 0


def _next(came: list[date], rhythm: int) -> Due:
    """Return what the list shows."""
    return next_due(max(came, default=None), BEGUN, rhythm, BEGUN, is_working=_in_the_week)


def _in_the_week(day: date) -> bool:
    """Say whether a day is none of the weekend."""
    return day.weekday() < 5
