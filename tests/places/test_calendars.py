# SPDX-License-Identifier: Apache-2.0
"""Each county counts by its own days and hours, and by the city's where it has none."""

from datetime import UTC, date, datetime, time

import pytest

from sidan.base.errors import Refused
from sidan.places.calendars import calendar_for
from sidan.places.holidays import drop_holiday, set_holiday, set_office_hours
from tests.places.conftest import CITY, COUNTY

TYPHOON = date(2026, 9, 1)  # a Tuesday
SATURDAY = date(2026, 9, 5)


def test_a_city_without_rows_works_the_usual_week(db: None):
    """Eight to twelve and two to six, Monday to Friday, is what counts without any row."""
    calendar = calendar_for(COUNTY)

    assert calendar.is_working_day(TYPHOON)
    assert not calendar.is_working_day(SATURDAY)
    assert calendar.day_minutes == 480


def test_a_day_off_in_the_city_is_one_in_every_county(city: None):
    """A typhoon stops the whole city; a county's own day stops it alone, and wins."""
    set_holiday(TYPHOON, "台风停工")
    set_holiday(TYPHOON, "照常上班", is_working=True, county=COUNTY)
    set_holiday(SATURDAY, "补班", is_working=True, county=COUNTY)

    assert [calendar_for(code).is_working_day(TYPHOON) for code in ("", "369902", COUNTY)] == [False, False, True]
    assert [calendar_for(code).is_working_day(SATURDAY) for code in ("", COUNTY)] == [False, True]


def test_a_day_set_again_is_set_anew_and_may_be_dropped(city: None):
    """The last word counts."""
    set_holiday(TYPHOON, "台风停工")
    set_holiday(TYPHOON, "台风转向", is_working=True)
    assert calendar_for("").is_working_day(TYPHOON)

    drop_holiday(TYPHOON)
    set_holiday(TYPHOON, "台风停工")
    assert not calendar_for("").is_working_day(TYPHOON)


def test_a_county_may_have_hours_of_its_own(city: None):
    """Summer hours in one county leave the others as they are."""
    set_office_hours((time(8), time(12)), (time(15), time(18)), county=COUNTY)

    start = datetime(2026, 9, 1, 4, tzinfo=UTC)  # noon
    assert calendar_for(COUNTY).add_working_minutes(start, 60) == datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert calendar_for("").add_working_minutes(start, 60) == datetime(2026, 9, 1, 7, tzinfo=UTC)


def test_days_and_hours_are_set_for_counties_only(city: None):
    """A code that is no county here is refused, and so are hours out of order."""
    for code in (CITY, "369902"):
        with pytest.raises(Refused, match="There is no county"):
            set_holiday(TYPHOON, "台风停工", county=code)
    with pytest.raises(Refused, match="Office hours must be spans"):
        set_office_hours((time(8), time(12)), (time(11), time(18)))


def test_calendars_are_kept(city: None, django_assert_num_queries):
    """Asking again for any county costs no query."""
    calendar_for("")

    with django_assert_num_queries(0):
        assert calendar_for(COUNTY) is calendar_for("")
