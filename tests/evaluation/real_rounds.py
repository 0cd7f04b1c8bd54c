# SPDX-License-Identifier: Apache-2.0
"""A ranking with a measure of every form, and a month in which two units really worked, up to a published round."""

from collections.abc import Iterator
from datetime import date

import pytest

from sidan.evaluation import rounds, shelf
from sidan.evaluation.counting import catch_up
from sidan.evaluation.facts import recount_all
from sidan.evaluation.input_rows import OutsideFigure
from sidan.evaluation.round_rows import Round, Score
from tests.world import COUNTY, Clock, World

SOURCE = """\
code     = "trial"
edition  = 1
basis    = "made up"
name     = { zh = "试评", en = "Trial" }
summary  = { zh = "试评", en = "Trial" }
subjects = "units"
period   = "month"
kinds    = ["urban_management", "water", "housing"]
minimum  = 1
publicity = "5 working_days"
programmes = ["service"]
missing_most = 0.9

[[indicators]]
code    = "answered_on_time"
measure = "answered_on_time"
weight  = 20
name    = { zh = "按期", en = "On time" }

[[indicators]]
code    = "solved"
measure = "solved"
weight  = 20
name    = { zh = "解决", en = "Solved" }

[[indicators]]
code      = "mean_hours"
measure   = "first_answer_mean"
weight    = 20
direction = "less"
scale     = "target"
target    = 24
beside    = ["median_hours"]
name      = { zh = "平均小时", en = "Mean hours" }

[[indicators]]
code      = "median_hours"
measure   = "first_answer_median"
weight    = 10
direction = "less"
scale     = "target"
target    = 24
beside    = ["mean_hours"]
name      = { zh = "中位小时", en = "Median hours" }

[[indicators]]
code    = "progress"
measure = "step_share"
weight  = 10
scale   = "share"
move    = "answer"
of_move = "sign"
name    = { zh = "答复占比", en = "Answers" }

[[indicators]]
code    = "income"
measure = "outside"
weight  = 20
scale   = "best"
outside = "income"
name    = { zh = "收入", en = "Income" }

[[bonuses]]
code    = "awards"
outside = "awards"
points  = 1
at_most = 3
name    = { zh = "表彰", en = "Awards" }

[[tiers]]
code  = "first"
share = 0.5
name  = { zh = "一档", en = "First" }

[[tiers]]
code = "second"
name = { zh = "二档", en = "Second" }
"""
MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
APRIL_FIRST_DAYS = 25
LATER = date(2026, 4, 30)


@pytest.fixture
def served() -> Iterator[None]:
    """Serve the trial ranking."""
    shelf.serve(shelf.proved(SOURCE, name="trial.toml"), SOURCE)
    yield
    shelf.withdraw("trial")


def busy_month(world: World, clock: Clock) -> None:
    """Let two units work through March, one quickly, one slowly, and leave an order open and late."""
    for number in range(4):
        order = world.at_work(text=f"路灯{number}不亮，晚上看不见路。")
        clock.forward(minutes=95)
        world.move(order, "answer", "handler", answer="已修好。")
        world.move(order, "solved", "reporter", satisfaction=5 - number)
    slow = world.submit(text="水压太小了，洗不了澡。")
    world.dispatch(slow, unit="water", matter="live.property#usual")
    world.move(slow, "sign", "plumber")
    clock.to_due(slow)
    world.sweep()
    OutsideFigure.objects.bulk_create(
        OutsideFigure(
            subject=unit, indicator=indicator, since=MARCH["since"], until=MARCH["until"], value=value, evidence="e",
            via="form", entered_at=order.created_at, entered_by=world.people["evaluator"],
            checked_at=order.created_at, checked_by=world.people["second_evaluator"],
        )
        for unit, indicator, value in (("lamps", "income", 12.5), ("water", "income", 7), ("lamps", "awards", 2))
    )  # fmt: skip
    clock.forward(days=APRIL_FIRST_DAYS)
    catch_up()
    recount_all()


def at_publication(world: World, clock: Clock, *, area: str = COUNTY) -> Round:
    """Return a round that has just been published."""
    busy_month(world, clock)
    by = world.actor("evaluator")
    found = rounds.open_round("trial", area, by=by, **MARCH)
    for verb in (rounds.compute, rounds.let_check, rounds.publish):
        found = verb(found, by=by)
    return found


def on_time(found: Round) -> tuple[float, float]:
    """Return how many the lamp office answered in time, and of how many, in the last run."""
    part = Score.objects.get(round=found, run=found.run, subject="lamps").parts["answered_on_time"]
    return part["count"], part["of"]
