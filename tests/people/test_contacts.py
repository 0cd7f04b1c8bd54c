# SPDX-License-Identifier: Apache-2.0
"""Residents' contacts: who may open them, what is written down, and when they are gone."""

from datetime import timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from sidan.base.errors import Invalid, NotFound, Refused
from sidan.people.actors import Actor
from sidan.people.contact_details import ContactDetails
from sidan.people.contacts import Rotation, forget, forget_due, keep, keep_until, reveal, rotate_keys
from sidan.people.models import AuditEntry, Contact
from tests.people.conftest import TODAY, Office

pytestmark = pytest.mark.django_db

LI = ContactDetails(name="李华", phone="13812345678", email="li@example.com", wish="请晚上联系")
ORDER = "order:LC-260901-000017-4"


@pytest.fixture
def contact() -> Contact:
    """Return the contact of a resident, kept for a month."""
    return keep("李华", "138 1234 5678", "li@example.com", "请晚上联系", forget_on=TODAY + timedelta(days=30))


def test_a_contact_is_stored_encrypted(contact: Contact) -> None:
    """Whoever reads the table sees neither name nor number."""
    contact.refresh_from_db()

    stored = bytes(contact.sealed)
    assert all(part.encode() not in stored for part in ("李华", "13812345678", "li@example.com"))


def test_storing_a_contact_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Opening an order has no time to lose."""
    with django_assert_num_queries(1):
        keep("", "13812345678", "", "", forget_on=TODAY)


def test_an_empty_contact_is_not_stored() -> None:
    """Nothing given means no row at all."""
    with pytest.raises(Refused) as refused:
        keep("", " ", "", "", forget_on=TODAY)

    assert str(refused.value) == "Give a phone number or an e-mail address, or leave the contact out altogether."


def test_a_wrong_number_is_refused_and_nothing_is_stored() -> None:
    """The form says which field, and the resident can mend it."""
    with pytest.raises(Invalid) as refused:
        keep("李华", "1381234567", "", "", forget_on=TODAY)

    assert list(refused.value.faults) == ["phone"]
    assert not Contact.objects.exists()


def test_whoever_opens_a_contact_is_written_down(office: Office, contact: Contact) -> None:
    """The details come back, and the log says who saw them, about what and why, but not what they are."""
    office.person("chen", "dispatcher", area="361002001")

    details = reveal(contact, by=office.actor("chen"), subject=ORDER, reason=" 地址不清 ")

    entry = AuditEntry.objects.get(action="contact.viewed")
    assert details == LI
    assert (entry.actor, entry.subject, entry.details) == ("Chen", ORDER, {"reason": "地址不清", "contact": contact.pk})


def test_no_contact_is_opened_without_a_reason(office: Office, contact: Contact) -> None:
    """Blanks are no reason, and nothing is written."""
    office.person("chen", "dispatcher", area="361002001")
    before = AuditEntry.objects.count()

    with pytest.raises(Refused) as refused:
        reveal(contact, by=office.actor("chen"), subject=ORDER, reason="  ")

    assert str(refused.value) == "Please say why you need the contact; the reason is recorded."
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("role", ["auditor", "leader", "system_admin", "security_admin", ""])
def test_who_needs_no_contact_sees_none(office: Office, contact: Contact, role: str) -> None:
    """Auditors, leaders, administrators and people without a post are refused, whatever they say."""
    area = "3610" if role in ("auditor", "leader") else ""
    office.person("wu", role, area=area)

    with pytest.raises(Refused) as refused:
        reveal(contact, by=office.actor("wu"), subject=ORDER, reason="检查")

    assert str(refused.value) == "Your post does not let you see residents' contacts."


def test_a_visitor_sees_no_contact(contact: Contact) -> None:
    """Anyone is no one."""
    with pytest.raises(Refused):
        reveal(contact, by=Actor.anyone(), subject=ORDER, reason="look")


def test_the_machine_opens_contacts_to_send_and_the_log_says_so(contact: Contact) -> None:
    """Sending is not seeing, and is logged under a name of its own."""
    reveal(contact, by=Actor.clock(), subject=ORDER, reason="notice of a step")

    assert AuditEntry.objects.filter(action="contact.used", subject=ORDER).count() == 1


def test_residents_see_their_own_contact(contact: Contact) -> None:
    """Whoever showed the query code has a right to what is kept of them (PIPL Art 45)."""
    assert reveal(contact, by=Actor.reporter(17), subject=ORDER, reason="own data") == LI


def test_contacts_are_forgotten_on_their_day(contact: Contact) -> None:
    """Not a day early; then the row is empty, nobody can open it, and the log counts it."""
    assert forget_due(TODAY + timedelta(days=29)) == 0
    assert forget_due(TODAY + timedelta(days=30)) == 1
    assert forget_due(TODAY + timedelta(days=30)) == 0

    contact.refresh_from_db()
    assert bytes(contact.sealed) == b""
    assert AuditEntry.objects.get(action="contact.forgotten").details == {"count": 1}
    with pytest.raises(NotFound) as gone:
        reveal(contact, by=Actor.clock(), subject=ORDER, reason="notice")
    assert str(gone.value) == "This contact was forgotten, as promised to the resident."


def test_the_day_moves_with_the_order_and_a_forgotten_contact_stays_forgotten(contact: Contact) -> None:
    """An order that is opened anew keeps its contact longer; nothing brings back what is gone."""
    keep_until(contact, forget_on=TODAY + timedelta(days=90))
    assert forget_due(TODAY + timedelta(days=60)) == 0

    assert forget_due(TODAY + timedelta(days=90)) == 1
    keep_until(contact, forget_on=TODAY + timedelta(days=365))
    contact.refresh_from_db()
    assert contact.forget_on == TODAY + timedelta(days=90)


def test_a_resident_may_withdraw_the_contact_at_once(contact: Contact) -> None:
    """Consent can be withdrawn (PIPL Art 15); doing it twice writes one entry."""
    for _ in range(2):
        forget(contact, by=Actor.reporter(17), subject=ORDER)

    contact.refresh_from_db()
    assert contact.forgotten_at is not None
    assert AuditEntry.objects.filter(action="contact.forgotten").count() == 1


def test_keys_can_be_changed_without_losing_a_contact(contact: Contact, settings: Settings) -> None:
    """A new first key reads what the old one wrote; after the rotation the old one is not needed."""
    gone = keep("", "13800000000", "", "", forget_on=TODAY)
    forget_due(TODAY)
    old, new = settings.CONTACT_KEYS[0], "a new key, long enough to be one, kept in the environment"

    settings.CONTACT_KEYS = [new, old]
    assert rotate_keys() == Rotation(written=1, unreadable=0)
    settings.CONTACT_KEYS = [new]

    assert reveal(contact, by=Actor.clock(), subject=ORDER, reason="notice") == LI
    gone.refresh_from_db()
    assert bytes(gone.sealed) == b""


def test_a_contact_that_no_key_opens_is_left_as_it_is(contact: Contact, settings: Settings) -> None:
    """It is counted, the others are rotated, and the old key brings it back."""
    old, new = settings.CONTACT_KEYS[0], "a new key, long enough to be one, kept in the environment"
    settings.CONTACT_KEYS = [new]
    keep("", "13800000000", "", "", forget_on=TODAY)

    assert rotate_keys() == Rotation(written=1, unreadable=1)
    settings.CONTACT_KEYS = [new, old]
    assert rotate_keys() == Rotation(written=2, unreadable=0)


def test_a_contact_without_its_key_is_refused_in_words(
    contact: Contact, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """The operator has taken a key out too early: staff read a sentence, the operator's log names the row."""
    settings.CONTACT_KEYS = ["another key, long enough to be one, kept in the environment"]

    with pytest.raises(Refused) as refused:
        reveal(contact, by=Actor.clock(), subject=ORDER, reason="notice")

    assert str(refused.value) == "This contact cannot be read now; please tell the system administrator."
    assert caplog.messages == [f"Contact {contact.pk} cannot be read with SIDAN_CONTACT_KEYS."]
    assert not AuditEntry.objects.exists()


def test_the_length_of_what_is_stored_does_not_tell_who_it_is(contact: Contact) -> None:
    """A short name and a long one are stored alike."""
    short = keep("李", "13812345678", "", "", forget_on=TODAY)
    longer = keep("欧阳修远", "0794-8220000-12", "", "", forget_on=TODAY)

    assert len(short.sealed) == len(longer.sealed)


@pytest.mark.django_db(transaction=True)
def test_a_contact_is_not_opened_inside_a_transaction_that_could_take_the_entry_back() -> None:
    """The entry is on disk before anybody sees a number."""
    contact = keep("", "13800000000", "", "", forget_on=TODAY)

    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        reveal(contact, by=Actor.clock(), subject=ORDER, reason="notice")
