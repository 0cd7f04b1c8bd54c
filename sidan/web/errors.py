# SPDX-License-Identifier: Apache-2.0
"""What a visitor reads when a request cannot be answered: a page, a note for htmx, or JSON under /api/.

Every answer says what happened and what to do, and keeps on the page whatever the visitor had written.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.core.exceptions import TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sidan.base.errors import Invalid, NotFound, Refused, Stale
from sidan.web.brand import show_as_remembered
from sidan.web.htmx import wants_part

RETRY_SECONDS = 30
# More than this of what a visitor wrote is not shown again.
MOST_KEPT_TEXTS = 20
MOST_KEPT_CHARACTERS = 10_000
# Written by a person: has a blank, a line break or a character beyond ASCII; keys and codes have none.
_WRITTEN = re.compile(r"\s|[^\x00-\x7f]")
# The last three are the fields of the page on which a password is changed.
_NEVER_SHOWN = re.compile(r"password|csrf|token|^(?:old|new|again)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """The standing words of one kind of failure: what it is called, what to do about it, and where to go on."""

    title: str | Promise
    advice: str | Promise
    icon: str
    way: Literal["", "back", "reload", "sign_in"] = ""


TROUBLES: Mapping[int, Trouble] = {
    400: Trouble(
        _("This request could not be read"),
        _("Go back and try once more. If you typed or pasted the address, check it letter by letter."),
        "unlink",
        "back",
    ),
    403: Trouble(
        _("This page is not open to you"),
        _("If you work here, sign in with the account that has this task, or ask your administrator for the post."),
        "lock",
        "sign_in",
    ),
    404: Trouble(
        _("Nothing was found here"),
        _("The address may be mistyped or out of date. An order opens only with its number and query code."),
        "map-question",
    ),
    405: Trouble(
        _("This page does not take that kind of request"),
        _("Open it in a browser, or send its own form."),
        "unlink",
        "back",
    ),
    409: Trouble(
        _("Somebody was here before you"),
        _("Nothing has been changed by your press. Load the page anew to see how things stand now."),
        "refresh-alert",
        "reload",
    ),
    413: Trouble(
        _("That is too much at once"),
        _("Send fewer or smaller photos: at most nine, each under 20 MB. Text that could be read is kept below."),
        "file-alert",
        "back",
    ),
    422: Trouble(
        _("This cannot be done as asked"),
        _("Go back, change what the sentence names, and send it again."),
        "info-circle",
        "back",
    ),
    429: Trouble(
        _("Please wait a little"),
        _("This address has sent very much in a short time. Your text is kept below; wait, then send it again."),
        "hourglass",
        "back",
    ),
    500: Trouble(
        _("Something broke on our side"),
        _("It has been noted and nobody needs to report it. Try again in a few minutes, or call the hotline."),
        "tool",
        "reload",
    ),
    503: Trouble(
        _("The service is not available for a moment"),
        _("Try again in a minute. In danger call 110, 119 or 120; otherwise the hotline is open by phone."),
        "cloud-off",
        "reload",
    ),
}

SIGNED_OUT = Trouble(
    _("You have been signed out"),
    _("Nothing was changed. Sign in again; your text is kept below."),
    "logout",
    "sign_in",
)
FORM_TOO_OLD = Trouble(
    _("The form was not taken"),
    _(
        "For your safety: the page had been open for too long, or the browser keeps no cookies. Nothing was changed. "
        "Load the page anew and paste your text, which is kept below."
    ),
    "shield-question",
    "reload",
)


def trouble(request: HttpRequest, status: int, *, sentence: str = "", words: Trouble | None = None) -> HttpResponse:
    """Return the answer for a status in the form the visitor asked in; `sentence` says what exactly is the matter.

    `words` take the place of the status's standing words where the cause is known better.
    """
    words = words or TROUBLES[status]
    if request.path.startswith("/api/"):
        # The list of code and description is the error form of Open311 GeoReport 2.
        return JsonResponse([{"code": status, "description": sentence or str(words.title)}], status=status, safe=False)
    show_as_remembered(request)
    context = {"status": status, "trouble": words, "sentence": sentence, "reload_url": _page_of(request)}
    if wants_part(request):
        response = render(request, "errors/_note.html", context, status=status)
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:window:top"
        return response
    return render(request, "errors/page.html", {**context, "written": written(request)}, status=status)


def refusal(request: HttpRequest, fault: Refused) -> HttpResponse:
    """Return the answer for a refusal: its own sentence in the visitor's language under the status that fits."""
    status = 404 if isinstance(fault, NotFound) else 409 if isinstance(fault, Stale) else 422
    return trouble(request, status, sentence=said(fault))


def said(fault: Refused) -> str:
    """Return a refusal in the language of the page, with the faults of single fields behind it."""
    language = get_language() or "zh-hans"
    sentence = fault.said(gettext, language=language)
    if not isinstance(fault, Invalid):
        return sentence
    faults = [each.said(gettext, language=language) for found in fault.faults.values() for each in found]
    return "\n".join([sentence, *faults])


def too_many(request: HttpRequest, *, wait_seconds: int) -> HttpResponse:
    """Return 429 with the time to wait."""
    minutes = -(-wait_seconds // 60)
    sentence = ngettext(
        "Please send it again in %(count)d minute.", "Please send it again in %(count)d minutes.", minutes
    ) % {"count": minutes}
    response = trouble(request, 429, sentence=sentence)
    response["Retry-After"] = str(wait_seconds)
    return response


def signed_out(request: HttpRequest) -> HttpResponse:
    """Return 403 for something sent after the session had ended, with its text to copy."""
    return trouble(request, 403, words=SIGNED_OUT)


def unknown_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return 405 in words, with the methods that a page takes as the bare answer names them."""
    answer = trouble(request, 405)
    answer["Allow"] = response["Allow"]
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 400, or 413 for too many parts; Django's handler400."""
    return trouble(request, 413 if isinstance(exception, TooManyFilesSent) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 403; Django's handler403."""
    return trouble(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 404; Django's handler404."""
    return trouble(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 500, or 503 while the database cannot be reached; Django's handler500."""
    if not isinstance(sys.exc_info()[1], OperationalError):
        return trouble(request, 500)
    response = trouble(request, 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 for a form that did not come from a page of ours, or from one left open for too long."""
    return trouble(request, 403, words=FORM_TOO_OLD)


def written(request: HttpRequest) -> list[str]:
    """Return the texts the visitor had written into the form, to be copied; empty where the body could not be read."""
    sent = request.POST.lists() if request.method == "POST" else []
    texts = [text for name, values in sent if not _NEVER_SHOWN.search(name) for text in map(str, values)]
    return [text[:MOST_KEPT_CHARACTERS] for text in texts if _WRITTEN.search(text.strip())][:MOST_KEPT_TEXTS]


def _page_of(request: HttpRequest) -> str:
    """Return the address of the page the visitor was on, if it is one of ours, else the start page."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    # Not get_host(): that refuses the very requests whose host is wrong, and they too need a page.
    ours = {request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME") or ""}
    if came_from and url_has_allowed_host_and_scheme(came_from, allowed_hosts=ours, require_https=False):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    return request.path if request.method == "GET" else "/"
