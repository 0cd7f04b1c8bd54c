# SPDX-License-Identifier: Apache-2.0
"""Small rankings for tests of scoring, and figures to put into them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sidan.base.errors import Words
from sidan.evaluation.declare import Ranking, Tier, Weighed
from sidan.evaluation.figure import Figure, share
from sidan.evaluation.result import Result
from sidan.evaluation.scoring import score

THIRDS = (
    Tier(code="first", name=Words("一档", "first"), share=0.3),
    Tier(code="second", name=Words("二档", "second"), share=0.5),
    Tier(code="third", name=Words("三档", "third")),
)


def weighed(code: str, weight: float, **more: Any) -> Weighed:
    """Return an indicator; its measure matters to nobody here."""
    return Weighed(code=code, name=Words(code, code), weight=weight, **{"measure": "solved", **more})


def ranking(*indicators: Weighed, **more: Any) -> Ranking:
    """Return a ranking of units by the indicators, one of 100 points without any."""
    usual = {"tiers": THIRDS, "minimum": 1, "subjects": "units", "period": "month"}
    return Ranking(
        code="trial",
        edition=1,
        basis="made up",
        name=Words("试", "trial"),
        summary=Words("试", "trial"),
        indicators=indicators or (weighed("solved", 100),),
        **{**usual, **more},
    )


def shares(*pairs: tuple[float, float]) -> Figure:
    """Return a share for each subject from (count, of)."""
    return share(np.array([pair[0] for pair in pairs], float), np.array([pair[1] for pair in pairs], float))


def scored(asked: Ranking, *figures: Figure, classes: Sequence[str] = (), **more: Any) -> Result:
    """Return the result for subjects "u0", "u1", … of one class unless told otherwise."""
    many = len(figures[0].count)
    return score(
        asked,
        figures,
        subjects=[f"u{number}" for number in range(many)],
        classes=list(classes) or ["all"] * many,
        cases=more.pop("cases", np.maximum.reduce([figure.of for figure in figures])),
        **more,
    )
