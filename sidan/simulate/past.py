# SPDX-License-Identifier: Apache-2.0
"""What differs when ninety days are played in a minute: no waiting for the disk, and no jobs about long ago."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from sidan.notify.messages import tell
from sidan.orders.models import Step

# The bells of the demo ring for what happened lately.
RECENT = timedelta(days=2)


@contextmanager
def at_ease() -> Iterator[None]:
    """Let commits of this connection not wait for the disk; a demo that is cut short is simply built anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO DEFAULT")


def settle(end: datetime) -> int:
    """Tell people of the last days' steps, drop the jobs of all others, and return how many messages there are."""
    recent = Step.objects.filter(made_at__gte=end - RECENT).order_by("id")
    told = sum(tell(order, seq) for order, seq in recent.values_list("order_id", "seq"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'step_made' AND status = 'todo'")
        cursor.execute("ANALYZE")
    return told
