# SPDX-License-Identifier: Apache-2.0
"""The first page of results: every ranking with its latest published round in each area."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sidan.evaluation.declare import Ranking
from sidan.evaluation.reading import latest_rounds, rounds_under_way
from sidan.web.htmx import Request
from sidan.web.results.access import reader, show
from sidan.web.round_words import Head, head_of


@dataclass(frozen=True, slots=True)
class Card:
    """A ranking, in its latest edition here, with its rounds by area."""

    ranking: Ranking
    heads: tuple[Head, ...]


@require_safe
def index(request: Request) -> HttpResponse:
    """List the latest published rounds, and for staff those of their areas not yet published; one query, or two."""
    under_way = [head for found in rounds_under_way(reader(request)) if (head := head_of(found)).round.run]
    context = {"cards": _cards(map(head_of, latest_rounds())), "under_way": _cards(under_way)}
    return show(request, "results/index.html", **context)


def _cards(heads: Iterable[Head]) -> list[Card]:
    """Return rounds by ranking, in the order of the rankings' menu; the city's before those of its counties."""
    by_code: dict[str, list[Head]] = {}
    for head in heads:
        by_code.setdefault(head.ranking.code, []).append(head)
    cards = [
        Card(
            max(own, key=lambda head: head.ranking.edition).ranking,
            tuple(sorted(own, key=lambda head: (head.round.area_code, -head.round.until.toordinal()))),
        )
        for own in by_code.values()
    ]
    return sorted(cards, key=lambda card: (card.ranking.menu, card.ranking.code))
