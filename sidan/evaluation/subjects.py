# SPDX-License-Identifier: Apache-2.0
"""Whom a ranking compares: units of some kinds, or areas of one level, within an area. Never a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from sidan.evaluation.declare import Ranking
from sidan.people.models import Unit
from sidan.places.codes import LENGTHS
from sidan.places.models import Area

LEVELS = {"counties": "county", "towns": "town", "communities": "community", "grids": "grid"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit or an area with what classes are made by; `unit_id` is None for an area."""

    code: str
    name: str
    name_en: str
    kind: str
    area_code: str
    unit_id: int | None = None

    @property
    def key(self) -> int | str:
        """Return what facts and orders are told apart by: the unit, or the beginning of the area."""
        return self.area_code if self.unit_id is None else self.unit_id


def subjects_of(ranking: Ranking, area_code: str) -> list[Subject]:
    """Return the subjects of a ranking within an area, by code. One query.

    Units of the whole city, which lie in no area, belong to a ranking of the whole city alone.
    """
    if ranking.subjects == "units":
        is_city = len(area_code) <= LENGTHS["city"]
        units = Unit.objects.filter(is_active=True).select_related("area")
        if ranking.kinds:
            units = units.filter(kind__in=ranking.kinds)
        inside = Q(area__code__startswith=area_code)
        units = units.filter(inside | Q(area__isnull=True) if is_city else inside)
        return [
            Subject(unit.code, unit.name, unit.name_en, unit.kind, unit.area.code if unit.area else "", unit.pk)
            for unit in units.order_by("code")
        ]
    level = LEVELS[ranking.subjects]
    areas = Area.objects.filter(level=level, code__startswith=area_code, void_on__isnull=True).order_by("code")
    return [Subject(area.code, area.name, area.name_en, area.level, area.code) for area in areas]


def places_of(subjects: Sequence[Subject]) -> dict[int | str, int]:
    """Return the place of each subject by its key."""
    return {subject.key: place for place, subject in enumerate(subjects)}
