# SPDX-License-Identifier: Apache-2.0
"""The cheapest flow from companies to liaisons, and the proof that none is cheaper. Pure: no Django.

A network of ten million arcs is not built: it begins with the cheapest liaisons of each company. The prices of its
cheapest flow are then held against every pair there is; pairs that would undercut them join, until none does. What is
proved is therefore proved of all pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sidan.base.errors import Refused
from sidan.matching.exchanges import charges, exchanges, prices
from sidan.matching.network import solved
from sidan.matching.seats import NEVER, Bools, Ints, Layout, Row

# How many of its cheapest liaisons a company begins with, and how many join in one turn.
FIRST, JOINING = 24, 8
MOST_TURNS = 200


@dataclass(frozen=True, slots=True)
class Flow:
    """Who sits where: for each row its seats' liaisons (-1 for an empty seat); prices by liaison, and the cost.

    `arcs` are the pairs that the network came to hold, with which a like one may begin.
    """

    seated: list[list[int]]
    price: Ints
    cost: int
    is_proved: bool
    arcs: Bools


def cheapest(
    layout: Layout,
    rows: Sequence[Row],
    *,
    open_to: Bools,
    extra: int = 0,
    extra_cost: int = 0,
    arcs: Bools | None = None,
) -> Flow:
    """Return the cheapest way to seat liaisons at the rows, using only those that are `open_to`.

    `extra` more seats than the capacity may be had of each liaison for `extra_cost` each: what raising capacities
    would do.
    """
    slots = [_slots(layout, liaison, extra, extra_cost) if open_to[liaison] else [] for liaison in range(len(open_to))]
    cost = row_costs(layout, rows, open_to)
    chosen = first_arcs(cost, rows) if arcs is None else arcs & (cost < NEVER)
    for _turn in range(MOST_TURNS):
        seated, total = solved(layout, rows, cost, chosen, slots=slots)
        price = prices(layout, rows, np.where(chosen, cost, NEVER), seated, slots)
        if price is None:
            raise Refused("The computing of pairs went wrong; please tell the operator.")
        joining = _undercutting(layout, rows, cost, chosen, seated=seated, price=price)
        if not joining.any():
            return Flow(seated, price, total, is_proved=True, arcs=chosen)
        chosen |= joining
    return Flow(seated, layout.load, total, is_proved=False, arcs=chosen)


def _slots(layout: Layout, liaison: int, extra: int, extra_cost: int) -> list[int]:
    """Return what each further seat of a liaison costs, from the cheapest up."""
    load, capacity = int(layout.load[liaison]), int(layout.capacity[liaison])
    usual = [layout.slot(liaison, number) for number in range(load + 1, capacity + 1)]
    top = usual[-1] if usual else 0
    return usual + [top + extra_cost] * (extra if capacity else 0)


def row_costs(layout: Layout, rows: Sequence[Row], open_to: Bools) -> Ints:
    """Return the costs of rows by liaisons, NEVER where none of the row's seats may be taken."""
    if not rows:
        return np.zeros((0, len(open_to)), dtype=np.int64)
    found = layout.cost[[row.company for row in rows]]
    found[:, ~open_to] = NEVER
    for place, row in enumerate(rows):
        if len(row.seats) > 1 or row.is_begun:
            found[place, ~row.may.any(axis=0)] = NEVER
    return found


def first_arcs(cost: Ints, rows: Sequence[Row]) -> Bools:
    """Return the arcs to begin with: the cheapest of each row, and of each seat of a team, and of each liaison."""
    found = np.zeros(cost.shape, dtype=bool)
    if not cost.size:
        return found
    many = min(FIRST, cost.shape[1])
    np.put_along_axis(found, np.argpartition(cost, many - 1, axis=1)[:, :many], values=True, axis=1)
    most = min(4, cost.shape[0])
    np.put_along_axis(found, np.argpartition(cost, most - 1, axis=0)[:most], values=True, axis=0)
    for place, row in enumerate(rows):
        if len(row.seats) > 1:
            by_seat = np.where(row.may, cost[place], NEVER)
            found[place, np.argpartition(by_seat, many - 1, axis=1)[:, :many].ravel()] = True
    return found & (cost < NEVER)


def _undercutting(
    layout: Layout, rows: Sequence[Row], cost: Ints, chosen: Bools, *, seated: Sequence[Sequence[int]], price: Ints
) -> Bools:
    """Return the pairs outside the network that are cheaper at these prices than what a company has, a few a row."""
    found = np.zeros(cost.shape, dtype=bool)
    if not cost.size:
        return found
    saving = cost + price[None, :] - charges(layout, rows, seated, price)[:, None]
    for place, row in enumerate(rows):
        if len(row.seats) > 1:
            saving[place] = 0
            for _leaver, have, may in exchanges(layout, row, seated[place], price):
                saving[place] = np.minimum(saving[place], np.where(may, cost[place] + price - have, 0))
    saving[chosen | (cost >= NEVER)] = 0
    worst = np.flatnonzero((saving < 0).any(axis=1))
    if worst.size:
        many = min(JOINING, cost.shape[1])
        best = np.argpartition(saving[worst], many - 1, axis=1)[:, :many]
        found[worst[:, None], best] = np.take_along_axis(saving[worst], best, axis=1) < 0
    return found


def lowest_prices(layout: Layout, rows: Sequence[Row], flow: Flow, liaisons: Sequence[int]) -> Ints:
    """Return the lowest price of each of those outside the flow at which no company would rather have them."""
    found: Ints = np.zeros(len(liaisons), dtype=np.int64)
    if not rows or not liaisons:
        return found
    line = layout.cost[np.ix_([row.company for row in rows], liaisons)]
    may = np.array([row.may[0, liaisons] & (len(row.seats) == 1) for row in rows]) & (line < NEVER)
    gain = charges(layout, rows, flow.seated, flow.price)[:, None] - line
    found = np.maximum(found, np.where(may, gain, 0).max(axis=0))
    for row, here, costs in zip(rows, flow.seated, line, strict=True):
        if len(row.seats) > 1:
            for _leaver, have, joining in exchanges(layout, row, here, flow.price):
                found = np.maximum(found, np.where(joining[liaisons] & (costs < NEVER), have - costs, 0))
    return found
