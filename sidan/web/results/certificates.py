# SPDX-License-Identifier: Apache-2.0
"""A certificate for who was named: the best tier of a settled round of a ranking that gives certificates."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.evaluation.round_rows import Score
from sidan.web.htmx import Request
from sidan.web.results.access import score_for, show
from sidan.web.results.telling import rows_of
from sidan.web.round_words import Head, class_name, head_of


def is_named(head: Head, score: Score) -> bool:
    """Say whether a subject has a certificate."""
    ranking = head.ranking
    best = ranking.tiers[0].code if ranking.tiers else ""
    return bool(
        ranking.certificate and head.round.state == "settled" and score.is_ranked and best and score.tier == best
    )


@require_safe
def certificate(request: Request, pk: int, subject: str) -> HttpResponse:
    """Show the certificate of a subject, to be printed; NotFound for who has none. One query."""
    score = score_for(request, pk, subject)
    head = head_of(score.round)
    if not is_named(head, score):
        raise NotFound("There is nothing here.")
    context = {
        "head": head,
        "row": rows_of(score.round, head.ranking, [score])[0],
        "class_name": class_name(head.ranking, score.class_code),
        "address": request.build_absolute_uri(reverse("results:subject", args=[pk, subject])),
    }
    return show(request, "results/certificate.html", **context)
