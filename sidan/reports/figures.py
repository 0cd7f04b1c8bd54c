# SPDX-License-Identifier: Apache-2.0
"""The figures of the leaders' page: what is open and late now, and how the orders closed lately went.

Units are measured, residents never: nothing here knows who reported. Two queries over orders, each by an index: one
over what is open, one over what was closed within WINDOW_DAYS; the cost does not grow with older history. An order
received within the window is open still or was closed within it, so those two know what was received, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sidan.base.errors import Words
from sidan.base.share import NOTHING, Share
from sidan.orders.declare import Programme
from sidan.orders.openings import front_programme
from sidan.people.models import Unit
from sidan.reports.counting import Span, closed_rows, open_rows

WEEK_DAYS, WINDOW_DAYS = 7, 30
_NOBODY = Words("无主办单位（待派或片区自办）", "no unit (to be dispatched, or done by the area)")


@dataclass(frozen=True, slots=True)
class Pile:
    """Open orders of one kind, unit or area: how many, how many late, and since when the longest."""

    count: int
    late: int
    late_since: datetime | None

    def __add__(self, other: "Pile") -> "Pile":
        """Return both piles as one."""
        since = [moment for moment in (self.late_since, other.late_since) if moment is not None]
        return Pile(self.count + other.count, self.late + other.late, min(since, default=None))


@dataclass(frozen=True, slots=True)
class Went:
    """How closed orders went; `handled` are those that were neither refused, merged nor withdrawn.

    The shares on time are of handled orders, those of units of handled orders that had one. Verdicts are of handled
    orders: `unrated` is silence, `satisfaction` the sum of the marks of those who judged.
    """

    closed: int = 0
    handled: int = 0
    area_on_time: Share = NOTHING
    signed_on_time: Share = NOTHING
    answered_on_time: Share = NOTHING
    solved: int = 0
    partly: int = 0
    not_solved: int = 0
    explained: int = 0
    unrated: int = 0
    marks: int = 0
    satisfaction: int = 0
    reworked: int = 0
    contested: int = 0
    problems: int = 0

    @property
    def judged(self) -> int:
        """Return how many the residents judged."""
        return self.solved + self.partly + self.not_solved + self.explained

    @property
    def solved_share(self) -> Share:
        """Return the orders judged solved, of those judged."""
        return Share(self.solved, self.judged)

    @property
    def mean_satisfaction(self) -> float | None:
        """Return the mean mark from 1 to 5, or None when nobody gave one."""
        return self.satisfaction / self.marks if self.marks else None

    def share(self, name: str) -> Share:
        """Return how many of the handled orders something happened to."""
        return Share(getattr(self, name), self.handled)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with what is open with it now and how its closed orders went within the window."""

    name: Words
    code: str
    open: Pile
    went: Went


@dataclass(frozen=True, slots=True)
class Day:
    """A day with how many orders came and how many closed."""

    day: date
    received: int
    closed: int


@dataclass(frozen=True)
class Figures:
    """All of one page, as of one moment, over some areas."""

    at: datetime
    areas: tuple[str, ...]
    stages: dict[tuple[str, str, str], Pile] = field(default_factory=dict)
    places: dict[str, Pile] = field(default_factory=dict)
    units: tuple[UnitRow, ...] = ()
    days: tuple[Day, ...] = ()
    week: Went = Went()
    month: Went = Went()

    @property
    def open(self) -> int:
        """Return how many orders are open."""
        return sum(pile.count for pile in self.stages.values())

    @property
    def late(self) -> int:
        """Return how many of them are late."""
        return sum(pile.late for pile in self.stages.values())

    def received(self, days: int) -> int:
        """Return how many orders came within the last days, today counted."""
        return sum(day.received for day in self.days[-days:])

    def closed(self, days: int) -> int:
        """Return how many orders closed within the last days, today counted."""
        return sum(day.closed for day in self.days[-days:])


def figures(areas: Sequence[str], *, at: datetime, programme: Programme | None = None) -> Figures:
    """Return the figures of one programme in some areas as of a moment; the empty code is the whole city.

    Without a programme it is the one behind the front page: figures of different programmes are never added up. Three
    queries.
    """
    programme = programme or front_programme()
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    first = today - timedelta(days=WINDOW_DAYS - 1)
    span = Span(at, since=first, recent=today - timedelta(days=WEEK_DAYS - 1))
    opened, closed = (rows(areas, span, programme=programme) for rows in (open_rows, closed_rows))
    return _assembled(at, tuple(areas), opened, closed, first=first)


def _assembled(
    at: datetime, areas: tuple[str, ...], opened: list[dict[str, Any]], closed: list[dict[str, Any]], *, first: date
) -> Figures:
    """Return the figures from the rows of both queries; one query for the names of units."""
    by = {name: [row for row in opened if row["by"] == name] for name in ("stage", "unit", "place", "day")}
    ended = {name: [row for row in closed if row["by"] == name] for name in ("week", "unit", "closed", "created")}
    came = {row["day"]: row["count"] for row in by["day"] if row["day"]}
    for row in ended["created"]:
        if row["day"]:
            came[row["day"]] = came.get(row["day"], 0) + row["closed"]
    went = {row["day"]: row["closed"] for row in ended["closed"]}
    days = [first + timedelta(days=number) for number in range(WINDOW_DAYS)]
    weeks = {row["is_week"]: _went(row) for row in ended["week"]}
    return Figures(
        at=at,
        areas=areas,
        stages={(row["programme"], row["stage"], row["kind"]): _pile(row) for row in by["stage"]},
        places={row["place"]: _pile(row) for row in by["place"]},
        units=_units(by["unit"], ended["unit"]),
        days=tuple(Day(day, came.get(day, 0), went.get(day, 0)) for day in days),
        week=weeks.get(True, Went()),
        month=together(list(weeks.values())),
    )


def together(parts: Sequence[Went]) -> Went:
    """Return how several groups of orders went, taken together."""
    names = Went.__dataclass_fields__
    return Went(**{name: sum((getattr(each, name) for each in parts), start=_zero(name)) for name in names})


def _zero(name: str) -> Any:
    """Return nothing, as a number or as a share."""
    return NOTHING if name.endswith("on_time") else 0


def _units(opened: list[dict[str, Any]], closed: list[dict[str, Any]]) -> tuple[UnitRow, ...]:
    """Return the units that have or had orders, those with most late ones first."""
    piles = {row["unit_id"]: _pile(row) for row in opened}
    went = {row["unit_id"]: _went(row) for row in closed}
    known = Unit.objects.in_bulk([unit for unit in piles.keys() | went.keys() if unit])
    rows = [
        UnitRow(
            name=Words(known[unit].name, known[unit].name_en) if unit in known else _NOBODY,
            code=known[unit].code if unit in known else "",
            open=piles.get(unit, Pile(0, 0, None)),
            went=went.get(unit, Went()),
        )
        for unit in piles.keys() | went.keys()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.open.late, -row.open.count, -row.went.handled, row.code)))


def _pile(row: dict[str, Any]) -> Pile:
    """Return the open orders of one row."""
    return Pile(row["count"], row["late"], row["late_since"])


def _went(row: dict[str, Any]) -> Went:
    """Return how the closed orders of one row went."""
    plain = {name: row[name] for name in Went.__dataclass_fields__ if not name.endswith("on_time")}
    return Went(
        **plain,
        area_on_time=Share(row["area_on_time"], row["handled"]),
        signed_on_time=Share(row["signed_on_time"], row["led"]),
        answered_on_time=Share(row["answered_on_time"], row["led"]),
    )
