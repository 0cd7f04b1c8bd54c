# SPDX-License-Identifier: Apache-2.0
"""Scores as rows of a table: the range of ranks, the tier, the total with its interval, and how firm that is."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext

from sidan.base.errors import Words
from sidan.evaluation.declare import FULL_MARKS, Ranking, Weighed
from sidan.evaluation.figure import Form
from sidan.evaluation.round_rows import Round, Score
from sidan.web.round_words import (
    figure_text,
    form_of,
    name_of_subject,
    number_text,
    rank_words,
    tier_colour,
    tier_name,
    why_words,
)

BAR_WIDTH = 200
STEP = 10


@dataclass(frozen=True, slots=True)
class Axis:
    """From which total to which the bars of a page are drawn, in whole tens."""

    least: float
    most: float

    def at(self, value: float) -> int:
        """Return where a total stands on a bar."""
        part = (value - self.least) / (self.most - self.least)
        return round(BAR_WIDTH * min(1.0, max(0.0, part)))

    @property
    def ticks(self) -> list[tuple[int, int]]:
        """Return each ten with its place."""
        step = STEP if self.most - self.least <= 6 * STEP else 2 * STEP
        return [(tick, self.at(tick)) for tick in range(int(self.least), int(self.most) + 1, step)]


def axis_of(scores: Iterable[Score]) -> Axis:
    """Return the axis on which all intervals of some scores find room."""
    ends = [end for score in scores for end in (score.low, score.total, score.high) if end is not None]
    least = math.floor(min(ends, default=0) / STEP) * STEP
    most = math.ceil(max(ends, default=FULL_MARKS) / STEP) * STEP
    return Axis(least, most if most > least else least + STEP)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one subject: how many of how many, and what that is."""

    indicator: Weighed
    form: Form
    part: Mapping[str, Any]

    @property
    def value(self) -> str:
        """Return the figure as counted."""
        return figure_text(self.form, self.part.get("value"))

    @property
    def is_known(self) -> bool:
        """Say whether there is anything to measure."""
        return self.part.get("value") is not None

    @property
    def count(self) -> str:
        """Return the numerator."""
        return number_text(self.part.get("count"))

    @property
    def of(self) -> str:
        """Return the denominator, empty for what has none."""
        return number_text(self.part.get("of")) if self.form in ("share", "mean", "quantile") else ""

    @property
    def working(self) -> str:
        """Return numerator and denominator: "27 / 29", "n = 12", or the count alone."""
        if self.form == "quantile":
            return f"n = {self.of}"
        return f"{self.count} / {self.of}" if self.of else self.count if self.is_known else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One subject as a table shows it."""

    score: Score
    ranking: Ranking
    axis: Axis
    firm: tuple[str, ...]

    @property
    def name(self) -> Words:
        """Return the subject's name."""
        return name_of_subject(self.score)

    @property
    def rank(self) -> str:
        """Return the range of ranks."""
        return rank_words(self.score)

    @property
    def why(self) -> Words:
        """Return why there is no rank."""
        return why_words(self.score)

    @property
    def tier(self) -> Words:
        """Return the tier's name."""
        return tier_name(self.ranking, self.score.tier)

    @property
    def colour(self) -> int:
        """Return the tier's colour."""
        return tier_colour(self.ranking, self.score.tier)

    @property
    def bar(self) -> tuple[int, int, int]:
        """Return where low, total and high stand on the bar; without bounds all stand at the total."""
        total = self.score.total or 0
        ends = (self.score.low, total, self.score.high)
        low, at, high = (self.axis.at(total if end is None else end) for end in ends)
        return low, at, high

    @property
    def cells(self) -> list[Cell]:
        """Return the figures in the order of the ranking."""
        return [
            Cell(indicator, form_of(indicator), self.score.parts.get(indicator.code, {}))
            for indicator in self.ranking.indicators
        ]


def rows_of(found: Round, ranking: Ranking, scores: Sequence[Score]) -> list[Row]:
    """Return some scores as rows on one axis; no query."""
    axis = axis_of(score for score in scores if score.is_ranked)
    return [Row(score, ranking, axis, tuple(_firm(found, ranking, score))) for score in scores]


def _firm(found: Round, ranking: Ranking, score: Score) -> Iterator[str]:
    """Yield how firm a tier is, a sentence for each question asked of it."""
    told = found.sensitivity or {}
    language = get_language() or ""
    steady = score.steady if score.steady is not None else (told.get("steady") or {}).get(score.subject)
    if not score.is_ranked:
        return
    if steady is not None:
        percent = math.floor(1000 * steady) / 10  # 99.97 % is not all of them
        yield gettext("stays in %(percent)s %% of the trials") % {"percent": number_text(percent, 1)}
    for key, sentence in (
        ("without_shrinkage", gettext("without shrinkage: %(tier)s")),
        ("with_excluded", gettext("with the excluded back: %(tier)s")),
    ):
        other = (told.get(key) or {}).get(score.subject)
        if other is not None and other != score.tier:
            yield sentence % {"tier": tier_name(ranking, other).in_language(language)}
    decides = (told.get("decides") or {}).get(score.subject)
    name = next((each.name for each in ranking.indicators if each.code == decides), None)
    if name:
        yield gettext("decided by: %(indicator)s") % {"indicator": name.in_language(language)}
