# SPDX-License-Identifier: Apache-2.0
"""The working calendar of each county: its office hours, the city's own days and its own."""

from collections.abc import Mapping
from datetime import date

from sidan.base.calendar import OfficeHours as Spans
from sidan.base.calendar import OwnDay, WorkCalendar
from sidan.places.models import Holiday, OfficeHours
from sidan.places.versions import Kept

CITY = ""


def calendar_for(county: str) -> WorkCalendar:
    """Return the working calendar of a county by its six digits, or of the city for "".

    A county without days or hours of its own has the city's. Kept in memory: no query but the one a second that asks
    for changes.
    """
    calendars = _calendars()
    return calendars.get(county) or calendars[CITY]


def _load() -> Mapping[str, WorkCalendar]:
    """Return the calendars of the city and of each county that differs from it; two queries."""
    hours = {row.county: _spans(row) for row in OfficeHours.objects.all()}
    days: dict[str, dict[date, OwnDay]] = {}
    for holiday in Holiday.objects.all():
        days.setdefault(holiday.county, {})[holiday.day] = OwnDay(holiday.is_working, holiday.name)
    citywide, usual = days.get(CITY, {}), hours.get(CITY, Spans())
    return {
        county: WorkCalendar(hours.get(county, usual), {**citywide, **days.get(county, {})})
        for county in {CITY, *hours, *days}
    }


def _spans(row: OfficeHours) -> Spans:
    """Return the spans of one row."""
    return Spans(((row.morning_from, row.morning_until), (row.afternoon_from, row.afternoon_until)))


_calendars = Kept(_load)
