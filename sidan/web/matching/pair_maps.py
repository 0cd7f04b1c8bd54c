# SPDX-License-Identifier: Apache-2.0
"""Planned pairs as GeoJSON: a line from each liaison to each company, and a point for either, coloured by liaison."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.utils.translation import gettext

from sidan.matching.models import PlannedPair
from sidan.web.plan_colours import COLOURS


def pairs_geojson(rows: Sequence[PlannedPair], language: str) -> bytes:
    """Return the pairs whose places are known; `c` is the number of the liaison's colour."""
    colours: dict[str, int] = {}
    features: list[dict[str, Any]] = []
    for row in rows:
        colour = colours.setdefault(row.adviser.code, len(colours) % COLOURS + 1)
        if row.company.point is None:
            continue
        place = _place(row.company.point)
        name = row.company.unit.name_in(language)
        told = gettext("%(company)s: %(liaison)s") % {"company": name, "liaison": row.adviser.name}
        features.append(_feature("Point", place, kind="company", c=colour, told=told, code=row.company.unit.code))
        if row.adviser.point is not None:
            ends = [_place(row.adviser.point), place]
            features.append(_feature("LineString", ends, kind="line", c=colour, kept=int(row.is_kept)))
    seen: set[str] = set()
    for row in rows:
        if row.adviser.point is None or row.adviser.code in seen:
            continue
        seen.add(row.adviser.code)
        place, colour = _place(row.adviser.point), colours[row.adviser.code]
        features.append(_feature("Point", place, kind="liaison", c=colour, told=row.adviser.name))
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def _place(point: Any) -> list[float]:
    """Return a place to a metre."""
    return [round(point.lon, 5), round(point.lat, 5)]


def _feature(kind_of: str, coordinates: list[Any], **properties: object) -> dict[str, Any]:
    """Return a GeoJSON feature."""
    geometry = {"type": kind_of, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
