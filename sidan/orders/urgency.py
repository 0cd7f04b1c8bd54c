# SPDX-License-Identifier: Apache-2.0
"""Danger to life that was heard in an order's words: marked on the order, and taken off by a person with a reason.

The mark stands beside the answers that the order keeps, under a key no field can have. What was heard is a list of
codes, never words: the words stand in the step.
"""

from collections.abc import Sequence

from django.db import transaction

from sidan.base.errors import Refused
from sidan.orders.models import Order, Step
from sidan.orders.roles import role_held
from sidan.people.actors import Actor
from sidan.people.audit import record

# No code of a field begins so (sidan/orders/shape_faults.py).
DANGER_KEY = "_danger"
REASON_LENGTH = 200
LOWERERS = ("dispatcher", "supervisor")


def mark_danger(order: Order, dangers: Sequence[str], *, step: Step) -> None:
    """Mark an order in hand urgent for the dangers heard in a step; whoever calls writes the row."""
    known = dangers_of(order)
    order.is_urgent = True
    order.facts = {**order.facts, DANGER_KEY: {"codes": list(dict.fromkeys([*known, *dangers])), "seq": step.seq}}


def dangers_of(order: Order) -> list[str]:
    """Return the codes of the dangers heard and not taken back."""
    return list(order.facts.get(DANGER_KEY, {}).get("codes", ()))


def is_alarm(order: Order, seq: int) -> bool:
    """Say whether the step of that number was the last to tell of danger."""
    return bool(order.facts.get(DANGER_KEY, {}).get("seq") == seq)


def may_lower(actor: Actor, order: Order) -> bool:
    """Say whether an actor may say that there is no danger: who dispatches or presses for the area."""
    return bool(dangers_of(order)) and not order.is_closed and role_held(actor, order, among=LOWERERS) is not None


@transaction.atomic
def lower_urgency(order: Order, *, by: Actor, reason: str) -> None:
    """Take the mark of danger off an order, for a reason that the audit log keeps with the dangers heard.

    What the decided matter itself calls urgent stays urgent. Refused for whoever may not, and without a reason.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if not may_lower(by, order):
        raise Refused("Only a dispatcher or a supervisor of the area takes this mark off, while it stands.")
    if not (reason := reason.strip()):
        raise Refused("Please say why there is no danger; the reason is recorded.")
    if len(reason) > REASON_LENGTH:
        raise Refused("Please shorten the reason to %(count)d characters.", count=REASON_LENGTH)
    heard = dangers_of(order)
    order.facts = {code: value for code, value in order.facts.items() if code != DANGER_KEY}
    order.is_urgent = order.limit.endswith("urgent_hours")
    order.save(update_fields=["facts", "is_urgent"])
    record(by, "urgency.lowered", order.subject, reason=reason, dangers=heard)
