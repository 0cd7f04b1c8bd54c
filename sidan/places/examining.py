# SPDX-License-Identifier: Apache-2.0
"""The whole examination of outlines that come in together, level by level. Pure; see topology.py for its parts."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.places.flat import Flat
from sidan.places.gaps import SLIVER_M, fill_gaps
from sidan.places.overlaps import cut_outside, mend_rings, part_overlaps
from sidan.places.topology import Fault, Piece, Repair, Report, Sheet


def examined(
    pieces: Sequence[Piece],
    *,
    communities: Mapping[str, BaseGeometry] | None = None,
    accepted: Collection[Repair] = (),
) -> Report:
    """Return what is wrong with outlines of one level, and the outlines as they are after the accepted repairs.

    `communities` are outlines in degrees of the areas around, by code. Standing pieces are compared with but neither
    examined nor changed. About a second for six thousand grids.
    """
    if not any(not piece.is_standing for piece in pieces):
        return Report()
    flat = Flat.around([piece.shape for piece in pieces])
    laid = np.empty(len(pieces), dtype=object)
    laid[:] = [flat.laid(piece.shape) for piece in pieces]
    sheet = Sheet(pieces, laid, flat)
    mend_rings(sheet, mends="rings" in accepted)
    sheet = _near(sheet)
    around = {code: flat.laid(shape) for code, shape in (communities or {}).items()}
    shapely.prepare(list(around.values()))
    cut_outside(sheet, around, mends="outside" in accepted)
    part_overlaps(sheet, mends="overlaps" in accepted)
    fill_gaps(sheet, fills_holes="holes" in accepted, fills_slivers="slivers" in accepted)
    return Report(tuple(_ordered(sheet.faults)), _changed(sheet))


def _near(sheet: Sheet) -> Sheet:
    """Return the sheet with only those standing pieces that a piece coming in could touch."""
    own = [not piece.is_standing for piece in sheet.pieces]
    if all(own):
        return sheet
    tree = shapely.STRtree(sheet.shapes)
    kept = sorted({*np.flatnonzero(own), *tree.query(sheet.shapes[own], "dwithin", distance=SLIVER_M)[1]})
    return Sheet([sheet.pieces[index] for index in kept], sheet.shapes[kept], sheet.flat, sheet.faults)


def _changed(sheet: Sheet) -> dict[str, BaseGeometry]:
    """Return the outlines of the pieces coming in, in degrees; an untouched one is the very shape it was."""
    found = {}
    for piece, shape in zip(sheet.pieces, sheet.shapes, strict=True):
        if not piece.is_standing:
            is_same = piece.shape.is_valid and sheet.flat.laid(piece.shape).equals_exact(shape, 0)
            found[piece.key] = piece.shape if is_same else sheet.flat.lifted(shape)
    return found


def _ordered(faults: Sequence[Fault]) -> list[Fault]:
    """Return faults with those first that refuse the file, otherwise as they were found."""
    return sorted(faults, key=lambda fault: not fault.is_error)
