# SPDX-License-Identifier: Apache-2.0
"""How much work and how many households there are for each post of crew, grid by grid.

Loads of posts are counted, so that a grid gets another hand; nothing is counted of a person, and nothing ranks them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from sidan.base.clock import now
from sidan.orders.models import Order
from sidan.people.coverage import Coverage
from sidan.people.presence import Grid, Watch
from sidan.places.codes import LENGTHS, path_of
from sidan.places.tree import beneath

MONTH_DAYS, YEAR_DAYS = 30, 365


@dataclass(frozen=True, slots=True)
class Orders:
    """How many orders a grid has: open now, and opened in the last thirty days and in the last year."""

    open: int = 0
    month: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class GridLoad:
    """A grid with its posts of crew, and what they have to look after.

    A post over four grids counts a quarter in each, so that the posts of a community add up to those it has.
    """

    grid: Grid
    posts: float
    orders: Orders

    @property
    def households_a_post(self) -> float | None:
        """Return the households for each post; None without a post or without a count."""
        return self._a_post(self.grid.households)

    @property
    def people_a_post(self) -> float | None:
        """Return the people for each post; None without a post or without a count."""
        return self._a_post(self.grid.people)

    @property
    def month_a_post(self) -> float | None:
        """Return the orders of thirty days for each post; None without a post."""
        return self._a_post(self.orders.month)

    def _a_post(self, count: int | None) -> float | None:
        """Return a count for each post."""
        return None if count is None or not self.posts else count / self.posts


@dataclass(frozen=True, slots=True)
class Spread:
    """What falls to a post on the whole (all that is counted over all posts), and in the grid where it is most."""

    mean: float | None
    most: float | None


def loads_of(coverage: Coverage, area_code: str) -> list[GridLoad]:
    """Return the load of each grid on the first day of a coverage, by code; one query.

    It reads the area's orders of a year and those still open: for a city with a million a year about two seconds.
    """
    posts = posts_by_grid(coverage.grids, coverage.watches, day=coverage.days[0])
    orders = _orders(area_code)
    return [GridLoad(grid, posts[grid.code], orders.get(grid.code, Orders())) for grid in coverage.grids]


def posts_by_grid(grids: Sequence[Grid], watches: Sequence[Watch], *, day: date) -> dict[str, float]:
    """Return how many posts each grid has on a day, a post over several grids shared out among them. No query."""
    by_area: dict[str, int] = {}
    for watch in watches:
        if watch.is_held(day):
            by_area[watch.area_code] = by_area.get(watch.area_code, 0) + 1
    shared = {code: count / max(1, _grids_in(code)) for code, count in by_area.items()}
    return {grid.code: sum(shared.get(code, 0.0) for code in path_of(grid.code)) for grid in grids}


def spread_of(loads: Sequence[GridLoad], name: str) -> Spread:
    """Return mean and most of `households`, `people` or `month` a post, over grids with a post and a count."""
    shares = [(load.posts, share) for load in loads if (share := getattr(load, f"{name}_a_post")) is not None]
    if not shares:
        return Spread(None, None)
    posts = sum(count for count, _ in shares)
    return Spread(sum(count * share for count, share in shares) / posts, max(share for _, share in shares))


def _grids_in(code: str) -> int:
    """Return how many living grids an area has, itself when it is one. No query."""
    if len(code) == LENGTHS["grid"]:
        return 1
    return sum(_grids_in(choice.code) for choice in beneath(code))


def _orders(area_code: str) -> Mapping[str, Orders]:
    """Return the orders of each area within one, those in confidence left out, as they are none of a grid's work."""
    moment = now()
    year, month = (moment - timedelta(days=days) for days in (YEAR_DAYS, MONTH_DAYS))
    found = Order.objects.inside(area_code).filter(~Q(kind="closed") | Q(created_at__gte=year), is_confidential=False)
    counted = (
        found.order_by()
        .values("area_code")
        .annotate(
            open_now=Count("pk", filter=~Q(kind="closed")),
            of_month=Count("pk", filter=Q(created_at__gte=month)),
            of_year=Count("pk", filter=Q(created_at__gte=year)),
        )
    )
    rows = counted.values_list("area_code", "open_now", "of_month", "of_year")
    return {code: Orders(*counts) for code, *counts in rows}
