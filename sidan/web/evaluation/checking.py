# SPDX-License-Identifier: Apache-2.0
"""A unit's own figures before the public sees them: numerator, denominator, and every order behind each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound, Words
from sidan.evaluation.authority import is_own, may_see
from sidan.evaluation.behind import orders_behind
from sidan.evaluation.declare import Ranking, Weighed
from sidan.evaluation.figure import Form
from sidan.evaluation.listing import find_score_to_check
from sidan.evaluation.reading import openable
from sidan.evaluation.round_rows import Score
from sidan.people.actors import Actor
from sidan.web.evaluation.access import staff_page
from sidan.web.evaluation.standing import objections_shown
from sidan.web.htmx import Request
from sidan.web.round_words import (
    class_name,
    figure_text,
    form_of,
    head_of,
    measure_words,
    name_of_subject,
    number_text,
    rank_words,
    tier_name,
    why_words,
)
from sidan.web.visitor import actor_for

PAGE = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of a score as the unit checks it."""

    indicator: Weighed
    form: Form
    part: Mapping[str, Any]

    @property
    def measure(self) -> Words | None:
        """Return what is measured, None where the indicator is called so itself."""
        words, name = measure_words(self.indicator), self.indicator.name
        return None if words.en.lower() == name.en.lower() else words

    @property
    def value(self) -> str:
        """Return the figure as counted."""
        return figure_text(self.form, self.part.get("value"))

    @property
    def working(self) -> str:
        """Return numerator and denominator, the count alone where nothing is divided, empty without data."""
        if self.part.get("value") is None:
            return ""
        count, of = number_text(self.part.get("count")), number_text(self.part.get("of"))
        if self.form == "quantile":
            return f"n = {of}"
        return f"{count} / {of}" if self.form in ("share", "mean") else count

    @property
    def points(self) -> str:
        """Return the points given of the weight."""
        return f"{number_text(self.part.get('points'))} / {number_text(self.part.get('weight'))}"


@dataclass(frozen=True, slots=True)
class Behind:
    """One order behind a figure: what it counts, and where it can be opened and doubted."""

    number: str
    count: str
    of: str
    url: str
    exclude_url: str
    is_missed: bool


@staff_page
@require_safe
def checking(request: Request, pk: int, subject: str) -> HttpResponse:
    """Show every figure of a score, and the orders behind the one asked for (`?figure=`); five queries at most."""
    actor = actor_for(request)
    score = find_score_to_check(pk, subject, by=actor)
    head = head_of(score.round)
    figures = _figures(score, head.ranking)
    chosen = _chosen(figures, request.GET.get("figure", ""))
    only_missed = request.GET.get("only") == "missed"
    context: dict[str, Any] = {
        "head": head,
        "round": score.round,
        "score": score,
        "name": name_of_subject(score),
        "class_name": class_name(head.ranking, score.class_code),
        "rank": rank_words(score),
        "tier": tier_name(head.ranking, score.tier),
        "why": why_words(score),
        "figures": figures,
        "chosen": chosen,
        "only_missed": only_missed,
        "is_own": is_own(actor, score),
        "sees_result": may_see(actor, score.round) or score.round.state in ("checking", "published", "settled"),
        "may_exclude": bool(_exclude_url("", score)) and score.round.state in ("computed", "checking", "published"),
        "objections": objections_shown(score.round, actor, subjects={score.subject}),
        **(_orders(score, chosen, actor, request, only_missed=only_missed) if chosen else {}),
    }
    return render(request, "evaluation/unit.html", context)


def _figures(score: Score, ranking: Ranking) -> list[Figure]:
    """Return the figures in the order of the ranking."""
    return [Figure(each, form_of(each), score.parts.get(each.code, {})) for each in ranking.indicators]


def _chosen(figures: Sequence[Figure], code: str) -> Figure | None:
    """Return the figure asked for, None where none is; NotFound for one the ranking does not have."""
    if not code:
        return None
    for figure in figures:
        if figure.indicator.code == code:
            return figure
    raise NotFound("There is nothing here.")


def _orders(score: Score, chosen: Figure, by: Actor, request: Request, *, only_missed: bool) -> dict[str, Any]:
    """Return a page of the orders behind a figure, what was lost first; one query."""
    found = sorted(orders_behind(score, chosen.indicator.code), key=lambda each: (each[1] >= each[2], each[0]))
    missed = sum(count < of for _number, count, of in found)
    if only_missed:
        found = found[:missed]
    asked = request.GET.get("page", "1")
    page = max(1, int(asked)) if asked.isdecimal() and len(asked) <= len("9999") else 1
    shown = found[(page - 1) * PAGE : page * PAGE]
    may_open = openable([number for number, _count, _of in shown], by=by)
    return {
        "orders": [
            Behind(
                number,
                number_text(count),
                number_text(of),
                reverse("desk:order", args=[number]) if number in may_open else "",
                _exclude_url(number, score) if number in may_open else "",
                is_missed=count < of,
            )
            for number, count, of in shown
        ],
        "total": len(found),
        "missed": missed,
        "earlier": _page_url(chosen, page - 1, only_missed) if page > 1 else "",
        "later": _page_url(chosen, page + 1, only_missed) if page * PAGE < len(found) else "",
    }


def _page_url(chosen: Figure, page: int, only_missed: bool) -> str:
    """Return the address of another page of the same orders."""
    query: dict[str, str | int] = {"figure": chosen.indicator.code, "page": page}
    if only_missed:
        query["only"] = "missed"
    return f"?{urlencode(query)}#orders"


def _exclude_url(number: str, score: Score) -> str:
    """Return where an exclusion of an order is proposed, empty where that page is not there."""
    try:
        page = reverse("evaluation:propose")
    except NoReverseMatch:
        return ""
    return f"{page}?{urlencode({'order': number, 'unit': score.subject if score.unit_id else ''})}"
