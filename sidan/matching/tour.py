# SPDX-License-Identifier: Apache-2.0
"""A day's visits in a sensible order. Pure: no Django.

Kilometres and minutes are as the crow flies: no road is known here, and every page says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from sidan.base.errors import Refused
from sidan.base.geometry import Point, distance_m

MOST_STOPS = 30
# A car in town with its waiting and parking; along the crow's line, so that roads are in it.
CROW_KMH = 20.0
_LOCAL_OPTIMA = 400


@dataclass(frozen=True, slots=True)
class Tour:
    """Stops in order with the metres to each from the one before, and last the stops whose place nobody knows.

    The first leg is 0 where the tour has no place to begin at. `home_m` is the way back, 0 for an open tour.
    """

    stops: tuple[str, ...]
    legs_m: tuple[float, ...]
    home_m: float = 0.0
    without_place: tuple[str, ...] = ()

    @property
    def metres(self) -> float:
        """Return the length of the whole tour."""
        return sum(self.legs_m) + self.home_m

    @property
    def minutes(self) -> int:
        """Return how long the ways take at CROW_KMH, without the visits themselves."""
        return round(self.metres / 1000 / CROW_KMH * 60)


def tour(
    places: Mapping[str, Point | None], *, start: Point | None = None, is_closed: bool = False, seconds: float = 2
) -> Tour:
    """Return a short tour over the places, the same for the same places whatever their order.

    Closed, it leads back to `start`, or to its own first stop where there is no start. The search ends after `seconds`
    at the latest, and commonly within a tenth of one.
    """
    if len(places) > MOST_STOPS:
        raise Refused("A day has at most %(most)d visits.", most=MOST_STOPS)
    stops = sorted(code for code, point in places.items() if point is not None)
    lost = tuple(sorted(code for code, point in places.items() if point is None))
    points = [point for point in (places[code] for code in stops) if point is not None]
    order = _shortest(points, start=start, is_closed=is_closed, seconds=seconds)
    visited = [points[index] for index in order]
    before = [start if start is not None else visited[0], *visited[:-1]] if visited else []
    legs = tuple(distance_m(one, other) for one, other in zip(before, visited, strict=True))
    back = (start if start is not None else visited[0]) if visited and is_closed else None
    home_m = distance_m(visited[-1], back) if back is not None else 0.0
    return Tour(tuple(stops[index] for index in order), legs, home_m, lost)


def _shortest(points: Sequence[Point], *, start: Point | None, is_closed: bool, seconds: float) -> list[int]:
    """Return the order of the points, by local search that leaves local optima again (guided local search)."""
    if len(points) < 2:
        return list(range(len(points)))
    metres = _metres(points, start=start, is_closed=is_closed)
    size = len(metres)
    manager = pywrapcp.RoutingIndexManager(size, 1, 0)
    routing = pywrapcp.RoutingModel(manager)
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(metres))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    # The count ends the search on any machine at the same place; the time is for one that is very slow.
    parameters.solution_limit = _LOCAL_OPTIMA
    parameters.time_limit.FromMilliseconds(int(seconds * 1000))
    found = routing.SolveWithParameters(parameters)
    if found is None:
        return list(range(len(points)))
    return _read(routing, manager, found.Value, turned=start is None and is_closed)


def _read(
    routing: pywrapcp.RoutingModel, manager: pywrapcp.RoutingIndexManager, value: Callable[..., int], *, turned: bool
) -> list[int]:
    """Return the points in order; node 0 is the start or nowhere, except in a round without start, where it is one."""
    order, index = [], routing.Start(0)
    while not routing.IsEnd(index):
        order.append(manager.IndexToNode(index))
        index = value(routing.NextVar(index))
    return order if turned else [node - 1 for node in order[1:]]


def _metres(points: Sequence[Point], *, start: Point | None, is_closed: bool) -> list[list[int]]:
    """Return the ways between all nodes: node 0 is the start, or a place nowhere that costs nothing to come from."""
    between = [[round(distance_m(one, other)) for other in points] for one in points]
    if start is None and is_closed:
        return between
    out = [round(distance_m(start, point)) if start is not None else 0 for point in points]
    back = out if is_closed else [0] * len(points)
    return [[0, *out], *([home, *row] for home, row in zip(back, between, strict=True))]
