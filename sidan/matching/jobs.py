# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: computing large plans of pairs, and adopting those whose day has come."""

from procrastinate.contrib.django import app

from sidan.matching import adopting, computing
from sidan.people.days import city_today


@app.task(name=computing.COMPUTE, queue=computing.QUEUE)
def compute(plan_id: int) -> None:
    """Compute a plan of pairs."""
    computing.compute(plan_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="pairing_plans_tended", queue="clock", queueing_lock="pairing_plans_tended", lock="pairing_plans_tended")
def tend(timestamp: int) -> None:
    """Adopt what is due and begin anew what a stopped worker left; running it again is safe."""
    adopting.adopt_due(city_today())
    computing.begin_anew()
