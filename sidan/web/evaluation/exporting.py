# SPDX-License-Identifier: Apache-2.0
"""A round to take along: everything from which anybody can compute it again, without personal data."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sidan.evaluation.reading import find_round
from sidan.evaluation.sealing import exported
from sidan.web.htmx import Request
from sidan.web.limits import limited
from sidan.web.visitor import actor_for


@require_safe
@limited("round_export", per_minute=6, per_hour=60)
def export(request: Request, pk: int) -> HttpResponse:
    """Return the file of a computed round: everybody's once it is published, before that for those who read it."""
    found = find_round(pk, seen_by=actor_for(request))
    response = HttpResponse(exported(found), content_type="application/zip")
    response["Content-Disposition"] = str(content_disposition_header(True, f"round-{found.pk}.zip"))
    response["X-Content-Type-Options"] = "nosniff"
    return response
