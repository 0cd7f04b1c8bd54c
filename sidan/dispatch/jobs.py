# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: counting how rare each term is every hour, and letting go of what ended long ago every night."""

from procrastinate.contrib.django import app

from sidan.dispatch.duplicates_index import count_terms, drop_old


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
