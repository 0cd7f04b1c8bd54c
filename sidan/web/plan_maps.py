# SPDX-License-Identifier: Apache-2.0
"""A plan's grids as shapes: for the map in the browser, and as paths of an SVG drawing that needs no script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import numpy.typing as npt
import orjson
import shapely

from sidan.places.redraw.instance import Instance
from sidan.planning.showing import Shown
from sidan.web.plan_colours import coloured, neighbours_of, recoloured

Shapes = npt.NDArray[np.object_]
# An outline drawn over a thousand pixels need not be truer than half a pixel.
_PIXELS = 2000
_PLACES = 6
# Beyond so many the outlines of small areas are left out: no screen shows them, and every phone would load them.
MOST_AREAS = 2000


@dataclass(frozen=True, slots=True)
class Drawn:
    """Some areas of a plan as drawn together: `areas` are indices of the instance, `codes` their regions in order."""

    instance: Instance
    areas: tuple[int, ...]
    shapes: Shapes
    codes: tuple[str, ...]
    regions: Shapes
    colours: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What the map says of a region: its name, a sentence, where a click leads, and whether it is out of bounds."""

    name: str
    sentence: str
    url: str = ""
    is_outside: bool = False


def drawn(now: Shown, *, areas: Sequence[int] | None = None) -> Drawn | None:
    """Return a plan, or some areas of it, as shapes simplified to what the size can show; None without outlines.

    Colours are those of the whole plan, so that a community looks the same on its own page.
    """
    instance, region_of = now.instance, now.regions
    if instance.shapes is None:
        return None
    chosen = tuple(range(len(instance))) if areas is None else tuple(areas)
    if not chosen:
        return None
    shapes = _simplified(instance.shapes[list(chosen)])
    by_region: dict[str, list[int]] = {}
    for place, area in enumerate(chosen):
        by_region.setdefault(region_of[area], []).append(place)
    codes = tuple(sorted(by_region))
    regions = np.array([_joined(shapes[by_region[code]]) for code in codes], dtype=object)
    return Drawn(instance, chosen, shapes, codes, regions, colours_of(now))


def areas_around(now: Shown, community: str) -> list[int]:
    """Return the areas of a community, and those beyond it that share a grid with one of them."""
    regions = {region for region, own in zip(now.regions, now.instance.community, strict=True) if own == community}
    return [place for place, region in enumerate(now.regions) if region in regions]


def colours_of(now: Shown) -> dict[str, int]:
    """Return the number of the colour of each region; what was moved by hand leaves the others' colours alone."""
    computed = coloured(_bordering(now.instance, now.plan.regions))
    return recoloured(_bordering(now.instance, now.regions), computed) if now.is_adjusted else computed


def _bordering(instance: Instance, region_of: Sequence[str]) -> dict[str, set[str]]:
    """Return which regions border which."""
    pairs = ((region_of[one], region_of[other]) for one, other in instance.borders.tolist())
    return neighbours_of(dict.fromkeys(region_of), pairs)


def collections(found: Drawn, told: Mapping[str, Told]) -> bytes:
    """Return the regions and the small areas as two GeoJSON collections in one JSON object."""
    regions = [
        _feature(geometry, at=at, c=found.colours[code], **_properties(told.get(code, Told(code, code))))
        for code, geometry, at in zip(found.codes, _geojson(found.regions), _inside(found.regions), strict=True)
    ]
    areas = [
        _feature(geometry, id=found.instance.ids[area], name=found.instance.names[area])
        for area, geometry in zip(found.areas, _geojson(found.shapes), strict=True)
    ]
    return orjson.dumps(
        {"regions": _collection(regions), "areas": _collection(areas if len(areas) <= MOST_AREAS else [])}
    )


@dataclass(frozen=True, slots=True)
class Path:
    """One outline of a drawing: the `d` of its path, its colour, its name and where that stands."""

    d: str
    colour: int
    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plan as an SVG: the regions filled, the small areas as thin lines, in a view `width` by `height`."""

    width: int
    height: int
    regions: tuple[Path, ...]
    lines: str


def drawing(found: Drawn, told: Mapping[str, Told], *, width: int = 640, with_lines: bool = True) -> Drawing:
    """Return the plan as paths, north up, laid flat in the middle of what is drawn."""
    west, south, east, north = shapely.total_bounds(found.shapes).tolist()
    squeeze = cos(radians((south + north) / 2))
    scale = width / max((east - west) * squeeze, (north - south) / 1.2, 1e-9)

    def flat(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return degrees as units of the drawing."""
        return np.column_stack([(points[:, 0] - west) * squeeze * scale, (north - points[:, 1]) * scale]).round(1)

    regions = shapely.transform(found.regions, flat)
    marks = shapely.point_on_surface(regions)
    paths = tuple(
        Path(
            _path(shape), found.colours[code], told.get(code, Told(code, code)).name, round(mark.x, 1), round(mark.y, 1)
        )
        for code, shape, mark in zip(found.codes, regions, marks, strict=True)
    )
    lines = "".join(map(_path, shapely.transform(found.shapes, flat))) if with_lines else ""
    return Drawing(round((east - west) * squeeze * scale) + 1, round((north - south) * scale) + 1, paths, lines)


def _simplified(shapes: Shapes) -> Shapes:
    """Return outlines simplified alike on both sides of each border."""
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    fineness = max(east - west, north - south) / _PIXELS
    simple: Shapes = shapely.coverage_simplify(shapes, fineness) if fineness > 0 else shapes
    return np.where(shapely.is_empty(simple), shapes, simple)


def _joined(shapes: Shapes) -> object:
    """Return some areas as one outline; areas that overlap a little are joined all the same."""
    joined = shapely.unary_union(shapes)
    return joined if not joined.is_empty else shapes[0]


def _geojson(shapes: Shapes) -> list[str]:
    """Return outlines as texts of GeoJSON."""
    rounded = shapely.transform(shapes, lambda points: points.round(_PLACES))
    found: list[str] = shapely.to_geojson(rounded).tolist()
    return found


def _inside(shapes: Shapes) -> list[list[float]]:
    """Return a point inside each outline, where its name can stand."""
    found: list[list[float]] = shapely.get_coordinates(shapely.point_on_surface(shapes)).round(_PLACES).tolist()
    return found


def _feature(geometry: str, **properties: object) -> dict[str, object]:
    """Return a GeoJSON feature around a geometry that is text already."""
    return {"type": "Feature", "geometry": orjson.Fragment(geometry), "properties": properties}


def _collection(features: list[dict[str, object]]) -> dict[str, object]:
    """Return a GeoJSON collection."""
    return {"type": "FeatureCollection", "features": features}


def _properties(told: Told) -> dict[str, object]:
    """Return what a region's feature says."""
    return {"name": told.name, "told": told.sentence, "url": told.url, "out": int(told.is_outside)}


def _path(shape: object) -> str:
    """Return the `d` of a polygon or of several."""
    parts = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors) if part.geom_type == "Polygon" else ():
            points = " ".join(f"{x:g},{y:g}" for x, y in shapely.get_coordinates(ring)[:-1])
            parts.append(f"M{points}Z")
    return "".join(parts)
