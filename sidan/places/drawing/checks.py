# SPDX-License-Identifier: Apache-2.0
"""What must hold after every stroke: no grid crosses itself, overlaps another, leaves a gap or the community. Pure.

Faults that were there before, in what was imported, refuse nothing: only what a stroke brings anew does.
"""

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused, Words
from sidan.places.drawing.coverage import SNAP_DEGREES, Coverage, Shapes, area_m2, place_of
from sidan.places.drawing.verbs import require_size, require_sound

# Strips between two grids narrower than about two metres are a slip of the hand, not ground that nobody wants.
NARROW_DEGREES = 2 * SNAP_DEGREES
_NOTHING_M2 = 1.0


def require_coverage(before: Coverage, after: Coverage, *, names: Mapping[str, Words]) -> None:
    """Refuse what a stroke made of a coverage, with the grid and the place at fault."""
    changed = {key: shape for key, shape in after.shapes.items() if not _is_same(before.shapes.get(key), shape)}
    for key, shape in changed.items():
        require_sound(shape, names[key])
        require_size(shape)
        _require_inside(shape, names[key], before, after)
    _require_matching(before, after, changed, names)
    _require_no_hole(before, after)


def _is_same(one: BaseGeometry | None, other: BaseGeometry) -> bool:
    """Say whether a shape is what it was."""
    return one is not None and shapely.equals_exact(one, other)


def _require_inside(shape: BaseGeometry, name: Words, before: Coverage, after: Coverage) -> None:
    """Refuse a shape that leaves the community or enters another's grids; where grids of today do, they may."""
    known = shapely.union_all(list(before.shapes.values()))
    if after.beside is not None:
        # A metre deep: where a border is rounded to six places, it differs by a decimetre from the one beside it.
        foreign = shape.difference(known).intersection(after.beside.buffer(-SNAP_DEGREES))
        if area_m2(foreign) > _NOTHING_M2:
            raise Refused(
                "%(grid)s enters a grid of another community near %(place)s.", grid=name, place=place_of(foreign)
            )
    if after.around is None:
        return
    outside = shape.difference(shapely.union_all([after.around, known]).buffer(SNAP_DEGREES))
    if area_m2(outside) > _NOTHING_M2:
        raise Refused("%(grid)s leaves the community near %(place)s.", grid=name, place=place_of(outside))


def _require_matching(before: Coverage, after: Coverage, changed: Shapes, names: Mapping[str, Words]) -> None:
    """Refuse overlaps, and borders that run beside one another instead of being one."""
    faults = _unmatched(after.shapes)
    known = shapely.union_all(list(_unmatched(before.shapes).values())).buffer(SNAP_DEGREES)
    for key in changed:
        fresh = faults[key].difference(known)
        if fresh.is_empty or fresh.length == 0:
            continue
        shape = after.shapes[key]
        for other, theirs in after.shapes.items():
            if other != key and area_m2(shape.intersection(theirs)) > _NOTHING_M2:
                raise Refused(
                    "%(grid)s and %(other)s overlap near %(place)s.",
                    grid=names[key],
                    other=names[other],
                    place=place_of(shape.intersection(theirs)),
                )
        raise Refused(
            "Between %(grid)s and its neighbour a strip of nobody is left near %(place)s; put one border on the other.",
            grid=names[key],
            place=place_of(fresh),
        )


def _require_no_hole(before: Coverage, after: Coverage) -> None:
    """Refuse ground that was in a grid and is in none now, though grids lie all around it."""
    fresh = _holes(after).difference(_holes(before).buffer(SNAP_DEGREES))
    if area_m2(fresh) > _NOTHING_M2:
        raise Refused("Ground near %(place)s would be in no grid any more.", place=place_of(fresh))


def _unmatched(shapes: Shapes) -> dict[str, BaseGeometry]:
    """Return the edges of each shape that meet another's without being the same."""
    edges = shapely.coverage_invalid_edges(list(shapes.values()), gap_width=NARROW_DEGREES) if shapes else []
    return dict(zip(shapes, edges, strict=True))


def _holes(coverage: Coverage) -> BaseGeometry:
    """Return the ground that has grids all around it and is in none."""
    ground = shapely.get_parts(shapely.union_all(list(coverage.shapes.values())))
    return shapely.union_all([shapely.Polygon(ring) for part in ground for ring in part.interiors])
