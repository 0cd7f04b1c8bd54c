# SPDX-License-Identifier: Apache-2.0
"""Sheets to download: what is there now, and the empty form with its row of help."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sidan.base.clock import now
from sidan.base.errors import Words
from sidan.web.htmx import Request
from sidan.web.sheets.access import opened

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORM = Words("模板", "form")


@require_safe
@login_required
@never_cache
def present(request: Request, code: str) -> HttpResponse:
    """Return all rows of a kind as a sheet that can be mended and brought in again; audited."""
    kind, actor = opened(request, code)
    language = get_language() or "zh-hans"
    content = kind.take_out(by=actor, language=language)
    return download(content, f"{kind.title.in_language(language)}-{now():%Y%m%d}.xlsx")


@require_safe
@login_required
def form(request: Request, code: str) -> HttpResponse:
    """Return the empty sheet of a kind."""
    kind, _ = opened(request, code)
    language = get_language() or "zh-hans"
    return download(kind.form(language), f"{kind.title.in_language(language)}-{FORM.in_language(language)}.xlsx")


def download(content: bytes, name: str) -> HttpResponse:
    """Return a workbook that the browser keeps under a name."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    response["X-Content-Type-Options"] = "nosniff"
    return response
