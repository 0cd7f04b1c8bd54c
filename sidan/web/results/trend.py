# SPDX-License-Identifier: Apache-2.0
"""How a subject did over the rounds of one ranking, and what changed between two runs of one round."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from sidan.base.errors import Words
from sidan.evaluation.declare import Ranking
from sidan.evaluation.reading import ranking_of
from sidan.evaluation.round_rows import Score
from sidan.web.results.telling import Cell
from sidan.web.round_words import form_of, number_text, period_words, rank_words, tier_name

LEAST_POINTS = 2


@dataclass(frozen=True, slots=True)
class Then:
    """A subject in one round: an entry of the trend's table."""

    score: Score

    @property
    def period(self) -> str:
        """Return the round's period."""
        return period_words(self.score.round.since, self.score.round.until)

    @property
    def total(self) -> str:
        """Return the total."""
        return number_text(self.score.total, 1) if self.score.is_ranked else "—"

    @property
    def interval(self) -> str:
        """Return the interval of the total."""
        low, high = self.score.low, self.score.high
        if not self.score.is_ranked or low is None or high is None:
            return ""
        return f"{number_text(low, 1)} – {number_text(high, 1)}"

    @property
    def rank(self) -> str:
        """Return the range of ranks."""
        return rank_words(self.score) if self.score.is_ranked else "—"

    @property
    def tier(self) -> Words:
        """Return the tier, under the edition of that round."""
        return tier_name(ranking_of(self.score.round), self.score.tier)

    @property
    def edition(self) -> int:
        """Return the edition of that round."""
        return self.score.round.edition


def trend_of(scores: Sequence[Score]) -> list[Then]:
    """Return the rounds of a subject, the oldest first."""
    return [Then(score) for score in scores]


def drawn(then: Sequence[Then]) -> dict[str, Any] | None:
    """Return what the chart of a trend draws, None with fewer than two ranked rounds."""
    ranked = [each for each in then if each.score.is_ranked and each.score.total is not None]
    if len(ranked) < LEAST_POINTS:
        return None
    points = [
        {
            "name": each.period,
            "total": round(each.score.total or 0, 2),
            "low": round(each.score.low if each.score.low is not None else each.score.total or 0, 2),
            "high": round(each.score.high if each.score.high is not None else each.score.total or 0, 2),
        }
        for each in ranked
    ]
    return {"kind": "trend", "points": points, "words": {"total": gettext("Total"), "range": gettext("95 % interval")}}


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of a subject in two runs of a round."""

    name: Words
    was: str | Words
    now: str | Words


def changes(ranking: Ranking, was: Score | None, now: Score) -> list[Change]:
    """Return what differs from the run before; nothing in a first run."""
    if was is None:
        return []
    lines = [
        Change(Words("总分", "Total"), number_text(was.total), number_text(now.total)),
        Change(
            Words("名次", "Rank"), rank_words(was) if was.is_ranked else "—", rank_words(now) if now.is_ranked else "—"
        ),
    ]
    if was.tier != now.tier:
        lines.append(Change(Words("档次", "Tier"), tier_name(ranking, was.tier), tier_name(ranking, now.tier)))
    for indicator in ranking.indicators:
        form = form_of(indicator)
        cells = [Cell(indicator, form, each.parts.get(indicator.code, {})) for each in (was, now)]
        lines.append(Change(indicator.name, *(f"{cell.value} ({cell.working})" for cell in cells)))
    return [line for line in lines if line.was != line.now]
