# SPDX-License-Identifier: Apache-2.0
"""The clock tells real time until a test moves it, and then for every thread."""

from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest

from sidan.base import clock

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def test_the_clock_tells_the_real_time_in_utc():
    """Unmoved, the clock is the system's, aware and in UTC."""
    before = datetime.now(UTC)

    told = clock.now()

    assert before <= told <= datetime.now(UTC)
    assert told.tzinfo is UTC


def test_a_travelling_clock_stands_still_until_moved():
    """Inside travel the clock moves only when told to, and after it is real again."""
    with clock.travel(NEW_YEAR):
        assert clock.now() == NEW_YEAR

        clock.advance(hours=2, minutes=1)
        assert clock.now() == NEW_YEAR + timedelta(minutes=121)

        clock.move_to(NEW_YEAR - timedelta(days=1))
        assert clock.now() == NEW_YEAR - timedelta(days=1)

    assert clock.now() > NEW_YEAR


def test_travels_can_be_nested():
    """Each block puts back the time it found, even after a failure."""
    with clock.travel(NEW_YEAR):
        with pytest.raises(KeyError), clock.travel(NEW_YEAR + timedelta(days=9)):
            raise KeyError
        assert clock.now() == NEW_YEAR


def test_other_threads_see_the_moved_clock():
    """A server thread under test tells the time its test has set."""
    told: list[datetime] = []

    with clock.travel(NEW_YEAR):
        thread = Thread(target=lambda: told.append(clock.now()))
        thread.start()
        thread.join()

    assert told == [NEW_YEAR]


def test_moments_of_other_zones_become_utc():
    """The clock always answers in UTC."""
    beijing = timezone(timedelta(hours=8))

    with clock.travel(datetime(2026, 1, 1, 8, tzinfo=beijing)):
        assert clock.now() == NEW_YEAR
        assert clock.now().tzinfo is UTC


def test_a_clock_at_rest_cannot_be_moved():
    """Moving the real clock is an error, because nobody would put it back; so is a moment without a zone."""
    with pytest.raises(RuntimeError):
        clock.advance(hours=1)
    with pytest.raises(ValueError, match="aware"), clock.travel(datetime(2026, 1, 1)):  # noqa: DTZ001  the naive moment under test
        pass
