# SPDX-License-Identifier: Apache-2.0
"""Universities and other units that experts belong to, and units of companies to be entered."""

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router, Status

from sidan.base.errors import Invalid, Refused
from sidan.matching.registering import area_of
from sidan.matching.unit_register import change_registered, find_registered, register_unit, units_of
from sidan.people.models import Unit
from sidan.people.units import UnitFacts
from sidan.places.areas import require_living
from sidan.web.api.access import KEEPERS, READERS, actor_in
from sidan.web.api.listing import one_page
from sidan.web.api.many import MANY, take_all
from sidan.web.api.shapes import Done, NewUnit, Rows, UnitGiven, UnitShown

router = Router(tags=["units"])


@router.get("/units", response=Rows[UnitShown], auth=READERS, url_name="units")
def units(
    request: HttpRequest,
    after: str = Query("", max_length=40),  # type: ignore[type-arg]  # ninja's own words for a default
) -> Rows[UnitShown]:
    """List the units of your areas, a page at a time. One query."""
    cut = one_page(units_of(actor_in(request)), "area", after=after)
    return Rows[UnitShown](rows=[_shown(each) for each in cut.rows], later=cut.later)


@router.post("/units", response={201: Done}, auth=KEEPERS, url_name="units")
def add_units(request: HttpRequest, rows: list[NewUnit] = MANY) -> Status[Done]:
    """Enter units, all or none."""
    actor = actor_in(request)

    def add(row: NewUnit) -> None:
        register_unit(row.code, _facts(row.facts), by=actor)

    return Status(201, Done(count=take_all(rows, add)))


@router.get("/units/{str:code}", response=UnitShown, auth=READERS, url_name="unit")
def one_unit(request: HttpRequest, code: str) -> UnitShown:
    """Show one unit."""
    return _shown(find_registered(code, by=actor_in(request)))


@router.put("/units/{str:code}", response=UnitShown, auth=KEEPERS, url_name="unit")
@transaction.atomic
def set_unit(request: HttpRequest, code: str, facts: UnitGiven) -> UnitShown:
    """Set what is said of a unit; its code stays."""
    actor = actor_in(request)
    found = find_registered(code, by=actor)
    change_registered(found, _facts(facts), by=actor)
    return _shown(find_registered(code, by=actor))


def _facts(given: UnitGiven) -> UnitFacts:
    """Return what was sent as the register takes it; an area that is not there is a fault of its field."""
    try:
        area = require_living(given.area_code)
    except Refused as fault:
        raise Invalid({"area_code": [fault]}) from fault
    return UnitFacts(
        name=given.name,
        name_en=given.name_en,
        kind=given.kind,
        area=area,
        phone=given.phone,
    )


def _shown(unit: Unit) -> UnitShown:
    """Return a unit as it is sent."""
    facts = UnitGiven(name=unit.name, name_en=unit.name_en, kind=unit.kind, area_code=area_of(unit), phone=unit.phone)
    return UnitShown(code=unit.code, is_active=unit.is_active, facts=facts)
