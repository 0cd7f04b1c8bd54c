# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: a look at the hot issues every hour, and when somebody asks for one."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sidan.base.clock import now
from sidan.dispatch import hot_runs

HOT = "hot_issues"
# Behind what people do meanwhile.
PATIENCE = -5


@app.periodic(cron="7 * * * *")
@app.task(name=HOT, queue="dispatch", queueing_lock=HOT, lock=HOT, priority=PATIENCE, pass_context=False)
def look_at_hot_issues(timestamp: int = 0) -> None:
    """Look at what came in; running it again changes nothing."""
    hot_runs.look(now())


def ask_for_a_look() -> None:
    """Queue a look; one that waits already will do."""
    try:
        with transaction.atomic():
            app.configure_task(HOT, queueing_lock=HOT, lock=HOT, queue="dispatch", priority=PATIENCE).defer(timestamp=0)
    except AlreadyEnqueued:
        return
