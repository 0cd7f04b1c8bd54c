# SPDX-License-Identifier: Apache-2.0
"""The audit log: what an entry says, how it is chained, and how a change or a cut shows."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from sidan.base import clock
from sidan.people.actors import Actor
from sidan.people.audit import ACTIONS, Breach, Head, record, verify
from sidan.people.models import AuditEntry
from tests.people.conftest import Office

pytestmark = pytest.mark.django_db

CITY = Actor(name="operator")
LINCHUAN = Actor(name="dispatcher", county="361002")


@contextmanager
def without_the_trigger() -> Iterator[None]:
    """Do what only the owner of the database could: change history by hand."""
    with connection.cursor() as cursor:
        # A table cannot be altered while checks of its foreign keys wait for the end of the transaction.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_auditentry DISABLE TRIGGER people_audit_is_append_only")
        yield
        cursor.execute("ALTER TABLE people_auditentry ENABLE TRIGGER people_audit_is_append_only")


def heads() -> dict[str, Head]:
    """Return the heads of all chains, as somebody would note them."""
    return {found.county: found for found in verify() if isinstance(found, Head)}


def test_an_entry_says_who_did_what_to_what_when_and_from_where(office: Office) -> None:
    """Everything an auditor asks stands in one row."""
    office.person("chen", "dispatcher", area="361002001")
    actor = office.actor("chen")

    entry = record(actor, "contact.viewed", "order:LC-260901-000017-4", reason="补充地址", contact=17)

    entry.refresh_from_db()
    assert (entry.user_id, entry.actor, entry.action) == (actor.user_id, "Chen", "contact.viewed")
    assert (entry.county, entry.at, entry.ip) == ("361002", clock.now(), "192.0.2.7")
    assert entry.subject == "order:LC-260901-000017-4"
    assert entry.details == {"reason": "补充地址", "contact": 17}


def test_only_actions_on_the_list_are_audited() -> None:
    """A mistyped action fails where it is written, and every action has words in both languages."""
    with pytest.raises(ValueError, match=r"contact\.veiwed is not in the closed list"):
        record(CITY, "contact.veiwed")

    assert all(words.zh and words.en for words in ACTIONS.values())


def test_an_entry_costs_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The lock, the head and the row, inside the caller's transaction."""
    with transaction.atomic(), django_assert_num_queries(5):  # a savepoint around them in this test
        record(CITY, "sign_out")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", None),
        ("unix:", None),
    ],
)
def test_an_address_is_kept_in_one_form_and_the_chain_holds(given: str, kept: str | None) -> None:
    """What is no address is no reason to lose an entry."""
    entry = record(Actor(ip=given), "sign_in.failed")

    entry.refresh_from_db()
    assert entry.ip == kept
    assert list(heads()) == [""]


def test_each_county_has_a_chain_of_its_own() -> None:
    """Counties do not wait for one another, and none can vanish unnoticed."""
    for actor in (CITY, LINCHUAN, CITY, LINCHUAN, LINCHUAN):
        record(actor, "sign_in.succeeded")

    assert {county: head.number for county, head in heads().items()} == {"": 2, "361002": 3}


def test_a_changed_entry_is_found_and_named() -> None:
    """Changing who looked breaks the chain at that entry, and other counties' chains still hold."""
    entries = [record(LINCHUAN, "contact.viewed", f"order:{number}") for number in range(4)]
    record(CITY, "sign_out")

    with without_the_trigger():
        AuditEntry.objects.filter(pk=entries[1].pk).update(actor="nobody")

    found = list(verify())
    assert [type(each) for each in found] == [Head, Breach]
    assert found[1] == Breach("361002", 2, entries[1].pk)


def test_a_removed_entry_is_found_and_named() -> None:
    """A gap in the numbers is a breach."""
    entries = [record(LINCHUAN, "contact.viewed", f"order:{number}") for number in range(4)]

    with without_the_trigger():
        AuditEntry.objects.filter(pk=entries[2].pk).delete()

    assert list(verify()) == [Breach("361002", 3, None)]


def test_a_chain_cut_at_its_end_shows_against_a_noted_head() -> None:
    """Nothing inside a chain tells that its last entries are gone; the head noted elsewhere does."""
    entries = [record(LINCHUAN, "contact.viewed", f"order:{number}") for number in range(4)]
    noted = heads()

    with without_the_trigger():
        AuditEntry.objects.filter(pk=entries[3].pk).delete()

    assert [type(each) for each in verify()] == [Head]
    assert list(verify(noted)) == [Breach("361002", 4, None)]


def test_a_whole_chain_that_is_gone_shows_against_a_noted_head() -> None:
    """A county without a single entry is noticed as well."""
    record(LINCHUAN, "sign_out")
    noted = heads()

    with without_the_trigger():
        AuditEntry.objects.all().delete()

    assert list(verify(noted)) == [Breach("361002", 1, None)]


def test_a_chain_written_anew_shows_against_a_noted_head() -> None:
    """Somebody who can compute digests can forge a chain that holds, and not the digest noted before."""
    record(LINCHUAN, "contact.viewed", "order:1")
    record(LINCHUAN, "sign_out")
    noted = heads()

    with without_the_trigger():
        AuditEntry.objects.all().delete()
    for action in ("sign_in.succeeded", "sign_out", "sign_out"):
        record(LINCHUAN, action)
    forged = AuditEntry.objects.get(number=2)

    assert list(verify(noted)) == [Breach("361002", 2, forged.pk)]


def test_a_chain_that_has_grown_since_its_head_was_noted_holds() -> None:
    """Noted heads need not be the last."""
    record(LINCHUAN, "sign_in.succeeded")
    noted = heads()
    record(LINCHUAN, "sign_out")

    assert [each.number for each in verify(noted)] == [2]


@pytest.mark.django_db(transaction=True)
def test_people_of_one_county_at_once_make_one_unbroken_chain() -> None:
    """Eight at a time wait for one another and get numbers without gaps or doubles."""

    def look() -> None:
        try:
            for _ in range(5):
                record(LINCHUAN, "contact.viewed", "order:1")
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [(head.county, head.number) for head in heads().values()] == [("361002", 40)]
