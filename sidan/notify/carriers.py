# SPDX-License-Identifier: Apache-2.0
"""Ways to reach a reporter outside the pages: e-mail, and whatever gateways the operator names.

A city sets SIDAN_MAIL_FROM and Django's mail host for e-mail, and SIDAN_SMS_URL (an Apprise address with `{phone}` in
it) for text messages. Without them nothing is sent, and the tracking page is the way to know.
"""

from dataclasses import dataclass

import apprise
from django.conf import settings
from django.core.mail import send_mail

from sidan.people.contact_details import ContactDetails


@dataclass(frozen=True)
class Sent:
    """What came of one attempt."""

    carrier: str
    outcome: str


def is_set_up() -> bool:
    """Say whether the operator has set up any carrier."""
    return bool(settings.MAIL_FROM or settings.SMS_URL)


def send(details: ContactDetails, *, subject: str, body: str) -> list[Sent]:
    """Send a message by every carrier that is set up, and return what came of each."""
    attempts: list[Sent] = []
    if settings.MAIL_FROM:
        attempts.append(Sent("mail", _mail(details.email, subject=subject, body=body)))
    if settings.SMS_URL:
        attempts.append(Sent("sms", _sms(details.phone, body=body)))
    return attempts


def _mail(address: str, *, subject: str, body: str) -> str:
    """Send by e-mail."""
    if not address:
        return "no_address"
    try:
        send_mail(subject, body, settings.MAIL_FROM, [address])
    except OSError:
        # SMTP errors are OSErrors; the order's own pages still tell.
        return "failed"
    return "sent"


def _sms(phone: str, *, body: str) -> str:
    """Send by the gateway the operator named."""
    if not phone:
        return "no_address"
    gateway = apprise.Apprise()
    if not gateway.add(settings.SMS_URL.replace("{phone}", phone)):
        return "failed"
    return "sent" if gateway.notify(body=body) else "failed"
