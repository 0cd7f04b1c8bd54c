# SPDX-License-Identifier: Apache-2.0
"""The red list: orders that wait without a limit because they were escalated, the longest late first."""

from django.db.models import Q

from sidan.orders.declare import Programme
from sidan.orders.inbox import as_rows
from sidan.orders.models import Order
from sidan.orders.roles import inside
from sidan.people.actors import Actor
from sidan.reports.moves_counted import patient_stages

MOST_LISTED = 50


def red_list(actor: Actor, areas: tuple[str, ...], *, programme: Programme, most: int = MOST_LISTED) -> list[Order]:
    """Return a programme's escalated orders in areas that the actor may open, the longest late first; one query."""
    patient = Q(programme=programme.code, stage__in=patient_stages(programme))
    orders = Order.objects.visible_to(actor).open().filter(patient, inside(areas))
    return list(as_rows(orders).order_by("queue_at", "id")[:most])
