# SPDX-License-Identifier: Apache-2.0
"""Which grids of an area have nobody on which day, which have no crew or no telephone, and which posts stand empty."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from sidan.base.errors import Refused, Words
from sidan.people.actors import Actor, outermost
from sidan.people.crews import covers_grid
from sidan.people.days import held_between
from sidan.people.duty import week_of
from sidan.people.models import Absence, Post
from sidan.people.posts import POST_ROLES
from sidan.people.presence import Away, Days, Grid, Watch, presence
from sidan.places.calendars import calendar_for
from sidan.places.codes import path_of
from sidan.places.models import Area

SPAN_DAYS = 14
MOST_DAYS = 62
# How long a post of somebody who left is told of when nobody followed.
VACANT_DAYS = 90
# Who sees how the grids of their area are staffed; of these, the security administrator mends it.
READERS = ("dispatcher", "supervisor", "leader", "planner", "security_admin")


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post of crew whose holder left, and no other post is held over the same area."""

    area_code: str
    kind: str
    title: str
    until_on: date | None


@dataclass(frozen=True)
class Coverage:
    """How the grids of an area are staffed in a span of days."""

    days: tuple[date, ...]
    grids: tuple[Grid, ...]
    found: Mapping[str, Days]
    watches: tuple[Watch, ...]
    vacancies: tuple[Vacancy, ...]

    @cached_property
    def gaps(self) -> dict[date, int]:
        """Return how many grids have nobody, by day; days without a gap too."""
        counted = dict.fromkeys(self.days, 0)
        for each in self.found.values():
            for day in each.nobody:
                counted[day] += 1
        return counted

    @cached_property
    def lacking(self) -> tuple[Grid, ...]:
        """Return the grids that have nobody on some day, by code: a list to work through, not a ranking."""
        return tuple(grid for grid in self.grids if self.found[grid.code].nobody)

    @cached_property
    def short(self) -> tuple[Grid, ...]:
        """Return the grids that have crew and nobody on some day all the same, by code."""
        return tuple(grid for grid in self.lacking if self.found[grid.code].has_crew)

    @cached_property
    def short_days(self) -> tuple[date, ...]:
        """Return the days on which some grid that has crew has nobody."""
        short = {day for grid in self.short for day in self.found[grid.code].nobody}
        return tuple(day for day in self.days if day in short)

    @cached_property
    def without_crew(self) -> tuple[Grid, ...]:
        """Return the grids over which no post of crew is held on any of the days."""
        return tuple(grid for grid in self.grids if not self.found[grid.code].has_crew)

    @cached_property
    def without_phone(self) -> tuple[Grid, ...]:
        """Return the grids that have no duty telephone of their own."""
        return tuple(grid for grid in self.grids if not grid.has_phone)


def readable_areas(by: Actor) -> tuple[str, ...]:
    """Return the areas whose staffing somebody may read: the codes of their posts, "" for the whole city, or none."""
    return outermost(code for role in READERS if role in POST_ROLES and by.holds(role) for code in by.areas(role))


def coverage_of(area_code: str, *, first: date, count: int = SPAN_DAYS) -> Coverage:
    """Return how the grids of an area are staffed on `count` days from `first`; the area "" is the whole city.

    Three queries, however many grids there are; the names of areas and the calendars are kept in memory. 1,276 grids
    with 1,400 posts over 14 days take less than half a second.
    """
    if not 1 <= count <= MOST_DAYS:
        raise Refused("Please ask for 1 to %(most)d days.", most=MOST_DAYS)
    days = tuple(first + timedelta(days=each) for each in range(count))
    grids = _grids(area_code, first=first, last=days[-1])
    posts = _posts(area_code, first=first, last=days[-1])
    absences = _absences(area_code, first=first, last=days[-1]) if posts else {}
    watches = tuple(_watches(posts, absences))
    working = {county: _working_days(county, days) for county in {grid.code[:6] for grid in grids}}
    return Coverage(
        days=days,
        grids=grids,
        found=presence(grids, watches, days=days, working=working),
        watches=watches,
        vacancies=tuple(_vacancies(posts)),
    )


def _grids(area_code: str, *, first: date, last: date) -> tuple[Grid, ...]:
    """Return the grids in force on some of the days, by code; one query."""
    living = Q(void_on__isnull=True) | Q(void_on__gt=first)
    begun = Q(from_on__isnull=True) | Q(from_on__lte=last)
    found = Area.objects.filter(living, begun, level="grid", code__startswith=area_code).order_by("code")
    rows = found.values_list("code", "name", "name_en", "phone", "households", "people", "from_on", "void_on")
    return tuple(
        Grid(code, Words(name, name_en), bool(phone.strip()), households, people, begins, ends)
        for code, name, name_en, phone, households, people, begins, ends in rows
    )


class _Held(NamedTuple):
    """A post of crew, as far as coverage needs it."""

    pk: int
    area_code: str
    from_on: date
    until_on: date | None
    kind: str
    title: str
    site_id: int | None
    duty: object
    works_here: bool


def _posts(area_code: str, *, first: date, last: date) -> list[_Held]:
    """Return the posts of crew over an area, in it and around it, held in the span or left not long ago; one query."""
    lately = first - timedelta(days=VACANT_DAYS)
    reach = Q(area_code__startswith=area_code) | Q(area_code__in=path_of(area_code))
    left = Q(user__is_active=False) & held_between(lately, last)
    found = Post.objects.filter(reach, Q(user__is_active=True) & held_between(first, last) | left, role="crew")
    rows = found.order_by("area_code", "id").values_list(*_Held._fields[:-1], "user__is_active")
    return [_Held(*row) for row in rows]


def _absences(area_code: str, *, first: date, last: date) -> dict[int, list[Away]]:
    """Return the absences of crew in the span by post; one query. Who has left stands in for nobody."""
    found: dict[int, list[Away]] = {}
    reach = Q(post__area_code__startswith=area_code) | Q(post__area_code__in=path_of(area_code))
    asked = Absence.objects.filter(reach, from_on__lte=last, until_on__gte=first, post__role="crew")
    rows = asked.values_list("post_id", "from_on", "until_on", "substitute__display_name", "substitute__is_active")
    for post, begins, ends, name, is_active in rows:
        found.setdefault(post, []).append(Away(begins, ends, name if is_active else ""))
    return found


def _watches(posts: Iterable[_Held], absences: Mapping[int, Sequence[Away]]) -> Iterable[Watch]:
    """Yield the posts that cover whole grids and whose holders work here."""
    for post in posts:
        if post.works_here and covers_grid("crew", post.kind, has_site=post.site_id is not None):
            away = tuple(absences.get(post.pk, ()))
            yield Watch(post.area_code, post.from_on, post.until_on, week_of(post.duty), away)


def _vacancies(posts: Sequence[_Held]) -> Iterable[Vacancy]:
    """Yield the posts of people who left, where nobody followed over the same area."""
    followed = {post.area_code for post in posts if post.works_here}
    for post in posts:
        if not post.works_here and post.area_code not in followed:
            yield Vacancy(post.area_code, post.kind, post.title, post.until_on)


def _working_days(county: str, days: Iterable[date]) -> Collection[date]:
    """Return which of the days a county works."""
    calendar = calendar_for(county)
    return frozenset(day for day in days if calendar.is_working_day(day))
