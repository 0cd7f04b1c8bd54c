# SPDX-License-Identifier: Apache-2.0
"""Units as the administrators keep them: added, changed, closed and opened again; each change audited."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sidan.base.errors import NotFound, Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_change_units
from sidan.people.days import city_today, held_between
from sidan.people.fitting import fitting, name_fitting
from sidan.people.models import Unit
from sidan.people.staffing import cut_short
from sidan.places.models import Area

_BATCH = 1000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """What is said of a unit beside its code and whether it works."""

    name: str
    kind: str
    name_en: str = ""
    area: Area | None = None
    parent: Unit | None = None
    phone: str = ""


def facts_of(unit: Unit) -> UnitFacts:
    """Return what is said of a unit now."""
    return UnitFacts(
        name=unit.name, kind=unit.kind, name_en=unit.name_en, area=unit.area, parent=unit.parent, phone=unit.phone
    )


def find_unit(code: str) -> Unit:
    """Return the unit with a code, closed or not."""
    try:
        return Unit.objects.get(code=code.strip())
    except Unit.DoesNotExist:
        raise NotFound("There is no unit %(code)s.", code=code) from None


@transaction.atomic
def add_unit(code: str, name: str, *, kind: str, by: Actor, **facts: Any) -> Unit:
    """Add a unit under a code that no unit has had; `facts` are those of UnitFacts."""
    require_may_change_units(by)
    code = code.strip()
    require_unit_code(code)
    if Unit.objects.filter(code=code).exists():
        raise Refused("There is already a unit with the code %(code)s.", code=code)
    unit = Unit.objects.create(code=code, **_columns(UnitFacts(name=name, kind=kind, **facts)))
    record(by, "unit.added", f"unit:{code}", name=unit.name, kind=unit.kind)
    return unit


@transaction.atomic
def add_units(units: Mapping[str, UnitFacts], *, by: Actor) -> dict[str, Unit]:
    """Add many units by their codes, none of which any unit has had, and return them by code.

    A query for each thousand units and one audit entry for all; see `add_unit` for one.
    """
    require_may_change_units(by)
    for code in units:
        require_unit_code(code)
    taken = Unit.objects.filter(code__in=units).values_list("code", flat=True).first()
    if taken is not None:
        raise Refused("There is already a unit with the code %(code)s.", code=taken)
    rows = [Unit(code=code, **_columns(facts)) for code, facts in units.items()]
    added = Unit.objects.bulk_create(rows, batch_size=_BATCH)
    if added:
        record(by, "units.imported", "", added=len(added), changed=0)
    return {unit.code: unit for unit in added}


@transaction.atomic
def change_unit(unit: Unit, facts: UnitFacts, *, by: Actor) -> None:
    """Set what is said of a unit; its code stays for ever, because orders and sheets name it."""
    require_may_change_units(by)
    above, seen = facts.parent, {unit.pk}
    while above is not None:
        if above.pk in seen:
            raise Refused("%(unit)s cannot stand above itself.", unit=unit.name)
        seen.add(above.pk)
        above = above.parent
    columns = _columns(facts)
    Unit.objects.filter(pk=unit.pk).update(**columns)
    record(by, "unit.changed", f"unit:{unit.code}", name=facts.name, kind=facts.kind)


@transaction.atomic
def close_unit(unit: Unit, *, by: Actor) -> None:
    """Close a unit: its orders and history stay, its posts end today, and no new order goes to it."""
    require_may_change_units(by)
    for post in unit.posts.select_for_update().filter(held_between(city_today(), None)):
        cut_short(post, last=city_today())
    Unit.objects.filter(pk=unit.pk).update(is_active=False)
    record(by, "unit.closed", f"unit:{unit.code}")


@transaction.atomic
def reopen_unit(unit: Unit, *, by: Actor) -> None:
    """Let a closed unit work again, without anybody in it yet."""
    require_may_change_units(by)
    Unit.objects.filter(pk=unit.pk).update(is_active=True)
    record(by, "unit.reopened", f"unit:{unit.code}")


def require_unit_code(code: str) -> None:
    """Refuse what cannot be the code of a unit."""
    if not _CODE.fullmatch(code):
        raise Refused("A unit's code has up to 40 letters, digits, dots and hyphens, and %(code)s has not.", code=code)


def _columns(facts: UnitFacts) -> Mapping[str, Any]:
    """Return the facts as columns take them, or refuse what does not fit."""
    return {
        "area": facts.area,
        "parent": facts.parent,
        "name": name_fitting(Unit, "name", facts.name),
        "kind": name_fitting(Unit, "kind", facts.kind),
        "name_en": fitting(Unit, "name_en", facts.name_en),
        "phone": fitting(Unit, "phone", facts.phone),
    }
