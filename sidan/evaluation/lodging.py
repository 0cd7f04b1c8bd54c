# SPDX-License-Identifier: Apache-2.0
"""An objection as a form sends it: a resident's with contact and query code, and none opened twice by sending again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sidan.base.errors import Invalid
from sidan.evaluation.objecting import object_to
from sidan.evaluation.round_rows import Round
from sidan.orders.moves import Place, find_by_key
from sidan.orders.reporting import Reported, keep_contact, key_of
from sidan.orders.tracking import code_of_form, fingerprint_of
from sidan.people.actors import Actor
from sidan.people.contact_details import ContactDetails, details_from


@transaction.atomic
def lodge(
    found: Round, subject: str, answers: Mapping[str, Any], *, contact: ContactDetails | None, key: str, by: Actor
) -> Reported:
    """Object, and return the order with the query code for whoever stays unknown.

    `contact` is None for staff, who are known. The same form again returns the same order. Faults of the contact come
    as Invalid under `contact-phone` and so on, before anything is written.
    """
    kept_key = key_of(f"{found.pk} {subject} {by.user_id} {key}", answers, Place(area_code=found.area_code))
    code = code_of_form(kept_key)
    known = find_by_key(kept_key)
    if known is not None:
        return Reported(known, code)
    kept = keep_contact(_checked(contact), county=found.area_code[:6]) if contact is not None else None
    order = object_to(
        found,
        subject,
        answers,
        by,
        key=kept_key,
        contact=kept,
        code_digest=fingerprint_of(code) if contact is not None else "",
    )
    return Reported(order, code)


def _checked(contact: ContactDetails) -> ContactDetails:
    """Return a contact in its kept form; raise its faults under the names of the form."""
    try:
        return details_from(**contact.to_json())
    except Invalid as invalid:
        raise Invalid({f"contact-{field}": found for field, found in invalid.faults.items()}) from None
