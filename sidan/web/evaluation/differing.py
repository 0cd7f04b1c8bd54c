# SPDX-License-Identifier: Apache-2.0
"""What changed between two runs of a round: who moved, and by which figures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Words
from sidan.evaluation.authority import is_own, reads
from sidan.evaluation.declare import Ranking
from sidan.evaluation.listing import Moved, moved_between
from sidan.evaluation.round_rows import Score
from sidan.web.evaluation.access import round_for, staff_page
from sidan.web.htmx import Request
from sidan.web.round_words import (
    figure_text,
    form_of,
    head_of,
    name_of_subject,
    number_text,
    rank_words,
    tier_name,
    why_words,
)
from sidan.web.visitor import actor_for

PAGE = 50
NOBODY = Words("—", "—")


@dataclass(frozen=True, slots=True)
class Changed:
    """One figure or list of points before and after."""

    name: Words
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One subject before and after."""

    moved: Moved
    ranking: Ranking

    @property
    def subject(self) -> str:
        """Return its code."""
        return self.moved.either.subject

    @property
    def name(self) -> Words:
        """Return its name."""
        return name_of_subject(self.moved.either)

    @property
    def rank_before(self) -> str:
        """Return the rank before."""
        return _rank(self.moved.before)

    @property
    def rank_after(self) -> str:
        """Return the rank after."""
        return _rank(self.moved.after)

    @property
    def tier_before(self) -> Words:
        """Return the tier before."""
        return _tier(self.moved.before, self.ranking)

    @property
    def tier_after(self) -> Words:
        """Return the tier after, or why there is none."""
        return _tier(self.moved.after, self.ranking)

    @property
    def total_before(self) -> str:
        """Return the total before."""
        return _total(self.moved.before)

    @property
    def total_after(self) -> str:
        """Return the total after."""
        return _total(self.moved.after)

    @property
    def figures(self) -> list[Changed]:
        """Return the figures of its own that are not what they were."""
        return list(_figures(self.moved, self.ranking))


@staff_page
@require_safe
def difference(request: Request, pk: int) -> HttpResponse:
    """Show what a later run changed; a unit reads its own rows alone. Three queries at most."""
    actor, found = actor_for(request), round_for(request, pk)
    if found.run <= 1:
        raise NotFound("There is nothing here.")
    head = head_of(found)
    one = _number(request.GET.get("from", ""), most=found.run - 1) or found.run - 1
    moved = moved_between(found, one, one + 1)
    if not reads(actor, found):
        moved = [each for each in moved if is_own(actor, each.either)]
    page = _number(request.GET.get("page", ""), most=len(moved) // PAGE + 1) or 1
    context = {
        "head": head,
        "round": found,
        "one": one,
        "other": one + 1,
        "runs": range(1, found.run + 1),
        "pairs": [(before, before + 1) for before in range(1, found.run)],
        "rows": [Row(each, head.ranking) for each in moved[(page - 1) * PAGE : page * PAGE]],
        "total": len(moved),
        "earlier": f"?from={one}&page={page - 1}" if page > 1 else "",
        "later": f"?from={one}&page={page + 1}" if page * PAGE < len(moved) else "",
    }
    return render(request, "evaluation/difference.html", context)


def _number(text: str, *, most: int) -> int | None:
    """Return a number from 1 to `most`, None for anything else."""
    number = int(text) if text.isdecimal() and len(text) <= len("9999") else 0
    return number if 1 <= number <= most else None


def _rank(score: Score | None) -> str:
    """Return a rank, a dash for none."""
    return rank_words(score) if score is not None and score.is_ranked else "—"


def _tier(score: Score | None, ranking: Ranking) -> Words:
    """Return a tier, or why there is none."""
    if score is None:
        return NOBODY
    return tier_name(ranking, score.tier) if score.is_ranked else why_words(score)


def _total(score: Score | None) -> str:
    """Return a total, a dash for none."""
    return number_text(score.total) if score is not None and score.is_ranked else "—"


def _figures(moved: Moved, ranking: Ranking) -> Iterator[Changed]:
    """Yield each indicator of which numerator or denominator changed, then bonuses and deductions."""
    before, after = moved.before, moved.after
    for each in ranking.indicators:
        pair = [score.parts.get(each.code, {}) if score else {} for score in (before, after)]
        counts = [(part.get("count"), part.get("of")) for part in pair]
        if counts[0] != counts[1]:
            told = [
                f"{figure_text(form_of(each), part.get('value'))} ({number_text(count)} / {number_text(of)})"
                for part, (count, of) in zip(pair, counts, strict=True)
            ]
            yield Changed(each.name, *told)
    for extra in (*ranking.bonuses, *ranking.deductions):
        found = [_points(score, extra.code) for score in (before, after)]
        if found[0] != found[1]:
            yield Changed(extra.name, *(number_text(points) for points in found))


def _points(score: Score | None, code: str) -> float:
    """Return the points of a bonus or deduction, 0 for none."""
    return next((each["points"] for each in (score.extras if score else ()) if each["code"] == code), 0.0)
