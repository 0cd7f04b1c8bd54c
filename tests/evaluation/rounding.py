# SPDX-License-Identifier: Apache-2.0
"""A small ranking and the papers of its rounds, so that a test says what was counted instead of making it happen."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from sidan.evaluation import computing, shelf
from sidan.evaluation.declare import Ranking
from sidan.evaluation.papers import Paper, PaperFact
from sidan.evaluation.round_rows import Round, Score
from sidan.evaluation.rounds import compute, let_check, open_round, publish
from sidan.evaluation.subjects import Subject
from tests.world import CHINA, COUNTY, World

SOURCE = """
code    = "trial"
edition = 2
basis   = "东山县考评办法"
name    = { zh = "服务排名", en = "Ranking of service" }
summary = { zh = "按时答复和解决。", en = "Answered in time, and solved." }
subjects = "units"
period   = "month"
minimum  = 4
publicity = "5 working_days"

[[tiers]]
code  = "good"
name  = { zh = "好", en = "Good" }
share = 0.4

[[tiers]]
code = "fair"
name = { zh = "一般", en = "Fair" }

[[bonuses]]
code    = "award"
name    = { zh = "受表彰", en = "Awards" }
outside = "awards"
points  = 1.0
at_most = 3.0

[[indicators]]
code    = "answered"
name    = { zh = "按时答复率", en = "Answered in time" }
measure = "answered_on_time"
weight  = 60

[[indicators]]
code    = "solved"
name    = { zh = "解决率", en = "Solved" }
measure = "solved"
weight  = 40
"""
SINCE, UNTIL = date(2026, 2, 1), date(2026, 2, 28)
# unit -> answered in time, answered late, of those excluded; solved as many as answered in time
COUNTS = {"lamps": (8, 2, 1), "water": (5, 5, 0), "property": (6, 0, 0), "north": (3, 4, 0), "housing": (1, 0, 0)}
AFTER = datetime(2026, 3, 20, 9, 0, tzinfo=CHINA)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int, int]]:
    """Serve the ranking, and let rounds find these counts, which a test may change."""
    found = dict(COUNTS)

    def gathered(_: Round, ranking: Ranking, subjects: Sequence[Subject]) -> list[Paper]:
        return [paper(subject.code, *found.get(subject.code, (0, 0, 0))) for subject in subjects]

    monkeypatch.setattr(computing, "gathered", gathered)
    monkeypatch.setattr(computing, "classes_of", lambda ranking, subjects, since, until: ["all"] * len(subjects))
    monkeypatch.setattr(shelf, "_served", {})
    shelf.serve(shelf.proved(SOURCE, name="trial.toml"), SOURCE)
    return found


def paper(unit: str, met: int, late: int, excluded: int) -> Paper:
    """Return the paper of a unit with so many orders answered in time and solved, late, and late but excluded."""
    facts = [
        PaperFact(f"{unit}-{number}", "service", "counted", _tallies(is_met=number < met), 2.5 if number < met else 90)
        for number in range(met + late)
    ]
    facts += [
        PaperFact(f"{unit}-x{number}", "service", "excluded", _tallies(is_met=False)) for number in range(excluded)
    ]
    return Paper(facts, outside={"awards": 2.0} if unit == "property" else {})


def _tallies(*, is_met: bool) -> dict[str, float]:
    """Return what one order counts."""
    met = float(is_met)
    return {"given": 1.0, "answer_due": 1.0, "answer_met": met, "solved": met, "not_solved": 1.0 - met}


def opened(world: World) -> Round:
    """Return an open round of February."""
    return open_round("trial", COUNTY, since=SINCE, until=UNTIL, by=world.actor("evaluator"))


def published(world: World) -> Round:
    """Return a published round of February."""
    by = world.actor("evaluator")
    return publish(let_check(compute(opened(world), by=by), by=by), by=by)


def score_of(found: Round, subject: str, *, run: int | None = None) -> Score:
    """Return the score of a subject in a run, the last unless told otherwise."""
    return Score.objects.select_related("round", "unit").get(round=found, run=run or found.run, subject=subject)
