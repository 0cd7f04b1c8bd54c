# SPDX-License-Identifier: Apache-2.0
"""The graph of exchanges of a seating, the prices it gives, and so the proof that no exchange saves anything. Pure."""

from collections.abc import Iterator, Sequence

import numpy as np

from sidan.matching.seats import NEVER, Bools, Ints, Layout, Row


def prices(
    layout: Layout, rows: Sequence[Row], cost: Ints, seated: Sequence[Sequence[int]], slots: Sequence[list[int]]
) -> Ints | None:
    """Return what a further seat of each liaison is worth, with which no exchange along `cost` saves anything.

    Distances in the graph of exchanges: an arc from one liaison to another says what it costs that some company goes
    over, the last node stands for nobody. None when going round it saves something, so that the seating was not the
    cheapest.
    """
    people = len(slots)
    exchange = np.full((people + 1, people + 1), NEVER, dtype=np.int64)
    taken = [liaison for here in seated for liaison in here if liaison >= 0]
    loads = np.bincount(np.array(taken, dtype=np.int64), minlength=people)
    for liaison, steps in enumerate(slots):
        if loads[liaison] < len(steps):
            exchange[liaison, people] = steps[loads[liaison]]
        if loads[liaison]:
            exchange[people, liaison] = -steps[loads[liaison] - 1]
    _single_exchanges(layout, rows, cost, seated, exchange)
    for row, line, here in zip(rows, cost, seated, strict=True):
        if len(row.seats) > 1:
            _team_exchanges(layout, row, line, here, exchange)
    distance = _distances(exchange)
    return None if distance is None else distance[people] - distance[:people]


def _distances(exchange: Ints) -> Ints | None:
    """Return the shortest way to each node from anywhere, or None where a round trip makes ways ever shorter."""
    distance = np.zeros(len(exchange), dtype=np.int64)
    for _turn in range(len(exchange) + 1):
        through = np.min(distance[:, None] + exchange, axis=0)
        shorter = np.minimum(distance, through)
        if (shorter == distance).all():
            return distance
        distance = shorter
    return None


def _single_exchanges(
    layout: Layout, rows: Sequence[Row], cost: Ints, seated: Sequence[Sequence[int]], exchange: Ints
) -> None:
    """Enter what it costs that a company with one seat goes over from whom it has to another."""
    people = exchange.shape[0] - 1
    single = np.array([place for place, row in enumerate(rows) if len(row.seats) == 1], dtype=np.int64)
    if not single.size:
        return
    holder = np.array([seated[place][0] for place in single], dtype=np.int64)
    empty = np.array([rows[place].empty_costs(layout.empty_unit)[0] for place in single], dtype=np.int64)
    own = np.where(holder >= 0, cost[single, np.maximum(holder, 0)], empty)
    order = np.argsort(np.where(holder >= 0, holder, people), kind="stable")
    over = cost[single[order]] - own[order, None]
    over[cost[single[order]] >= NEVER] = NEVER
    at = np.where(holder >= 0, holder, people)[order]
    starts = np.flatnonzero(np.r_[True, at[1:] != at[:-1]])
    lowest = np.minimum.reduceat(over, starts, axis=0)
    exchange[at[starts], :people] = np.minimum(exchange[at[starts], :people], lowest)
    left = np.full(people, NEVER, dtype=np.int64)
    np.minimum.at(left, holder[holder >= 0], (empty - own)[holder >= 0])
    exchange[:people, people] = np.minimum(exchange[:people, people], left)


def _team_exchanges(layout: Layout, row: Row, cost: Ints, here: Sequence[int], exchange: Ints) -> None:
    """Enter what it costs that a team changes one of its people, fills an empty seat, or loses somebody."""
    people = exchange.shape[0] - 1
    for leaver, own in leavers(layout, row, cost, here):
        may = joiners(row, here, leaver) & (cost < NEVER)
        at = people if leaver < 0 else leaver
        exchange[at, :people] = np.minimum(exchange[at, :people], np.where(may, cost - own, NEVER))
        if leaver >= 0:
            lost = row.empty_costs(layout.empty_unit)[sum(1 for each in here if each < 0)] - own
            exchange[leaver, people] = min(exchange[leaver, people], lost)


def leavers(layout: Layout, row: Row, cost: Ints, here: Sequence[int]) -> list[tuple[int, int]]:
    """Return who may go from a row (-1 for an empty seat) with what it saves."""
    found = [(liaison, int(cost[liaison])) for liaison in here if liaison >= 0]
    empty = sum(1 for each in here if each < 0)
    if empty:
        found.append((-1, row.empty_costs(layout.empty_unit)[empty - 1]))
    return found


def joiners(row: Row, here: Sequence[int], leaver: int) -> Bools:
    """Return who may come in when somebody goes, the others moving among the seats as they can."""
    seats = len(row.seats)
    free = {seat for seat in range(seats) if here[seat] == leaver}
    reached, waiting = set(free), list(free)
    while waiting:
        waiting.pop()
        # Whoever sits elsewhere and may take a seat that is reached leaves his own to be taken.
        for seat in range(seats):
            if seat not in reached and here[seat] >= 0 and any(row.may[goal, here[seat]] for goal in reached):
                reached.add(seat)
                waiting.append(seat)
    found = np.array(row.may[sorted(reached)].any(axis=0))
    found[[each for each in here if each >= 0]] = False
    return found


def charges(layout: Layout, rows: Sequence[Row], seated: Sequence[Sequence[int]], price: Ints) -> Ints:
    """Return what the first seat of each company costs it at these prices: pair and liaison, or emptiness."""
    holder = np.array([here[0] for here in seated], dtype=np.int64)
    company = np.array([row.company for row in rows], dtype=np.int64)
    empty = np.array([row.empty_costs(layout.empty_unit)[0] for row in rows], dtype=np.int64)
    if not len(price):
        return empty
    at = np.maximum(holder, 0)
    found: Ints = np.where(holder >= 0, layout.cost[company, at] + price[at], empty)
    return found


def exchanges(layout: Layout, row: Row, here: Sequence[int], price: Ints) -> Iterator[tuple[int, int, Bools]]:
    """Yield for a team who may go (-1 for an empty seat), what it costs at these prices, and who may come instead."""
    for leaver, own in leavers(layout, row, layout.cost[row.company], here):
        yield leaver, own + (0 if leaver < 0 else int(price[leaver])), joiners(row, here, leaver)
