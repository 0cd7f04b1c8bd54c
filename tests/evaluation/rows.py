# SPDX-License-Identifier: Apache-2.0
"""Rounds as rows, written without computing facts: what a page shows is what these counts come to."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from sidan.evaluation.declare import Ranking
from sidan.evaluation.result import Result
from sidan.evaluation.round_rows import Round, Score
from sidan.evaluation.sensitivity import sensitivity
from sidan.evaluation.whatif import Kept, rescored
from sidan.people.models import Unit, User
from sidan.places.models import Area
from tests.world import CHINA, COUNTY

SOURCE = """
code    = "trial_rates"
edition = 3
basis   = "东山县2026年服务工单考评办法"
name    = { zh = "服务三率排名", en = "Three rates of service" }
summary = { zh = "按时签收、按时答复、解决和满意。", en = "Signed and answered in time, solved, satisfied." }
subjects = "units"
period   = "month"
minimum  = 5
class_by = "kind"
classes  = [
  { code = "departments", name = { zh = "县直部门", en = "Departments" } },
  { code = "streets", name = { zh = "街道", en = "Streets" } },
]
tiers = [
  { code = "good", name = { zh = "优秀", en = "Excellent" }, share = 0.3 },
  { code = "fair", name = { zh = "良好", en = "Good" }, share = 0.5 },
  { code = "pass", name = { zh = "一般", en = "Fair" } },
]
certificate = { zh = "服务群众示范单位", en = "Model unit of service" }

[[bonuses]]
code    = "award"
name    = { zh = "受表彰", en = "Awards" }
outside = "awards"
points  = 1.0
at_most = 3.0

[[deductions]]
code    = "report"
name    = { zh = "被通报", en = "Reprimands" }
outside = "reprimands"
points  = 2.0
at_most = 4.0

[[indicators]]
code    = "signed"
name    = { zh = "按时签收率", en = "Signed in time" }
measure = "signed_on_time"
weight  = 20

[[indicators]]
code    = "answered"
name    = { zh = "按时答复率", en = "Answered in time" }
measure = "answered_on_time"
weight  = 30

[[indicators]]
code    = "solved"
name    = { zh = "解决率", en = "Solved" }
measure = "solved"
weight  = 30

[[indicators]]
code    = "satisfied"
name    = { zh = "满意率", en = "Satisfied" }
measure = "satisfied"
weight  = 20
beside  = ["solved"]
"""
CODES = ("signed", "answered", "solved", "satisfied")
# subject -> (count, of) of the four indicators, in that order
COUNTS: Mapping[str, Sequence[tuple[float, float]]] = {
    "lamps": [(58, 60), (55, 60), (40, 44), (38.5, 42)],
    "water": [(30, 31), (24, 31), (15, 22), (14.25, 21)],
    "property": [(11, 12), (12, 12), (9, 9), (7.5, 8)],
    "housing": [(2, 2), (2, 2), (0, 0), (0, 0)],
}
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def published_round(
    *,
    counts: Mapping[str, Sequence[tuple[float, float]]] = COUNTS,
    extras: Mapping[str, Mapping[str, float]] | None = None,
    classes: Mapping[str, str] | None = None,
    source: str = SOURCE,
    state: str = "published",
    area_code: str = COUNTY,
    period: tuple[date, date] = FEBRUARY,
    run: int = 1,
    opened_by: User | None = None,
) -> Round:
    """Write a round with the scores that some counts come to; units and areas are found by their codes.

    `extras` holds by subject what was found of each bonus and deduction; `classes` the class of each, departments
    without. Run it again over the same round with `add_run`.
    """
    by = opened_by or User.objects.order_by("pk").first()
    assert by is not None
    computed_at = datetime.combine(period[1] + timedelta(days=3), datetime.min.time(), CHINA).replace(hour=9)
    is_out = state in ("published", "settled")
    found = Round.objects.create(
        ranking=msgspec.convert(tomllib.loads(source), Ranking).code,
        edition=3,
        source=source,
        area_code=area_code,
        since=period[0],
        until=period[1],
        # Settled last: the database lets nobody add to a settled round.
        state="published" if state == "settled" else state,
        run=run,
        seed=7,
        opened_at=computed_at,
        opened_by=by,
        computed_at=computed_at,
        published_at=computed_at + timedelta(days=2) if is_out else None,
        objections_until=computed_at + timedelta(days=9) if is_out else None,
        settled_at=computed_at + timedelta(days=12) if state == "settled" else None,
        digest="5ea1" * 16 if state == "settled" else "",
    )
    add_run(found, counts=counts, extras=extras, classes=classes)
    if state == "settled":
        found.state = state
        found.save()
    return found


def add_run(
    found: Round,
    *,
    counts: Mapping[str, Sequence[tuple[float, float]]] = COUNTS,
    extras: Mapping[str, Mapping[str, float]] | None = None,
    classes: Mapping[str, str] | None = None,
) -> Round:
    """Write the scores of the round's present run, and how firm they are."""
    ranking = msgspec.convert(tomllib.loads(found.source), Ranking)
    codes = [indicator.code for indicator in ranking.indicators]
    kept = [
        Kept(
            subject,
            (classes or {}).get(subject, "departments"),
            cases=max((of for _, of in pairs), default=0),
            figures=dict(zip(codes, pairs, strict=True)),
            extras=(extras or {}).get(subject, {}),
        )
        for subject, pairs in counts.items()
    ]
    result = rescored(ranking, kept)
    firm = sensitivity(ranking, result, seed=found.seed, unshrunk=None, with_excluded=None)
    found.sensitivity = msgspec.to_builtins(firm)
    found.save()
    Score.objects.bulk_create(_scores(found, result, firm.steady))
    return found


def _scores(found: Round, result: Result, steady: Mapping[str, float]) -> list[Score]:
    """Return the rows of a result, as `sidan.evaluation.rounds` writes them."""
    units = Unit.objects.in_bulk([*result.subjects], field_name="code")
    areas = Area.objects.in_bulk([*result.subjects], field_name="code")
    rows = []
    for place, subject in enumerate(result.subjects):
        named = units.get(subject) or areas.get(subject)
        is_ranked = not result.why[place]
        rows.append(
            Score(
                round=found,
                run=found.run,
                subject=subject,
                unit=units.get(subject),
                name=named.name if named else f"单位{subject}",
                name_en=named.name_en if named else f"Unit {subject}",
                class_code=result.classes[place],
                is_ranked=is_ranked,
                why=result.why[place],
                cases=float(result.cases[place]),
                total=_number(result.total[place]),
                low=_number(result.low[place]),
                high=_number(result.high[place]),
                rank=int(result.rank[place]) if is_ranked else None,
                rank_best=int(result.rank_best[place]) if is_ranked else None,
                rank_worst=int(result.rank_worst[place]) if is_ranked else None,
                tier=result.tier[place],
                steady=steady.get(subject),
                parts={part.code: _part(part, place) for part in result.parts},
                extras=[
                    {"code": each.code, "found": float(each.found[place]), "points": float(each.points[place])}
                    for each in result.extras
                ],
                digest="ab12" * 16,
            )
        )
    return rows


def _part(part: Any, place: int) -> dict[str, float | None]:
    """Return one indicator of one subject as a score keeps it."""
    names = ("count", "of", "value", "low", "high", "shrunk", "points", "points_low", "points_high", "weight")
    return {name: _number(getattr(part, name)[place]) for name in names}


def _number(value: float) -> float | None:
    """Return a number as JSON holds it."""
    return None if math.isnan(value) else float(value)
