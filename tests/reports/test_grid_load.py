# SPDX-License-Identifier: Apache-2.0
"""What falls to a post: posts shared out among their grids, and the spread over the grids."""

from datetime import date

from sidan.base.errors import Words
from sidan.people.presence import Grid, Watch
from sidan.reports.grid_load import GridLoad, Orders, Spread, posts_by_grid, spread_of
from tests.world import COUNTY, NORTH, World

DAY = date(2026, 3, 10)
NORTH_GRIDS = [f"{NORTH}00100{number}" for number in (1, 2, 3)]


def grid(code: str, households: int | None = None) -> Grid:
    """Return a grid."""
    return Grid(code, Words(code, code), households=households)


def test_posts_over_more_are_shared_out(world: World) -> None:
    """A post over a community of three grids is a third in each, one over a county of six a sixth."""
    watches = [
        Watch(NORTH_GRIDS[0], DAY),
        Watch(f"{NORTH}001", DAY),
        Watch(COUNTY, DAY),
        Watch(NORTH_GRIDS[1], DAY.replace(day=1), DAY.replace(day=9)),
    ]

    found = posts_by_grid([grid(code) for code in NORTH_GRIDS], watches, day=DAY)

    assert [round(found[code], 2) for code in NORTH_GRIDS] == [1.5, 0.5, 0.5]


def test_the_mean_is_all_over_all_and_the_most_is_of_one_grid() -> None:
    """1,000 households over two posts and a half; grids without a post or a count stand aside."""
    loads = [
        GridLoad(grid("a", 600), 2, Orders()),
        GridLoad(grid("b", 400), 0.5, Orders()),
        GridLoad(grid("c", 300), 0, Orders()),
        GridLoad(grid("d"), 1, Orders()),
    ]

    assert spread_of(loads, "households") == Spread(mean=400, most=800)
    assert spread_of(loads[2:], "households") == Spread(None, None)
