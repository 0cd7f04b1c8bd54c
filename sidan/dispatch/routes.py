# SPDX-License-Identifier: Apache-2.0
"""The routes in use and the thresholds, kept in memory: resolving a route costs no query.

A trigger stamps each change as one of places (places/versions.py), so that a stopped route is out of use within a
second in every process.
"""

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sidan.base.clock import now
from sidan.dispatch.hours import Moment
from sidan.dispatch.route_rows import Route, Threshold
from sidan.dispatch.routing import Case, Resolution, Way, branches_of, resolve
from sidan.places.calendars import calendar_for
from sidan.places.codes import county_of, path_of
from sidan.places.days import city_today
from sidan.places.versions import Kept

# Without a threshold of its own a matter is dispatched by rule only when the guess is surer than this.
USUAL_PERCENT = 90


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept: the routes by area and matter, the areas in which one acts, and thresholds by county and matter."""

    ways: Mapping[tuple[str, str], tuple[Way, ...]]
    acting: frozenset[str]
    thresholds: Mapping[tuple[str, str], int]


def ways_for(area_code: str, matter: str) -> tuple[Way, ...]:
    """Return the routes for a matter in an area, by area or matter perhaps wider, those of other days too. No query."""
    kept, areas, scopes = _routes().ways, path_of(area_code), branches_of(matter)
    return tuple(way for area in areas for scope in scopes for way in kept.get((area, scope), ()))


def ways_within(areas: Collection[str]) -> Iterator[Way]:
    """Yield the routes that are not stopped and concern some areas: those inside them and those around them."""
    for (code, _matter), ways in sorted(_routes().ways.items()):
        if any(code.startswith(area) or area.startswith(code) for area in areas):
            yield from ways


def route_of(
    area_code: str,
    matter: str,
    *,
    condition: str = "",
    at: datetime | None = None,
    able: Container[int] | None = None,
) -> Resolution:
    """Return which route an order takes at a moment, now without one. No query.

    With `able` only routes whose lead unit is among these ids count.
    """
    case = Case(area_code, matter, moment_in(county_of(area_code), at or now()), condition)
    ways = ways_for(area_code, matter)
    return resolve(ways if able is None else [way for way in ways if way.unit in able], case)


def moment_in(county: str, at: datetime) -> Moment:
    """Return a moment as a county's clock and calendar have it. No query."""
    calendar = calendar_for(county)
    local = calendar.local(at)
    is_working = any(start <= local.time() < end for start, end in calendar.hours.spans)
    return Moment(local, is_working and calendar.is_working_day(local))


def acts_in(area_code: str) -> bool:
    """Say whether any route over an area, or around it, acts by itself. No query."""
    return not _routes().acting.isdisjoint(path_of(area_code))


def surer_than_percent(matter: str, *, county: str, way: Way | None = None) -> int:
    """Return how sure a guess must be for a rule to act: the matter's own threshold, or the route's where it is higher.

    The county's threshold stands before the city's, and that before USUAL_PERCENT. No query.
    """
    kept = _routes().thresholds
    own = kept.get((county, matter), kept.get(("", matter), USUAL_PERCENT))
    return max(own, (way.surer_than_percent or 0) if way is not None else 0)


def thresholds_of(county: str) -> Mapping[str, int]:
    """Return the thresholds set in a county, or in the whole city for "", by matter. No query."""
    return {matter: percent for (where, matter), percent in _routes().thresholds.items() if where == county}


def _load() -> _Kept:
    """Return the routes that may still be used, and the thresholds; three queries, some megabytes for ten thousand."""
    rows = Route.objects.filter(stopped_at__isnull=True).exclude(until_on__lt=city_today())
    found: dict[tuple[str, str], list[Way]] = {}
    for row in rows.prefetch_related("assisting").order_by("pk"):
        found.setdefault((row.area_code, row.matter_code), []).append(way_of(row))
    acting = frozenset(way.area for ways in found.values() for way in ways if way.is_automatic)
    thresholds = {(row.county, row.matter_code): row.surer_than_percent for row in Threshold.objects.all()}
    return _Kept({scope: tuple(ways) for scope, ways in found.items()}, acting, thresholds)


def way_of(row: Route) -> Way:
    """Return a row as plain values; no query where its assisting units were brought along."""
    return Way(
        number=row.pk,
        area=row.area_code,
        unit=row.unit_id,
        matter=row.matter_code,
        condition=row.condition_code,
        hours=row.hours,
        assisting=tuple(sorted(unit.pk for unit in row.assisting.all())),
        from_on=row.from_on,
        until_on=row.until_on,
        is_automatic=row.is_automatic,
        trusts_words=row.trusts_words,
        surer_than_percent=row.surer_than_percent,
    )


_routes = Kept(_load)
