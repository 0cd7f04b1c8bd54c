# SPDX-License-Identifier: Apache-2.0
"""A day's visits in order, beside every order there is."""

from itertools import pairwise, permutations, product
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.base.geometry import Point, distance_m
from sidan.matching.tour import MOST_STOPS, Tour, tour

POINTS = st.builds(Point, st.floats(116, 116.3), st.floats(28, 28.3))
HOME = Point(116.0, 28.0)


def best(points: list[Point], start: Point | None, *, is_closed: bool) -> float:
    """Return the length of the shortest of all tours."""
    lengths = []
    for order in permutations(points):
        path = [*([start] if start else []), *order]
        path += [path[0]] if is_closed else []
        lengths.append(sum(distance_m(one, other) for one, other in pairwise(path)))
    return min(lengths)


@settings(max_examples=40, deadline=None)
@given(st.lists(POINTS, min_size=1, max_size=6), st.booleans(), st.booleans())
def test_no_tour_is_shorter(points: list[Point], is_closed: bool, has_start: bool) -> None:
    """Open or closed, with a place to begin at or without: nobody finds a shorter one (but for whole metres)."""
    start = HOME if has_start else None

    found = tour({f"c{index}": point for index, point in enumerate(points)}, start=start, is_closed=is_closed)

    assert found.metres <= best(points, start, is_closed=is_closed) + len(points) + 2
    assert sorted(found.stops) == sorted(f"c{index}" for index in range(len(points)))


def test_nine_stops_are_as_short_as_can_be() -> None:
    """Nine stops, closed and open, against Bellman, Held and Karp."""
    points = [Point(116 + (7 * k * k % 23) / 100, 28 + (11 * k * k * k % 29) / 100) for k in range(1, 10)]
    places = {f"c{index}": point for index, point in enumerate(points)}

    for is_closed in (True, False):
        found = tour(places, start=HOME, is_closed=is_closed)
        assert found.metres <= held_karp(points, is_closed=is_closed) + 11


def held_karp(points: list[Point], *, is_closed: bool) -> float:
    """Return the length of the shortest tour from HOME by dynamic programming."""
    size = len(points)
    cost = {(1 << k, k): distance_m(HOME, points[k]) for k in range(size)}
    for subset, last in product(range(1, 1 << size), range(size)):
        if not subset >> last & 1 or (subset, last) not in cost:
            continue
        for following in range(size):
            if subset >> following & 1:
                continue
            key = (subset | 1 << following, following)
            way = cost[subset, last] + distance_m(points[last], points[following])
            cost[key] = min(cost.get(key, way), way)
    whole = (1 << size) - 1
    return min(cost[whole, k] + (distance_m(points[k], HOME) if is_closed else 0) for k in range(size))


def test_stops_without_a_place_come_last() -> None:
    """Nobody knows where they are, so they stand at the end and add nothing."""
    found = tour({"a": None, "b": Point(116.01, 28.0), "c": Point(116.005, 28.0)}, start=HOME)

    assert (found.stops, found.without_place) == (("c", "b"), ("a",))
    assert round(found.metres) == round(distance_m(HOME, Point(116.01, 28.0)))
    assert found.minutes == 3


def test_nothing_to_visit_is_no_way_at_all() -> None:
    """No stop, and stops of which no place is known."""
    assert tour({}) == Tour((), ())
    assert tour({"a": None}, start=HOME, is_closed=True) == Tour((), (), 0.0, ("a",))


def test_thirty_stops_take_a_moment_and_the_same_way_each_time() -> None:
    """The longest day is quick and answers alike whatever the order it is asked in; one stop more is refused."""
    places = {f"c{k:02d}": Point(116 + (k * 37 % 31) / 100, 28 + (k * 17 % 29) / 100) for k in range(MOST_STOPS)}
    begun = perf_counter()

    first = tour(places, start=HOME, is_closed=True, seconds=2)

    assert perf_counter() - begun < 4
    assert tour(dict(reversed(places.items())), start=HOME, is_closed=True, seconds=2) == first
    with pytest.raises(Refused, match="at most 30 visits"):
        tour({**places, "more": HOME})
