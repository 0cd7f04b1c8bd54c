# SPDX-License-Identifier: Apache-2.0
"""What stands before everything that reads a request: only UTF-8, and no more names in an address than a form has."""

from collections.abc import Callable

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict

Answer = Callable[[HttpRequest], HttpResponse]
# The refusal a request waits for, as a status; given once language and frame of the page are known.
_MARK = "_sidan_illegible"
_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")


class LegibleMiddleware:
    """Makes every request readable, and marks those that were not, for ErrorsMiddleware to refuse in words.

    Django decodes by whatever charset a request names. Some of those Python knows are no encodings of text, and some
    give characters that neither the database nor a page can hold: both would end in a fault of ours.
    """

    def __init__(self, get_response: Answer) -> None:
        """Stand before `get_response`."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; an unreadable address is empty from here on, so that even the page that says so can be made."""
        charset = (request.content_params or {}).get("charset", "")
        if charset and charset.lower() not in _UTF_8:
            # Not by its setter, which first reads the address by the charset it is about to leave.
            request._encoding = "utf-8"  # type: ignore[attr-defined]  # Django keeps it there
            setattr(request, _MARK, 400)
        try:
            request.GET  # noqa: B018  read once, kept by Django
        except TooManyFieldsSent:
            request.GET = QueryDict()
            setattr(request, _MARK, 413)
        return self.get_response(request)


def fault_in(request: HttpRequest) -> int:
    """Return the status under which a request is refused unread; 0 for a readable one."""
    return int(getattr(request, _MARK, 0))
