# SPDX-License-Identifier: Apache-2.0
"""The network from companies through their seats to liaisons, solved by OR-Tools. Pure: no Django."""

from collections.abc import Sequence

import numpy as np
from ortools.graph.python import min_cost_flow

from sidan.base.errors import Refused
from sidan.matching.seats import Bools, Ints, Layout, Row


def solved(
    layout: Layout, rows: Sequence[Row], cost: Ints, chosen: Bools, *, slots: Sequence[list[int]]
) -> tuple[list[list[int]], int]:
    """Return who sits where in the network of the chosen arcs, and what it costs in all."""
    size, people = cost.shape
    single = np.array([len(row.seats) == 1 for row in rows], dtype=bool)
    sink = size + people
    network = min_cost_flow.SimpleMinCostFlow()
    at_row, at_liaison = np.nonzero(chosen & single[:, None])
    direct = network.add_arcs_with_capacity_and_unit_cost(
        at_row, size + at_liaison, np.ones_like(at_row), cost[at_row, at_liaison]
    )
    following = _Nodes(sink + 1)
    team_arcs: list[tuple[int, int, int, int]] = []
    for place, row in enumerate(rows):
        if len(row.seats) > 1:
            line = _team(
                network, row, place, cost=cost[place], chosen=chosen[place], nodes=following, first_liaison=size
            )
            team_arcs.extend((place, *each) for each in line)
    for place, row in enumerate(rows):
        costs = row.empty_costs(layout.empty_unit)
        for each in sorted(set(costs)):
            network.add_arc_with_capacity_and_unit_cost(place, sink, costs.count(each), each)
        network.set_node_supply(place, len(row.seats))
    tails = np.repeat(np.arange(people), [len(each) for each in slots])
    flat = np.array([each for liaison in slots for each in liaison], dtype=np.int64)
    if flat.size:
        network.add_arcs_with_capacity_and_unit_cost(size + tails, np.full_like(tails, sink), np.ones_like(tails), flat)
    network.set_node_supply(sink, -sum(len(row.seats) for row in rows))
    if rows and network.solve() != network.OPTIMAL:
        raise Refused("The computing of pairs went wrong; please tell the operator.")
    seated = [[-1] * len(row.seats) for row in rows]
    used = network.flows(direct) > 0 if direct.size else np.zeros(0, dtype=bool)
    for at, liaison in zip(at_row[used].tolist(), at_liaison[used].tolist(), strict=True):
        seated[at][0] = liaison
    for place, seat, person, arc in team_arcs:
        if network.flow(arc):
            seated[place][seat] = person
    return seated, int(network.optimal_cost()) if rows else 0


class _Nodes:
    """Counts out nodes that nobody has yet."""

    def __init__(self, first: int) -> None:
        """Begin with the first free number."""
        self.next = first

    def take(self) -> int:
        """Return a node of one's own."""
        self.next += 1
        return self.next - 1


def _team(
    network: min_cost_flow.SimpleMinCostFlow,
    row: Row,
    place: int,
    *,
    cost: Ints,
    chosen: Bools,
    nodes: _Nodes,
    first_liaison: int,
) -> list[tuple[int, int, int]]:
    """Add the arcs of a team: from the company to its seats, to one node for each liaison, who so sits there once."""
    found, doors = [], {}
    for liaison in np.flatnonzero(chosen):
        doors[liaison] = nodes.take()
        network.add_arc_with_capacity_and_unit_cost(doors[liaison], first_liaison + int(liaison), 1, int(cost[liaison]))
    for seat in range(len(row.seats)):
        at_seat = nodes.take()
        network.add_arc_with_capacity_and_unit_cost(place, at_seat, 1, 0)
        for liaison, door in doors.items():
            if row.may[seat, liaison]:
                arc = network.add_arc_with_capacity_and_unit_cost(at_seat, door, 1, 0)
                found.append((seat, int(liaison), arc))
    return found
