# SPDX-License-Identifier: Apache-2.0
"""The closed list of measures a ranking file may name, each a function over what was counted. Pure: no Django.

Each says its formula, what it is of, and where it comes from; `docs/topics/measures.md` works each, and a test counts
it again. Whether excluded and suspended orders are counted is said by the file (`without`), never here.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from sidan.evaluation.declare import Ranking
from sidan.evaluation.figure import Figure
from sidan.evaluation.measure import Measure
from sidan.evaluation.measures_outcome import OUTCOME
from sidan.evaluation.measures_time import TIME
from sidan.evaluation.measures_work import WORK
from sidan.evaluation.tallies import Numbers

__all__ = ["MEASURES", "SPECIAL", "Measure", "cases_of"]

MEASURES: Mapping[str, Measure] = {each.code: each for each in (*TIME, *OUTCOME, *WORK)}
# Not counted from orders by day, but asked elsewhere as (count, of).
SPECIAL = (
    "visits", "coverage", "paired", "rhythm", "problems_solved", "contacts", "decisions", "funds", "burden",
)  # fmt: skip
# Their denominators are companies, fen, posts times weeks and companies times months: no cases that were settled.
NOT_CASES = frozenset({"coverage", "paired", "contacts", "funds", "burden"})


def cases_of(ranking: Ranking, figures: Sequence[Figure]) -> Numbers:
    """Return how many settled cases each subject has: the most that any share or mean of it was counted of."""
    counted = [
        figure.of
        for indicator, figure in zip(ranking.indicators, figures, strict=True)
        if figure.form in ("share", "mean", "quantile") and indicator.measure not in NOT_CASES
    ]
    # A ranking of outside figures alone has no cases to be too few of.
    return np.maximum.reduce(counted) if counted else np.full(len(figures[0].count), np.inf)
