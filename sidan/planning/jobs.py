# SPDX-License-Identifier: Apache-2.0
"""Jobs of the worker: computing plans, adopting those whose day has come, and what is left behind."""

from procrastinate.contrib.django import app

from sidan.people.days import city_today
from sidan.planning import adopting, computing, strays
from sidan.planning.drafting import COMPUTE, DRAW_CURVE, QUEUE, RECOMPUTE


@app.task(name=COMPUTE, queue=QUEUE)
def compute(plan_id: int) -> None:
    """Compute a plan."""
    computing.compute(plan_id)


@app.task(name=DRAW_CURVE, queue=QUEUE)
def draw_curve(plan_id: int) -> None:
    """Compute a plan under several weights of keeping crews."""
    computing.draw_curve(plan_id)


@app.task(name=RECOMPUTE, queue=QUEUE)
def recompute(plan_id: int) -> None:
    """Compute a plan once more from its seed."""
    computing.recompute(plan_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="plans_tended", queue="clock", queueing_lock="plans_tended", lock="plans_tended")
def tend(timestamp: int) -> None:
    """Adopt what is due, carry over what came late, begin anew what a stopped worker left; running it again is safe."""
    adopting.adopt_due(city_today())
    strays.carry_strays()
    computing.begin_anew()
