# SPDX-License-Identifier: Apache-2.0
"""The areas of a file surveyed before they are written: new grids numbered, outlines examined, repairs carried out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.columns import Record
from sidan.base.errors import Refused, Words
from sidan.base.geometry import Box
from sidan.places.codes import Level, level_of, numbered, parent_of
from sidan.places.drawn import Drawn, kept_outlines
from sidan.places.examining import examined
from sidan.places.kinds import EXCLUSIVE
from sidan.places.locating import Outlined, locator
from sidan.places.models import Area
from sidan.places.names import name_of
from sidan.places.outlines import PLACES, true_shapes
from sidan.places.survey_words import fault_sentence
from sidan.places.topology import Fault, Piece, Repair, Report

_STANDING = "standing:"


class Named(NamedTuple):
    """How an area of a report is shown: its name, code, and the row it stands in; row 0 is not in the file."""

    name: Words
    code: str
    row: int


@dataclass
class Survey:
    """What is found of a file, and which repairs its reader has accepted. `arrange` fills it."""

    accepted: Collection[Repair] = ()
    # The system of the file's coordinates, a key of outlines.SYSTEMS.
    system: str = "wgs84"
    faults: list[Fault] = field(default_factory=list)
    # The faults that refuse the file as sentences at their rows; they stand among those of the plan.
    sentences: list[Refused] = field(default_factory=list)
    named: dict[str, Named] = field(default_factory=dict)
    # The outlines of the file in degrees as they would be written, by the key of their area.
    shapes: dict[str, BaseGeometry] = field(default_factory=dict)

    def arrange(self, records: Sequence[Record]) -> tuple[list[Record], list[Refused]]:
        """Return the records with codes and with outlines as they would be written, and the faults that refuse them.

        One query for the codes of communities with new grids.
        """
        coded, faults = _coded(_true(records, system=self.system))
        for level in dict.fromkeys(level_of(record["code"]) for record in coded):
            self._examine([record for record in coded if level_of(record["code"]) == level], level)
        self.sentences = list(self._told(coded))
        faults += self.sentences
        faults += _strangers(coded)
        return self._taken(coded), faults

    def _examine(self, records: Sequence[Record], level: Level) -> None:
        """Examine the living, outlined areas of one level of the file among those that are there."""
        own = [record for record in records if isinstance(record.get("geometry"), Drawn) and not record.get("void_on")]
        if not own:
            return
        box = _box([record["geometry"].shape for record in own])
        named = {record["code"] for record in records}
        pieces = [_piece(record) for record in own]
        for area, shape in _around(box, level):
            if area.code not in named:
                pieces.append(_standing(area, shape))
                self.named[pieces[-1].key] = Named(area.name, area.code, 0)
        for record in own:
            name = Words(record["name"], record.get("name_en") or "")
            self.named[str(record.row)] = Named(name, record["code"], record.row)
        report: Report = examined(pieces, communities=_parents(records), accepted=self.accepted)
        old = {piece.key for piece in pieces if piece.is_standing or _is_kept(piece)}
        self.faults += [replace(fault, is_old=old.issuperset(fault.keys)) for fault in report.faults]
        self.shapes |= report.shapes

    def _told(self, records: Sequence[Record]) -> Iterator[Refused]:
        """Yield the sentence of each fault that refuses the file, at its row."""
        rows = {str(record.row): record for record in records}
        for fault in self.faults:
            if fault.is_error:
                first = next(rows[key] for key in fault.keys if key in rows)
                yield first.fault("geometry", fault_sentence(fault, self.named))

    def _taken(self, records: Sequence[Record]) -> list[Record]:
        """Return the records with their outlines as they are kept, and nothing that only led to a code."""
        drawn = [record for record in records if isinstance(record.get("geometry"), Drawn)]
        shapes = [self.shapes.get(str(record.row), record["geometry"].shape) for record in drawn]
        kept = dict(zip((record.row for record in drawn), kept_outlines(shapes), strict=True))
        return [
            replace(record, values={**_facts(record), **({"geometry": kept[record.row]} if record.row in kept else {})})
            for record in records
        ]


def _true(records: Sequence[Record], *, system: str) -> list[Record]:
    """Return the records with their outlines in WGS-84, turned all at once."""
    drawn = [record["geometry"] for record in records if isinstance(record.get("geometry"), Drawn)]
    shapes = iter(true_shapes(np.array([each.shape for each in drawn], dtype=object), system=system))
    return [
        replace(record, values={**record.values, "geometry": replace(record["geometry"], shape=next(shapes))})
        if isinstance(record.get("geometry"), Drawn)
        else record
        for record in records
    ]


def _is_kept(piece: Piece) -> bool:
    """Say whether an area is there already with the very outline that comes in, to what outlines are kept to."""
    kept = locator().shape_of(piece.code)
    return kept is not None and kept.equals_exact(piece.shape, tolerance=10.0**-PLACES, normalize=False)


def _facts(record: Record) -> dict[str, object]:
    """Return the values of a record without what led to its code; one that gives an area up leaves its outline."""
    left = {"community", "geometry"} if record.get("void_on") and record.get("geometry") is None else {"community"}
    return {name: value for name, value in record.values.items() if name not in left}


def _coded(records: Sequence[Record]) -> tuple[list[Record], list[Refused]]:
    """Return the records with codes for the new grids, numbered community by community; one query."""
    new: dict[str, dict[int, tuple[float, float]]] = {}
    for record in records:
        if not record.get("code"):
            new.setdefault(record["community"], {})[record.row] = _centre(record)
    if not new:
        return list(records), []
    used: dict[str, set[str]] = {community: set() for community in new}
    given = Area.objects.filter(parent__code__in=new.keys()).values_list("code", flat=True)
    for code in {*given, *(record["code"] for record in records if record.get("code"))}:
        used.get(parent_of(code), set()).add(code)
    codes: dict[int, str] = {}
    faults = []
    for community, centres in new.items():
        try:
            codes |= numbered(community, centres, used=used[community])
        except Refused as reason:
            faults += [record.fault("code", reason) for record in records if record.row == min(centres)]
    coded = [
        replace(record, values={**record.values, "code": codes.get(record.row, record.get("code"))})
        for record in records
    ]
    return [record for record in coded if record.get("code")], faults


def _centre(record: Record) -> tuple[float, float]:
    """Return the point a grid is numbered by."""
    drawn = record.get("geometry")
    if isinstance(drawn, Drawn):
        centre = drawn.shape.centroid
        return float(centre.x), float(centre.y)
    return float(record["lon"]), float(record["lat"])


def _piece(record: Record) -> Piece:
    """Return a row's outline as it is examined."""
    code, drawn = record["code"], record["geometry"]
    is_exclusive = record.get("kind") == EXCLUSIVE
    return Piece(str(record.row), code, parent_of(code), drawn.shape, drawn.was_open, is_exclusive)


def _standing(area: Outlined, shape: BaseGeometry) -> Piece:
    """Return an area that is there already as others are examined against it."""
    key = f"{_STANDING}{area.code}"
    return Piece(key, area.code, parent_of(area.code), shape, is_exclusive=area.kind == EXCLUSIVE, is_standing=True)


def _parents(records: Sequence[Record]) -> Mapping[str, BaseGeometry]:
    """Return the outlines of the areas around some, as far as they are there; no query."""
    known = locator()
    shapes = {code: known.shape_of(code) for code in {parent_of(record["code"]) for record in records} - {""}}
    return {code: shape for code, shape in shapes.items() if shape is not None}


def _around(box: Box, level: Level) -> Iterator[tuple[Outlined, BaseGeometry]]:
    """Yield the areas of a level that are there and touch a box, with their outlines in degrees; no query."""
    known = locator()
    areas, shapes, _ = known.inside(box, level=level, most=len(known.areas))
    yield from zip(areas, shapes, strict=True)


def _box(shapes: Sequence[BaseGeometry]) -> Box:
    """Return the box around some shapes."""
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object)).tolist()
    return Box(west, south, east, north)


def _strangers(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield a fault for each row whose code belongs to an area of another name that lies elsewhere. No query."""
    known = locator()
    for record in records:
        standing, drawn = known.shape_of(record["code"]), record.get("geometry")
        if standing is None or not isinstance(drawn, Drawn) or name_of(record["code"]).zh == record["name"]:
            continue
        if not shapely.box(*standing.bounds).intersects(shapely.box(*drawn.shape.bounds)):
            yield record.fault(
                "code",
                Refused(
                    "The code belongs to %(area)s, which lies elsewhere; a new grid gets a code of its own.",
                    area=name_of(record["code"]),
                ),
            )
