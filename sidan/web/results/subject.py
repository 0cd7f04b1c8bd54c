# SPDX-License-Identifier: Apache-2.0
"""One subject of a round: why this score, how firm it is, how it was before, and what would change it."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from sidan.evaluation.authority import may_check, may_see
from sidan.evaluation.reading import earlier_run, earlier_scores, evidence_for
from sidan.evaluation.rechecking import wrong_share
from sidan.web.htmx import Request
from sidan.web.results import trend, waterfall
from sidan.web.results.access import reader, score_for, show
from sidan.web.results.certificates import is_named
from sidan.web.results.telling import rows_of
from sidan.web.results.trying import asked_of, tried
from sidan.web.results.words import objection_url
from sidan.web.round_words import class_name, head_of


@require_safe
def subject(request: Request, pk: int, subject: str) -> HttpResponse:
    """Show why a subject has its score; three queries, and one each for an earlier run, evidence and a what-if."""
    score = score_for(request, pk, subject)
    head, by = head_of(score.round), reader(request)
    checks = may_check(by, score)
    steps, added = waterfall.steps_of(score, head.ranking), waterfall.added_to(score, head.ranking)
    evidence = evidence_for(score, [each.outside for each in added if each.points]) if checks else {}
    asked = asked_of(score, head.ranking, request.GET)
    then = trend.trend_of(earlier_scores(score))
    context = {
        "head": head,
        "row": rows_of(score.round, head.ranking, [score])[0],
        "class_name": class_name(head.ranking, score.class_code),
        "steps": steps,
        "is_shrunk": any(step.is_shrunk for step in steps),
        "added": [(each, evidence.get(each.outside, [])) for each in added],
        "waterfall": waterfall.drawn(steps, added, score.total if score.is_ranked else None),
        "then": then,
        "trend": trend.drawn(then),
        "changes": trend.changes(head.ranking, earlier_run(score), score),
        "asked": asked,
        "tried": tried(score, head.ranking, asked),
        "checks": checks,
        "sees_round": may_see(by, score.round),
        "is_named": is_named(head, score),
        "rechecked": wrong_share(score.round, score.unit_id) if score.unit_id is not None else None,
        "object_url": objection_url(head, score.subject),
    }
    return show(request, "results/subject.html", **context)
