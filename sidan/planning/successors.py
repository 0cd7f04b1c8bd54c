# SPDX-License-Identifier: Apache-2.0
"""Which new grid takes over from an old one, for a row as a whole and for a point in it. Pure: no database."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry


class Successors:
    """Old grids and the new ones that take over from them: the largest share first, then by code.

    `parts` are the shares (above 0, up to 1) of each old grid by new code, `weights` what old grids weigh (their
    households), `shapes` the outlines of new ones as far as they are known.
    """

    def __init__(
        self,
        parts: Mapping[str, Mapping[str, float]],
        *,
        weights: Mapping[str, float],
        shapes: Mapping[str, BaseGeometry],
    ) -> None:
        """Sort the parts of each old grid."""
        self._parts = {
            old: tuple(sorted(shares, key=lambda new: (-shares[new], new))) for old, shares in parts.items() if shares
        }
        self._weights = weights
        self._shapes = shapes
        shapely.prepare(np.array(list(shapes.values()), dtype=object))

    @property
    def old_codes(self) -> list[str]:
        """Return the codes of the grids that are taken over, sorted."""
        return sorted(self._parts)

    @property
    def new_codes(self) -> list[str]:
        """Return the codes of the grids that take over, sorted."""
        return sorted({new for parts in self._parts.values() for new in parts})

    def parts_of(self, old: str) -> tuple[str, ...]:
        """Return every new grid that an old one went into, the largest share first."""
        return self._parts[old]

    def heir_of(self, old: str) -> str:
        """Return the new grid that took the largest share of an old one."""
        return self._parts[old][0]

    def rank_of(self, old: str) -> tuple[float, str]:
        """Return what sorts old grids by weight, the heaviest first, then by code."""
        return -self._weights.get(old, 0.0), old

    def at_points(
        self, olds: Sequence[str], points: Sequence[tuple[float | None, float | None]], *, heirs: Sequence[str | None]
    ) -> list[str]:
        """Return the new grid of each row by its old grid and its point.

        A point outside all parts of its grid, or none, leaves it to `heirs`, and they to the largest share. Points are
        asked of split grids alone.
        """
        found = [
            heir if heir is not None and heir in self._parts[old] else self.heir_of(old)
            for old, heir in zip(olds, heirs, strict=True)
        ]
        for old in {each for each in olds if len(self._parts[each]) > 1}:
            rows = [i for i, each in enumerate(olds) if each == old and points[i][0] is not None]
            self._locate(old, rows, points, found)
        return found

    def _locate(
        self,
        old: str,
        rows: Sequence[int],
        points: Sequence[tuple[float | None, float | None]],
        found: list[str],
    ) -> None:
        """Write into `found` the parts of one old grid that cover the points of some rows; the first that does."""
        if not rows:
            return
        places = shapely.points(np.array([points[i] for i in rows], dtype=float))
        for new in reversed(self._parts[old]):
            if new not in self._shapes:
                continue
            for index in np.flatnonzero(shapely.covers(self._shapes[new], places)).tolist():
                found[rows[index]] = new


def shared_out(total: int | None, shares: Mapping[str, float]) -> dict[str, int | None]:
    """Return a whole number shared out by shares so that the parts sum up to it; the largest remainders get more."""
    if total is None:
        return dict.fromkeys(shares)
    whole = sum(shares.values())
    exact = {key: total * share / whole for key, share in shares.items()}
    given = {key: int(value) for key, value in exact.items()}
    short = total - sum(given.values())
    for key in sorted(exact, key=lambda each: (given[each] - exact[each], each))[:short]:
        given[key] += 1
    return dict(given)


def summed(values: Iterable[int | None]) -> int | None:
    """Return the sum of numbers, None when one of them is not known."""
    found = list(values)
    return None if any(value is None for value in found) else sum(value or 0 for value in found)
