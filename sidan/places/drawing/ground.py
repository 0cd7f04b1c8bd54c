# SPDX-License-Identifier: Apache-2.0
"""The grids of a community as they are today, ready to be drawn upon."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import NotFound, Words
from sidan.base.geometry import Box
from sidan.places.areas import find_area
from sidan.places.codes import parent_of
from sidan.places.drawing.coverage import Coverage, aligned, exact
from sidan.places.drawing.strokes import Sheet
from sidan.places.locating import locator
from sidan.places.models import Area
from sidan.places.outlines import GeoJson, usable_shape
from sidan.places.queries import MOST_OUTLINES

EXCLUSIVE = "exclusive"
# Grids of others are looked for so far around, about two kilometres; nobody draws farther out.
_NEAR_DEGREES = 0.02


@dataclass(frozen=True)
class Ground:
    """A community with its grids by code: outlines as `kept` in their rows, and as the `sheet` begins with.

    `stamp` changes with every outline and code, so that a drawing over other grids than today's is noticed.
    """

    community: Area
    grids: Mapping[str, Area]
    kept: Mapping[str, BaseGeometry]
    sheet: Sheet
    stamp: str

    @property
    def names(self) -> Mapping[str, Words]:
        """Return the grids' names by code."""
        return {code: Words(grid.name, grid.name_en) for code, grid in self.grids.items()}

    @property
    def households(self) -> Mapping[str, int | None]:
        """Return the grids' households by code."""
        return {code: grid.households for code, grid in self.grids.items()}

    @property
    def people(self) -> Mapping[str, int | None]:
        """Return the grids' people by code."""
        return {code: grid.people for code, grid in self.grids.items()}


def find_community(code: str) -> Area:
    """Return a village or community that is not given up; NotFound for anything else. One query."""
    area = find_area(code)
    if area.level != "community" or area.is_void:
        raise NotFound("Grids are drawn in one village or community.")
    return area


def ground_of(community: Area, *, lock: bool = False) -> Ground:
    """Return the ground to draw upon; one query besides that for the outlines kept in memory.

    With `lock` the grids' rows stay locked, by code.
    """
    rows = Area.objects.filter(parent=community, level="grid", void_on__isnull=True).order_by("code")
    grids = {grid.code: grid for grid in (rows.select_for_update() if lock else rows)}
    kept = {code: shape for code, grid in grids.items() if (shape := _shape(grid.geometry)) is not None}
    sheet = Sheet(
        Coverage(aligned(kept), _shape(community.geometry), _beside(community.code, kept)),
        {code: Words(grid.name, grid.name_en) for code, grid in grids.items()},
        bare=frozenset(grids.keys() - kept.keys()),
        exclusive=frozenset(code for code, grid in grids.items() if grid.kind == EXCLUSIVE),
    )
    return Ground(community, grids, kept, sheet, _stamp(community, list(grids.values())))


def outline_json(shape: BaseGeometry) -> GeoJson:
    """Return a shape as outlines are kept."""
    outline: GeoJson = json.loads(shapely.to_geojson(exact(shape)))
    return outline


def _beside(community: str, kept: Mapping[str, BaseGeometry]) -> BaseGeometry | None:
    """Return what grids of other communities cover near by, from the outlines in memory; None where there are none."""
    if not kept:
        return None
    west, south, east, north = shapely.total_bounds(list(kept.values())).tolist()
    box = Box(west - _NEAR_DEGREES, south - _NEAR_DEGREES, east + _NEAR_DEGREES, north + _NEAR_DEGREES)
    areas, shapes, _ = locator().inside(box, level="grid", most=MOST_OUTLINES)
    theirs = [shape for area, shape in zip(areas, shapes, strict=True) if parent_of(area.code) != community]
    return shapely.union_all(theirs) if theirs else None


def _shape(outline: GeoJson | None) -> BaseGeometry | None:
    """Return the shape of a kept outline in six places, or None where there is none to be used."""
    return usable_shape(exact(shapely.from_geojson(json.dumps(outline)))) if outline is not None else None


def _stamp(community: Area, grids: Sequence[Area]) -> str:
    """Return what changes when another grid or outline is drawn upon."""
    seen = [(community.code, community.geometry), *((grid.code, grid.geometry, grid.kind) for grid in grids)]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:16]
