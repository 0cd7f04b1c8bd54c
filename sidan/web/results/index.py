# SPDX-License-Identifier: Apache-2.0
"""The first page of results: every ranking with its latest published round."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sidan.evaluation.reading import latest_rounds, rounds_under_way
from sidan.web.htmx import Request
from sidan.web.results.access import reader, show
from sidan.web.round_words import head_of


@require_safe
def index(request: Request) -> HttpResponse:
    """List the latest published rounds, and for staff those of their areas not yet published; one query, or two."""
    by_menu = sorted(map(head_of, latest_rounds()), key=lambda head: (head.ranking.menu, head.ranking.code))
    under_way = [head_of(found) for found in rounds_under_way(reader(request))]
    return show(request, "results/index.html", heads=by_menu, under_way=under_way)
