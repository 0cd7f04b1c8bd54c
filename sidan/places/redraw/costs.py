# SPDX-License-Identifier: Apache-2.0
"""What each possible region costs: every soft aim belongs to one region, so that one exact model serves all. Pure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sidan.places.redraw.asked import Weights
from sidan.places.redraw.columns import CHUNK, Columns, summed
from sidan.places.redraw.instance import Real, Whole
from sidan.places.redraw.parts import Part


@dataclass(frozen=True, eq=False)
class Features:
    """What does not depend on how many regions there will be, for each column.

    `workload` is a sum, `loose` 1 - Polsby-Popper (0 where outlines that do not fit together have more than a circle),
    `moved` the households that lose their crew when the crew that looks after most of the region goes on there,
    `pieces` into how many more than one its barriers cut it, `foreign` the households outside its largest community.
    """

    workload: Real
    loose: Real
    moved: Real
    pieces: Real
    foreign: Real


def features(part: Part, columns: Columns, weights: Weights, *, priced_foreign: bool = False) -> Features:
    """Return the features of columns; those that no weight asks for are zeros and cost nothing."""
    nothing = np.zeros(len(columns))
    return Features(
        workload=summed(columns, part.workload) if weights.workload else nothing,
        loose=np.maximum(1 - polsby_popper(part, columns), 0) if weights.compactness else nothing,
        moved=columns.households - kept(part, columns) if weights.crew else nothing,
        pieces=pieces(part, columns) if weights.barriers and len(part.barred) else nothing,
        foreign=_outside(part.foreign, part, columns) if priced_foreign and part.foreign is not None else nothing,
    )


def region_costs(
    columns: Columns,
    features: Features,
    weights: Weights,
    *,
    mean_households: float,
    mean_workload: float,
    crossing_price: float = 0.0,
) -> Real:
    """Return the weighted cost of each column, in units of one region wholly out of balance."""
    mean = max(mean_households, 1e-9)
    cost = weights.balance * np.abs(columns.households / mean - 1)
    if weights.workload:
        cost = cost + weights.workload * np.abs(features.workload / max(mean_workload, 1e-9) - 1)
    if weights.compactness:
        cost = cost + weights.compactness * features.loose
    if weights.crew:
        cost = cost + weights.crew * features.moved / mean
    if weights.barriers:
        cost = cost + weights.barriers * features.pieces
    if crossing_price:
        cost = cost + crossing_price * features.foreign
    return np.asarray(cost, dtype=np.float64)


def polsby_popper(part: Part, columns: Columns) -> Real:
    """Return 4 pi area / perimeter² of each column: 1 for a circle, less where ragged, 0 without outline."""
    area = summed(columns, part.area_m2)
    perimeter = summed(columns, part.perimeter_m) - 2 * _inner(part, columns)
    return np.where(perimeter > 0, 4 * np.pi * area / np.maximum(perimeter, 1e-9) ** 2, 0.0)


def kept(part: Part, columns: Columns) -> Real:
    """Return the most households of each column that one of today's crews looks after.

    Two regions may count the same crew, so the sum is at least what crews that each go to one region can keep.
    """
    best = np.zeros(len(columns))
    for crew in np.unique(part.crews[part.crews >= 0]).tolist():
        own = np.where(part.crews == crew, part.households, 0).astype(np.float64)
        areas = np.flatnonzero(own)
        if len(areas):
            np.maximum(best, columns.members[:, areas] @ own[areas], out=best)
    return best


def pieces(part: Part, columns: Columns) -> Real:
    """Return into how many pieces more than one the barriers of a part cut each column."""
    extra = np.zeros(len(columns))
    barred = part.borders[part.barred]
    held = (columns.members[:, barred[:, 0]] & columns.members[:, barred[:, 1]]).any(axis=1)
    open_rows = np.setdiff1d(np.arange(len(part.borders)), part.barred)
    ways = np.eye(len(part), dtype=np.float32)
    one, other = part.borders[open_rows, 0], part.borders[open_rows, 1]
    ways[one, other] = ways[other, one] = 1
    rows = np.flatnonzero(held)
    for begin in range(0, len(rows), CHUNK):
        chosen = rows[begin : begin + CHUNK]
        extra[chosen] = _count_pieces(columns.members[chosen].astype(np.float32), ways) - 1
    return extra


def _inner(part: Part, columns: Columns) -> Real:
    """Return the metres of borders that lie inside each column."""
    metres = np.zeros((len(part), len(part)))
    np.add.at(metres, (part.borders[:, 0], part.borders[:, 1]), part.border_m)
    inner = np.zeros(len(columns))
    for begin in range(0, len(columns), CHUNK):
        members = columns.members[begin : begin + CHUNK].astype(np.float64)
        inner[begin : begin + CHUNK] = np.einsum("ij,ij->i", members @ metres, members)
    return inner


def _outside(foreign: Whole, part: Part, columns: Columns) -> Real:
    """Return the households of each column outside the community that most of them belong to."""
    best = np.zeros(len(columns))
    for community in np.unique(foreign).tolist():
        own = np.flatnonzero(foreign == community)
        np.maximum(best, columns.members[:, own] @ part.households[own].astype(np.float64), out=best)
    return np.asarray(columns.households - best, dtype=np.float64)


def _count_pieces(left: npt.NDArray[np.float32], ways: npt.NDArray[np.float32]) -> Real:
    """Return into how many pieces each set falls, going from its first area along `ways`."""
    count = np.zeros(len(left))
    while (rest := left.any(axis=1)).any():
        count += rest
        reached = np.zeros_like(left)
        reached[np.arange(len(left)), left.argmax(axis=1)] = rest
        held = 0.0
        while (now := float(reached.sum())) != held:
            held = now
            reached = ((reached @ ways) > 0) * left
        left = left - reached
    return count
