# SPDX-License-Identifier: Apache-2.0
"""What if: a form of more cases for each indicator, and the total, rank and tier they would come to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from sidan.base.errors import Words
from sidan.evaluation.declare import Ranking, Weighed
from sidan.evaluation.reading import kept_of
from sidan.evaluation.result import WHY
from sidan.evaluation.round_rows import Score
from sidan.evaluation.whatif import what_if
from sidan.web.results.telling import Cell
from sidan.web.round_words import form_of, number_text, tier_name

MOST_MORE = 9999


@dataclass(frozen=True, slots=True)
class Asked:
    """One indicator of the form: its figure today, and what was typed of more."""

    cell: Cell
    count: str
    of: str

    @property
    def indicator(self) -> Weighed:
        """Return the indicator."""
        return self.cell.indicator

    @property
    def has_of(self) -> bool:
        """Say whether the figure has a denominator that can grow."""
        return self.cell.form in ("share", "mean")


@dataclass(frozen=True, slots=True)
class Tried:
    """What the changed counts would come to; `why` says so where there would be no rank."""

    total: str
    rank: str
    tier: Words
    why: Words | None


def asked_of(score: Score, ranking: Ranking, query: QueryDict) -> list[Asked]:
    """Return the form with what was typed; what is no number is left out."""
    return [
        Asked(
            Cell(indicator, form_of(indicator), score.parts.get(indicator.code, {})),
            _typed(query, f"m-{indicator.code}"),
            _typed(query, f"o-{indicator.code}"),
        )
        for indicator in ranking.indicators
    ]


def tried(score: Score, ranking: Ranking, asked: list[Asked]) -> Tried | None:
    """Return what the typed changes would come to, None where nothing was typed; one query."""
    more = dict(_more(asked))
    if not more or not score.class_code:
        return None
    result, place = what_if(ranking, kept_of(score.round, score.class_code), score.subject, more)
    if result.why[place]:
        return Tried("—", "—", Words("—", "—"), WHY[result.why[place]])
    best, worst = result.rank_best[place], result.rank_worst[place]
    return Tried(
        number_text(float(result.total[place]), 1),
        f"{best}" if best == worst else f"{best}–{worst}",
        tier_name(ranking, result.tier[place]),
        None,
    )


def _more(asked: list[Asked]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield how much more of each indicator was typed."""
    for each in asked:
        count, of = float(each.count or 0), float(each.of or 0)
        if each.cell.form == "amount" and not each.cell.is_known:
            of = 1.0
        if count or of:
            yield each.indicator.code, (count, of)


def _typed(query: QueryDict | Mapping[str, str], name: str) -> str:
    """Return a whole number that was typed, within bounds; empty for anything else."""
    text = (query.get(name) or "").strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= len(str(MOST_MORE))):
        return ""
    return str(int(text))
