# SPDX-License-Identifier: Apache-2.0
"""How the city works: each programme drawn and told from its own file, for anyone to read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sidan.base.errors import NotFound
from sidan.orders import registry
from sidan.programmes.description import described, drawing, usual_way


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes the city runs. No query."""
    return render(request, "public/programmes.html", {"programmes": registry.served()})


@require_safe
def about(request: HttpRequest, code: str) -> HttpResponse:
    """Show one programme: its chart, its stages with roles and deadlines, and the document behind it. No query."""
    programme = registry.current(code)
    if not programme.public and not request.user.is_authenticated:
        raise NotFound("There is no programme “%(code)s”.", code=code[:40])
    chart = drawing(programme, language=get_language() or "")
    context = {
        "programme": programme,
        "way": usual_way(programme),
        "stages": described(programme),
        "chart": mark_safe(chart),  # noqa: S308  drawn by sidan.base.charts from the programme file, which escapes every text
    }
    return render(request, "public/about.html", context)
