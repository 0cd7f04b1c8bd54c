# SPDX-License-Identifier: Apache-2.0
"""Residents' contacts: kept encrypted, opened through one gate that logs who looked, forgotten on time."""

import json
import logging
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import transaction

from sidan.base import clock
from sidan.base.crypto import Keyring, Unreadable
from sidan.base.errors import NotFound, Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.contact_details import ContactDetails, details_from
from sidan.people.models import Contact
from sidan.people.posts import CONTACT_ROLES

REASON_LENGTH = 200
_ROTATED_AT_ONCE = 500
_PADDED_TO_BYTES = 128

logger = logging.getLogger(__name__)


def keep(name: str, phone: str, email: str, wish: str, *, forget_on: date, county: str = "") -> Contact:
    """Store what a resident gave, encrypted, until `forget_on`; raise Invalid for a number or address that cannot be.

    One query. Whoever stores nothing calls nothing: four empty values are refused.
    """
    details = details_from(name=name, phone=phone, email=email, wish=wish)
    if not details:
        raise Refused("Give a phone number or an e-mail address, or leave the contact out altogether.")
    sealed = _sealed(details)
    return Contact.objects.create(sealed=sealed, county=county, created_at=clock.now(), forget_on=forget_on)


# Durable: nobody is shown a contact before the entry that says so is safely on disk.
@transaction.atomic(durable=True)
def reveal(contact: Contact, *, by: Actor, subject: str, reason: str) -> ContactDetails:
    """Return the details of a contact, and write into the audit log who saw them, about what and why.

    The one read gate: nothing else decrypts a contact to show it. Whether `by` may see the order named by `subject` is
    for the caller to ask; here it is asked whether their post lets anybody's contact be seen at all. Must not be called
    inside a transaction, which could take the entry back after the details were shown.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("Please say why you need the contact; the reason is recorded.")
    if len(reason) > REASON_LENGTH:
        raise Refused("Please shorten the reason to %(count)d characters.", count=REASON_LENGTH)
    _require_contact_post(by)
    stored = Contact.objects.filter(pk=contact.pk).first()
    if stored is None or stored.forgotten_at is not None:
        raise NotFound("This contact was forgotten, as promised to the resident.")
    details = _opened(stored)
    record(by, "contact.used" if by.system else "contact.viewed", subject, reason=reason, contact=contact.pk)
    return details


def _require_contact_post(by: Actor) -> None:
    """Refuse anybody whose work needs no contacts; the machine needs them to send, the resident owns them."""
    if by.system or by.reporter_of is not None:
        return
    if not any(by.holds(role) for role in CONTACT_ROLES):
        raise Refused("Your post does not let you see residents' contacts.")


def keep_until(contact: Contact, *, forget_on: date) -> None:
    """Set the day on which a contact is forgotten, as when its order closes or opens anew; forgotten ones stay so."""
    Contact.objects.filter(pk=contact.pk, forgotten_at__isnull=True).update(forget_on=forget_on)


@transaction.atomic
def forget(contact: Contact, *, by: Actor, subject: str) -> None:
    """Forget a contact at once, because the resident withdrew consent; forgetting twice is forgetting once."""
    if Contact.objects.filter(pk=contact.pk, forgotten_at__isnull=True).update(sealed=b"", forgotten_at=clock.now()):
        record(by, "contact.forgotten", subject, count=1)


@transaction.atomic
def forget_due(today: date) -> int:
    """Forget the contacts whose day has come, `today` included, and return how many there were; a single update."""
    due = Contact.objects.filter(forget_on__lte=today, forgotten_at__isnull=True)
    count = due.update(sealed=b"", forgotten_at=clock.now())
    if count:
        record(Actor.clock(), "contact.forgotten", f"day:{today:%Y-%m-%d}", count=count)
    return count


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many contacts are under the first key now, and how many no key on the ring can read."""

    written: int
    unreadable: int


def rotate_keys() -> Rotation:
    """Write every contact anew under the first key; may be run again at any time.

    Works in batches of its own transactions, so that residents and staff go on meanwhile. What cannot be read is left
    as it is, for the day its key is found.
    """
    written, unreadable, last = 0, 0, 0
    while batch := _living_after(last):
        unread = _rotate(batch)
        written, unreadable, last = written + len(batch) - unread, unreadable + unread, batch[-1]
    record(Actor.importer(), "contact.keys_rotated", "", count=written, unreadable=unreadable)
    return Rotation(written, unreadable)


def _living_after(last: int) -> list[int]:
    """Return the next contacts after the row `last`."""
    living = Contact.objects.filter(pk__gt=last, forgotten_at__isnull=True).order_by("pk")
    return list(living.values_list("pk", flat=True)[:_ROTATED_AT_ONCE])


@transaction.atomic
def _rotate(batch: list[int]) -> int:
    """Write these contacts anew, and return how many could not be read."""
    living = list(Contact.objects.select_for_update().filter(pk__in=batch, forgotten_at__isnull=True).order_by("pk"))
    readable = []
    for contact in living:
        try:
            contact.sealed = _keyring().rotate(bytes(contact.sealed))
        except Unreadable:
            logger.error("Contact %d cannot be read with SIDAN_CONTACT_KEYS.", contact.pk)
        else:
            readable.append(contact)
    Contact.objects.bulk_update(readable, ["sealed"])
    return len(living) - len(readable)


def _sealed(details: ContactDetails) -> bytes:
    """Return the details as stored."""
    text = json.dumps(details.to_json(), ensure_ascii=False)
    # Blanks after JSON mean nothing; with them the length of a stored value does not tell the length of a name.
    return _keyring().encrypt(text + " " * (-len(text.encode()) % _PADDED_TO_BYTES))


def _opened(contact: Contact) -> ContactDetails:
    """Return the details of a stored contact; Refused when its key is not among those the operator has set."""
    try:
        return ContactDetails(**json.loads(_keyring().decrypt(bytes(contact.sealed))))
    except Unreadable as fault:
        logger.exception("Contact %d cannot be read with SIDAN_CONTACT_KEYS.", contact.pk)
        raise Refused("This contact cannot be read now; please tell the system administrator.") from fault


def _keyring() -> Keyring:
    """Return the keys an operator has set, the first of which encrypts."""
    return _keyring_of(tuple(settings.CONTACT_KEYS))


@lru_cache(maxsize=4)
def _keyring_of(keys: tuple[str, ...]) -> Keyring:
    """Return the ring of these keys; deriving keys takes time, so each set is derived once."""
    return Keyring(*keys)
