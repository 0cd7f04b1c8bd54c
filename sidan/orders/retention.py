# SPDX-License-Identifier: Apache-2.0
"""What is forgotten, and when: contacts some time after the end, words when somebody has the right to it.

The order itself stays for the figures, and its chain still proves what remains.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from sidan.base.errors import NotFound, Refused
from sidan.orders.attachments import forget_photos
from sidan.orders.declare import Move
from sidan.orders.models import Order, SearchEntry, Step
from sidan.orders.registry import programme_of
from sidan.people import contacts
from sidan.people.actors import Actor
from sidan.people.audit import record

# An order nobody ever closes does not keep a contact for ever either; a closed one names its own day.
OPEN_CONTACT_DAYS = 730


def contact_until(created_at: datetime) -> datetime:
    """Return the moment until which the contact of an open order is kept."""
    return created_at + timedelta(days=OPEN_CONTACT_DAYS)


def set_contact_day(order: Order, step: Step, move: Move) -> None:
    """Set the day the contact is forgotten when an order ends or opens anew; one query at such steps only."""
    reopened = not order.is_closed and order.counts.get(move.code, 0) > 0
    if step.seq == 1 or not move.to or not (order.is_closed or reopened) or order.contact is None:
        return
    days = programme_of(order).contact_days if order.is_closed else OPEN_CONTACT_DAYS
    until = (step.made_at + timedelta(days=days)).astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    contacts.keep_until(order.contact, forget_on=until)


def forget_due(now: datetime) -> int:
    """Forget every contact whose day has come and return how many there were."""
    return contacts.forget_due(now.astimezone(ZoneInfo(settings.TIME_ZONE)).date())


@transaction.atomic
def blank_words(order: Order, *, by: Actor, reason: str) -> int:
    """Blank every free answer of an order with its salt, and return how many answers there were (PIPL Art 47).

    The commitments stay, so the chain still holds; the words are gone from steps, order, shares and search, and with
    them the photos and the exact place. The area stays for the figures. Audited.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    blanked = 0
    for step in Step.objects.filter(order=order):
        for field in step.commitments:
            if step.answers.get(field) is not None:
                step.answers[field] = None
                blanked += 1
        step.salts = {}
        step.save(update_fields=["answers", "salts"])
    order.text = ""
    order.place_text = ""
    order.lon = order.lat = order.site = None
    order.save(update_fields=["text", "place_text", "lon", "lat", "site"])
    forget_photos(order)
    order.shares.update(answer="")
    SearchEntry.objects.filter(order=order).delete()
    record(by, "order.blanked", order.subject, reason=reason, count=blanked)
    return blanked


@transaction.atomic
def blank_order(number: str, *, by: Actor, reason: str, with_contact: bool = False) -> int:
    """Blank the words of the order of that number, with its contact if asked; return how many answers there were.

    Raises NotFound for a number nobody has and Refused without a reason, which is all that tells later why.
    """
    if not reason.strip():
        raise Refused("Please say why; the reason is recorded.")
    order = Order.objects.filter(number=number.strip().upper()).select_related("contact").first()
    if order is None:
        raise NotFound("There is no order with the number “%(number)s”.", number=number[:40])
    blanked = blank_words(order, by=by, reason=reason.strip())
    if with_contact and order.contact is not None:
        contacts.forget(order.contact, by=by, subject=order.subject)
    return blanked
