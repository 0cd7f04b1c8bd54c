# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the outlines of areas that come in together, and what mending each fault would change. Pure.

Nothing is mended in silence. `examined` finds the faults step by step, in the order in which they can be mended: rings
first, then pieces outside the community, overlaps, and what is left between. A step whose repair was accepted hands
the mended outlines on; any other hands on what it found, except that rings are always mended to go on at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.geometry import Point
from sidan.places.flat import Flat, Shapes

FaultKind = Literal[
    "open_ring", "crossing", "spike", "astray", "outside", "duplicate", "overlap", "exclusive", "hole", "sliver"
]
Repair = Literal["rings", "outside", "overlaps", "holes", "slivers"]
REPAIRS: tuple[Repair, ...] = ("rings", "outside", "overlaps", "holes", "slivers")

# Which repair mends a fault; the others must be mended in the file.
MENDS: Mapping[FaultKind, Repair] = {
    "open_ring": "rings",
    "crossing": "rings",
    "outside": "outside",
    "overlap": "overlaps",
    "hole": "holes",
    "sliver": "slivers",
}
# What refuses the file as long as it stands. The rest is told: a point in a gap still finds the nearest grid.
ERRORS: frozenset[FaultKind] = frozenset({"open_ring", "crossing", "astray", "duplicate", "overlap"})

# Outlines are kept to a decimetre: what is narrower in the mean is rounding and no fault.
ROUNDING_M = 0.15
LEAST_M2 = 1.0


@dataclass(frozen=True, eq=False)
class Piece:
    """An area that comes in; `standing` ones are there already and never changed. `code` decides between equals."""

    key: str
    code: str
    parent: str
    shape: BaseGeometry
    was_open: bool = False
    is_exclusive: bool = False
    is_standing: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the pieces it concerns by key, where it is, and how large.

    `changes` are the square metres each piece would gain (or lose, below 0) by the repair; empty when none is offered.
    `is_old` where every outline it concerns is there already as it is: it was there before, and is only told.
    """

    kind: FaultKind
    keys: tuple[str, ...]
    at: Point
    size_m2: float
    changes: tuple[tuple[str, float], ...] = ()
    is_mended: bool = False
    is_old: bool = False

    @property
    def repair(self) -> Repair | None:
        """Return which repair is offered, or None."""
        return MENDS.get(self.kind) if self.changes else None

    @property
    def is_error(self) -> bool:
        """Whether the file cannot be taken while the fault stands."""
        return self.kind in ERRORS and not (self.is_mended or self.is_old)


@dataclass(frozen=True)
class Report:
    """All faults, and the outlines in degrees as they would be written, by the key of their piece."""

    faults: tuple[Fault, ...] = ()
    shapes: Mapping[str, BaseGeometry] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Return the faults that refuse the file."""
        return tuple(fault for fault in self.faults if fault.is_error)


@dataclass
class Sheet:
    """The outlines on the plane while they are examined; `shapes` change in place as repairs are made."""

    pieces: Sequence[Piece]
    shapes: Shapes
    flat: Flat
    faults: list[Fault] = field(default_factory=list)

    def grown(self, index: int, shape: BaseGeometry) -> tuple[str, float]:
        """Give a piece another shape, and return its key with the square metres it gained."""
        shape = polygons_of(shape)
        gained = shape.area - self.shapes[index].area
        self.shapes[index] = shape
        return self.pieces[index].key, float(gained)

    def tell(
        self, kind: FaultKind, *indices: int, at: BaseGeometry, changes: Iterable[tuple[str, float]] = (), mends: bool
    ) -> None:
        """Write a fault of some pieces down, with the shape at fault."""
        keys = tuple(self.pieces[index].key for index in indices)
        made = tuple((key, gained) for key, gained in changes if abs(gained) > 0)
        is_mended = mends and bool(made)
        self.faults.append(Fault(kind, keys, self.flat.point(at), float(at.area), made, is_mended))


def polygons_of(shape: BaseGeometry) -> BaseGeometry:
    """Return only what covers something: overlays leave points and lines where outlines touch."""
    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    return shapely.union_all(
        [part for part in shapely.get_parts(shape) if part.geom_type in {"Polygon", "MultiPolygon"}]
    )


def real_part(shape: BaseGeometry) -> BaseGeometry:
    """Return the parts of a shape on the plane that are more than rounding."""
    parts = shapely.get_parts(polygons_of(shape))
    wide = (shapely.area(parts) > LEAST_M2) & (
        2 * shapely.area(parts) > ROUNDING_M * np.maximum(shapely.length(parts), 1e-9)
    )
    return shapely.union_all(parts[wide]) if not wide.all() else polygons_of(shape)
