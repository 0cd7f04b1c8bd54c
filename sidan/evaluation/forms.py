# SPDX-License-Identifier: Apache-2.0
"""How many forms a round's units filled in: published beside every ranking, whether or not it weighs them."""

from collections.abc import Sequence
from datetime import date

from sidan.evaluation.declare import Ranking
from sidan.evaluation.specials import special_values
from sidan.evaluation.subjects import Subject
from sidan.orders.registry import served


def forms_of(ranking: Ranking, subjects: Sequence[Subject], since: date, until: date) -> dict[str, float]:
    """Return the forms that staff of all subjects filled in, of the posts they hold times weeks; two queries."""
    if not subjects:
        return {"count": 0.0, "of": 0.0}
    programmes = ranking.programmes or tuple(programme.code for programme in served())
    count, of = special_values(["burden"], subjects, since, until, programmes=programmes)["burden"]
    return {"count": float(count.sum()), "of": float(of.sum())}
