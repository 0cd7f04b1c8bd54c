# SPDX-License-Identifier: Apache-2.0
"""How a programme's orders of a span of days went grid by grid, in the grids of their day or in today's.

In today's grids an order of a grid that went over whole counts for the one that took over. An order of a grid that was
split counts where its point lies; without a point inside one of the successors nobody can tell, and such orders are
counted apart. One query over orders, by the index over areas; one for the grids.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base.errors import Words
from sidan.base.share import Share
from sidan.orders.declare import Programme
from sidan.places.codes import is_inside
from sidan.places.descent import Passed, ancestors, heir_at, passings, split_inside, successors
from sidan.places.kinds import EXCLUSIVE
from sidan.places.models import Area
from sidan.places.names import name_of
from sidan.reports.counting import HANDLED, VERDICT, area_of_its_day, counties_of, reach_of, rows_of


@dataclass(frozen=True, slots=True)
class Tally:
    """Orders of one grid: how many came and closed in the span, and how those that closed were judged."""

    received: int = 0
    closed: int = 0
    handled: int = 0
    solved: int = 0
    judged: int = 0
    marks: int = 0
    satisfaction: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both tallies as one."""
        names = Tally.__dataclass_fields__
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def solved_share(self) -> Share:
        """Return the orders judged solved, of those judged."""
        return Share(self.solved, self.judged)

    @property
    def mean_satisfaction(self) -> float | None:
        """Return the mean mark from 1 to 5, or None when nobody gave one."""
        return self.satisfaction / self.marks if self.marks else None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid with its tally; `code` may be that of a larger area, for orders whose grid was not known."""

    code: str
    name: Words
    kind: str
    from_on: date | None
    void_on: date | None
    tally: Tally


@dataclass(frozen=True)
class GridFigures:
    """The grids of an area, the exclusive ones last; orders of which nobody can tell the grid, by their old one."""

    rows: tuple[GridRow, ...]
    untold: tuple[GridRow, ...] = ()
    lineage: tuple[Passed, ...] = ()
    total: Tally = field(default_factory=Tally)


def figures_by_grid(
    area: str, *, since: date, until: date, programme: Programme, in_todays: bool = True
) -> GridFigures:
    """Return the figures of the grids in an area between two days, both counted, as today's grids or as they were.

    `total` holds every order of the rows and of the untold once. Two queries.
    """
    grids = {grid.code: grid for grid in _grids(area)}
    reach = (area, *(_outside(area, grids) if in_todays else ()))
    rows = _counted_rows(reach, since=since, until=until, programme=programme)
    tallies: dict[str, Tally] = {}
    untold: dict[str, Tally] = {}
    for row in rows:
        place = _place(row, in_todays=in_todays)
        found = untold if place is None else tallies
        key = place or row["area"]
        if is_inside(key, area) or (place is None and _leads_into(key, area)):
            found[key] = found.get(key, Tally()) + _tally(row)
    shown = {code for code, grid in grids.items() if _is_shown(grid, since, until, in_todays=in_todays)}
    rows_shown = (_row(code, grids.get(code), tallies.get(code, Tally())) for code in shown | tallies.keys())
    listed = tuple(sorted(rows_shown, key=lambda row: (row.kind == EXCLUSIVE, row.code)))
    apart = tuple(_row(code, grids.get(code), untold[code]) for code in sorted(untold))
    total = sum((row.tally for row in (*listed, *apart)), start=Tally())
    return GridFigures(listed, apart, tuple(passings(list(grids))), total)


def _grids(area: str) -> Iterable[Area]:
    """Return the grids in an area, void ones too. One query."""
    return Area.objects.filter(code__startswith=area, level="grid").defer("geometry")


def _outside(area: str, grids: Iterable[str]) -> list[str]:
    """Return the grids outside an area from which grids inside took over."""
    return sorted({old for grid in grids for old in ancestors(grid) if not is_inside(old, area)})


def _leads_into(code: str, area: str) -> bool:
    """Say whether a successor of a grid lies in an area."""
    return any(is_inside(each, area) for each in successors(code))


def _place(row: Mapping[str, Any], *, in_todays: bool) -> str | None:
    """Return the area for which a row of orders counts; None where it cannot be told."""
    return heir_at(row["area"], row["lon"], row["lat"]) if in_todays else row["area"]


def _is_shown(grid: Area, since: date, until: date, *, in_todays: bool) -> bool:
    """Say whether a grid is listed even without orders: a living one, or one that lived within the span."""
    if in_todays:
        return grid.void_on is None
    return (grid.void_on is None or grid.void_on > since) and (grid.from_on is None or grid.from_on <= until)


def _row(code: str, grid: Area | None, tally: Tally) -> GridRow:
    """Return a row under the grid's name."""
    if grid is None:
        return GridRow(code, name_of(code), "", None, None, tally)
    return GridRow(code, Words(grid.name, grid.name_en), grid.kind, grid.from_on, grid.void_on, tally)


def _tally(row: Mapping[str, Any]) -> Tally:
    """Return the numbers of a row."""
    return Tally(**{name: int(row[name]) for name in Tally.__dataclass_fields__})


def _counted_rows(reach: Sequence[str], *, since: date, until: date, programme: Programme) -> list[dict[str, Any]]:
    """Return the orders that came or closed in the span by their area, those of split grids by their point, too."""
    condition, bounds = reach_of(reach)
    zone = ZoneInfo(settings.TIME_ZONE)
    values = {
        **bounds,
        "programme": programme.code,
        "counties": counties_of(reach),
        "since": datetime.combine(since, time(), zone),
        "until": datetime.combine(until + timedelta(days=1), time(), zone),
        "split": sorted({code for each in reach for code in split_inside(each)}),
    }
    query = _QUERY.format(area=area_of_its_day("o"), reach=condition, handled=HANDLED, verdict=VERDICT)
    return rows_of(query, values)


_QUERY = """
    WITH o AS (
        SELECT {area} AS area,
            CASE WHEN {area} = ANY(%(split)s) THEN o.lon END AS lon,
            CASE WHEN {area} = ANY(%(split)s) THEN o.lat END AS lat,
            o.created_at >= %(since)s AND o.created_at < %(until)s AS came,
            coalesce(o.closed_at >= %(since)s AND o.closed_at < %(until)s, false) AS ended,
            {handled} AS is_handled, {verdict} AS verdict,
            o.satisfaction
        FROM orders_order o
        WHERE o.county = ANY(%(counties)s) AND o.programme = %(programme)s AND {reach}
            AND (o.created_at >= %(since)s OR o.closed_at >= %(since)s) AND o.created_at < %(until)s
    )
    SELECT area, lon, lat,
        count(*) FILTER (WHERE came) AS received,
        count(*) FILTER (WHERE ended) AS closed,
        count(*) FILTER (WHERE ended AND is_handled) AS handled,
        count(*) FILTER (WHERE ended AND is_handled AND verdict = 'solved') AS solved,
        count(*) FILTER (WHERE ended AND is_handled AND verdict IN ('solved', 'partly', 'no', 'explained')) AS judged,
        count(satisfaction) FILTER (WHERE ended AND is_handled AND verdict <> 'unrated') AS marks,
        coalesce(sum(satisfaction) FILTER (WHERE ended AND is_handled AND verdict <> 'unrated'), 0) AS satisfaction
    FROM o GROUP BY area, lon, lat
"""
