# SPDX-License-Identifier: Apache-2.0
"""Routes as lists are cut: by area, matter, unit, whether they act by themselves, and whether they are in use."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sidan.base.errors import Words
from sidan.dispatch.route_rights import areas_read
from sidan.dispatch.route_rows import Route
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.places.codes import path_of

PAGE_SIZE = 50
STATES = {
    "now": Words("在用", "in use"),
    "later": Words("尚未开始", "not begun"),
    "over": Words("已停用或到期", "stopped or over"),
}


@dataclass(frozen=True, slots=True)
class RouteFilters:
    """What cuts the list; empty cuts nothing. `auto` is "1" for routes that act by themselves."""

    area: str = ""
    matter: str = ""
    unit: str = ""
    auto: str = ""
    state: str = "now"


@dataclass(frozen=True, slots=True)
class RoutePage:
    """Some routes with area, unit and assisting units, which place the first has, counted from one, and of how many."""

    rows: Sequence[Route]
    first: int
    total: int
    number: int

    @property
    def last(self) -> int:
        """Return the place of the last one shown."""
        return self.first + len(self.rows) - 1

    @property
    def has_later(self) -> bool:
        """Say whether there is a page after this one."""
        return self.last < self.total


def routes_page(by: Actor, filters: RouteFilters, *, number: int = 1) -> RoutePage:
    """Return a page of the routes that somebody may read: those inside their areas and those around. Three queries."""
    rows = _cut(Route.objects.filter(_readable(areas_read(by))), filters)
    total = rows.count()
    number = min(max(number, 1), max(1, -(-total // PAGE_SIZE)))
    first = (number - 1) * PAGE_SIZE
    shown = rows.select_related("area", "unit").prefetch_related("assisting")[first : first + PAGE_SIZE]
    return RoutePage(list(shown), first + 1, total, number)


def _readable(areas: Sequence[str]) -> Q:
    """Return the condition that a route concerns one of the areas."""
    found = Q(pk__in=())
    for area in areas:
        found |= Q(area_code__startswith=area) | (Q(area_code__in=path_of(area)) if area else Q())
    return found


def _cut(rows: QuerySet[Route], filters: RouteFilters) -> QuerySet[Route]:
    """Return the rows that the filters leave."""
    today = city_today()
    if filters.area:
        rows = rows.filter(Q(area_code__startswith=filters.area) | Q(area_code__in=path_of(filters.area)))
    if filters.matter:
        parts = filters.matter.split(".")
        around = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
        rows = rows.filter(
            Q(matter_code__in=around) | Q(matter_code__startswith=f"{filters.matter}.") | Q(matter_code="")
        )
    if filters.unit:
        # A unit that leads and assists elsewhere is found by either; a route is listed once.
        named = Route.objects.filter(assisting__code=filters.unit).values("pk")
        rows = rows.filter(Q(unit__code=filters.unit) | Q(pk__in=named))
    if filters.auto:
        rows = rows.filter(is_automatic=True)
    over = Q(stopped_at__isnull=False) | Q(until_on__lt=today)
    match filters.state:
        case "now":
            rows = rows.filter(from_on__lte=today).exclude(over)
        case "later":
            rows = rows.filter(from_on__gt=today).exclude(over)
        case "over":
            rows = rows.filter(over)
    return rows
