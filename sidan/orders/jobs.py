# SPDX-License-Identifier: Apache-2.0
"""The one job that every step queues, in the step's own transaction: it is there when the step is, or neither is."""

from procrastinate.contrib.django import app

from sidan.orders.models import Order, Step

STEP_MADE = "step_made"


def step_made(order: Order, step: Step) -> None:
    """Queue the job that tells people of a step. One query. `sidan.notify.jobs` carries it out."""
    app.configure_task(STEP_MADE, queue="steps").defer(order_id=order.pk, seq=step.seq)
