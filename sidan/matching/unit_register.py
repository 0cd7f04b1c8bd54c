# SPDX-License-Identifier: Apache-2.0
"""Universities and other units that experts belong to, and companies to be entered, as organisers register them.

Units are else the administrators' matter (see people/units.py) and stay it: an organiser is lent their right for a
closed list of kinds in the area kept alone, none of which handles orders by its kind, and nobody gets a post by it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from sidan.base.errors import NotFound, Refused, Words
from sidan.matching.authority import areas_read, lent, may_keep
from sidan.matching.register_facts import Fault, require_sound
from sidan.matching.register_rows import Adviser
from sidan.matching.registering import COMPANY_KIND, area_of
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.people.units import UnitFacts, add_unit, change_unit
from sidan.places.codes import county_of
from sidan.programmes.unit_kinds import unit_kind

_KINDS = ("university", "college", "school", "hospital", "institute", "association", "professional", COMPANY_KIND)


def registered_kinds() -> Mapping[str, Words]:
    """Return the kinds of units that organisers register, by code; no query."""
    return {code: unit_kind(code) for code in _KINDS}


def units_within(areas: Iterable[str]) -> "QuerySet[Unit]":
    """Return the units of those kinds in any of the areas, with the area, by code.

    Companies stand here only until they are entered into their own register.
    """
    inside = Q(pk__in=())
    for area in areas:
        inside |= Q(area__code__startswith=area)
    found = Unit.objects.filter(inside, kind__in=_KINDS, company__isnull=True)
    return found.select_related("area").order_by("code")


def units_of(by: Actor) -> "QuerySet[Unit]":
    """Return those units in the areas the actor reads."""
    return units_within(areas_read(by))


def experts_in(units: Iterable[Unit]) -> dict[int, int]:
    """Return how many experts in use each of some units has that has any, by its id. One query."""
    found = Adviser.objects.filter(unit__in=list(units), kind="expert", is_active=True).order_by()
    return dict(found.values_list("unit").annotate(count=Count("pk")))


def find_registered(code: str, *, by: Actor) -> Unit:
    """Return the unit with a code; NotFound when it is not there or not for the actor to know about. One query."""
    found = units_of(by).filter(code=code.strip()).first()
    if found is None:
        raise NotFound("There is no unit %(code)s.", code=code[:40])
    return found


@transaction.atomic
def register_unit(code: str, facts: UnitFacts, *, by: Actor) -> Unit:
    """Enter a unit under a code that no unit has had; Invalid with the faults of each field. Audited."""
    require_sound(unit_faults(facts, namesakes=namesakes_of([facts.name]), by=by))
    return add_unit(
        code, facts.name, kind=facts.kind, by=lent(by), name_en=facts.name_en, area=facts.area, phone=facts.phone
    )


@transaction.atomic
def change_registered(unit: Unit, facts: UnitFacts, *, by: Actor) -> None:
    """Set what is said of a unit; code and unit above stay, and both areas, old and new, must be the actor's."""
    unit = Unit.objects.select_for_update(of=("self",)).select_related("area", "parent", "company").get(pk=unit.pk)
    require_sound(unit_faults(facts, namesakes=namesakes_of([facts.name]), unit=unit, by=by))
    change_unit(unit, replace(facts, parent=unit.parent), by=lent(by))


def unit_faults(
    facts: UnitFacts, *, namesakes: Mapping[tuple[str, str], str], unit: Unit | None = None, by: Actor
) -> Iterator[Fault]:
    """Yield each field that is wrong and why; `unit` is the one to be changed, `namesakes` are of `namesakes_of`."""
    if unit is not None and (unit.kind not in _KINDS or not may_keep(by, area_of(unit))):
        yield "code", Refused("%(name)s is kept by the administrators or by another area's organisers.", name=unit.name)
    elif unit is not None and hasattr(unit, "company"):
        yield "code", Refused("%(name)s is in the register of companies; please change it there.", name=unit.name)
    if facts.kind not in _KINDS:
        yield "kind", Refused("Units of this kind are entered by the administrators.")
    if facts.area is None:
        yield "area_code", Refused("Please say in which area the unit lies.")
    elif not may_keep(by, facts.area.code):
        yield "area_code", Refused("Companies and those who help them are kept by the organisers of the area.")
    else:
        name = facts.name.strip()
        other = namesakes.get((name, county_of(facts.area.code)))
        if other is not None and (unit is None or (unit.name != name and unit.code != other)):
            yield "name", Refused("%(name)s is a unit already: %(code)s.", name=name, code=other)


def namesakes_of(names: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the units that have some names: their codes by name and county. One query."""
    found = Unit.objects.filter(name__in=[name.strip() for name in names]).values_list("name", "area__code", "code")
    return {(name, county_of(area or "")): code for name, area, code in found.order_by("-code")}
