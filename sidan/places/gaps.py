# SPDX-License-Identifier: Apache-2.0
"""What no outline covers though all around it is covered: holes, and slivers between neighbours. Pure.

See topology.py. A sliver is what closes when every outline grows by half of SLIVER_M; a hole is wider and enclosed.
"""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.places.overlaps import MOST_OVERLAP_SHARE
from sidan.places.topology import Sheet, polygons_of, real_part

SLIVER_M = 2.0
# A hole may be a lake, or a community not drawn yet: only a small one is offered to a neighbour.
MOST_FILLED_M2 = 20_000


def fill_gaps(sheet: Sheet, *, fills_holes: bool, fills_slivers: bool) -> None:
    """Tell what lies uncovered between the pieces, and give it to the neighbour along its longest border."""
    covered = shapely.union_all(sheet.shapes)
    holes = _holes(covered)
    wide = [hole for hole in holes if not hole.buffer(-SLIVER_M / 2, join_style="mitre").is_empty]
    closed = covered.buffer(SLIVER_M / 2, join_style="mitre").buffer(-SLIVER_M / 2, join_style="mitre")
    narrow = shapely.get_parts(real_part(closed.difference(covered)))
    tree = shapely.STRtree(sheet.shapes)
    for kind, gaps, mends in (("sliver", narrow, fills_slivers), ("hole", wide, fills_holes)):
        for gap in gaps:
            # The narrow ends of a hole close too; they are part of the hole.
            if kind == "sliver" and any(hole.intersects(gap) for hole in wide):
                continue
            _fill(sheet, kind, gap, tree, mends=mends)


def _holes(covered: BaseGeometry) -> list[BaseGeometry]:
    """Return what is enclosed and uncovered, more than rounding."""
    rings = [ring for part in shapely.get_parts(covered) for ring in part.interiors]
    filled = (shapely.Polygon(ring).difference(covered) for ring in rings)
    return [hole for each in filled if not (hole := real_part(each)).is_empty]


def _fill(sheet: Sheet, kind: str, gap: BaseGeometry, tree: shapely.STRtree, *, mends: bool) -> None:
    """Tell one gap and offer it to its neighbours."""
    around = [int(index) for index in tree.query(gap, predicate="dwithin", distance=0.01)]
    lengths = {index: _common_m(gap, sheet.shapes[index]) for index in around}
    neighbours = sorted(
        (index for index in around if lengths[index] > 0), key=lambda index: (-lengths[index], sheet.pieces[index].code)
    )
    takers = [index for index in neighbours if not sheet.pieces[index].is_standing]
    if not takers:
        return
    before = {index: sheet.shapes[index] for index in takers}
    changes = []
    if kind == "sliver":
        changes = _shared_out(sheet, gap, takers)
    elif gap.area <= min(MOST_FILLED_M2, MOST_OVERLAP_SHARE * sheet.shapes[takers[0]].area):
        changes = [sheet.grown(takers[0], sheet.shapes[takers[0]].union(gap))]
    if not mends:
        for index, shape in before.items():
            sheet.shapes[index] = shape
    sheet.tell("sliver" if kind == "sliver" else "hole", *neighbours[:4], at=gap, changes=changes, mends=mends)


def _shared_out(sheet: Sheet, gap: BaseGeometry, takers: list[int]) -> list[tuple[str, float]]:
    """Give each neighbour of a sliver, the one with the longest border first, what lies alongside it."""
    changes = []
    rest = gap
    for index in takers:
        near = sheet.shapes[index].buffer(SLIVER_M, join_style="mitre")
        part = polygons_of(rest.intersection(near)) if len(takers) > 1 else rest
        if part.is_empty:
            continue
        changes.append(sheet.grown(index, sheet.shapes[index].union(part)))
        rest = polygons_of(rest.difference(near)) if len(takers) > 1 else shapely.Polygon()
    if real_part(rest).area:
        changes.append(sheet.grown(takers[0], sheet.shapes[takers[0]].union(rest)))
    return changes


def _common_m(gap: BaseGeometry, shape: BaseGeometry) -> float:
    """Return the length of a gap's border that runs along a shape."""
    along = gap.boundary.intersection(shape.buffer(0.01))
    return float(np.round(along.length, 2)) if along.length > 0.05 else 0.0
