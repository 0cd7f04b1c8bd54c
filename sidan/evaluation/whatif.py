# SPDX-License-Identifier: Apache-2.0
"""Scores once more from counts that were kept: as they were, or with more cases for one subject. Pure: no Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sidan.evaluation.declare import Ranking
from sidan.evaluation.figure import Figure
from sidan.evaluation.measures import MEASURES, cases_of
from sidan.evaluation.result import Result
from sidan.evaluation.scoring import score
from sidan.evaluation.tallies import Numbers


@dataclass(frozen=True)
class Kept:
    """What a round keeps of one subject: class, cases, (count, of) by indicator, and what was found by extra."""

    subject: str
    class_code: str
    cases: float
    figures: Mapping[str, tuple[float, float]]
    extras: Mapping[str, float]


def rescored(ranking: Ranking, kept: Sequence[Kept]) -> Result:
    """Return the result of counts that were kept; the same as when they were counted."""
    figures = [
        Figure(
            MEASURES[indicator.measure].form,
            count=_column(kept, indicator.code, 0),
            of=_column(kept, indicator.code, 1),
        )
        for indicator in ranking.indicators
    ]
    codes = [extra.code for extra in (*ranking.bonuses, *ranking.deductions)]
    # Of a ranking of outside figures alone no cases are kept, and none are too few.
    are_enough = np.isinf(cases_of(ranking, figures))
    return score(
        ranking,
        figures,
        subjects=[each.subject for each in kept],
        classes=[each.class_code for each in kept],
        cases=np.where(are_enough, np.inf, [each.cases for each in kept]),
        extras={code: np.array([each.extras.get(code, 0.0) for each in kept]) for code in codes},
    )


def with_more(kept: Kept, more: Mapping[str, tuple[float, float]]) -> Kept:
    """Return a subject with more of each indicator: (more in the numerator, more in the denominator).

    Nothing falls below zero, and a numerator not above its denominator, unless it was so before. More cases are as many
    as the largest of the denominators grows.
    """
    figures = dict(kept.figures)
    for code, (count, of) in more.items():
        had = figures[code]
        new_of = max(0.0, had[1] + of)
        new_count = max(0.0, had[0] + count)
        figures[code] = (min(new_count, new_of) if had[0] <= had[1] else new_count, new_of)
    grown = max((of for _, of in more.values()), default=0.0)
    return Kept(kept.subject, kept.class_code, max(0.0, kept.cases + grown), figures, kept.extras)


def what_if(
    ranking: Ranking, kept: Sequence[Kept], subject: str, more: Mapping[str, tuple[float, float]]
) -> tuple[Result, int]:
    """Return the result if one subject had more of some indicators, and its place among the subjects.

    Everybody else stays as counted. The cost is that of scoring once.
    """
    changed = [with_more(each, more) if each.subject == subject else each for each in kept]
    place = next(number for number, each in enumerate(changed) if each.subject == subject)
    return rescored(ranking, changed), place


def _column(kept: Sequence[Kept], code: str, part: int) -> Numbers:
    """Return counts or denominators of an indicator, nothing where a subject has none."""
    return np.array([each.figures.get(code, (0.0, 0.0))[part] for each in kept], dtype=np.float64)
