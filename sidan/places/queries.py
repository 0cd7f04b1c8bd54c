# SPDX-License-Identifier: Apache-2.0
"""Questions about places that pages and the API ask; each bounded, each a fixed number of queries."""

import json
from typing import NamedTuple

import shapely

from sidan.base.errors import Words
from sidan.base.geometry import Box
from sidan.places.codes import Level
from sidan.places.locating import locator
from sidan.places.models import Area, Site
from sidan.places.outlines import PLACES, GeoJson

MOST_OUTLINES = 500
MOST_SITES = 500
# An outline drawn over a thousand pixels need not be truer than half a pixel.
_PIXELS = 2000


class Choice(NamedTuple):
    """An area to pick in the tree (see places/tree.py), and whether there is anything to pick beneath it."""

    code: str
    name: Words
    has_children: bool


class Outlines(NamedTuple):
    """Outlines as a GeoJSON collection, and whether there were more than are given."""

    collection: GeoJson
    is_cut: bool


def outlines_in(box: Box, *, level: Level, language: str, most: int = MOST_OUTLINES) -> Outlines:
    """Return the outlines of a level that a box touches, simplified to what its size can show; no query."""
    areas, shapes, total = locator().inside(box, level=level, most=most)
    fineness = max(box.east - box.west, box.north - box.south) / _PIXELS
    drawn = shapely.transform(shapely.simplify(shapes, fineness), lambda points: points.round(PLACES))
    features = [
        _feature(area.code, area.name.in_language(language), geometry=geometry)
        for area, geometry in zip(areas, shapely.to_geojson(drawn), strict=True)
    ]
    return Outlines({"type": "FeatureCollection", "features": features}, total > most)


def outline_of(code: str) -> GeoJson | None:
    """Return the outline of one area as it is kept; one query."""
    outline: GeoJson | None = Area.objects.filter(code=code).values_list("geometry", flat=True).first()
    return outline


def sites_in(code: str, *, most: int = MOST_SITES) -> list[Site]:
    """Return the sites in use in an area and all beneath it, with their areas; one query."""
    found = Site.objects.filter(area__code__startswith=code, is_active=True).select_related("area")
    return list(found.order_by("area__code", "kind", "name")[:most])


def _feature(code: str, name: str, *, geometry: str) -> GeoJson:
    """Return a GeoJSON feature of an area."""
    return {
        "type": "Feature",
        "id": code,
        "geometry": json.loads(geometry),
        "properties": {"code": code, "name": name},
    }
