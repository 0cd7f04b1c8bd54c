# SPDX-License-Identifier: Apache-2.0
"""A stroke as the page sends it: a tool, the grids ticked, and a line or outline from the map, a text or a table."""

import json
import re
from collections.abc import Mapping
from itertools import count

from django.http import QueryDict

from sidan.base.errors import Refused
from sidan.base.geometry import Point, require_point
from sidan.places.drawing.strokes import Bend, Draw, Join, Split, Stroke

TOOLS = ("split", "join", "bend", "draw")
LONGEST_TEXT = 200_000
_WANTED: Mapping[str, tuple[str, ...]] = {
    "split": ("LineString",),
    "draw": ("Polygon", "LineString"),
    "bend": ("LineString", "Point"),
}
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")

Moves = tuple[tuple[Point, Point | None], ...]


def stroke_of(tool: str, sent: QueryDict) -> Stroke:
    """Return the stroke that a form asks for; Refused when it is not whole."""
    grids = tuple(sent.getlist("grid"))
    if tool == "join":
        return Join(grids)
    if tool == "corners":
        return Bend(moves_of(sent))
    points = points_of(sent.get("geometry", ""), wanted=_WANTED[tool])
    if tool == "split":
        return Split(points, grids[0] if len(grids) == 1 else "")
    if tool == "draw":
        closed = points[:-1] if len(points) > 1 and points[0] == points[-1] else points
        return Draw(closed, sent.get("outline_of", "")[:20], fits=bool(sent.get("fits")))
    if len(points) > 2:
        raise Refused("To bend a border, give a point of it and where it shall be; one point alone is taken out.")
    return Bend(((points[0], points[1] if len(points) == 2 else None),))


def points_of(text: str, *, wanted: tuple[str, ...]) -> tuple[Point, ...]:
    """Return the points of a text: GeoJSON of a wanted type, or longitudes and latitudes in turn."""
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT:
        raise Refused("Draw it on the map, or paste its GeoJSON or its points.")
    if not text.startswith("{"):
        numbers = _NUMBER.findall(text)
        if len(numbers) % 2 or re.sub(rf"{_NUMBER.pattern}|[\s,;，；]", "", text):
            raise Refused("Points are longitude, latitude; one after another, in degrees.")
        return tuple(require_point(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True))
    return _points(_geometry(text), wanted)


def _geometry(text: str) -> Mapping[str, object]:
    """Return the geometry of a text of GeoJSON, of a feature or by itself."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("The text is not GeoJSON.") from None
    inner = data.get("geometry") if data.get("type") == "Feature" else data
    if not isinstance(inner, dict):
        raise Refused("The text is not GeoJSON.")
    return inner


def _points(geometry: Mapping[str, object], wanted: tuple[str, ...]) -> tuple[Point, ...]:
    """Return the points of a line, of a polygon's one ring, or the one point."""
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in wanted or not isinstance(coordinates, list):
        raise Refused("For this tool the text must be a GeoJSON %(kinds)s.", kinds=" / ".join(wanted))
    if kind == "Polygon":
        if len(coordinates) != 1:
            raise Refused("An outline with holes cannot be drawn; draw the grid in the hole by itself.")
        coordinates = coordinates[0]
    places = [coordinates] if kind == "Point" else coordinates
    if not isinstance(places, list) or not places:
        raise Refused("Points are longitude, latitude; one after another, in degrees.")
    return tuple(_point(place) for place in places)


def _point(place: object) -> Point:
    """Return a point of GeoJSON; a height is left out."""
    if not isinstance(place, list) or not 2 <= len(place) <= 3:
        raise Refused("Points are longitude, latitude; one after another, in degrees.")
    return require_point(place[0], place[1])


def moves_of(sent: QueryDict) -> Moves:
    """Return what was changed in the table of corners: moved where the numbers are others, taken out where ticked."""
    moves: list[tuple[Point, Point | None]] = []
    for number in count():
        corner = sent.get(f"corner-{number}")
        if corner is None:
            break
        start = require_point(corner.partition(",")[0], corner.partition(",")[2])
        target = require_point(sent.get(f"corner-{number}-lon", ""), sent.get(f"corner-{number}-lat", ""))
        if sent.get(f"corner-{number}-gone"):
            moves.append((start, None))
        elif target != start:
            moves.append((start, target))
    if not moves:
        raise Refused("No corner has been changed.")
    return tuple(moves)
