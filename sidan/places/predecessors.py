# SPDX-License-Identifier: Apache-2.0
"""The grids that new ones of a sheet took over from: known, and how much of each went where."""

from collections.abc import Iterator, Mapping, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.columns import Record
from sidan.base.errors import Refused
from sidan.places.codes import official
from sidan.places.days import city_today
from sidan.places.descent import Passed
from sidan.places.models import Area
from sidan.places.outlines import GeoJson, outline_shape, usable_shape

# Outlines are drawn by hand: a smaller common part is a border drawn anew.
LEAST_SHARE = 0.005


def unknown_predecessors(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield a fault for each row that names a grid before it that is not there or of another level; a query at most."""
    named = {code for record in records for code in record.get("earlier") or ()}
    if not named:
        return
    known = set(Area.objects.filter(code__in=named).values_list("code", flat=True))
    for record in records:
        for code in record.get("earlier") or ():
            if code not in known or len(code) != len(record["code"]) or code == record["code"]:
                yield record.fault("earlier", Refused("There is no area %(code)s.", code=official(code)))


def lineages_of(created: Sequence[Record]) -> list[Passed]:
    """Return what goes over into the new areas of a sheet, on the day they begin; one query.

    An old grid that one new one names goes over whole. One that several name is shared out by what their outlines cover
    of it, evenly where outlines are missing.
    """
    takers: dict[str, list[Record]] = {}
    for record in created:
        for code in record.get("earlier") or ():
            takers.setdefault(code, []).append(record)
    outlines = dict(Area.objects.filter(code__in=takers).values_list("code", "geometry")) if takers else {}
    return [
        Passed(code, record["code"], record.get("from_on") or city_today(), share)
        for code, records in takers.items()
        for record, share in _shared(outlines.get(code), records).values()
    ]


def _shared(outline: GeoJson | None, records: Sequence[Record]) -> Mapping[str, tuple[Record, float]]:
    """Return the share of an old area that each new one gets, by code; together the whole."""
    old = _shape(outline)
    parts = {record["code"]: (record, _common(old, _shape(record.get("geometry")))) for record in records}
    total = sum(part for _, part in parts.values() if part is not None)
    if len(records) == 1 or not total or any(part is None for _, part in parts.values()):
        return {code: (record, 1 / len(records)) for code, (record, _) in parts.items()}
    shares = {code: (record, (part or 0) / total) for code, (record, part) in parts.items()}
    kept = {code: each for code, each in shares.items() if each[1] >= LEAST_SHARE}
    rest = sum(share for _, share in kept.values())
    return {code: (record, round(share / rest, 6)) for code, (record, share) in kept.items()}


def _common(old: BaseGeometry | None, new: BaseGeometry | None) -> float | None:
    """Return how much two shapes have in common, None where one is not known."""
    return None if old is None or new is None else float(shapely.intersection(old, new).area)


def _shape(outline: GeoJson | None) -> BaseGeometry | None:
    """Return an outline as a shape."""
    return usable_shape(outline_shape(outline)) if outline else None
