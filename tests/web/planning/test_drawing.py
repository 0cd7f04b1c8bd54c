# SPDX-License-Identifier: Apache-2.0
"""Colours, bars and lines of the planning pages, computed without a database."""

import random

import pytest

from sidan.web.plan_colours import COLOURS, coloured, neighbours_of, recoloured
from sidan.web.planning.curves import curve_of
from sidan.web.planning.histograms import HEIGHT, WIDTH, histogram


@pytest.mark.parametrize("seed", range(5))
def test_neighbours_never_look_alike(seed: int) -> None:
    """On a map of triangles, where some places have many neighbours, six colours are enough."""
    side, chance = 30, random.Random(seed)
    keys = [(x, y) for x in range(side) for y in range(side)]
    pairs = [((x, y), (x + 1, y)) for x, y in keys if x + 1 < side]
    pairs += [((x, y), (x, y + 1)) for x, y in keys if y + 1 < side]
    for x, y in keys:
        if x + 1 < side and y + 1 < side:
            pairs.append(((x, y), (x + 1, y + 1)) if chance.random() < 0.5 else ((x + 1, y), (x, y + 1)))

    found = coloured(neighbours_of(keys, pairs))

    assert set(found.values()) <= set(range(1, COLOURS + 1))
    assert all(found[one] != found[other] for one, other in pairs)


def test_more_neighbours_than_colours_are_coloured_all_the_same() -> None:
    """Off the plane the last colour is used again, and nothing fails."""
    keys = range(9)

    found = coloured(neighbours_of(keys, [(one, other) for one in keys for other in keys if one < other]))

    assert set(found.values()) == set(range(1, COLOURS + 1))


def test_bars_hold_every_value_once_and_mark_the_bounds() -> None:
    """Round steps; bars whose values lie beyond the bounds are marked, and so are the bounds themselves."""
    values = [120, 310, 320, 400, 480, 499, 500, 760]

    found = histogram(values, bounds=(300, 500))

    assert sum(bar.count for bar in found.bars) == len(values)
    assert {bar.low for bar in found.bars if bar.is_outside} == {100, 750}
    assert [bound for bound, _ in found.marks] == [300, 500]
    assert max(bar.height for bar in found.bars) == HEIGHT
    assert all(0 <= bar.x <= WIDTH for bar in found.bars)


@pytest.mark.parametrize("values", [[], [0], [7, 7, 7], [0.0, 0.001], [10**9, 1]])
def test_any_values_can_be_drawn(values: list[float]) -> None:
    """None, one, many alike, and very unlike ones."""
    found = histogram(values, bounds=(300, 500))

    assert sum(bar.count for bar in found.bars) == len(values)


def test_a_curve_runs_from_the_fewest_changes_to_the_most_equal_grids() -> None:
    """Points are sorted and span the drawing."""
    points = [
        {"crew": crew, "regions": 9, "moved_households": moved, "moved_share": moved / 100, "gap_percent": 0.0,
         "imbalance_percent": unequal, "polsby_popper": 0.6}
        for crew, moved, unequal in ((0, 60, 5.0), (1, 30, 7.0), (4, 10, 11.0))
    ]  # fmt: skip

    found = curve_of(points)

    assert found is not None
    assert [point.crew for point in found.points] == [4, 1, 0]
    assert (found.points[0].x, found.points[0].y) == (0, 0)
    assert (found.points[-1].x, found.points[-1].y) == (640, 200)


def test_no_points_are_no_curve() -> None:
    """The page offers to compute it instead."""
    assert curve_of([]) is None


def test_what_was_moved_by_hand_leaves_the_other_colours_alone() -> None:
    """Only a grid that has come to border another of its own colour gets a new one, as does a grid that is new."""
    before = {"a": 1, "b": 2, "c": 1}
    neighbours = neighbours_of("abcd", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])

    found = recoloured(neighbours, before)

    assert (found["a"], found["b"]) == (1, 2)
    assert found["c"] not in (1, 2)
    assert found["d"] != found["c"]
