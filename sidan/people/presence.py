# SPDX-License-Identifier: Apache-2.0
"""Which grids have nobody on which day: worked out from posts, days of duty and absences. Pure: no Django.

A post that covers the grid, or an area around it, brings somebody on its days of duty, unless its holder is away and
nobody stands in. Where a person walks is asked by nobody and kept nowhere: a day has somebody or has not.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sidan.base.errors import Words
from sidan.people.duty import is_on_duty
from sidan.places.codes import path_of
from sidan.places.opening_hours import Week


@dataclass(frozen=True, slots=True)
class Away:
    """Days (both counted) on which a holder is away, and who stands in: "" for nobody."""

    from_on: date
    until_on: date
    substitute: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """A post that covers all grids of an area: from when to when (None without an end), on which days of a week."""

    area_code: str
    from_on: date
    until_on: date | None = None
    week: Week | None = None
    absences: tuple[Away, ...] = ()

    def is_held(self, day: date) -> bool:
        """Say whether the post is held on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def absence(self, day: date) -> Away | None:
        """Return the absence of a day, or None."""
        if not self.absences:
            return None
        return next((each for each in self.absences if each.from_on <= day <= each.until_on), None)


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid as coverage sees it; it is there from `from_on` and no longer on `void_on`."""

    code: str
    name: Words
    has_phone: bool = True
    households: int | None = None
    people: int | None = None
    from_on: date | None = None
    void_on: date | None = None

    def is_there(self, day: date) -> bool:
        """Say whether the grid is in force on a day."""
        return (self.from_on is None or self.from_on <= day) and (self.void_on is None or day < self.void_on)


@dataclass(slots=True)
class Days:
    """What a grid has in a span: days with nobody, days on which only substitutes are there, and whether any post."""

    nobody: list[date] = field(default_factory=list)
    stand_ins: dict[date, tuple[str, ...]] = field(default_factory=dict)
    has_crew: bool = False


def presence(
    grids: Sequence[Grid],
    watches: Sequence[Watch],
    *,
    days: Sequence[date],
    working: Mapping[str, Collection[date]],
) -> dict[str, Days]:
    """Return what each grid has on each of the days, by code.

    `working` are the days each county works, by its six digits. A grid that is not in force on a day lacks nobody then.
    Time grows with watches and grids, each times the days.
    """
    there = _by_area(watches, days=days, working=working)
    held = {watch.area_code for watch in watches if any(map(watch.is_held, days))}
    found: dict[str, Days] = {}
    for grid in grids:
        around = path_of(grid.code)
        own = [there[code] for code in around if code in there]
        result = Days(has_crew=any(code in held for code in around))
        for place, day in enumerate(days):
            if not grid.is_there(day):
                continue
            names = [name for each in own for name in each[grid.code[:6]][place]]
            if not names:
                result.nobody.append(day)
            elif all(names):
                result.stand_ins[day] = tuple(dict.fromkeys(names))
        found[grid.code] = result
    return found


class _ByCounty(dict[str, list[list[str]]]):
    """Who is there on each day, by county, since counties have calendars of their own; worked out when first asked."""

    def __init__(
        self, watches: Sequence[Watch], *, days: Sequence[date], working: Mapping[str, Collection[date]]
    ) -> None:
        """Keep what to work out from."""
        super().__init__()
        self._watches, self._days, self._working = watches, days, working

    def __missing__(self, county: str) -> list[list[str]]:
        """Return for each day the names of substitutes who are there, "" for a holder in person."""
        works = self._working.get(county, ())
        self[county] = [
            [name for watch in self._watches if (name := _who(watch, day, is_working_day=day in works)) is not None]
            for day in self._days
        ]
        return self[county]


def _by_area(
    watches: Sequence[Watch], *, days: Sequence[date], working: Mapping[str, Collection[date]]
) -> dict[str, _ByCounty]:
    """Return who is there over each area that has posts."""
    posts: dict[str, list[Watch]] = {}
    for watch in watches:
        posts.setdefault(watch.area_code, []).append(watch)
    return {code: _ByCounty(each, days=days, working=working) for code, each in posts.items()}


def _who(watch: Watch, day: date, *, is_working_day: bool) -> str | None:
    """Return "" for the holder in person, the name of the substitute, or None when nobody is there."""
    if not watch.is_held(day) or not is_on_duty(watch.week, day, is_working_day=is_working_day):
        return None
    away = watch.absence(day)
    if away is None:
        return ""
    return away.substitute or None
