# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: dispatching by rule, the hourly look at hot issues, and the upkeep of the index of duplicates."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sidan.base.clock import now
from sidan.dispatch import hot_runs
from sidan.dispatch.acting import BY_RULE, act
from sidan.dispatch.duplicates_index import count_terms, drop_old
from sidan.dispatch.training import train_all

HOT = "hot_issues"
# Behind what people do meanwhile.
PATIENCE = -5


@app.task(name=BY_RULE, queue="steps", retry=3)
def dispatch_by_rule(order_id: int, version: int) -> None:
    """Dispatch a new order by rule where a route says so; running it again changes nothing."""
    act(order_id, version)


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


@app.periodic(cron="7 * * * *")
@app.task(name="count_terms", queue="clock", queueing_lock="count_terms", lock="count_terms")
def count_terms_again(timestamp: int) -> None:
    """Count in how many of the latest orders each term stands."""
    count_terms()


@app.periodic(cron="40 3 * * *")
@app.task(name="drop_fingerprints", queue="clock", queueing_lock="drop_fingerprints", lock="drop_fingerprints")
def drop_fingerprints(timestamp: int) -> None:
    """Let go of the orders that ended long ago."""
    drop_old()


@app.periodic(cron="20 2 * * 0")
@app.task(name="learn_matters", queue="clock", queueing_lock="learn_matters", lock="learn_matters", priority=PATIENCE)
def learn_matters(timestamp: int) -> None:
    """Learn every Sunday night from the orders closed by then, and nothing of those whose words were blanked."""
    train_all()
