# SPDX-License-Identifier: Apache-2.0
"""A whole run worked out from its papers: figures, scores, how firm they are, and the digests. Pure: no Django.

A round and whoever recomputes it from an export both come here, so they cannot differ in how.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from sidan.base.crypto import canonical
from sidan.evaluation.declare import Ranking
from sidan.evaluation.figure import Figure
from sidan.evaluation.measures import cases_of
from sidan.evaluation.papers import Paper, digest_of, figures_of
from sidan.evaluation.result import Result
from sidan.evaluation.scoring import score
from sidan.evaluation.sensitivity import Sensitivity, sensitivity

# Results are kept to so many decimals: the last digits of sums differ between machines.
DECIMALS = 9
PART = ("count", "of", "value", "low", "high", "shrunk", "points", "points_low", "points_high", "weight")


@dataclass(frozen=True)
class Inputs:
    """What a run is worked out from: the frozen ranking, and for each subject its names, its class and its paper."""

    ranking: Ranking
    seed: int
    subjects: Sequence[str]
    names: Sequence[tuple[str, str]]
    classes: Sequence[str]
    papers: Sequence[Paper]


@dataclass(frozen=True)
class Worked:
    """What a run comes to: the sensitivity as JSON, and by subject the result as it is kept and its digest."""

    sensitivity: Mapping[str, Any]
    results: Mapping[str, Mapping[str, Any]]
    digests: Mapping[str, str]


def worked_out(given: Inputs) -> Worked:
    """Return what the inputs come to, whatever the order of the subjects."""
    ranking = given.ranking
    figures = figures_of(ranking, given.papers, given.subjects)
    result = _scored(ranking, figures, given)
    unshrunk, included = msgspec.structs.replace(ranking, shrinks=False), _with_excluded(ranking)
    firm = sensitivity(
        ranking,
        result,
        seed=given.seed,
        unshrunk=_scored(unshrunk, figures, given) if ranking.shrinks else result,
        with_excluded=_scored(included, figures_of(included, given.papers, given.subjects), given),
    )
    results = {subject: kept_of(result, place, firm) for place, subject in enumerate(given.subjects)}
    digests = {
        subject: score_digest(subject, names, results[subject], paper)
        for subject, names, paper in zip(given.subjects, given.names, given.papers, strict=True)
    }
    return Worked(sensitivity_json(firm), results, digests)


def kept_of(result: Result, place: int, firm: Sensitivity) -> dict[str, Any]:
    """Return the result of the subject at a place as a score keeps it; None is no data."""
    is_ranked = not result.why[place]
    return {
        "class_code": result.classes[place],
        "is_ranked": is_ranked,
        "why": result.why[place],
        # Of a ranking of outside figures alone there are no cases, and none are too few.
        "cases": kept_number(result.cases[place]) or 0.0,
        "total": kept_number(result.total[place]),
        "low": kept_number(result.low[place]),
        "high": kept_number(result.high[place]),
        "rank": int(result.rank[place]) if is_ranked else None,
        "rank_best": int(result.rank_best[place]) if is_ranked else None,
        "rank_worst": int(result.rank_worst[place]) if is_ranked else None,
        "tier": result.tier[place],
        "steady": kept_number(firm.steady.get(result.subjects[place], math.nan)),
        "parts": {part.code: {name: kept_number(getattr(part, name)[place]) for name in PART} for part in result.parts},
        "extras": [
            {"code": each.code, "found": kept_number(each.found[place]), "points": kept_number(each.points[place])}
            for each in result.extras
        ],
    }


def kept_number(value: float) -> float | None:
    """Return a number as it is kept, None for no data."""
    return round(float(value), DECIMALS) + 0.0 if math.isfinite(value) else None


def sensitivity_json(firm: Sensitivity) -> dict[str, Any]:
    """Return how firm the tiers are as a round keeps it."""
    return {
        "trials": firm.trials,
        "steady": {subject: kept_number(part) for subject, part in firm.steady.items()},
        "without_shrinkage": dict(firm.without_shrinkage),
        "with_excluded": dict(firm.with_excluded),
        "decides": dict(firm.decides),
    }


def score_digest(subject: str, names: tuple[str, str], result: Mapping[str, Any], paper: Paper) -> str:
    """Return the digest of one score: over whose it is, its facts and its result."""
    facts = digest_of(paper.content)
    return digest_of(canonical({"subject": subject, "names": names, "facts": facts, "result": result}))


def round_digest(about: Mapping[str, Any], source: str, sensitivity_kept: Any, digests: Mapping[str, str]) -> str:
    """Return the seal of a run: over what the round is about, the ranking's text, the sensitivity and every score."""
    return digest_of(
        canonical(
            {
                "about": about,
                "ranking": digest_of(source.encode()),
                "sensitivity": sensitivity_kept,
                "scores": [[subject, digests[subject]] for subject in sorted(digests)],
            }
        )
    )


def _scored(ranking: Ranking, figures: Sequence[Figure], given: Inputs) -> Result:
    """Return the result of a ranking, or of a variant of it, by figures that were counted from the papers."""
    extras = {
        extra.code: np.array([paper.outside.get(extra.outside, 0.0) for paper in given.papers], dtype=np.float64)
        for extra in (*ranking.bonuses, *ranking.deductions)
    }
    return score(
        ranking,
        figures,
        subjects=given.subjects,
        classes=given.classes,
        cases=cases_of(ranking, figures),
        extras=extras,
    )


def _with_excluded(ranking: Ranking) -> Ranking:
    """Return the ranking with what is excluded counted all the same."""
    indicators = tuple(
        msgspec.structs.replace(each, without=tuple(standing for standing in each.without if standing != "excluded"))
        for each in ranking.indicators
    )
    return msgspec.structs.replace(ranking, indicators=indicators)


def first_difference(kept: Mapping[str, Mapping[str, Any]], worked: Mapping[str, Mapping[str, Any]]) -> str:
    """Return where results differ first: subject, key, what was kept and what came out; "" where they do not.

    What was counted comes before what follows from it: a changed fact moves the scores of the whole class.
    """
    found = (
        (not key.endswith((".count", ".of", ".found")), subject, key, one.get(key), other.get(key))
        for subject in {*kept, *worked}
        for one, other in [(flat(kept.get(subject, {})), flat(worked.get(subject, {})))]
        for key in {*one, *other}
        if one.get(key) != other.get(key)
    )
    first = min(found, key=lambda each: each[:3], default=None)
    return "" if first is None else f"{first[1]} {first[2]}: {first[3]} / {first[4]}"


def flat(result: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept result with a key for each of its numbers: total, parts.solved.count, extras.award.points."""
    found = {key: value for key, value in result.items() if key not in ("parts", "extras")}
    for code, part in result.get("parts", {}).items():
        found.update({f"parts.{code}.{name}": value for name, value in part.items()})
    for extra in result.get("extras", []):
        found.update({f"extras.{extra['code']}.{name}": extra[name] for name in ("found", "points")})
    return found
