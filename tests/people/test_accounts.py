# SPDX-License-Identifier: Apache-2.0
"""Accounts and passwords: mended, closed, opened again, handed out and changed."""

import pytest
from django.core.exceptions import ValidationError

from sidan.base.errors import Refused
from sidan.people import passwords
from sidan.people.accounts import change_user, deactivate, reactivate
from sidan.people.models import Absence, AuditEntry, User
from sidan.people.staffing import be_away
from tests.people.conftest import TODAY, Office


def test_a_person_is_renamed(office: Office) -> None:
    """Name and phone are set, and the log says so."""
    chen = office.person("chen")

    change_user(chen, by=office.chief, display_name="陈明明", phone="138 1234 5678")

    chen.refresh_from_db()
    assert (chen.display_name, chen.phone) == ("陈明明", "13812345678")
    assert AuditEntry.objects.filter(action="user.changed", subject="user:chen").exists()


def test_who_leaves_ends_posts_and_promises(office: Office) -> None:
    """Posts end today, whom they stood in for is without a substitute from tomorrow, and the account is closed."""
    chen = office.person("chen", "dispatcher", area="361002001")
    lin = office.person("lin", "dispatcher", area="361002002")
    be_away(lin.posts.get(), substitute=chen, from_on=TODAY, until_on=TODAY.replace(day=20), by=office.chief)

    deactivate(chen, by=office.chief)

    assert chen.posts.get().until_on == TODAY
    assert list(Absence.objects.values_list("from_on", "until_on", "substitute__username")) == [
        (TODAY, TODAY, "chen"),
        (TODAY.replace(day=2), TODAY.replace(day=20), None),
    ]
    assert not User.objects.get(username="chen").is_active


def test_who_comes_back_starts_without_posts_and_with_a_new_password(office: Office) -> None:
    """The old password does not work any more."""
    chen = office.person("chen")
    chen.set_password("an old password of chen")
    chen.save()
    deactivate(chen, by=office.chief)

    reactivate(chen, by=office.chief)

    chen.refresh_from_db()
    assert chen.is_active
    assert not chen.check_password("an old password of chen")


def test_the_administrator_does_not_close_their_own_account(office: Office) -> None:
    """A city is not left without its last administrator by one click."""
    with pytest.raises(Refused, match="Nobody closes their own account"):
        deactivate(User.objects.get(username="chief"), by=office.chief)


def test_a_one_time_password_can_be_read_out() -> None:
    """Three groups of four signs that nobody mistakes, never the same twice."""
    first, second = passwords.one_time_password(), passwords.one_time_password()

    assert first != second
    assert [len(group) for group in first.split("-")] == [4, 4, 4]
    assert not set(first) & set("0o1il5")


def test_a_forgotten_password_is_replaced_by_one_to_be_changed(office: Office) -> None:
    """The new one signs in, the old one does not, and the log keeps neither."""
    chen = office.person("chen")
    old = passwords.issue(chen, by=office.chief)
    new = passwords.issue(chen, by=office.chief)

    chen.refresh_from_db()
    assert (chen.check_password(old), chen.check_password(new), chen.must_change_password) == (False, True, True)
    entries = AuditEntry.objects.filter(action="password.issued", subject="user:chen")
    assert [entry.details for entry in entries] == [{}, {}]


def test_the_operators_own_password_is_not_for_the_administrator_to_set(office: Office) -> None:
    """Otherwise whoever keeps people could become the one who may do everything."""
    root = User.objects.create_superuser("root", "correct horse battery")

    with pytest.raises(Refused, match="set on the command line"):
        passwords.issue(root, by=office.chief)

    assert root.check_password("correct horse battery")


def test_everybody_without_a_password_gets_one_once(office: Office) -> None:
    """After an import the list is made once, without whoever makes it; making it again gives nobody a second one."""
    office.person("chen")
    office.person("lin")

    given = {user.username for user, _ in passwords.issue_first(by=office.chief)}

    assert given == {"chen", "lin"}
    assert passwords.issue_first(by=office.chief) == []


def test_a_person_sets_a_password_of_their_own(office: Office) -> None:
    """From then on it need not be changed."""
    chen = office.person("chen")
    passwords.issue(chen, by=office.chief)

    passwords.change(chen, "paper lantern over the river", by=office.actor("chen"))

    chen.refresh_from_db()
    assert chen.check_password("paper lantern over the river")
    assert not chen.must_change_password


def test_nobody_sets_a_password_for_somebody_else_or_the_same_again(office: Office) -> None:
    """The administrator hands out one-time passwords and never a lasting one."""
    chen = office.person("chen")
    first = passwords.issue(chen, by=office.chief)

    with pytest.raises(Refused, match="only by the person it belongs to"):
        passwords.change(chen, "paper lantern over the river", by=office.chief)
    with pytest.raises(Refused, match="other than the present one"):
        passwords.change(chen, first, by=office.actor("chen"))


def test_a_weak_password_is_refused(office: Office) -> None:
    """Django's validators of the settings are asked."""
    chen = office.person("chen")

    with pytest.raises(ValidationError):
        passwords.change(chen, "1234567890", by=office.actor("chen"))


def test_nobody_but_the_security_administrator_keeps_accounts(office: Office) -> None:
    """Not the person themselves, and not a colleague."""
    chen = office.person("chen", "dispatcher", area="361002001")
    actor = office.actor("chen")

    for attempt in (
        lambda: change_user(chen, by=actor, display_name="陈", phone=""),
        lambda: deactivate(chen, by=actor),
        lambda: reactivate(chen, by=actor),
        lambda: passwords.issue(chen, by=actor),
    ):
        with pytest.raises(Refused, match="Only a security administrator"):
            attempt()
