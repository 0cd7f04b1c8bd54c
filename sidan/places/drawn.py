# SPDX-License-Identifier: Apache-2.0
"""Outlines as a file has them: read without mending, so that what is wrong can be told before anything is changed.

Rings that are not closed are closed and said to have been open; rings that cross are left crossing. Everything else
that makes an outline unusable is refused as `outlines.checked_outline` refuses it. Pure.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused
from sidan.places.outlines import GeoJson, kept_shape, outline_shape

_DEPTH = {"Polygon": 1, "MultiPolygon": 2}


@dataclass(frozen=True, eq=False)
class Drawn:
    """An outline in degrees as it was drawn; `was_open` where a ring did not return to its beginning."""

    shape: BaseGeometry
    was_open: bool = False


def read_drawn(text: str) -> Drawn | None:
    """Return the outline in a text of GeoJSON, in its own system; None for none, Refused when it cannot be one."""
    if not text:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("The outline is not GeoJSON.") from None
    if isinstance(data, dict) and data.get("type") == "Feature":
        data = data.get("geometry")
    closed, was_open = _closed(data)
    return Drawn(outline_shape(closed), was_open)


def kept_outlines(shapes: Iterable[BaseGeometry]) -> list[GeoJson]:
    """Return sound shapes as outlines are kept, rounded."""
    return [json.loads(text) for text in shapely.to_geojson([kept_shape(shape) for shape in shapes])]


def _closed(data: Any) -> tuple[Any, bool]:
    """Return GeoJSON with every ring closed, and whether one was not; what is no outline comes back as it is."""
    depth = _DEPTH.get(str(data.get("type")), 0) if isinstance(data, dict) else 0
    if not depth or not isinstance(data.get("coordinates"), list):
        return data, False
    polygons = data["coordinates"] if depth == 2 else [data["coordinates"]]
    was_open = False
    for rings in polygons:
        for ring in rings if isinstance(rings, list) else ():
            if isinstance(ring, list) and len(ring) >= 3 and ring[0] != ring[-1]:
                ring.append(ring[0])
                was_open = True
    return data, was_open
