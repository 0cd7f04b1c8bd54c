# SPDX-License-Identifier: Apache-2.0
"""A resident's order with all that comes with it: place, contact and query code, written together or not at all."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sidan.base.clock import now
from sidan.base.errors import Invalid, Refused
from sidan.orders.declare import Programme
from sidan.orders.fields import validate
from sidan.orders.models import Order
from sidan.orders.moves import Place, find_by_key, submit
from sidan.orders.retention import contact_until
from sidan.orders.tracking import code_of_form, fingerprint_of, new_code
from sidan.people import contacts
from sidan.people.actors import Actor
from sidan.people.contact_details import ContactDetails, details_from
from sidan.people.models import Contact

_KEY_BYTES = 18


@dataclass(frozen=True)
class Reported:
    """An order just opened, or opened before by the same form, with the query code for whoever sent it."""

    order: Order
    code: str


def new_key() -> str:
    """Return a key for a fresh form, which nobody can guess: a resent form answers with its query code."""
    return secrets.token_urlsafe(_KEY_BYTES)


def report(
    programme: Programme,
    answers: Mapping[str, Any],
    *,
    place: Place,
    contact: ContactDetails,
    by: Actor,
    via: str,
    key: str = "",
) -> Reported:
    """Open an order and keep its contact, if any, encrypted; the same form again returns the same order and code.

    A form whose words or place have changed under the same key, as after going back in the browser, is another order.
    Raises Invalid with every fault at once, those of the contact under `contact-name` and so on; nothing has changed
    then.
    """
    key = key_of(key, answers, place) if key else ""
    code = code_of_form(key) if key else new_code()[0]
    known = find_by_key(key or None)
    if known is not None:
        return Reported(known, code)
    details = _checked(programme, answers, contact, county=place.area_code[:6])
    opened = partial(
        submit, programme, answers, by=by, place=place, via=via, key=key or None, code_digest=fingerprint_of(code)
    )
    if not details:
        return Reported(opened(), code)
    with transaction.atomic():
        kept = keep_contact(details, county=place.area_code[:6])
        order = opened(contact=kept)
        if kept is not None and order.contact_id != kept.pk:
            # The other copy of the form was faster and has kept the contact already.
            transaction.set_rollback(True)
    return Reported(order, code)


def key_of(key: str, answers: Mapping[str, Any], place: Place) -> str:
    """Return the key of a form together with its words and place; photos are stored anew by each copy and left out."""
    words = {field: answer for field, answer in answers.items() if isinstance(answer, str)}
    said = json.dumps([key, words, place.area_code, place.site_id, place.lon, place.lat, place.text], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:48]


def keep_contact(details: ContactDetails, *, county: str) -> Contact | None:
    """Return the contact as stored, None where none was given. One query where there is one."""
    if not details:
        return None
    return contacts.keep(**details.to_json(), forget_on=_forget_on(), county=county)


def _checked(
    programme: Programme, answers: Mapping[str, Any], contact: ContactDetails, *, county: str
) -> ContactDetails:
    """Return the contact in its kept form; raise the faults of answers and contact together."""
    faults: dict[str, list[Refused]] = {}
    details = contact
    try:
        details = details_from(**contact.to_json())
    except Invalid as invalid:
        faults |= {f"contact-{field}": found for field, found in invalid.faults.items()}
        try:
            validate(programme, programme.opening.asks, answers, county=county)
        except Invalid as others:
            faults |= others.faults
    if faults:
        raise Invalid(faults)
    return details


def _forget_on() -> date:
    """Return the day on which the contact of an order that nobody closes is forgotten."""
    return contact_until(now()).astimezone(ZoneInfo(settings.TIME_ZONE)).date()
