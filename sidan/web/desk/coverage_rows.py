# SPDX-License-Identifier: Apache-2.0
"""How grids are staffed, as the page shows it: sentences, a row a grid with a cell a day, and who stands in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from sidan.base.errors import Words
from sidan.people.coverage import Coverage, Vacancy
from sidan.people.crews import kind_words
from sidan.people.posts import POST_ROLES
from sidan.people.presence import Grid
from sidan.places.calendars import calendar_for
from sidan.places.names import path_names
from sidan.web.moments import day_words
from sidan.web.templatetags.sidan import say

MOST_ROWS = 100
# The letters under which a cell is coloured; each has its words beside it.
THERE, NOBODY, STAND_IN, NONE = "there", "nobody", "standin", "none"


@dataclass(frozen=True, slots=True)
class Head:
    """A day at the head of the table: its number, weekday, and why it is special."""

    day: date
    is_off: bool
    name: Words | None

    @property
    def short(self) -> str:
        """Return the weekday as a narrow column has room for it."""
        return date_format(self.day, "D").replace("星期", "周")

    @property
    def words(self) -> str:
        """Return the day in full."""
        return f"{day_words(self.day)} ({say(self.name)})" if self.name else day_words(self.day)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a grid has on a day."""

    state: str
    words: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid with its days."""

    code: str
    name: str
    place: str
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in over a grid, and on which days."""

    grid: GridRow
    names: str
    days: str


def heads_of(coverage: Coverage, *, county: str) -> list[Head]:
    """Return the days with a gap as heads of columns, by a county's calendar or the city's for "". No query."""
    calendar = calendar_for(county)
    special = {each.day: each.name for each in calendar.special_days(coverage.days[0], coverage.days[-1])}
    return [Head(day, not calendar.is_working_day(day), special.get(day)) for day in coverage.short_days]


def sentences(coverage: Coverage) -> list[str]:
    """Return how many grids have no crew at all, and a sentence for each day on which others have nobody either."""
    found, count = [], len(coverage.without_crew)
    if count:
        text = ngettext("%(count)s grid has no crew at all.", "%(count)s grids have no crew at all.", count)
        found.append(text % {"count": count})
    for day in coverage.short_days:
        count = coverage.gaps[day]
        text = ngettext("%(count)s grid has nobody on %(day)s.", "%(count)s grids have nobody on %(day)s.", count)
        found.append(text % {"count": count, "day": day_words(day)})
    return found


def gap_rows(coverage: Coverage) -> list[GridRow]:
    """Return the grids with crew and a gap, by code, with a cell for every day with a gap; at most MOST_ROWS."""
    return [_row(grid, coverage) for grid in coverage.short[:MOST_ROWS]]


def plain_rows(grids: Sequence[Grid]) -> list[GridRow]:
    """Return grids without their days; at most MOST_ROWS."""
    return [_row(grid) for grid in grids[:MOST_ROWS]]


def stand_ins(coverage: Coverage) -> list[StandIn]:
    """Return who stands in where nobody else is there, grid by grid; at most MOST_ROWS."""
    return [each for grid in coverage.grids for each in _standing(grid, coverage)][:MOST_ROWS]


def vacancy_words(vacancy: Vacancy) -> str:
    """Return an empty post in words: where it is, what it was, and until when."""
    kind = say(kind_words(vacancy.kind)) if vacancy.kind else vacancy.title or say(POST_ROLES["crew"].words)
    place = " ".join(say(name) for name in path_names(vacancy.area_code, below=vacancy.area_code[:6]))
    if vacancy.until_on is None:
        return gettext("%(place)s: %(kind)s") % {"place": place, "kind": kind}
    day = day_words(vacancy.until_on)
    return gettext("%(place)s: %(kind)s, until %(day)s") % {"place": place, "kind": kind, "day": day}


def _standing(grid: Grid, coverage: Coverage) -> Iterator[StandIn]:
    """Yield who stands in over one grid, days of the same people together."""
    by_names: dict[tuple[str, ...], list[date]] = {}
    for day, names in coverage.found[grid.code].stand_ins.items():
        by_names.setdefault(names, []).append(day)
    comma = gettext(", ")
    for names, days in by_names.items():
        yield StandIn(_row(grid), comma.join(names), comma.join(day_words(day) for day in days))


def _row(grid: Grid, coverage: Coverage | None = None) -> GridRow:
    """Return a grid, with its days where a coverage is given."""
    place = " ".join(say(name) for name in path_names(grid.code[:12], below=grid.code[:6]))
    cells = tuple(_cells(grid, coverage)) if coverage is not None else ()
    return GridRow(grid.code, say(grid.name), place, cells)


def _cells(grid: Grid, coverage: Coverage) -> Iterator[Cell]:
    """Yield a cell for each day on which some grid has nobody."""
    found = coverage.found[grid.code]
    nobody = set(found.nobody)
    for day in coverage.short_days:
        if day in nobody:
            yield Cell(NOBODY, gettext("nobody is there"))
        elif day in found.stand_ins:
            yield Cell(
                STAND_IN, gettext("standing in: %(names)s") % {"names": gettext(", ").join(found.stand_ins[day])}
            )
        elif grid.is_there(day):
            yield Cell(THERE, gettext("somebody is there"))
        else:
            yield Cell(NONE, gettext("not in force"))
