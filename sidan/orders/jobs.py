# SPDX-License-Identifier: Apache-2.0
"""The one job that every step queues, in the step's own transaction: it is there when the step is, or neither is."""

from sidan.orders.models import Order, Step
from sidan.places.prepared import run

STEP_MADE = "step_made"
# Thousands of orders brought in at once stand behind whatever people do meanwhile, and behind the sweep.
PATIENT_CHANNEL, PATIENCE = "import", -10

# Procrastinate's own function for queueing, which it numbers anew when its arguments change.
_DEFER = """
    SELECT procrastinate_defer_jobs_v1(ARRAY[
        ROW('steps', %s, %s, NULL, NULL, %s, NULL)::procrastinate_job_to_defer_v1
    ])
"""


def step_made(order: Order, step: Step) -> None:
    """Queue the job that tells people of a step. One query. `sidan.notify.jobs` carries it out."""
    priority = PATIENCE if order.via == PATIENT_CHANNEL and step.seq == 1 else 0
    run(_DEFER, [STEP_MADE, priority, {"order_id": order.pk, "seq": step.seq}])
