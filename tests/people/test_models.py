# SPDX-License-Identifier: Apache-2.0
"""What the database itself refuses, whoever writes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from sidan.people.models import Absence, AuditEntry, Contact, Post, Unit, User
from sidan.people.posts import POST_ROLES
from tests.people.conftest import TODAY, Office


def refused_by(constraint: str, model: type[Any], **values: Any) -> None:
    """Assert that writing a row is refused by the constraint of that name."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**values)


def test_a_unit_role_needs_a_unit_and_an_area_role_an_area(office: Office) -> None:
    """A post without what it is held over is no post."""
    chen = office.person("chen")
    common: dict[str, Any] = {"user": chen, "from_on": TODAY}

    refused_by("post_has_its_scope", Post, role="handler", **common)
    refused_by("post_has_its_scope", Post, role="crew", **common)
    refused_by("post_has_its_scope", Post, role="system_admin", unit=office.water, **common)
    refused_by("post_has_its_scope", Post, role="mayor", unit=office.water, **common)


def test_the_code_of_a_posts_area_stands_with_the_area(office: Office) -> None:
    """Neither without the other."""
    chen = office.person("chen")
    area = office.areas["361002001"]

    refused_by("post_area_has_its_code", Post, user=chen, role="crew", area=area, from_on=TODAY)
    refused_by(
        "post_area_has_its_code",
        Post,
        user=chen,
        role="handler",
        unit=office.water,
        area_code="361002001",
        from_on=TODAY,
    )


def test_a_post_ends_after_it_begins(office: Office) -> None:
    """Days stand in order."""
    chen, before = office.person("chen"), TODAY - timedelta(days=1)

    refused_by("post_dates_in_order", Post, user=chen, role="system_admin", from_on=TODAY, until_on=before)


def test_a_post_is_not_held_twice_on_a_day(office: Office) -> None:
    """The same post may follow itself and may not overlap itself; another role, unit or person may."""
    chen = office.person("chen", "handler", unit=office.water)
    chen.posts.update(until_on=TODAY)
    tomorrow = TODAY + timedelta(days=1)

    refused_by("post_not_held_twice", Post, user=chen, role="handler", unit=office.water, from_on=TODAY)
    Post.objects.create(user=chen, role="handler", unit=office.water, from_on=tomorrow)
    Post.objects.create(user=chen, role="handler", unit=office.town_office, from_on=TODAY)
    Post.objects.create(user=chen, role="unit_head", unit=office.water, from_on=TODAY)

    assert chen.posts.count() == 4


@pytest.mark.django_db
def test_no_two_roles_are_alike_to_the_constraint() -> None:
    """The constraint compares hashes of role codes, which differ for all of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT hashtext(code)) FROM unnest(%s::text[]) AS code", [list(POST_ROLES)])
        assert cursor.fetchone() == (len(POST_ROLES),)


def test_a_post_has_one_substitute_a_day(office: Office) -> None:
    """Absences of one post do not overlap."""
    post = office.person("chen", "crew", area="361002001001001").posts.get()
    lin = office.person("lin")
    Absence.objects.create(post=post, substitute=lin, from_on=TODAY, until_on=TODAY)

    refused_by("one_substitute_a_day", Absence, post=post, substitute=lin, from_on=TODAY, until_on=TODAY)


@pytest.mark.django_db
def test_a_contact_is_forgotten_exactly_when_it_is_empty() -> None:
    """Nothing is called forgotten while it is still there, nor is empty without being forgotten."""
    day = date(2026, 9, 1)
    moment = "2026-09-01T10:00:00+08:00"

    refused_by(
        "forgotten_contact_is_empty", Contact, sealed=b"x", created_at=moment, forget_on=day, forgotten_at=moment
    )
    refused_by("forgotten_contact_is_empty", Contact, sealed=b"", created_at=moment, forget_on=day)


@pytest.mark.django_db
def test_the_audit_log_can_be_neither_changed_nor_cut() -> None:
    """Not through the ORM and not by hand: a trigger refuses UPDATE and DELETE."""
    moment = "2026-09-01T10:00:00+08:00"
    AuditEntry.objects.create(number=1, at=moment, action="sign_out", digest=b"x")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.update(actor="somebody else")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_people_and_units_that_history_names_cannot_be_removed(office: Office) -> None:
    """Who leaves is deactivated; a unit is closed."""
    office.person("chen", "handler", unit=office.water)

    with pytest.raises(ProtectedError):
        office.people["chen"].delete()
    with pytest.raises(ProtectedError):
        office.water.delete()


def test_people_sign_in_by_name_whatever_its_case_or_width(office: Office) -> None:
    """The name is stored in one form and found by any."""
    chen = office.person("chen")

    assert User.objects.get_by_natural_key("ＣＨＥＮ ") == chen


def test_a_unit_is_named_in_the_language_asked_for() -> None:
    """Where there is no English name the Chinese one stands."""
    unit = Unit(name="供水公司", name_en="Water company")

    assert (unit.name_in("zh-hans"), unit.name_in("en"), Unit(name="城管局").name_in("en")) == (
        "供水公司",
        "Water company",
        "城管局",
    )


@pytest.mark.django_db
def test_the_operators_own_user_may_enter_the_admin_pages() -> None:
    """`createsuperuser` works on a new machine."""
    root = User.objects.create_superuser("Root", "correct horse battery")

    assert (root.username, root.display_name, root.is_staff, root.is_superuser) == ("root", "Root", True, True)
