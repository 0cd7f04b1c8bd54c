# SPDX-License-Identifier: Apache-2.0
"""Faults of single outlines and of outlines that lie over one another, and their mending. Pure; see topology.py."""

from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.places.outlines import MENDED_SHARE, usable_shape
from sidan.places.topology import LEAST_M2, Sheet, polygons_of, real_part

# Beyond this share of the smaller area nobody but a person can say whose the common part is.
MOST_OVERLAP_SHARE = 0.5
_SAME_SHARE = 0.999


def mend_rings(sheet: Sheet, *, mends: bool) -> None:
    """Tell rings that were open or cross, and go on with what they cover.

    A ring that merely touches itself where points were rounded is told and mended without asking, as it covers the
    same.
    """
    for index in np.flatnonzero(~shapely.is_valid(sheet.shapes)).tolist():
        before = sheet.shapes[index]
        mended = usable_shape(before)
        if mended is None:
            sheet.tell("astray", index, at=before.envelope.buffer(1), mends=False)
            sheet.shapes[index] = before.envelope.buffer(1)
            continue
        change = mended.area - abs(before.area)
        sheet.shapes[index] = mended
        key = sheet.pieces[index].key
        is_small = abs(change) <= MENDED_SHARE * mended.area
        told = [(key, float(change) or 1e-9)]
        sheet.tell("spike" if is_small else "crossing", index, at=mended, changes=told, mends=mends or is_small)
    for index, piece in enumerate(sheet.pieces):
        if piece.was_open and not piece.is_standing:
            shape = sheet.shapes[index]
            sheet.tell("open_ring", index, at=shape, changes=[(piece.key, float(shape.area))], mends=mends)


def cut_outside(sheet: Sheet, communities: Mapping[str, BaseGeometry], *, mends: bool) -> None:
    """Tell what lies outside the outline of the area around it; a piece wholly outside is astray."""
    for index, piece in enumerate(sheet.pieces):
        around = communities.get(piece.parent)
        if around is None or piece.is_standing or around.covers(sheet.shapes[index]):
            continue
        shape = sheet.shapes[index]
        beyond = real_part(shape.difference(around))
        if beyond.is_empty:
            continue
        if not real_part(shape.intersection(around)).area:
            sheet.tell("astray", index, at=beyond, mends=False)
            continue
        is_offered = beyond.area <= MOST_OVERLAP_SHARE * shape.area
        changes = [sheet.grown(index, shape.intersection(around))] if is_offered else []
        if not mends:
            sheet.shapes[index] = shape
        sheet.tell("outside", index, at=beyond, changes=changes, mends=mends)


def part_overlaps(sheet: Sheet, *, mends: bool) -> None:
    """Tell which pieces lie over one another, and give what is common to one of them.

    It goes to the one it shares the longer border with, the earlier code between equals; a standing piece keeps its
    own. An exclusive grid may lie over a general one: that is told, and the locator prefers it.
    """
    before = sheet.shapes.copy()
    for one, other in _pairs(sheet):
        met = polygons_of(sheet.shapes[one].intersection(sheet.shapes[other]))
        common = real_part(met)
        if common.is_empty:
            # As narrow as rounding is: not told, but cut along with the others, or rounding would widen it to a fault.
            if mends and met.area > LEAST_M2 and not sheet.pieces[one].is_exclusive | sheet.pieces[other].is_exclusive:
                _give(sheet, one, other, met)
            continue
        smaller = min(sheet.shapes[one].area, sheet.shapes[other].area)
        larger = max(sheet.shapes[one].area, sheet.shapes[other].area)
        if common.area >= _SAME_SHARE * larger:
            sheet.tell("duplicate", one, other, at=common, mends=False)
        elif sheet.pieces[one].is_exclusive != sheet.pieces[other].is_exclusive:
            first, second = (one, other) if sheet.pieces[one].is_exclusive else (other, one)
            sheet.tell("exclusive", first, second, at=common, mends=False)
        elif common.area > MOST_OVERLAP_SHARE * smaller:
            sheet.tell("overlap", one, other, at=common, mends=False)
        else:
            sheet.tell("overlap", one, other, at=common, changes=[_give(sheet, one, other, common)], mends=mends)
    if not mends:
        sheet.shapes[:] = before


def _pairs(sheet: Sheet) -> list[tuple[int, int]]:
    """Return the pairs of pieces whose insides meet, one of them at least not standing, in the order of their codes."""
    own = np.flatnonzero([not piece.is_standing for piece in sheet.pieces])
    tree = shapely.STRtree(sheet.shapes)
    left, right = tree.query(sheet.shapes[own], predicate="intersects")
    left = own[left]
    both_own = np.isin(right, own)
    wanted = (left < right) | ~both_own
    left, right = left[wanted], right[wanted]
    met = shapely.area(shapely.intersection(sheet.shapes[left], sheet.shapes[right])) > LEAST_M2
    return sorted(
        {(int(one), int(other)) for one, other in zip(left[met], right[met], strict=True)},
        key=lambda pair: sorted(sheet.pieces[index].code for index in pair),
    )


def _give(sheet: Sheet, one: int, other: int, common: BaseGeometry) -> tuple[str, float]:
    """Take the common part from one of two pieces, as the other has it already; return what that one gains, below 0."""
    loser = _loser(sheet, one, other, common)
    winner = other if loser == one else one
    return sheet.grown(loser, sheet.shapes[loser].difference(sheet.shapes[winner]))


def _loser(sheet: Sheet, one: int, other: int, common: BaseGeometry) -> int:
    """Return which of two pieces gives the common part up."""
    for index in (one, other):
        if sheet.pieces[index].is_standing:
            return other if index == one else one
    rest_one = polygons_of(sheet.shapes[one].difference(sheet.shapes[other]))
    rest_other = polygons_of(sheet.shapes[other].difference(sheet.shapes[one]))
    with_one, with_other = (
        round(common.boundary.intersection(rest.boundary).length, 1) for rest in (rest_one, rest_other)
    )
    if with_one != with_other:
        return one if with_one < with_other else other
    return max(one, other, key=lambda index: sheet.pieces[index].code)
