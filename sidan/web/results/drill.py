# SPDX-License-Identifier: Apache-2.0
"""From a figure to its numerator and denominator, and to the orders behind it for those who may check them."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sidan.evaluation.authority import may_check, may_see
from sidan.evaluation.behind import orders_behind
from sidan.evaluation.reading import openable, require_indicator, with_facts
from sidan.evaluation.round_rows import Score
from sidan.people.actors import Actor
from sidan.web.htmx import Request
from sidan.web.results import waterfall
from sidan.web.results.access import reader, score_for, show
from sidan.web.results.reckoning import Weight
from sidan.web.results.telling import rows_of
from sidan.web.round_words import head_of, number_text

PAGE = 100


@dataclass(frozen=True, slots=True)
class Behind:
    """One order behind a figure, with an address where the reader may open it."""

    number: str
    count: str
    of: str
    url: str
    is_missed: bool


@require_safe
def drill(request: Request, pk: int, subject: str, indicator: str) -> HttpResponse:
    """Show what a figure was counted from; the orders only to those who may check the score. Three queries at most."""
    score = score_for(request, pk, subject)
    head, by = head_of(score.round), reader(request)
    place = require_indicator(head.ranking, indicator)
    checks = may_check(by, score)
    asked = request.GET.get("page", "1")
    page = max(1, int(asked)) if asked.isdecimal() and len(asked) <= len("9999") else 1
    only_missed = request.GET.get("show") == "missed"
    rows, total = _rows(score, indicator, by, page=page, only_missed=only_missed) if checks else ([], 0)
    context = {
        "head": head,
        "row": rows_of(score.round, head.ranking, [score])[0],
        "step": waterfall.steps_of(score, head.ranking)[place],
        "weight": Weight(head.ranking.indicators[place]),
        "checks": checks,
        "sees_round": may_see(by, score.round),
        "orders": rows,
        "total": total,
        "only_missed": only_missed,
        "earlier": f"?{_query(page - 1, only_missed)}" if page > 1 else "",
        "later": f"?{_query(page + 1, only_missed)}" if page * PAGE < total else "",
    }
    return show(request, "results/indicator.html", **context)


def _rows(score: Score, code: str, by: Actor, *, page: int, only_missed: bool) -> tuple[list[Behind], int]:
    """Return a page of the orders behind a figure, and how many there are; two queries."""
    found = orders_behind(with_facts(score), code)
    if only_missed:
        found = [each for each in found if each[1] < each[2]]
    shown = found[(page - 1) * PAGE : page * PAGE]
    may_open = openable((number for number, _, _ in shown), by=by)
    return [
        Behind(
            number,
            number_text(count),
            number_text(of),
            reverse("desk:order", args=[number]) if number in may_open else "",
            is_missed=count < of,
        )
        for number, count, of in shown
    ], len(found)


def _query(page: int, only_missed: bool) -> str:
    """Return the query of another page."""
    return f"page={page}{'&show=missed' if only_missed else ''}"
