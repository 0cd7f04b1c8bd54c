# SPDX-License-Identifier: Apache-2.0
"""The seal of a round, over all its inputs and results, and whether a round is still what was sealed."""

from typing import Any

from sidan.base.errors import Refused
from sidan.evaluation.bundle import Again, Bundle, Compared, again
from sidan.evaluation.papers import unpack
from sidan.evaluation.round_rows import Round, Score
from sidan.evaluation.zipped import written

# What a score says of a subject, as `sidan.evaluation.working.kept_of` wrote it.
KEPT = (
    *("class_code", "is_ranked", "why", "cases", "total", "low", "high", "rank", "rank_best", "rank_worst", "tier"),
    *("steady", "parts", "extras"),
)


def about_of(found: Round) -> dict[str, Any]:
    """Return what a run of a round is about, as the seal covers it."""
    return {
        "ranking": found.ranking,
        "edition": found.edition,
        "area": found.area_code,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "run": found.run,
        "seed": found.seed,
        "frozen": found.frozen,
    }


def bundle_of(found: Round) -> Bundle:
    """Return the last run of a round with all it was worked out from. One query."""
    if not found.run:
        raise Refused("The round has not been computed yet.")
    scores = Score.objects.filter(round=found, run=found.run).order_by("subject")
    compared = [
        Compared(
            score.subject,
            score.name,
            score.name_en,
            score.class_code,
            unpack(bytes(score.facts)),
            {key: getattr(score, key) for key in KEPT},
        )
        for score in scores.iterator(chunk_size=500)
    ]
    return Bundle(found.source, about_of(found), compared, found.sensitivity, found.digest)


def seal_of(found: Round) -> str:
    """Return the seal of a round's last run; refused when its scores do not follow from their facts any more."""
    worked = again(bundle_of(found))
    if not worked.is_same:
        raise Refused("The scores are not what the facts come to: %(difference)s", difference=worked.difference)
    return worked.digest


def verified(found: Round) -> Again:
    """Return what a round comes to when it is worked out again from what it kept, and its first difference."""
    return again(bundle_of(found))


def exported(found: Round) -> bytes:
    """Return a round's last run as a zip file that anybody can work out again."""
    return written(bundle_of(found))
