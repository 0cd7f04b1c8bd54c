# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: dispatching by rule."""

from procrastinate.contrib.django import app

from sidan.dispatch.acting import BY_RULE, act


@app.task(name=BY_RULE, queue="steps", retry=3)
def dispatch_by_rule(order_id: int, version: int) -> None:
    """Dispatch a new order by rule where a route says so; running it again changes nothing."""
    act(order_id, version)
