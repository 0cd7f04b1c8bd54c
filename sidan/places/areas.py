# SPDX-License-Identifier: Apache-2.0
"""What may be done to areas: add, amend, void. Nothing is ever deleted, and no code is given twice."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction

from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import Point, require_point
from sidan.base.workbooks import trimmed
from sidan.places.codes import level_of, next_free, parent_of, stripped
from sidan.places.days import city_today
from sidan.places.models import Area
from sidan.places.outlines import checked_outline, inner_point
from sidan.places.versions import changed


class AreaFacts(TypedDict, total=False):
    """What is known of an area besides its code and name; see the model."""

    name_en: str
    kind: str
    households: int | None
    people: int | None
    geometry: dict[str, Any] | None
    point: Point | None
    phone: str
    supervision_phone: str
    address_words: str
    from_on: date | None


def find_area(code: str) -> Area:
    """Return the area with a code, void or not, written with or without its filling zeros."""
    try:
        return Area.objects.get(code=stripped(code))
    except (Area.DoesNotExist, Refused):
        raise NotFound("There is no area %(code)s.", code=code) from None


@transaction.atomic
def add_area(code: str, name: str, **facts: Unpack[AreaFacts]) -> Area:
    """Add an area under the one its code begins with, which must be there and not void.

    It is from today on unless `from_on` names another day, or None for what was there before records began.
    """
    facts.setdefault("from_on", city_today())
    code = stripped(code)
    parent = require_living(parent_of(code), lock=True) if parent_of(code) else None
    present = Area.objects.filter(code=code).first()
    if present:
        raise taken(present)
    area = Area(code=code, level=level_of(code), name=require_name(name), parent=parent, **_fields(facts))
    area.save(force_insert=True)
    changed()
    return area


@transaction.atomic
def add_grid(community: str, name: str, **facts: Unpack[AreaFacts]) -> Area:
    """Add a grid to a village or community under its next number."""
    around = require_living(stripped(community), lock=True)
    return add_area(next_grid_code(around.code), name, **facts)


def next_grid_code(community: str) -> str:
    """Return the code the next grid of a community gets; void ones count as used."""
    return next_free(community, used=grid_codes(community))


def grid_codes(community: str) -> set[str]:
    """Return every code that a community ever gave a grid, void ones included; one query."""
    return set(Area.objects.filter(code__startswith=community, level="grid").values_list("code", flat=True))


@transaction.atomic
def amend_area(code: str, *, name: str | None = None, **facts: Unpack[AreaFacts]) -> Area:
    """Change what is known of an area; what is not given stays."""
    area = require_living(stripped(code), lock=True)
    if name is not None:
        area.name = require_name(name)
    for field, value in _fields(facts).items():
        setattr(area, field, value)
    area.save()
    changed()
    return area


def rename_area(code: str, name: str, *, name_en: str = "") -> Area:
    """Give an area another name; its code, and so its history, stays."""
    return amend_area(code, name=name, name_en=name_en)


@transaction.atomic
def void_area(code: str, *, on: date) -> Area:
    """Give up an area from a day on; it stays for what happened in it, and its code is never used again."""
    area = require_living(stripped(code), lock=True)
    child = Area.objects.filter(parent=area, void_on__isnull=True).first()
    if child:
        raise Refused("%(area)s still has %(child)s in it; void that first.", area=area.name, child=child.name)
    area.void_on = on
    area.save(update_fields=["void_on"])
    changed()
    return area


def require_living(code: str, *, lock: bool = False) -> Area:
    """Return the area with a kept code; Refused when there is none or it is void. With `lock` its row is locked."""
    areas = Area.objects.select_for_update() if lock else Area.objects
    area = areas.filter(code=code).first()
    if area is None:
        raise Refused("There is no area %(code)s.", code=code)
    if area.void_on:
        raise Refused("%(area)s was given up on %(day)s.", area=area.name, day=area.void_on.isoformat())
    return area


def require_name(name: str) -> str:
    """Return the name of a place without stray spaces; Refused when nothing is left."""
    shown = " ".join(trimmed(name).split())
    if not shown:
        raise Refused("A place needs a name.")
    return shown


def taken(area: Area) -> Refused:
    """Return the refusal of a code that is in use or was."""
    if area.void_on:
        return Refused(
            "The code %(code)s belonged to %(area)s until %(day)s and is never used again.",
            code=area.code,
            area=area.name,
            day=area.void_on.isoformat(),
        )
    return Refused("The code %(code)s belongs to %(area)s.", code=area.code, area=area.name)


def _fields(facts: AreaFacts) -> dict[str, Any]:
    """Return the columns that facts fill; an outline without a point brings one of its own."""
    fields: dict[str, Any] = {name: value for name, value in facts.items() if name not in {"geometry", "point"}}
    if "geometry" in facts:
        outline = facts["geometry"]
        fields["geometry"] = checked_outline(outline) if outline is not None else None
        if outline is not None and "point" not in facts:
            fields["lon"], fields["lat"] = inner_point(fields["geometry"])
    if "point" in facts:
        point = facts["point"]
        fields["lon"], fields["lat"] = require_point(*point) if point is not None else (None, None)
    return fields
