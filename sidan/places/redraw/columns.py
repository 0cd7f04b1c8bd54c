# SPDX-License-Identifier: Apache-2.0
"""Every region a part could have: its connected sets of areas within a number of households. Pure.

A set is found once, from its first area on: whoever starts at an area may use later ones alone, and an area once
passed by stays out. Sets of a part are few where areas are as large as usual (some hundreds), and too many where they
are tiny.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sidan.places.redraw.instance import Real, Whole
from sidan.places.redraw.parts import Part

Bits = npt.NDArray[np.uint64]
Members = npt.NDArray[np.uint8]
CHUNK = 50_000  # columns that are in memory as numbers at once
_WORD = 64


class TooManyColumns(Exception):
    """A part has more sets than may be listed."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Sets of areas, in the order of their first area: `members` says which areas each holds (0 or 1).

    `first` is the first area, `bits` the set as words of 64 bits, `households` their sum.
    """

    members: Members
    bits: Bits
    first: Whole
    households: Whole

    def __len__(self) -> int:
        """Return the number of sets."""
        return len(self.first)

    def only(self, chosen: npt.NDArray[np.bool_] | Whole) -> "Columns":
        """Return some of the sets, in the same order."""
        return Columns(self.members[chosen], self.bits[chosen], self.first[chosen], self.households[chosen])


def listed(part: Part, *, lo: int, hi: int, most: int) -> Columns:
    """Return the sets with `lo` to `hi` households, and each area above `hi` with neighbours that have none.

    Wishes for areas together and apart are kept. TooManyColumns when more than `most` sets had to be looked at.
    """
    found: list[int] = []
    counts: list[int] = []
    households = part.households.tolist()
    for first in range(len(part)):
        most -= _from(part.near, households, first, hi=hi, lo=lo, most=most, found=found, counts=counts)
    if part.together or part.apart:
        kept = [row for row, mask in enumerate(found) if _is_wished(part, mask)]
        found, counts = [found[row] for row in kept], [counts[row] for row in kept]
    return packed(part, found, households=counts)


def packed(part: Part, masks: list[int], *, households: list[int] | None = None) -> Columns:
    """Return the columns of sets given as masks, sorted by their first area."""
    masks_in_order = masks
    if households is None:
        masks_in_order = sorted(masks, key=lambda mask: (mask & -mask, mask))
    words = max(1, -(-len(part) // _WORD))
    raw = b"".join(mask.to_bytes(words * 8, "little") for mask in masks_in_order)
    bits = np.frombuffer(raw, dtype="<u8").astype(np.uint64).reshape(-1, words)
    octets = np.frombuffer(raw, dtype=np.uint8).reshape(-1, words * 8)
    members = np.unpackbits(octets, axis=1, bitorder="little")[:, : len(part)]
    if households is None:
        counts = members.astype(np.int64) @ part.households
    else:
        counts = np.array(households, dtype=np.int64)
    first = members.argmax(axis=1).astype(np.int64) if len(members) else np.zeros(0, dtype=np.int64)
    return Columns(members, bits, first, counts)


def summed(columns: Columns, numbers: Real | Whole) -> Real:
    """Return the sum of the areas' numbers over each column; for a table of rows of numbers, a column of sums each."""
    sums = np.zeros((len(columns), *numbers.shape[:-1]))
    for begin in range(0, len(columns), CHUNK):
        members = columns.members[begin : begin + CHUNK].astype(np.float64)
        sums[begin : begin + CHUNK] = members @ numbers.T
    return sums


def mask_of(members: npt.NDArray[np.uint8]) -> int:
    """Return a set as a mask."""
    return int.from_bytes(np.packbits(members, bitorder="little").tobytes(), "little")


def _from(
    near: Sequence[int],
    households: Sequence[int],
    first: int,
    *,
    lo: int,
    hi: int,
    most: int,
    found: list[int],
    counts: list[int],
) -> int:
    """Add the sets whose first area is `first` to `found` and their households to `counts`; return how many were met.

    Each is met once: an area that was passed by stays out of everything found after it.
    """
    start, own = 1 << first, households[first]
    # An area above the bound makes a region of its own; only areas without households may join it.
    earlier = (start << 1) - 1
    todo = [(start, near[first] & ~earlier, earlier, own)]
    met = 0
    while todo:
        mask, edge, passed, count = todo.pop()
        met += 1
        if count >= lo:
            found.append(mask)
            counts.append(count)
        while edge:
            low = edge & -edge
            edge ^= low
            passed |= low
            area = low.bit_length() - 1
            more = count + households[area]
            if more <= hi or more == count or not count:
                todo.append((mask | low, (edge | near[area]) & ~passed, passed, more))
        if met > most:
            raise TooManyColumns
    return met


def _is_wished(part: Part, mask: int) -> bool:
    """Say whether a set keeps the wishes for areas together and apart."""
    for group in part.together:
        if mask & group and mask & group != group:
            return False
    return all((mask & group).bit_count() <= 1 for group in part.apart)
