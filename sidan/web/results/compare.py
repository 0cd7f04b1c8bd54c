# SPDX-License-Identifier: Apache-2.0
"""Two subjects of a class side by side: totals with intervals, and where one gives more than the other."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.evaluation.reading import neighbours_of
from sidan.evaluation.round_rows import Score
from sidan.web.htmx import Request
from sidan.web.results.access import round_for, score_for, show
from sidan.web.results.telling import rows_of
from sidan.web.results.waterfall import Step, steps_of
from sidan.web.round_words import class_name, head_of, name_of_subject, number_text

EACH_WAY = 20
LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """One indicator of two subjects."""

    one: Step
    other: Step

    @property
    def difference(self) -> str:
        """Return how many points the first has more, with its sign."""
        gap = round(self.one.points - self.other.points, 2)
        return f"{'+' if gap > 0 else ''}{number_text(gap)}"

    @property
    def leader(self) -> int:
        """Return 1 or 2 for who has more points, 0 where both have the same."""
        gap = round(self.one.points - self.other.points, 2)
        return 1 if gap > 0 else 2 if gap < 0 else 0


@require_safe
def compare(request: Request, pk: int) -> HttpResponse:
    """Compare two subjects of one class of a round; four queries, and those to choose among are near in rank."""
    found = round_for(request, pk)
    head = head_of(found)
    one = score_for(request, pk, request.GET.get("one", ""))
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    choices = neighbours_of(one, each_way=EACH_WAY, text=text)
    other = _other(request, pk, one)
    rows = rows_of(found, head.ranking, [one, other] if other else [one])
    pairs = [] if other is None else [
        Pair(*each) for each in zip(steps_of(one, head.ranking), steps_of(other, head.ranking), strict=True)
    ]  # fmt: skip
    context = {
        "head": head,
        "class_name": class_name(head.ranking, one.class_code),
        "one": rows[0],
        "other": rows[1] if other else None,
        "choices": rows_of(found, head.ranking, choices),
        "text": text,
        "pairs": pairs,
        "chart": _drawn(one, other, pairs) if other else None,
    }
    return show(request, "results/compare.html", **context)


def _other(request: Request, pk: int, one: Score) -> Score | None:
    """Return the second subject asked for; NotFound for one of another class, who are never compared."""
    asked = request.GET.get("other", "")
    if not asked:
        return None
    other = score_for(request, pk, asked)
    if other.class_code != one.class_code:
        raise NotFound("There is nothing here.")
    return other


def _drawn(one: Score, other: Score, pairs: list[Pair]) -> dict[str, Any]:
    """Return what the chart draws: for each indicator the part of the points that each has."""
    language = get_language() or ""

    def part(step: Step) -> float:
        return round(100 * step.points / step.weight, 1) if step.weight else 0.0

    return {
        "kind": "pairs",
        "names": [name_of_subject(each).in_language(language) for each in (one, other)],
        "rows": [
            {"name": pair.one.cell.indicator.name.in_language(language), "values": [part(pair.one), part(pair.other)]}
            for pair in pairs
        ],
        "words": {"axis": gettext("% of the points there are")},
    }
