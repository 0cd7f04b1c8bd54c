# SPDX-License-Identifier: Apache-2.0
"""Word to an order's people that one which came out of it has ended, so that nobody has to look after it."""

from django.db import transaction

from sidan.base.errors import Words
from sidan.notify.messages import MOST_TOLD, people_of
from sidan.notify.models import Message
from sidan.orders.models import Order, Step
from sidan.orders.ties import Link

# Messages are told apart by order and step. A step's number is small; what is told of another order's end is numbered
# above all steps by that order, so that each end is told once.
_ABOVE_STEPS = 1_000_000_000
_ENDED = Words("%(number)s 转出的 %(other)s 已办结", "%(number)s: %(other)s, which came out of it, has ended")


@transaction.atomic
def tell_parents(order_id: int, seq: int) -> int:
    """Tell whoever's turn an open order is, and whoever opened it, that an order out of it ended with this step.

    Returns how many messages there are; running it again adds none. One query for a step that ends nothing.
    """
    step = Step.objects.select_related("order").get(order_id=order_id, seq=seq)
    order = step.order
    if not order.is_closed or order.version != seq:
        return 0
    links = Link.objects.filter(target=order, kind__in=("spawned", "split")).select_related("source", "source__unit")
    told = [message for link in links if not link.source.is_closed for message in _messages(link.source, step)]
    Message.objects.bulk_create(told, ignore_conflicts=True)
    return len(told)


def _messages(parent: Order, step: Step) -> list[Message]:
    """Return the messages to the people of one parent."""
    people = dict.fromkeys(user for role in (parent.holder, "opener") for user in people_of(role, parent)[:MOST_TOLD])
    people.pop(step.by_id or 0, None)
    names = {"number": parent.number, "other": step.order.number}
    return [
        Message(
            user_id=user,
            order=parent,
            seq=_ABOVE_STEPS + step.order_id % _ABOVE_STEPS,
            zh=_ENDED.zh % names,
            en=_ENDED.en % names,
            made_at=step.made_at,
        )
        for user in people
    ]
