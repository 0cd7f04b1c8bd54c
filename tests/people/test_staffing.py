# SPDX-License-Identifier: Apache-2.0
"""Staffing: who adds people and gives posts to whom, and what is kept in different hands."""

from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.people.models import AuditEntry, Post, User
from sidan.people.posts import POST_ROLES, may_be_held_together
from sidan.people.staffing import add_user, change_post, end_post, hold_post
from tests.people.conftest import TODAY, Office, refused

YESTERDAY = TODAY - timedelta(days=1)
NEXT_WEEK = TODAY + timedelta(days=7)


def last_entry() -> AuditEntry:
    """Return the youngest entry of the audit log."""
    return AuditEntry.objects.latest("id")


class TestPeople:
    """Adding people."""

    def test_a_new_person_signs_in_once_with_a_password_made_for_them(self, office: Office) -> None:
        """The password works, must be changed, and is nowhere in the log."""
        user, password = add_user("Chen.Ming", " 陈明 ", by=office.chief, phone="0794 822 0000")

        assert (user.username, user.display_name, user.phone) == ("chen.ming", "陈明", "0794-8220000")
        assert user.check_password(password)
        assert user.must_change_password
        assert (last_entry().action, last_entry().subject) == ("user.added", "user:chen.ming")
        assert password not in str(last_entry().details)

    def test_a_person_without_a_password_cannot_sign_in(self, office: Office) -> None:
        """Imported people wait for their password."""
        user, password = add_user("chen", "陈明", by=office.chief, with_password=False)

        assert (password, user.has_usable_password()) == ("", False)

    def test_two_people_do_not_share_a_name_to_sign_in(self, office: Office) -> None:
        """Not even in another case or width."""
        add_user("chen", "陈明", by=office.chief, with_password=False)

        assert refused(add_user, "ＣＨＥＮ", "陈刚", by=office.chief) == "Somebody already signs in as chen."

    @pytest.mark.parametrize("username", ["", "a", "two words", "x" * 61, "a/b"])
    def test_a_user_name_is_one_plain_word(self, office: Office, username: str) -> None:
        """It stands in addresses and log lines."""
        assert "A user name has 2 to 60 letters" in refused(add_user, username, "陈明", by=office.chief)

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("  ", "Please give a name."),
            ("陈" * 61, "陈陈陈陈陈陈陈陈陈陈陈陈陈陈陈陈陈陈陈陈… is longer than 60 characters."),
            ("陈\n明", "A name or title is one line of plain text."),
        ],
    )
    def test_a_person_has_a_name_that_fits_a_line(self, office: Office, name: str, said: str) -> None:
        """What colleagues see is never empty, endless or two lines."""
        assert refused(add_user, "chen", name, by=office.chief) == said

    @pytest.mark.parametrize("role", ["system_admin", "auditor", "leader", "unit_head", "dispatcher", ""])
    def test_nobody_but_the_security_administrator_adds_people(self, office: Office, role: str) -> None:
        """Not even the other administrators."""
        scope = POST_ROLES[role].scope if role else ""
        office.person(
            "wu", role, unit=office.water if scope == "unit" else None, area="3610" if scope == "area" else ""
        )

        said = refused(add_user, "friend", "朋友", by=office.actor("wu"))

        assert said == "Only a security administrator may change people and their posts."
        assert not User.objects.filter(username="friend").exists()


class TestPosts:
    """Giving and ending posts."""

    def test_a_post_begins_today_unless_said(self, office: Office) -> None:
        """The area's code is written beside it, and the log says what was given."""
        chen = office.person("chen")

        post = hold_post(chen, "dispatcher", by=office.chief, area=office.areas["361002001"], title="片区长")

        assert (post.from_on, post.until_on, post.area_code, post.title) == (TODAY, None, "361002001", "片区长")
        assert last_entry().action == "post.held"
        assert last_entry().details == {"role": "dispatcher", "unit": "", "area": "361002001"}

    @pytest.mark.parametrize(
        ("role", "over", "said"),
        [
            ("dispatcher", {}, "Please say over which area: area dispatcher."),
            ("handler", {}, "Please say at which unit: handler."),
            (
                "system_admin",
                {"area": "3610"},
                "This post is held for the whole city, without unit or area: system administrator.",
            ),
            ("mayor", {}, "There is no post called mayor."),
        ],
    )
    def test_a_post_is_held_over_what_it_is_for(
        self, office: Office, role: str, over: dict[str, str], said: str
    ) -> None:
        """A refusal says what is missing."""
        chen = office.person("chen")
        area = office.areas.get(over.get("area", ""))

        assert refused(hold_post, chen, role, by=office.chief, area=area) == said

    def test_nobody_gives_a_post_to_themselves(self, office: Office) -> None:
        """A security administrator who wants to dispatch asks the other one."""
        chief = User.objects.get(pk=office.chief.user_id)

        said = refused(hold_post, chief, "dispatcher", by=office.chief, area=office.areas["3610"])

        assert said == "Nobody gives a post to themselves; please ask the other administrator."

    def test_nobody_prolongs_a_post_of_their_own(self, office: Office) -> None:
        """Not even the security administrator, whose own days are limited by somebody else."""
        own = Post.objects.get(user_id=office.chief.user_id)

        said = refused(change_post, own, by=office.chief, title="", until_on=None)

        assert said == "Nobody gives a post to themselves; please ask the other administrator."

    @pytest.mark.parametrize("role", ["system_admin", "auditor", "unit_head", "dispatcher", ""])
    def test_nobody_but_the_security_administrator_gives_posts(self, office: Office, role: str) -> None:
        """A unit's head does not appoint handlers, an administrator of the system no auditors."""
        scope = POST_ROLES[role].scope if role else ""
        office.person(
            "wu", role, unit=office.water if scope == "unit" else None, area="3610" if scope == "area" else ""
        )
        chen = office.person("chen")

        said = refused(hold_post, chen, "handler", by=office.actor("wu"), unit=office.water)

        assert said == "Only a security administrator may change people and their posts."

    def test_an_auditor_does_nothing_that_is_audited(self, office: Office) -> None:
        """Not while holding the post, and not on a single day of it."""
        chen = office.person("chen", "dispatcher", area="361002001")
        end_post(chen.posts.get(), by=office.chief, on=NEXT_WEEK)
        audit = {"by": office.chief, "area": office.areas["361002"]}

        said = refused(hold_post, chen, "auditor", **audit)
        hold_post(chen, "auditor", **audit, from_on=NEXT_WEEK + timedelta(days=1))

        assert said == "Chen cannot be auditor and area dispatcher at once: these are kept in different hands."

    def test_a_refusal_is_said_in_chinese_with_the_chinese_names_of_posts(self, office: Office) -> None:
        """What the county office reads is its own language throughout."""
        chen = office.person("chen", "dispatcher", area="361002001")

        with pytest.raises(Refused) as refusal:
            hold_post(chen, "auditor", by=office.chief, area=office.areas["361002"])

        with translation.override("zh-hans"):
            said = refusal.value.said(translation.gettext, language="zh-hans")
        assert said == "Chen 不能同时担任审计员和片区调度员，这两个岗位须由不同的人担任。"

    def test_the_same_post_is_not_given_twice(self, office: Office) -> None:
        """Overlapping days are refused, following ones are not."""
        chen = office.person("chen")
        handler = {"by": office.chief, "unit": office.water}
        hold_post(chen, "handler", **handler, until_on=NEXT_WEEK)

        said = refused(hold_post, chen, "handler", **handler, from_on=NEXT_WEEK)
        hold_post(chen, "handler", **handler, from_on=NEXT_WEEK + timedelta(days=1))

        assert said == "Chen already holds this post on some of these days."

    def test_days_stand_in_order(self, office: Office) -> None:
        """A post that ends before it begins is refused in words."""
        chen = office.person("chen")

        said = refused(
            hold_post, chen, "handler", by=office.chief, unit=office.water, from_on=TODAY, until_on=YESTERDAY
        )

        assert said == "The post would end on 2026-08-31, before it begins on 2026-09-01."

    def test_closed_units_and_void_areas_take_no_posts(self, office: Office) -> None:
        """Nobody is appointed where nothing happens any more."""
        chen = office.person("chen")
        office.water.is_active = False
        office.areas["361002002"].void_on = TODAY

        at_water = refused(hold_post, chen, "handler", by=office.chief, unit=office.water)
        over_town = refused(hold_post, chen, "dispatcher", by=office.chief, area=office.areas["361002002"])

        assert at_water == "临川区供水公司 has been closed."
        assert over_town == "The area 361002002 is void."

    def test_a_post_ends_today_unless_said(self, office: Office) -> None:
        """Its last day is counted, and the log names it."""
        post = office.person("chen", "handler", unit=office.water).posts.get()

        end_post(post, by=office.chief)

        post.refresh_from_db()
        assert post.until_on == TODAY
        assert last_entry().details["last_day"] == "2026-09-01"

    def test_a_post_does_not_end_in_the_past(self, office: Office) -> None:
        """What somebody did in it stays done in it."""
        post = office.person("chen", "handler", unit=office.water).posts.get()

        said = refused(end_post, post, by=office.chief, on=TODAY - timedelta(days=2))

        assert said == "A post can end yesterday at the earliest; what was done in it stays done."

    def test_a_post_that_never_began_is_taken_away(self, office: Office) -> None:
        """A mistake in the future leaves no trace but in the log."""
        chen = office.person("chen")
        post = hold_post(chen, "handler", by=office.chief, unit=office.water, from_on=NEXT_WEEK)

        end_post(post, by=office.chief)

        assert not Post.objects.filter(pk=post.pk).exists()
        assert last_entry().action == "post.ended"

    def test_an_ended_post_stays_as_it_was(self, office: Office) -> None:
        """Neither its end nor its title is changed afterwards."""
        chen = office.person("chen")
        post = office.post(chen, "handler", unit=office.water, until=YESTERDAY)

        assert refused(end_post, post, by=office.chief) == "This post ended on 2026-08-31."
        assert (
            refused(change_post, post, by=office.chief, title="科长", until_on=None) == "This post ended on 2026-08-31."
        )

    def test_a_post_can_go_on_longer_unless_something_stands_against_it(self, office: Office) -> None:
        """Prolonging asks again what giving asked: no doubles, separate hands."""
        chen = office.person("chen")
        post = office.post(chen, "handler", unit=office.water, until=NEXT_WEEK)
        hold_post(chen, "auditor", by=office.chief, area=office.areas["361002"], from_on=NEXT_WEEK + timedelta(days=10))

        change_post(post, by=office.chief, title="科长", until_on=NEXT_WEEK + timedelta(days=9))
        said = refused(change_post, post, by=office.chief, title="科长", until_on=None)

        post.refresh_from_db()
        assert (post.title, post.until_on) == ("科长", NEXT_WEEK + timedelta(days=9))
        assert said == "Chen cannot be handler and auditor at once: these are kept in different hands."

    def test_only_the_security_administrator_ends_and_changes_posts(self, office: Office) -> None:
        """Nobody prolongs their own post or ends a rival's."""
        post = office.person("chen", "unit_head", unit=office.water).posts.get()
        chen = office.actor("chen")

        for verb, more in ((end_post, {}), (change_post, {"title": "", "until_on": None})):
            assert "Only a security administrator" in refused(verb, post, by=chen, **more)


OVER_AREA_OR_UNIT = sorted(role for role, declared in POST_ROLES.items() if declared.scope != "city")
LENGTHS = st.none() | st.integers(0, 10)
NEXT_USERNAME = map("user{}".format, count())


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.tuples(st.sampled_from(OVER_AREA_OR_UNIT), st.integers(0, 20), LENGTHS), max_size=6))
def test_whatever_is_asked_for_nobody_ever_holds_what_is_kept_apart(
    office: Office, wishes: list[tuple[str, int, int | None]]
) -> None:
    """After any sequence of posts given or refused, no day finds two in one hand that must not be, or one twice."""
    user, _ = add_user(next(NEXT_USERNAME), "某人", by=office.chief, with_password=False)

    for role, start, length in wishes:
        first = TODAY + timedelta(days=start)
        last = None if length is None else first + timedelta(days=length)
        over: dict[str, Any] = (
            {"unit": office.water} if POST_ROLES[role].scope == "unit" else {"area": office.areas["361002"]}
        )
        try:
            hold_post(user, role, by=office.chief, from_on=first, until_on=last, **over)
        except Refused:
            continue

    for day in (TODAY + timedelta(days=number) for number in range(32)):
        held = [post.role for post in user.posts.all() if post.from_on <= day <= (post.until_on or date.max)]
        assert len(held) == len(set(held))
        assert all(may_be_held_together(one, other) for one in held for other in held)
