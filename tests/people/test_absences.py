# SPDX-License-Identifier: Apache-2.0
"""Absences: who stands in for whom, who arranges it, and who cannot."""

from datetime import date, timedelta

import pytest

from sidan.people.actors import Actor
from sidan.people.models import Absence, AuditEntry, User
from sidan.people.staffing import be_away, come_back, end_post, hold_post
from tests.people.conftest import TODAY, Office, refused

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def desk(office: Office) -> Office:
    """Return the office with a dispatcher, Chen, and a colleague of the next town, Lin."""
    office.person("chen", "dispatcher", area="361002001")
    office.person("lin", "dispatcher", area="361002002")
    return office


def away(
    desk: Office,
    holder: str,
    substitute: str,
    *,
    first: date = TODAY,
    last: date = NEXT_WEEK,
    by: Actor | None = None,
) -> Absence:
    """Let somebody be away."""
    post = desk.people[holder].posts.get()
    return be_away(post, substitute=desk.people[substitute], from_on=first, until_on=last, by=by or desk.chief)


def test_the_holder_says_when_they_are_away(desk: Office) -> None:
    """Nobody else need be asked, and the log names both."""
    away(desk, "chen", "lin", by=desk.actor("chen"))

    assert (AuditEntry.objects.latest("id").action, AuditEntry.objects.latest("id").subject) == (
        "absence.declared",
        "user:chen",
    )
    assert AuditEntry.objects.latest("id").details["substitute"] == "lin"


def test_the_head_of_the_unit_may_arrange_it_and_a_colleague_may_not(office: Office) -> None:
    """Heads know who is ill; a colleague does not lend somebody else's post."""
    office.person("chen", "handler", unit=office.water)
    office.person("lin", "handler", unit=office.water)
    office.person("head", "unit_head", unit=office.water)
    office.person("other_head", "unit_head", unit=office.town_office)

    for stranger in ("lin", "other_head"):
        assert "Only a security administrator" in refused(away, office, "chen", "lin", by=office.actor(stranger))
    away(office, "chen", "lin", by=office.actor("head"))


def test_nobody_stands_in_for_themselves(desk: Office) -> None:
    """A substitute is somebody else."""
    assert refused(away, desk, "chen", "chen") == "Nobody stands in for themselves."


def test_who_is_away_too_cannot_stand_in(desk: Office) -> None:
    """Not even for one common day; after it they can."""
    desk.person("wang")
    away(desk, "lin", "wang", first=NEXT_WEEK)

    said = refused(away, desk, "chen", "lin", first=TOMORROW, last=NEXT_WEEK)
    away(desk, "chen", "lin", first=TODAY, last=NEXT_WEEK - timedelta(days=1))

    assert said == "Lin is away too on some of these days."


def test_who_stands_in_cannot_be_away(desk: Office) -> None:
    """A promise to stand in is kept, or ended first."""
    desk.person("wang")
    promise = away(desk, "chen", "lin")

    assert refused(away, desk, "lin", "wang") == "Lin stands in for Chen on some of these days."
    come_back(promise, by=desk.actor("chen"))
    away(desk, "lin", "wang")


def test_a_post_has_one_substitute_at_a_time(desk: Office) -> None:
    """A second one for the same day is refused in words."""
    desk.person("wang")
    away(desk, "chen", "lin")

    assert refused(away, desk, "chen", "wang") == "Somebody already stands in on some of these days."


def test_only_days_on_which_the_post_is_held_can_be_lent(desk: Office) -> None:
    """Neither before it begins nor after it ends."""
    end_post(desk.people["chen"].posts.get(), by=desk.chief, on=TOMORROW)

    assert refused(away, desk, "chen", "lin") == "The post is not held on all of these days."


def test_an_auditor_stands_in_for_nobody_else(desk: Office) -> None:
    """Separation holds for borrowed posts as well."""
    desk.person("qian", "auditor", area="361002")

    said = refused(away, desk, "chen", "qian")

    assert said == "Qian cannot be area dispatcher and auditor at once: these are kept in different hands."


def test_who_stands_in_for_a_dispatcher_is_not_made_auditor_meanwhile(desk: Office) -> None:
    """A borrowed post stands against a new one for its days only."""
    zhou = desk.person("zhou")
    away(desk, "chen", "zhou", last=NEXT_WEEK)
    audit = {"by": desk.chief, "area": desk.areas["361002"]}

    assert "cannot be auditor and area dispatcher" in refused(hold_post, zhou, "auditor", **audit)
    hold_post(zhou, "auditor", **audit, from_on=NEXT_WEEK + timedelta(days=1))


def test_who_has_left_stands_in_for_nobody(desk: Office) -> None:
    """A closed account acts for no one."""
    User.objects.filter(username="lin").update(is_active=False)

    assert refused(away, desk, "chen", "lin") == "Lin no longer works here."


def test_coming_back_early_ends_the_absence_yesterday(desk: Office) -> None:
    """One that began today never was; one that began before keeps its days; one that is over stays."""
    fresh = away(desk, "chen", "lin", first=TODAY)
    come_back(fresh, by=desk.actor("chen"))
    assert not Absence.objects.exists()

    begun = away(desk, "chen", "lin", first=YESTERDAY)
    come_back(begun, by=desk.actor("chen"))
    begun.refresh_from_db()
    assert begun.until_on == YESTERDAY
    assert refused(come_back, begun, by=desk.chief) == "This absence is already over."


def test_an_absence_ends_with_its_post(desk: Office) -> None:
    """Nobody stands in for a post that is not held any more."""
    absence = away(desk, "chen", "lin")

    end_post(desk.people["chen"].posts.get(), by=desk.chief, on=TOMORROW)

    absence.refresh_from_db()
    assert absence.until_on == TOMORROW


def test_an_administrator_lends_themselves_nothing_and_a_head_may_stand_in(office: Office) -> None:
    """Whoever arranges for others does not take the post; the head of a unit may do its people's work."""
    post = office.person("chen", "handler", unit=office.water).posts.get()
    head = office.person("head", "unit_head", unit=office.water)
    chief = User.objects.get(pk=office.chief.user_id)
    days = {"from_on": TODAY, "until_on": TODAY}

    said = refused(be_away, post, substitute=chief, by=office.chief, **days)
    be_away(post, substitute=head, by=office.actor("head"), **days)

    assert said == "Nobody gives a post to themselves; please ask the other administrator."
    assert office.water.pk in office.actor("head").units("handler")
