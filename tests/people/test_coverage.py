# SPDX-License-Identifier: Apache-2.0
"""Which grids have nobody on which day: worked examples, and the rule against a slow count by hand."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from sidan.base.errors import Words
from sidan.people.accounts import deactivate
from sidan.people.actors import Actor
from sidan.people.coverage import Coverage, coverage_of, readable_areas
from sidan.people.duty import parse_duty, week_of
from sidan.people.models import Post
from sidan.people.presence import Away, Grid, Watch, presence
from sidan.people.staffing import be_away, hold_post
from sidan.places.models import Area
from tests.people.conftest import TODAY, Office, refused

COMMUNITY, GRID, OTHER = "361002001001", "361002001001001", "361002001001002"
SUNDAY = date(2026, 9, 6)
# The National Day holiday of 2026 begins on a Thursday.
HOLIDAY = date(2026, 10, 1)


def crew(office: Office, name: str, area: str = GRID, **facts: Any) -> Post:
    """Give somebody new a post of crew."""
    return hold_post(
        office.person(name), "crew", by=Actor.importer(), area=office.areas[area], from_on=date(2026, 1, 1), **facts
    )


def nobody(found: Coverage, grid: str = GRID) -> list[date]:
    """Return the days on which a grid has nobody."""
    return found.found[grid].nobody


def test_a_grid_without_crew_has_nobody_on_any_day(office: Office) -> None:
    """It is told as a grid without crew, and without a telephone."""
    crew(office, "wang")
    Area.objects.filter(code=GRID).update(phone="0794-1")

    found = coverage_of("361002", first=TODAY)

    assert nobody(found) == []
    assert nobody(found, OTHER) == list(found.days)
    assert [grid.code for grid in found.without_crew] == [OTHER]
    assert [grid.code for grid in found.without_phone] == [OTHER]
    assert set(found.gaps.values()) == {1}


def test_a_post_over_the_community_covers_its_grids_on_its_days(office: Office) -> None:
    """From Monday to Saturday there is somebody, on Sundays nobody."""
    crew(office, "wang", COMMUNITY, duty=parse_duty("周一至周六"))

    found = coverage_of("361002001", first=TODAY)

    assert nobody(found) == nobody(found, OTHER) == [SUNDAY, SUNDAY + timedelta(days=7)]
    assert found.gaps[SUNDAY] == 2


def test_office_duty_is_off_on_a_holiday_and_there_on_a_worked_weekend(office: Office) -> None:
    """Monday to Friday follows the working calendar; named weekdays with a Saturday do not."""
    crew(office, "wang", duty=parse_duty("周一至周五 08:00-18:00"))
    crew(office, "sun", OTHER, duty=parse_duty("周一至周六"))

    found = coverage_of("361002", first=date(2026, 9, 28), count=21)

    assert HOLIDAY in nobody(found)
    assert HOLIDAY not in nobody(found, OTHER)


@pytest.mark.parametrize("kind", ["building_head", "stair_head", "lane_head"])
def test_who_looks_after_a_building_does_not_stand_for_the_grid(office: Office, kind: str) -> None:
    """Nor do volunteers and elders, who are no crew."""
    crew(office, "wang", kind=kind)

    assert nobody(coverage_of("361002", first=TODAY, count=1)) == [TODAY]


def test_a_substitute_stands_in_and_is_named(office: Office) -> None:
    """A day on which only substitutes are there is told with their names; without one it is a gap."""
    post = crew(office, "wang")
    lin = office.person("lin")
    days = {"from_on": TODAY, "until_on": TODAY + timedelta(days=1)}
    be_away(post, substitute=lin, **days, by=office.chief)
    be_away(post, substitute=None, from_on=SUNDAY, until_on=SUNDAY, by=office.chief)

    found = coverage_of("361002", first=TODAY)

    assert found.found[GRID].stand_ins == {TODAY: ("Lin",), TODAY + timedelta(days=1): ("Lin",)}
    assert nobody(found) == [SUNDAY]


def test_a_substitute_who_leaves_leaves_a_gap(office: Office) -> None:
    """The holder is still away, and from tomorrow nobody stands in."""
    lin = office.person("lin")
    be_away(crew(office, "wang"), substitute=lin, from_on=TODAY, until_on=SUNDAY, by=office.chief)

    deactivate(lin, by=office.chief)

    assert nobody(coverage_of("361002", first=TODAY))[-1] == SUNDAY


def test_posts_of_people_who_left_are_told_until_somebody_follows(office: Office) -> None:
    """With the last day; a successor over the same area ends it."""
    crew(office, "wang", kind="grid_head")
    deactivate(office.people["wang"], by=office.chief)
    tomorrow = TODAY + timedelta(days=1)

    left = coverage_of("361002", first=tomorrow).vacancies
    crew(office, "sun")

    assert [(each.area_code, each.kind, each.until_on) for each in left] == [(GRID, "grid_head", TODAY)]
    assert coverage_of("361002", first=tomorrow).vacancies == ()


def test_a_grid_lacks_nobody_before_it_begins_and_after_it_is_void(office: Office) -> None:
    """Only the days on which it is in force count."""
    Area.objects.filter(code=GRID).update(void_on=TODAY + timedelta(days=2))
    Area.objects.filter(code=OTHER).update(from_on=TODAY + timedelta(days=12))

    found = coverage_of("361002", first=TODAY)

    assert nobody(found) == list(found.days[:2])
    assert nobody(found, OTHER) == list(found.days[12:])


def test_it_costs_three_queries_however_many_grids(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Grids, posts and absences."""
    parent = Area.objects.get(code=COMMUNITY)
    Area.objects.bulk_create(
        Area(code=f"{COMMUNITY}{number:03d}", name=f"第{number}网格", level="grid", parent=parent)
        for number in range(100, 400)
    )
    crew(office, "wang")
    coverage_of("361002", first=TODAY)

    with django_assert_num_queries(3):
        found = coverage_of("361002", first=TODAY)

    assert len(found.lacking) == 301


def test_too_long_a_span_is_refused(office: Office) -> None:
    """Nobody makes rotas for a year."""
    assert refused(coverage_of, "361002", first=TODAY, count=100) == "Please ask for 1 to 62 days."


def test_staffing_is_read_by_those_who_dispatch_lead_or_mend_it(office: Office) -> None:
    """Over their own areas; crew and handlers read nothing."""
    office.person("chen", "dispatcher", area="361002001")
    office.person("wu", "leader", area="361002")
    office.person("wang", "crew", area=GRID)
    office.person("li", "handler", unit=office.water)

    read = {name: readable_areas(office.actor(name)) for name in ("chen", "wu", "wang", "li", "chief")}

    assert read == {"chen": ("361002001",), "wu": ("361002",), "wang": (), "li": (), "chief": ("",)}


DAYS = [TODAY + timedelta(days=number) for number in range(10)]
CODES = ["361002001001001", "361002001001002", "361002002001001", "361003001001001"]
AREAS = ["3610", "361002", "361002001", "361002001001", *CODES]
WEEKS = ["", "Mon-Sat", "Mon-Fri", "Sun", "Mon, Wed 09:00-12:00"]
spans = st.tuples(st.sampled_from(DAYS), st.integers(0, 6))


@st.composite
def watches(draw: st.DrawFn) -> Watch:
    """Return some post with some absences, at most one a day."""
    begins, length = draw(spans)
    absences: list[Away] = []
    for first, more in draw(st.lists(spans, max_size=2)):
        last = first + timedelta(days=more)
        if all(last < each.from_on or first > each.until_on for each in absences):
            absences.append(Away(first, last, draw(st.sampled_from(["", "Lin"]))))
    ends = draw(st.sampled_from([None, begins + timedelta(days=length)]))
    week = week_of(parse_duty(draw(st.sampled_from(WEEKS))))
    return Watch(draw(st.sampled_from(AREAS)), begins, ends, week, tuple(absences))


@given(
    posts=st.lists(watches(), max_size=6),
    works=st.dictionaries(st.sampled_from(["361002", "361003"]), st.sets(st.sampled_from(DAYS))),
    void=st.none() | st.sampled_from(DAYS),
)
def test_coverage_agrees_with_a_slow_count(posts: list[Watch], works: dict[str, set[date]], void: date | None) -> None:
    """Whatever posts, absences, days of duty and calendars: each grid and day is as one would count it by hand."""
    grids = [Grid(code, Words(code, code), void_on=void) for code in CODES]

    found = presence(grids, posts, days=DAYS, working=works)

    for grid in grids:
        for day in DAYS:
            people = [_by_hand(grid.code, day, post, works) for post in posts]
            there = [name for name in people if name is not None]
            is_there = void is None or day < void
            assert (day in found[grid.code].nobody) == (is_there and not there)
            only_substitutes = is_there and bool(there) and "" not in there
            assert (day in found[grid.code].stand_ins) == only_substitutes


def _by_hand(code: str, day: date, post: Watch, works: dict[str, set[date]]) -> str | None:
    """Return who a post brings to a grid on a day: "" its holder, a name, or None."""
    if not code.startswith(post.area_code) or day < post.from_on or (post.until_on and day > post.until_on):
        return None
    if post.week is not None:
        named = {number for number in range(7) if post.week[number]}
        on_duty = day in works.get(code[:6], ()) if named == {0, 1, 2, 3, 4} else day.weekday() in named
        if not on_duty:
            return None
    for absence in post.absences:
        if absence.from_on <= day <= absence.until_on:
            return absence.substitute or None
    return ""
