# SPDX-License-Identifier: Apache-2.0
"""Single places as an administrator keeps them: the verbs of places, asked first and audited afterwards.

Places know nobody, so who may change them, and the log of it, stand here above them; whole sheets are in place_sheets.
"""

from datetime import date
from typing import Any

from django.db import transaction

from sidan.base.geometry import Point
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_change_places
from sidan.people.days import city_today
from sidan.places import areas, holidays, sites
from sidan.places.holidays import Span
from sidan.places.models import Area, Holiday, OfficeHours, Site

ADDED, CHANGED, REMOVED = "admin.added", "admin.changed", "admin.removed"


@transaction.atomic
def add_area(code: str, name: str, *, by: Actor, **facts: Any) -> Area:
    """Add an area under the one its code begins with."""
    require_may_change_places(by)
    area = areas.add_area(code, name, **facts)
    record(by, ADDED, f"area:{area.code}", name=area.name)
    return area


@transaction.atomic
def amend_area(area: Area, name: str, *, by: Actor, **facts: Any) -> Area:
    """Change what is known of an area."""
    require_may_change_places(by)
    amended = areas.amend_area(area.code, name=name, **facts)
    record(by, CHANGED, f"area:{area.code}", name=amended.name)
    return amended


@transaction.atomic
def void_area(area: Area, *, by: Actor) -> Area:
    """Give up an area from today on."""
    require_may_change_places(by)
    voided = areas.void_area(area.code, on=city_today())
    record(by, REMOVED, f"area:{area.code}", name=area.name)
    return voided


@transaction.atomic
def add_site(area: Area, name: str, *, kind: str, address: str, point: Point | None, by: Actor) -> Site:
    """Add a site and give it the code for its poster."""
    require_may_change_places(by)
    site = sites.add_site(area.code, name, kind=kind, address=address, point=point)
    record(by, ADDED, f"site:{site.code}", name=site.name)
    return site


@transaction.atomic
def amend_site(site: Site, name: str, *, address: str, point: Point | None, is_active: bool, by: Actor) -> Site:
    """Change what is known of a site, take it out of use or into use again."""
    require_may_change_places(by)
    if is_active and not site.is_active:
        sites.reopen_site(site.code)
    amended = sites.amend_site(site.code, name=name, address=address, point=point)
    if amended.is_active and not is_active:
        amended = sites.close_site(site.code)
    record(by, CHANGED, f"site:{site.code}", name=name, in_use=is_active)
    return amended


@transaction.atomic
def set_holiday(day: date, name: str, *, is_working: bool, county: str, by: Actor) -> Holiday:
    """Make a day one off, or one worked."""
    require_may_change_places(by)
    holiday = holidays.set_holiday(day, name, is_working=is_working, county=county)
    record(by, CHANGED, f"day:{day.isoformat()}", name=name, is_working=is_working, county=county)
    return holiday


@transaction.atomic
def drop_holiday(holiday: Holiday, *, by: Actor) -> None:
    """Let a day be again what the public calendar says."""
    require_may_change_places(by)
    holidays.drop_holiday(holiday.day, county=holiday.county)
    record(by, REMOVED, f"day:{holiday.day.isoformat()}", name=holiday.name, county=holiday.county)


@transaction.atomic
def set_office_hours(morning: Span, afternoon: Span, *, county: str, by: Actor) -> OfficeHours:
    """Set when the offices of a county, or with "" of the whole city, work on a working day."""
    require_may_change_places(by)
    hours = holidays.set_office_hours(morning, afternoon, county=county)
    spans = [f"{start:%H:%M}-{end:%H:%M}" for start, end in (morning, afternoon)]
    record(by, CHANGED, f"office_hours:{county or 'city'}", spans=spans)
    return hours
