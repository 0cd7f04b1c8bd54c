# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: counting what moved, and at night what only time changes. Running one again changes nothing."""

from procrastinate.contrib.django import app

from sidan.evaluation.counting import catch_up, count_open_again

# Behind what people do meanwhile.
PATIENCE = -5


@app.periodic(cron="*/5 * * * *")
@app.task(name="count_facts", queue="clock", queueing_lock="count_facts", lock="count_facts", priority=PATIENCE)
def count_facts(timestamp: int) -> None:
    """Count again the orders that moved."""
    catch_up()


@app.periodic(cron="10 1 * * *")
@app.task(name="count_open", queue="clock", queueing_lock="count_open", lock="count_facts", priority=PATIENCE)
def count_open(timestamp: int) -> None:
    """Count again the orders that are open, whose days late have grown."""
    count_open_again()
