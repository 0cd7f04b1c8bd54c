# SPDX-License-Identifier: Apache-2.0
"""The strokes of a drawing, as they travel with the page, and the sheet they leave behind. Pure.

A drawing is the list of what was done since the grids of today: taking a stroke back is playing one less, and nothing
but the strokes need be believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused, Words
from sidan.places.drawing import verbs
from sidan.places.drawing.checks import require_coverage
from sidan.places.drawing.coverage import Coverage

MOST_STROKES = 200

Degrees = tuple[Annotated[float, msgspec.Meta(ge=-180, le=180)], Annotated[float, msgspec.Meta(ge=-90, le=90)]]


class Draw(msgspec.Struct, frozen=True, tag="draw", forbid_unknown_fields=True):
    """A new outline: for a grid that has none yet, or for a new grid."""

    ring: tuple[Degrees, ...]
    grid: str = ""
    fits: bool = True


class Split(msgspec.Struct, frozen=True, tag="split", forbid_unknown_fields=True):
    """A line across a grid; without `grid`, across the one that has most of it inside."""

    line: tuple[Degrees, ...]
    grid: str = ""


class Join(msgspec.Struct, frozen=True, tag="join", forbid_unknown_fields=True):
    """Neighbours that become one."""

    grids: tuple[str, ...]


class Bend(msgspec.Struct, frozen=True, tag="bend", forbid_unknown_fields=True):
    """Corners moved, put in, or (to None) taken out, for every grid that has them."""

    moves: tuple[tuple[Degrees, Degrees | None], ...]


Stroke = Draw | Split | Join | Bend


@dataclass(frozen=True)
class Sheet:
    """What a drawing has come to: the outlines, what they are called, and how many grids are new so far.

    `bare` are grids without an outline, which can be given one; `exclusive` ones are never joined with others.
    """

    coverage: Coverage
    names: Mapping[str, Words]
    bare: frozenset[str] = frozenset()
    exclusive: frozenset[str] = frozenset()
    made: int = 0
    fresh: tuple[str, ...] = ()

    @property
    def shapes(self) -> Mapping[str, BaseGeometry]:
        """Return the outlines by key."""
        return self.coverage.shapes


def read_strokes(text: str) -> tuple[Stroke, ...]:
    """Return the strokes of a text as pages send it; Refused for anything else."""
    try:
        strokes = msgspec.json.decode(text or "[]", type=tuple[Stroke, ...])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Refused("The strokes of the drawing cannot be read; open the page anew.") from None
    if len(strokes) > MOST_STROKES:
        raise Refused("The drawing has more than %(most)d strokes; save it and go on.", most=MOST_STROKES)
    return strokes


def write_strokes(strokes: Sequence[Stroke]) -> str:
    """Return strokes as a text that `read_strokes` reads."""
    return msgspec.json.encode(list(strokes)).decode()


def played(sheet: Sheet, strokes: Sequence[Stroke]) -> Sheet:
    """Return the sheet after all strokes, each looked at as it is made."""
    for stroke in strokes:
        sheet = after(sheet, stroke)
    return sheet


def after(sheet: Sheet, stroke: Stroke) -> Sheet:
    """Return the sheet after one more stroke; Refused, with the place at fault, when it makes no sense."""
    match stroke:
        case Draw():
            drawn = verbs.drawn(stroke.ring, sheet.coverage, fits=stroke.fits)
            made = _named(sheet, stroke.grid, drawn) if stroke.grid else _with_new(sheet, (), [drawn])
        case Split():
            grid = stroke.grid or _crossed(sheet, stroke.line)
            parts = verbs.split(_shape(sheet, grid), stroke.line)
            made = _with_new(sheet, (grid,), parts)
        case Join():
            made = _joined(sheet, tuple(dict.fromkeys(stroke.grids)))
        case Bend():
            made = replace(sheet, coverage=verbs.bent(sheet.coverage, stroke.moves), fresh=())
    require_coverage(sheet.coverage, made.coverage, names={**sheet.names, **made.names})
    return made


def _joined(sheet: Sheet, grids: tuple[str, ...]) -> Sheet:
    """Return the sheet with grids joined into a new one."""
    apart = [grid for grid in grids if grid in sheet.exclusive]
    if apart and len(grids) > 1:
        raise Refused("%(grid)s is an exclusive grid and stays apart.", grid=sheet.names[apart[0]])
    return _with_new(sheet, grids, [verbs.joined([_shape(sheet, grid) for grid in grids])])


def _shape(sheet: Sheet, grid: str) -> BaseGeometry:
    """Return the outline of a grid; Refused when it has none."""
    if grid not in sheet.shapes:
        raise Refused("There is no outline of the grid %(grid)s here.", grid=grid[:20])
    return sheet.shapes[grid]


def _crossed(sheet: Sheet, line: Sequence[Degrees]) -> str:
    """Return the grid that has most of a line inside."""
    if len(line) < 2:
        raise Refused("A line has at least two points.")
    drawn = shapely.LineString(line)
    inside = {grid: shape.intersection(drawn).length for grid, shape in sheet.shapes.items()}
    grid = max(inside, key=lambda each: inside[each], default="")
    if not grid or not inside[grid]:
        raise Refused("The line crosses no grid.")
    return grid


def _named(sheet: Sheet, grid: str, shape: BaseGeometry) -> Sheet:
    """Return the sheet with an outline for a grid that had none."""
    if grid not in sheet.bare:
        raise Refused(
            "%(grid)s has an outline already; bend its border instead.", grid=sheet.names.get(grid, grid[:20])
        )
    return replace(sheet, coverage=sheet.coverage.changed((), {grid: shape}), bare=sheet.bare - {grid}, fresh=(grid,))


def _with_new(sheet: Sheet, gone: tuple[str, ...], shapes: Sequence[BaseGeometry]) -> Sheet:
    """Return the sheet with new grids in the place of those that are gone."""
    numbers = range(sheet.made + 1, sheet.made + len(shapes) + 1)
    keys = [f"new{number}" for number in numbers]
    words = {key: Words(f"新网格{number}", f"new grid {number}") for key, number in zip(keys, numbers, strict=True)}
    apart = frozenset(keys) if sheet.exclusive & set(gone) else frozenset()
    return replace(
        sheet,
        coverage=sheet.coverage.changed(gone, dict(zip(keys, shapes, strict=True))),
        names={**sheet.names, **words},
        exclusive=(sheet.exclusive - set(gone)) | apart,
        made=sheet.made + len(shapes),
        fresh=tuple(keys),
    )
