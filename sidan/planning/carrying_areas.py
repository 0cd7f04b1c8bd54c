# SPDX-License-Identifier: Apache-2.0
"""The new grids themselves: numbered, outlined, named and written down with where they came from; the old ones void."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused, Words
from sidan.places.codes import LENGTHS, county_of, numbered, parent_of
from sidan.places.lineages import Lineage
from sidan.places.models import Area
from sidan.places.outlines import PLACES, inner_point, usable_shape
from sidan.planning.rows import Change, changed, updated
from sidan.planning.successors import Successors, shared_out, summed

USUAL_KIND = "general"
_NAME = Words("%(community)s第%(number)d网格", "%(community)s, grid %(number)d")
_SEPARATORS = re.compile(r"[\s,，、;；]+")
# What is told apart by 1e-9 of a degree (a tenth of a millimetre) is one line drawn twice.
_SNAP = 1e-9


@dataclass(frozen=True, slots=True)
class Succession:
    """A new grid and what it is made of: shares (above 0, up to 1) of the households of old grids by their codes.

    An old grid with several successions is split. Without `geometry` the outlines of the old ones are joined; without
    `households` and `people` the shares of theirs are added up; without a name it is called after its community and
    number.
    """

    community: str
    sources: Mapping[str, float]
    name: str = ""
    geometry: Mapping[str, Any] | None = None
    households: int | None = None
    people: int | None = None
    kind: str = ""


def locked_areas(successions: Sequence[Succession]) -> dict[str, Area]:
    """Return the old grids and the communities by code, locked in that order; Refused what cannot be. One query.

    A row that names a locked grid can only be written once this transaction has ended.
    """
    olds = {code for each in successions for code in each.sources}
    wanted = olds | {each.community for each in successions}
    areas = {area.code: area for area in Area.objects.select_for_update().filter(code__in=wanted).order_by("code")}
    for code in sorted(wanted):
        if code not in areas:
            raise Refused("There is no area %(code)s.", code=code)
        if areas[code].void_on is not None:
            raise Refused("%(area)s (%(code)s) has been given up meanwhile.", area=areas[code].name, code=code)
    for each in successions:
        _require_sound(each, areas)
    return areas


def _require_sound(each: Succession, areas: Mapping[str, Area]) -> None:
    """Refuse a succession out of nothing, of something that is no grid, or across a county's boundary."""
    if not each.sources or areas[each.community].level != "community":
        raise Refused("A new grid takes over from old grids, in a community.")
    for code in each.sources:
        if areas[code].level != "grid":
            raise Refused("%(area)s is not a grid.", area=areas[code].name)
        if county_of(code) != county_of(each.community):
            raise Refused("%(area)s lies in another county than its new grid.", area=areas[code].name)


def add_areas(
    successions: Sequence[Succession], areas: Mapping[str, Area], *, on: date
) -> tuple[list[Area], list[Change]]:
    """Write the new grids in the order of the successions. Two queries."""
    shapes = [_outline(each, areas) for each in successions]
    codes = _codes(successions, shapes, areas)
    shares = _shares(successions)
    households = _totals(successions, shares, {code: areas[code].households for code in shares})
    people = _totals(successions, shares, {code: areas[code].people for code in shares})
    new = [
        _area(
            each, areas, code=code, shape=shape, on=on,
            households=each.households if each.households is not None else households[index],
            people=each.people if each.people is not None else people[index],
        )
        for index, (each, code, shape) in enumerate(zip(successions, codes, shapes, strict=True))
    ]  # fmt: skip
    made = Area.objects.bulk_create(new, batch_size=500)
    return made, [Change("area", area.pk, None, {"code": area.code}) for area in made]


def void_areas(olds: Iterable[Area], *, on: date) -> list[Change]:
    """Give the old grids up from a day on. One query."""
    changes = [changed("area", area.pk, {"void_on": None}, {"void_on": on}) for area in olds]
    updated(Area, changes)
    return changes


def write_lineage(
    successions: Sequence[Succession], areas: Mapping[str, Area], new: Sequence[Area], *, on: date
) -> list[Change]:
    """Write down which grid took over from which. One query."""
    rows = [
        Lineage(source=areas[code], target=target, on=on, share=min(1.0, max(share, 1e-6)))
        for each, target in zip(successions, new, strict=True)
        for code, share in sorted(each.sources.items())
    ]
    return [
        Change("lineage", row.pk, None, {"source_id": row.source_id, "target_id": row.target_id, "share": row.share})
        for row in Lineage.objects.bulk_create(rows, batch_size=2000)
    ]


def successors_of(successions: Sequence[Succession], areas: Mapping[str, Area], new: Sequence[Area]) -> Successors:
    """Return who takes over from whom."""
    weights = {code: float(areas[code].households or 0) for each in successions for code in each.sources}
    parts = _shares(successions)
    named = {old: {new[index].code: share for index, share in shares.items()} for old, shares in parts.items()}
    return Successors(named, weights=weights, shapes=shapes_of(new))


def shapes_of(areas: Iterable[Area]) -> dict[str, BaseGeometry]:
    """Return the outlines of areas by code, as far as they are known and cover anything."""
    return {
        area.code: shape
        for area in areas
        if area.geometry and (shape := usable_shape(shapely.from_geojson(json.dumps(area.geometry))))
    }


def _shares(successions: Sequence[Succession]) -> dict[str, dict[int, float]]:
    """Return the shares of each old grid by the place of the succession."""
    found: dict[str, dict[int, float]] = {}
    for index, each in enumerate(successions):
        for code, share in each.sources.items():
            found.setdefault(code, {})[index] = share
    return found


def _totals(
    successions: Sequence[Succession], shares: Mapping[str, Mapping[int, float]], known: Mapping[str, int | None]
) -> list[int | None]:
    """Return a number for each succession: the parts of its old grids' numbers, which keep their sum."""
    parts: list[list[int | None]] = [[] for _ in successions]
    for code, by_index in shares.items():
        given = shared_out(known[code], {str(index): share for index, share in by_index.items()})
        for index, value in given.items():
            parts[int(index)].append(value)
    return [summed(values) for values in parts]


def _outline(each: Succession, areas: Mapping[str, Area]) -> BaseGeometry | None:
    """Return the outline of a new grid: its own, or those of its old grids joined; None where one has none."""
    if each.geometry is not None:
        return usable_shape(shapely.from_geojson(json.dumps(each.geometry)))
    known = [areas[code].geometry for code in each.sources]
    if any(outline is None for outline in known):
        return None
    shapes = [usable_shape(shapely.from_geojson(json.dumps(outline))) for outline in known]
    return joined([shape for shape in shapes if shape is not None])


def joined(shapes: Sequence[BaseGeometry]) -> BaseGeometry | None:
    """Return what several outlines cover together, without the lines between them, rounded as outlines are kept."""
    if not shapes:
        return None
    try:
        shape = shapely.coverage_union_all(shapes)
    except shapely.GEOSException:
        shape = shapely.union_all(shapes)
    if not shape.is_valid:
        shape = shapely.union_all(shapes, grid_size=_SNAP)
    return usable_shape(shapely.transform(shape, lambda points: points.round(PLACES)))


def _codes(
    successions: Sequence[Succession], shapes: Sequence[BaseGeometry | None], areas: Mapping[str, Area]
) -> list[str]:
    """Return the codes of the new grids: numbers never given before, west to east and north to south. One query."""
    communities = {each.community for each in successions}
    given: dict[str, list[str]] = {code: [] for code in communities}
    for code in Area.objects.filter(level="grid", parent__code__in=communities).values_list("code", flat=True):
        given[parent_of(code)].append(code)
    codes: dict[int, str] = {}
    for community in sorted(communities):
        centres = {
            index: _centre(each, shapes[index], areas)
            for index, each in enumerate(successions)
            if each.community == community
        }
        codes |= numbered(community, centres, used=given[community])
    return [codes[index] for index in range(len(successions))]


def _centre(each: Succession, shape: BaseGeometry | None, areas: Mapping[str, Area]) -> tuple[float, float]:
    """Return the middle of a new grid; that of its largest old one where it has no outline."""
    if shape is not None:
        return shape.centroid.x, shape.centroid.y
    old = areas[max(sorted(each.sources), key=lambda code: each.sources[code])]
    return old.lon or 0.0, old.lat or 0.0


def _area(
    each: Succession,
    areas: Mapping[str, Area],
    *,
    code: str,
    shape: BaseGeometry | None,
    on: date,
    households: int | None,
    people: int | None,
) -> Area:
    """Return a new grid with what its old ones pass on to it."""
    community = areas[each.community]
    olds = sorted((areas[source] for source in each.sources), key=lambda old: (-(old.households or 0), old.code))
    geometry = json.loads(shapely.to_geojson(shape)) if shape is not None else None
    lon, lat = inner_point(geometry) if geometry is not None else (None, None)
    number = int(code[LENGTHS["community"] :])
    return Area(
        code=code,
        level="grid",
        parent=community,
        name=each.name or _NAME.zh % {"community": community.name, "number": number},
        name_en=_NAME.en % {"community": community.name_en, "number": number} if community.name_en else "",
        kind=each.kind or _kind(olds),
        households=households,
        people=people,
        geometry=geometry,
        lon=lon,
        lat=lat,
        phone=next((old.phone for old in olds if old.phone), ""),
        supervision_phone=next((old.supervision_phone for old in olds if old.supervision_phone), ""),
        address_words=_words(olds),
        from_on=on,
    )


def _kind(olds: Sequence[Area]) -> str:
    """Return the one kind of the old grids, or the usual one where they differ."""
    kinds = {old.kind for old in olds}
    return kinds.pop() if len(kinds) == 1 else USUAL_KIND


def _words(olds: Iterable[Area]) -> str:
    """Return the words by which people call the place, each once, those of the largest grid first."""
    return " ".join(dict.fromkeys(word for old in olds for word in _SEPARATORS.split(old.address_words) if word))
