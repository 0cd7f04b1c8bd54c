# SPDX-License-Identifier: Apache-2.0
"""The database itself holds the rules of places, whoever writes."""

from datetime import date, time

import pytest
from django.db import IntegrityError, connection, transaction

from sidan.places.models import Area, Holiday, OfficeHours, Site
from tests.places.conftest import COMMUNITY, COUNTY, GRIDS

AREA = {"code": f"{COMMUNITY}009", "name": "新网格", "level": "grid", "parent_id": COMMUNITY}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"code": GRIDS[0]}, "area_code_is_unique"),
        ({"level": "town"}, "area_code_"),
        ({"level": "hamlet"}, "area_code_"),
        ({"code": f"{COMMUNITY}000"}, "area_code_has_the_length_of_its_level"),
        ({"code": f"{COMMUNITY}00x"}, "area_code_has_the_length_of_its_level"),
        ({"parent_id": None}, "area_code_begins_with_its_parent"),
        ({"parent_id": COUNTY}, "area_code_begins_with_its_parent"),
        ({"name": ""}, "area_has_a_name"),
        ({"households": -1}, "area_households_are_not_negative"),
        ({"people": -1}, "area_people_are_not_negative"),
        ({"lon": 116.0}, "area_point_is_whole"),
        ({"lon": 200.0, "lat": 28.0}, "area_point_is_whole"),
    ],
)
def test_an_area_that_breaks_a_rule_is_not_stored(city: None, change: dict[str, object], constraint: str):
    """Each rule has a constraint with a speaking name."""
    with pytest.raises(IntegrityError, match=constraint):
        Area.objects.create(**{**AREA, **change})


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"code": "1011a2b3"}, "site_code_is_unique"),
        ({"name": "2栋", "code": "1011A2b4"}, "site_code_is_readable"),
        ({"name": "2栋", "code": "1011a2"}, "site_code_is_readable"),
        ({"code": "1011a2b4"}, "site_has_its_own_name_in_its_area"),
        ({"name": "", "code": "1011a2b4"}, "site_has_a_name"),
        ({"kind": "", "code": "1011a2b4"}, "site_has_a_kind"),
        ({"lat": 28.0, "name": "2栋", "code": "1011a2b4"}, "site_point_is_whole"),
    ],
)
def test_a_site_that_breaks_a_rule_is_not_stored(city: None, change: dict[str, object], constraint: str):
    """A closed site gives its name free."""
    site = {"area": Area.objects.get(code=GRIDS[0]), "kind": "building", "name": "1栋", "code": "1011a2b3"}
    Site.objects.create(**site)

    with transaction.atomic(), pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Site.objects.create(**{**site, **change})

    Site.objects.update(is_active=False)
    Site.objects.create(**{**site, "code": "1011a2b5"})


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (Holiday(day=date(2026, 9, 1), name="台风", is_working=False), "holiday_is_set_once"),
        (Holiday(day=date(2026, 9, 2), name="", is_working=False), "holiday_has_a_name"),
        (Holiday(day=date(2026, 9, 2), name="台风", is_working=False, county="36"), "holiday_county_is_a_county"),
        (OfficeHours(morning_from=time(12)), "office_hours_are_in_order"),
        (OfficeHours(afternoon_from=time(12)), "office_hours_are_in_order"),
        (OfficeHours(county="36990"), "office_hours_county_is_a_county"),
    ],
)
def test_a_calendar_that_breaks_a_rule_is_not_stored(db: None, row: Holiday | OfficeHours, constraint: str):
    """Days are set once, hours stand in order, counties are counties."""
    Holiday.objects.create(day=date(2026, 9, 1), name="台风", is_working=False)

    with pytest.raises(IntegrityError, match=constraint):
        row.save(force_insert=True)


def test_an_area_in_use_cannot_be_deleted(city: None):
    """The database keeps what others lie in."""
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM places_area WHERE code = '3699'")


def test_what_lies_inside_is_found_by_an_index(city: None):
    """The beginning of a code is a range of the index, because the column sorts by bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Area.objects.filter(code__startswith=COMMUNITY).explain()

    assert "area_code_is_unique" in plan
    assert f"code >= '{COMMUNITY}'" in plan
