# SPDX-License-Identifier: Apache-2.0
"""A year is counted grid by grid as the grids are today or as they were, and no order is lost or counted twice."""

from datetime import date

import pytest

from sidan.orders.moves import Place
from sidan.orders.registry import current
from sidan.places import versions
from sidan.places.areas import add_area, void_area
from sidan.places.descent import Passed, record_lineages
from sidan.places.lineages import Lineage
from sidan.reports.by_grid import GridFigures, figures_by_grid
from tests.world import NORTH, World

COMMUNITY = f"{NORTH}001"
ONE, TWO, THREE = (f"{COMMUNITY}00{number}" for number in (1, 2, 3))
WHOLE, WEST, EAST = (f"{COMMUNITY}00{number}" for number in (4, 5, 6))
DAY = date(2026, 3, 10)


def box(west: float, wide: float) -> dict[str, object]:
    """Return an outline of the northern street's height."""
    ring = [[west, 28.01], [west + wide, 28.01], [west + wide, 28.02], [west, 28.02], [west, 28.01]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def redrawn(world: World) -> World:
    """Give orders to three grids; then the first goes over whole, the second is halved, the third stays."""
    for _ in range(2):
        world.submit(area=ONE)
    world.submit(place=Place(area_code=TWO, lon=116.012, lat=28.015, text="西边"))
    world.submit(place=Place(area_code=TWO, lon=116.018, lat=28.015, text="东边"))
    world.submit(area=TWO)
    world.submit(area=THREE)
    add_area(WHOLE, "新一网格", geometry=box(116.0, 0.01))
    add_area(WEST, "新二网格", geometry=box(116.01, 0.005))
    add_area(EAST, "新三网格", geometry=box(116.015, 0.005))
    record_lineages([Passed(ONE, WHOLE, DAY), Passed(TWO, WEST, DAY, 0.5), Passed(TWO, EAST, DAY, 0.5)])
    for code in (ONE, TWO):
        void_area(code, on=DAY)
    versions.forget()
    return world


def counted(area: str = COMMUNITY, *, in_todays: bool = True) -> GridFigures:
    """Return the figures of the year."""
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    return figures_by_grid(area, since=since, until=until, programme=current("service"), in_todays=in_todays)


def received(found: GridFigures) -> dict[str, int]:
    """Return how many orders each listed grid received."""
    return {row.code: row.tally.received for row in found.rows}


def test_orders_count_for_the_grid_that_took_over(redrawn: World) -> None:
    """Whole lineages in full, split ones by the point, and what has no point apart with its number."""
    found = counted()

    assert received(found) == {THREE: 1, WHOLE: 2, WEST: 1, EAST: 1}
    assert [(row.code, row.tally.received) for row in found.untold] == [(TWO, 1)]
    assert found.total.received == 6


def test_the_past_stays_as_it_was(redrawn: World) -> None:
    """In the grids of their day the same orders stand where they were opened."""
    found = counted(in_todays=False)

    assert received(found) == {ONE: 2, TWO: 3, THREE: 1, WHOLE: 0, WEST: 0, EAST: 0}
    assert (found.untold, found.total.received) == ((), 6)


def test_a_single_grid_counts_its_ancestors_orders(redrawn: World) -> None:
    """The new grid alone shows what came to it from the old ones, and what cannot be told."""
    found = counted(WEST)

    assert received(found) == {WEST: 1}
    assert [row.code for row in found.untold] == [TWO]
    assert {(each.source, each.target) for each in found.lineage} >= {(TWO, WEST)}


def test_closed_orders_are_judged_in_both_views(world: World) -> None:
    """Handled, judged and marked orders have the same rules as on the leaders' page."""
    done = world.answered()
    world.move(done, "solved", "reporter", satisfaction=4)

    row = next(row for row in counted().rows if row.code == ONE)

    assert (row.tally.closed, row.tally.solved_share.count, row.tally.mean_satisfaction) == (1, 1, 4.0)


def test_it_takes_two_queries(redrawn: World, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """However many grids there are, once the lineages are known."""
    counted()

    with django_assert_max_num_queries(3):
        counted()
    assert Lineage.objects.count() == 3
