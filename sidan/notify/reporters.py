# SPDX-License-Identifier: Apache-2.0
"""A reporter who left a contact is told of the steps that call for them."""

from django.db import transaction

from sidan.base.clock import now
from sidan.base.errors import NotFound, Words
from sidan.notify.carriers import is_set_up, send
from sidan.notify.messages import filled
from sidan.notify.models import Delivery
from sidan.orders.merging import merged_orders
from sidan.orders.models import Order, Step
from sidan.orders.moves import declared_move
from sidan.orders.registry import programme_of
from sidan.people.actors import Actor
from sidan.people.contacts import reveal

REPORTER = "reporter"
_OF_ANOTHER = 1_000_000_000  # above all steps of an order itself
NOTIFIER = Actor(name="notifier", system="notifier")


def tell_reporter(order_id: int, seq: int) -> int:
    """Send the reporter the message of a step, once by each carrier set up, and return how many were sent.

    So are the reporters of the orders merged into this one, each under their own number. The contact is opened by the
    machine for this alone; staff do not see it. Nothing is kept but carrier and outcome.
    """
    step = Step.objects.select_related("order", "order__unit", "order__contact").get(order_id=order_id, seq=seq)
    words = declared_move(programme_of(step.order), step.move).tells.get(REPORTER)
    if words is None or not is_set_up():
        return 0
    sent = _tell(step.order, filled(words, order=step.order, due_at=step.due_at), seq=seq)
    for merged in merged_orders(step.order):
        said = filled(words, order=_as_named(step.order, merged), due_at=step.due_at)
        # Numbered apart from the merged order's own steps, by the step of the other that is told.
        sent += _tell(merged, said, seq=_OF_ANOTHER + step.pk % _OF_ANOTHER)
    return sent


def _as_named(leading: Order, merged: Order) -> Order:
    """Return the order that leads under the number its other reporter knows."""
    return Order(number=merged.number, unit=leading.unit)


def _tell(order: Order, said: Words, *, seq: int) -> int:
    """Send one reporter a message and return how many were sent; none twice."""
    if order.contact is None or Delivery.objects.filter(order=order, seq=seq).exists():
        return 0
    try:
        details = reveal(order.contact, by=NOTIFIER, subject=order.subject, reason="notice of a step")
    except NotFound:
        # Forgotten meanwhile, as promised: there is nobody left to tell.
        return 0
    attempts = send(details, subject=said.zh, body=f"{said.zh}\n{said.en}")
    with transaction.atomic():
        for attempt in attempts:
            Delivery.objects.get_or_create(
                order=order,
                seq=seq,
                carrier=attempt.carrier,
                defaults={"outcome": attempt.outcome, "made_at": now()},
            )
    return sum(attempt.outcome == "sent" for attempt in attempts)
