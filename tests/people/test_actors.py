# SPDX-License-Identifier: Apache-2.0
"""Actors: what a person may do today, in person and for absent colleagues."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from sidan.base import clock
from sidan.people.accounts import deactivate
from sidan.people.actors import Actor, Holding, actor_of, outermost
from sidan.people.days import held_between, held_on
from sidan.people.models import Post
from sidan.people.staffing import be_away
from tests.people.conftest import TODAY, Office


def test_an_actor_brings_posts_areas_and_units_along(office: Office) -> None:
    """Two posts of one person are both there, each over its own."""
    chen = office.person("chen", "dispatcher", area="361002001")
    office.post(chen, "handler", unit=office.water)

    actor = office.actor("chen")

    assert (actor.user_id, actor.name, actor.county, actor.ip) == (chen.pk, "Chen", "361002", "192.0.2.7")
    assert actor.holds("dispatcher")
    assert not actor.holds("crew")
    assert actor.areas("dispatcher") == ("361002001",)
    assert actor.units("handler") == {office.water.pk}
    assert actor.all_units == {office.water.pk}


def test_an_actor_is_known_by_one_query(office: Office, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Every page of staff asks for the actor, so it costs one query."""
    chen = office.person("chen", "dispatcher", area="361002001")

    with django_assert_num_queries(1):
        actor_of(chen)


def test_a_post_of_a_unit_has_no_areas(office: Office) -> None:
    """A handler acts for a unit and not over a territory, even when the post names one."""
    office.person("wang", "handler", unit=office.water, area="361002001")

    assert office.actor("wang").areas("handler") == ()


def test_a_post_over_the_whole_city_covers_every_area(office: Office) -> None:
    """The empty code begins every other."""
    assert office.chief.areas("security_admin") == ("",)


def test_a_post_is_held_on_its_first_and_last_day_and_not_beyond(office: Office) -> None:
    """Both ends are counted, in the city's own days."""
    chen = office.person("chen")
    office.post(chen, "dispatcher", area="361002001", until=TODAY)

    clock.advance(hours=13, minutes=59)
    on_the_last_evening = actor_of(chen).holds("dispatcher")
    clock.advance(minutes=1)

    assert on_the_last_evening
    assert not actor_of(chen).holds("dispatcher")


def test_a_substitute_acts_while_the_holder_is_away_and_the_holder_too(office: Office) -> None:
    """Whoever is away keeps the post; the holding says for whom the substitute acts."""
    chen = office.person("chen", "dispatcher", area="361002001")
    lin = office.person("lin", "dispatcher", area="361002002")
    post = chen.posts.get()
    be_away(post, substitute=lin, from_on=TODAY, until_on=TODAY, by=office.chief)

    holding = Holding("dispatcher", None, "361002001", post.pk, chen.pk)
    assert holding in office.actor("lin").posts
    assert office.actor("lin").areas("dispatcher") == ("361002001", "361002002")
    assert office.actor("chen").areas("dispatcher") == ("361002001",)

    clock.advance(days=1)
    assert office.actor("lin").areas("dispatcher") == ("361002002",)


def test_who_has_left_may_do_nothing(office: Office) -> None:
    """A closed account is anyone, even in a session that is still open."""
    chen = office.person("chen", "dispatcher", area="361002001")
    deactivate(chen, by=office.chief)

    assert office.actor("chen") == Actor.anyone(ip="192.0.2.7")


def test_a_visitor_is_anyone() -> None:
    """Nobody signed in holds nothing and is nobody."""
    actor = actor_of(AnonymousUser())

    assert (actor.user_id, actor.posts, actor.system, actor.reporter_of) == (None, (), "", None)


@pytest.mark.parametrize(
    ("actor", "system", "reporter_of"),
    [(Actor.clock(), "clock", None), (Actor.importer(), "importer", None), (Actor.reporter(7), "", 7)],
)
def test_the_machine_and_the_reporter_hold_no_posts(actor: Actor, system: str, reporter_of: int | None) -> None:
    """They are known by what they are alone."""
    assert (actor.posts, actor.system, actor.reporter_of) == ((), system, reporter_of)
    assert not any(actor.holds(role) for role in ("dispatcher", "security_admin"))


@given(st.lists(st.text("123", min_size=0, max_size=4)))
def test_outermost_areas_cover_the_same_and_never_one_another(codes: list[str]) -> None:
    """Leaving out inner areas loses no area and keeps none that another covers."""
    kept = outermost(codes)

    assert all(any(code.startswith(area) for area in kept) for code in codes)
    assert not any(one != other and one.startswith(other) for one in kept for other in kept)


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


@pytest.mark.django_db
class TestDaysOfPosts:
    """The conditions on days say in the database what they say in words."""

    @pytest.fixture(autouse=True)
    def _one_post(self, office: Office) -> None:
        """Keep one post whose days each example sets."""
        office.person("chen", "dispatcher", area="361002001")

    @given(first=DAYS, length=st.none() | st.integers(0, 40), day=DAYS)
    def test_a_post_is_held_on_exactly_the_days_between_its_ends(
        self, first: date, length: int | None, day: date
    ) -> None:
        """No day before the first, none after the last, every one between."""
        last = None if length is None else first + timedelta(days=length)
        posts = Post.objects.filter(role="dispatcher")
        posts.update(from_on=first, until_on=last)

        held = posts.filter(held_on(day)).exists()

        assert held == (first <= day and (last is None or day <= last))

    @given(first=DAYS, length=st.none() | st.integers(0, 40), start=DAYS, span=st.none() | st.integers(0, 40))
    def test_a_post_meets_a_span_when_a_day_is_in_both(
        self, first: date, length: int | None, start: date, span: int | None
    ) -> None:
        """Spans without an end go on for ever."""
        last = None if length is None else first + timedelta(days=length)
        end = None if span is None else start + timedelta(days=span)
        posts = Post.objects.filter(role="dispatcher")
        posts.update(from_on=first, until_on=last)

        meets = posts.filter(held_between(start, end)).exists()

        assert meets == (first <= (end or date.max) and start <= (last or date.max))
