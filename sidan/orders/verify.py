# SPDX-License-Identifier: Apache-2.0
"""Checking that no step of an order was rewritten, cut out or cut off."""

from collections.abc import Iterator

from django.db.models import QuerySet

from sidan.orders.models import Order, Step
from sidan.orders.seal import Fault, first_fault

BATCH = 500


def fault_in(order: Order) -> Fault | None:
    """Return the first step of the order that does not hold, or None. Two queries."""
    fresh = Order.objects.get(pk=order.pk)
    return first_fault(fresh.number, Step.objects.filter(order=fresh).order_by("seq"), last=_last(fresh))


def broken_chains(orders: QuerySet[Order]) -> Iterator[tuple[Order, Fault]]:
    """Yield each of the orders whose chain does not hold with its first fault. Two queries for BATCH orders."""
    last_id = 0
    while batch := list(orders.filter(pk__gt=last_id).order_by("pk")[:BATCH]):
        last_id = batch[-1].pk
        steps: dict[int, list[Step]] = {order.pk: [] for order in batch}
        for step in Step.objects.filter(order__in=batch).order_by("order_id", "seq"):
            steps[step.order_id].append(step)
        for order in batch:
            fault = first_fault(order.number, steps[order.pk], last=_last(order))
            if fault is not None:
                yield order, fault


def _last(order: Order) -> tuple[int, str]:
    """Return the count and the digest that the order itself ends with."""
    return order.version, order.digest
