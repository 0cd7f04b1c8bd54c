# SPDX-License-Identifier: Apache-2.0
"""A reporter who left a contact is told of the steps that call for them."""

from django.db import transaction

from sidan.base.clock import now
from sidan.base.errors import NotFound
from sidan.notify.carriers import is_set_up, send
from sidan.notify.messages import filled
from sidan.notify.models import Delivery
from sidan.orders.models import Step
from sidan.orders.moves import declared_move
from sidan.orders.registry import programme_of
from sidan.people.actors import Actor
from sidan.people.contacts import reveal

REPORTER = "reporter"
NOTIFIER = Actor(name="notifier", system="notifier")


def tell_reporter(order_id: int, seq: int) -> int:
    """Send the reporter the message of a step, once by each carrier set up, and return how many were sent.

    The contact is opened by the machine for this alone; staff do not see it. Nothing is kept but carrier and outcome.
    """
    step = Step.objects.select_related("order", "order__unit", "order__contact").get(order_id=order_id, seq=seq)
    words = declared_move(programme_of(step.order), step.move).tells.get(REPORTER)
    if words is None or step.order.contact is None or not is_set_up():
        return 0
    if Delivery.objects.filter(order_id=order_id, seq=seq).exists():
        return 0
    said = filled(words, order=step.order, due_at=step.due_at)
    try:
        details = reveal(step.order.contact, by=NOTIFIER, subject=step.order.subject, reason="notice of a step")
    except NotFound:
        # Forgotten meanwhile, as promised: there is nobody left to tell.
        return 0
    attempts = send(details, subject=said.zh, body=f"{said.zh}\n{said.en}")
    with transaction.atomic():
        for attempt in attempts:
            Delivery.objects.get_or_create(
                order=step.order,
                seq=seq,
                carrier=attempt.carrier,
                defaults={"outcome": attempt.outcome, "made_at": now()},
            )
    return sum(attempt.outcome == "sent" for attempt in attempts)
