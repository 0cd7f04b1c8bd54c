# SPDX-License-Identifier: Apache-2.0
"""What a drawing comes to: outlines corrected, grids new on empty ground, grids that take over from others. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused, Words
from sidan.places.drawing.coverage import Shapes, exact
from sidan.places.drawing.strokes import Sheet

# A grid that keeps nine tenths of its ground, and takes no more than a tenth of another's, is the same grid with a
# corrected border: its code and all that hangs on it stay.
CORRECTED_SHARE = 0.1
_ROUNDS = 50
_SLIP_SHARE = 0.001


@dataclass(frozen=True)
class Part:
    """A grid that takes over from others: `sources` is the share (0 to 1) of each old grid's ground that it gets."""

    key: str
    shape: BaseGeometry
    sources: Mapping[str, float]


@dataclass(frozen=True)
class Outcome:
    """What would be saved: outlines `corrected` by code, `added` by key, and `parts`; all in six places."""

    corrected: Shapes
    added: Shapes
    parts: Sequence[Part]

    @property
    def is_nothing(self) -> bool:
        """Say whether there is nothing to save."""
        return not (self.corrected or self.added or self.parts)

    @property
    def gone(self) -> tuple[str, ...]:
        """Return the codes that are given up, sorted."""
        return tuple(sorted({source for part in self.parts for source in part.sources}))

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the keys of the grids that want a name and numbers."""
        return (*(part.key for part in self.parts), *self.added)


def outcome(before: Shapes, kept: Shapes, sheet: Sheet) -> Outcome:
    """Return what a sheet comes to against the outlines before any stroke, and those `kept` in the rows of today.

    The two differ by less than a metre, where neighbours' borders had to be aligned; a grid whose outline gets other
    points is corrected even so, because its neighbours share them.
    """
    shares = _ground(before, sheet.shapes)
    groups = _groups(before, sheet.shapes, shares)
    parts = [_part(key, sheet, shares, old) for old, new in groups if old and not _stays(old, new) for key in new]
    redrawn = {part.key for part in parts}
    added = {key: exact(shape) for key, shape in sheet.shapes.items() if _is_new(key) and key not in redrawn}
    rest = {key: exact(shape) for key, shape in sheet.shapes.items() if not _is_new(key) and key not in redrawn}
    touched = bool(parts or added) or not _all_alike(before, sheet.shapes)
    corrected = {key: shape for key, shape in rest.items() if touched and not _is_alike(kept.get(key), shape)}
    return Outcome(corrected, added, parts)


def proposed(numbers: Mapping[str, int | None], parts: Sequence[Part]) -> dict[str, int | None]:
    """Return the households (or people) each part gets by its share of the ground; sums stay exact, None stays None."""
    found: dict[str, int | None] = {part.key: 0 for part in parts}
    for source in sorted({source for part in parts for source in part.sources}):
        heirs = [part for part in parts if source in part.sources]
        number = numbers.get(source)
        given = None if number is None else _divided(number, [heir.sources[source] for heir in heirs])
        for index, heir in enumerate(heirs):
            sum_so_far = found[heir.key]
            found[heir.key] = None if given is None or sum_so_far is None else sum_so_far + given[index]
    return found


def require_sums(
    numbers: Mapping[str, int | None],
    given: Mapping[str, int | None],
    parts: Sequence[Part],
    *,
    names: Mapping[str, Words],
) -> None:
    """Refuse households of parts that do not add up to those of the grids they take over from."""
    for old, new in _connected((set(part.sources), {part.key}) for part in parts):
        known, said = [numbers.get(code) for code in sorted(old)], [given.get(key) for key in new]
        if None in known or None in said:
            continue
        before, after = sum(filter(None, known)), sum(filter(None, said))
        if before != after:
            raise Refused(
                "%(grids)s: %(before)d households before, %(after)d after. Mend it or say they were counted anew.",
                grids=_listed([names[code] for code in sorted(old)]),
                before=before,
                after=after,
            )


def household_shares(
    numbers: Mapping[str, int | None], given: Mapping[str, int | None], parts: Sequence[Part]
) -> list[dict[str, float]]:
    """Return for each part the share of each old grid's households that goes over into it.

    By the ground alone where numbers are missing. Where the planner has set the numbers, shares of ground are scaled in
    turn to the old grids' households and to the new ones', until both agree: with one old grid that is simply each
    part's households by all.
    """
    if not parts:
        return []
    codes = sorted({source for part in parts for source in part.sources})
    ground = np.array([[part.sources.get(code, 0.0) for part in parts] for code in codes])
    had = [numbers.get(code) for code in codes]
    gets = [given.get(part.key) for part in parts]
    moved = ground / np.maximum(ground.sum(axis=1, keepdims=True), 1e-12)
    if all(had) and all(gets):
        moved = _fitted(moved, np.array(had, float), np.array(gets, float))
    return [
        {code: min(1.0, float(moved[row, column])) for row, code in enumerate(codes) if part.sources.get(code)}
        for column, part in enumerate(parts)
    ]


def _fitted(
    shares: npt.NDArray[np.float64], rows: npt.NDArray[np.float64], columns: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Return shares of rows whose amounts add up to both, as nearly as can be."""
    amounts = shares * rows[:, None]
    for _ in range(_ROUNDS):
        amounts = amounts * (columns / np.maximum(amounts.sum(axis=0), 1e-12))
        amounts = amounts * (rows / np.maximum(amounts.sum(axis=1), 1e-12))[:, None]
    return amounts / rows[:, None]


def _is_new(key: str) -> bool:
    """Say whether a key is that of a grid drawn here, and no code."""
    return key.startswith("new")


def _ground(before: Shapes, now: Shapes) -> dict[tuple[str, str], tuple[float, float]]:
    """Return for each old and new grid that overlap: the share of the old one's ground, and of the new one's."""
    old, new = list(before), list(now)
    tree = shapely.STRtree([before[key] for key in old])
    found = {}
    for key in new:
        for index in tree.query(now[key], predicate="intersects"):
            common = before[old[index]].intersection(now[key]).area
            found[old[index], key] = (common / before[old[index]].area, common / now[key].area)
    return found


def _groups(
    before: Shapes, now: Shapes, shares: Mapping[tuple[str, str], tuple[float, float]]
) -> list[tuple[set[str], list[str]]]:
    """Return the old and new grids that have to do with one another, apart from corrected borders."""
    pairs = [({old}, {new}) for (old, new), both in shares.items() if old == new or max(both) > CORRECTED_SHARE]
    alone = [(set[str](), {key}) for key in now]
    return _connected([*pairs, *alone])


def _connected(pairs: Iterable[tuple[set[str], set[str]]]) -> list[tuple[set[str], list[str]]]:
    """Return pairs of old and new keys joined wherever they have one in common."""
    groups: list[tuple[set[str], set[str]]] = []
    for old, new in pairs:
        mine = [group for group in groups if group[0] & old or group[1] & new]
        groups = [group for group in groups if group not in mine]
        groups.append((old.union(*(group[0] for group in mine)), new.union(*(group[1] for group in mine))))
    return [(old, sorted(new, key=_order)) for old, new in groups]


def _order(key: str) -> tuple[bool, int]:
    """Return what sorts codes before new grids, and those by number."""
    return _is_new(key), int(key.removeprefix("new")) if key.removeprefix("new").isdecimal() else 0


def _stays(old: set[str], new: list[str]) -> bool:
    """Say whether a group is one grid that keeps its code."""
    return len(old) == 1 and [*old] == new


def _part(key: str, sheet: Sheet, shares: Mapping[tuple[str, str], tuple[float, float]], old: set[str]) -> Part:
    """Return a new grid with what it gets of each old one; slips of less than a thousandth are left out."""
    gets = {code: shares[code, key][0] for code in sorted(old) if (code, key) in shares}
    most = max(gets, key=lambda code: gets[code])
    sources = {code: share for code, share in gets.items() if share > _SLIP_SHARE or code == most}
    return Part(key, exact(sheet.shapes[key]), sources)


def _is_alike(one: BaseGeometry | None, other: BaseGeometry) -> bool:
    """Say whether two outlines have the same points."""
    return one is not None and bool(shapely.equals_exact(exact(one), exact(other)))


def _all_alike(before: Shapes, now: Shapes) -> bool:
    """Say whether nothing was drawn."""
    return before.keys() == now.keys() and all(_is_alike(before[key], now[key]) for key in before)


def _divided(number: int, weights: Sequence[float]) -> list[int]:
    """Return a number divided by weights into whole parts that add up to it."""
    exactly = [number * weight / sum(weights) for weight in weights]
    whole = [int(each) for each in exactly]
    most_cut = sorted(range(len(weights)), key=lambda index: whole[index] - exactly[index])
    for index in most_cut[: number - sum(whole)]:
        whole[index] += 1
    return whole


def _listed(names: Sequence[Words]) -> Words:
    """Return names as an enumeration."""
    return Words("、".join(name.zh for name in names), ", ".join(name.en or name.zh for name in names))
