# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: telling people of each step, the clock's sweep every minute, forgetting every night."""

from procrastinate.contrib.django import app

from sidan.base.clock import now
from sidan.notify.messages import tell
from sidan.notify.parents import tell_parents
from sidan.notify.reporters import tell_reporter
from sidan.orders import attachments, retention
from sidan.orders.jobs import STEP_MADE
from sidan.orders.sweep import sweep


@app.task(name=STEP_MADE, queue="steps", retry=3)
def step_made(order_id: int, seq: int) -> None:
    """Tell the staff, the reporter and the people of an order it came out of; running it again tells nobody twice."""
    tell(order_id, seq)
    tell_reporter(order_id, seq)
    tell_parents(order_id, seq)


@app.periodic(cron="* * * * *")
@app.task(name="sweep", queue="clock", queueing_lock="sweep", lock="sweep")
def sweep_due(timestamp: int) -> None:
    """Make the clock's moves, every minute; two of them never run at once."""
    sweep(now())


@app.periodic(cron="30 3 * * *")
@app.task(name="forget", queue="clock", queueing_lock="forget", lock="forget")
def forget(timestamp: int) -> None:
    """Forget what is due to be forgotten, every night at half past three."""
    retention.forget_due(now())
    attachments.forget_drafts()
