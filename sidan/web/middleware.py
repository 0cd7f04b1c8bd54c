# SPDX-License-Identifier: Apache-2.0
"""What stands before and behind every view: language, errors as sentences, and sessions that end when left alone."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.web.errors import refusal, signed_out, trouble, unknown_method
from sidan.web.htmx import wants_part
from sidan.web.language import keep_choices, language_of
from sidan.web.legible import fault_in

Answer = Callable[[HttpRequest], HttpResponse]

# Kept in the session: when it was last used, and whether a one-time password is still to be changed.
SEEN, MUST_CHANGE = "seen", "must_change_password"
# A session is written again only after this share of the idle time, so that most requests write nothing.
WRITTEN_EVERY = 0.1


class LanguageMiddleware:
    """Answers in the visitor's language and keeps what the address asked for."""

    def __init__(self, get_response: Answer) -> None:
        """Stand before `get_response`."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the visitor's language."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        keep_choices(request, response)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie", "Accept-Language"])
        return response


class ErrorsMiddleware:
    """Turns what cannot be read, and what views raise, into answers a visitor understands."""

    def __init__(self, get_response: Answer) -> None:
        """Stand before `get_response`."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say why the request cannot be read; the whole body is read here, so views never trip over it."""
        answer = _unreadable(request) or self.get_response(request)
        # Django says nothing but the number to a method that a page does not know.
        return unknown_method(request, answer) if answer.status_code == 405 and not answer.content else answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer for what a view raised, or None for what is a fault of ours."""
        if isinstance(exception, Refused):
            return refusal(request, exception)
        if isinstance(exception, Http404):
            return trouble(request, 404)
        if isinstance(exception, PermissionDenied):
            return trouble(request, 403)
        if isinstance(exception, BadRequest):
            return trouble(request, 400)
        return None


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """Return the answer for a request that is too large, garbled or holds a NUL, which no database takes."""
    if status := fault_in(request):
        request._mark_post_parse_error()  # type: ignore[attr-defined]  # leaves the form empty instead of reading on
        return trouble(request, status)
    if _length(request) > settings.MAX_PHOTOS * settings.MAX_PHOTO_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        # Said before the body is read, so that nobody uploads for minutes in vain.
        request._mark_post_parse_error()  # type: ignore[attr-defined]  # the same
        return trouble(request, 413)
    try:
        sent = [request.GET.lists(), request.POST.lists()] if request.method == "POST" else [request.GET.lists()]
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        request._mark_post_parse_error()  # type: ignore[attr-defined]  # the same
        return trouble(request, 413)
    except (MultiPartParserError, UnreadablePostError):
        request._mark_post_parse_error()  # type: ignore[attr-defined]  # the same
        return trouble(request, 400)
    if "\x00" in request.path or any(_has_nul(lists) for lists in sent):
        return trouble(request, 400, sentence=gettext("The text holds a character (NUL) that cannot be stored."))
    return None


def _length(request: HttpRequest) -> int:
    """Return the length of the body as announced; 0 for none or a garbled one."""
    announced = str(request.META.get("CONTENT_LENGTH") or "")
    return int(announced) if announced.isdecimal() and len(announced) < 19 else 0


def _has_nul(lists: Iterable[tuple[str, list[str]]]) -> bool:
    """Say whether a name or value holds a NUL."""
    return any("\x00" in name or any("\x00" in value for value in values) for name, values in lists)


class SignedInMiddleware:
    """Ends sessions left alone for too long and keeps holders of a one-time password at the password page.

    Costs a request without a session cookie nothing, and others the one read of the session their pages need anyway.
    """

    def __init__(self, get_response: Answer) -> None:
        """Stand before `get_response`."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer for whoever is still signed in."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
            return _whole_page_sign_in(request, self.get_response(request))
        # A session begun elsewhere, such as by a command, is counted from its first page.
        at = int(now().timestamp())
        seen = request.session.get(SEEN, at)
        idle_seconds = int(timedelta(minutes=settings.SESSION_IDLE_MINUTES).total_seconds())
        if at - seen > idle_seconds:
            return self._ended(request)
        if SEEN not in request.session or at - seen > idle_seconds * WRITTEN_EVERY:
            request.session[SEEN] = at
        if request.session.get(MUST_CHANGE) and request.path not in _open_to_one_time_passwords():
            return redirect("password")
        return _whole_page_sign_in(request, self.get_response(request))

    def _ended(self, request: HttpRequest) -> HttpResponse:
        """Sign out and answer as for anybody; something sent is not done, and its text is shown."""
        logout(request)
        if request.method == "POST":
            return signed_out(request)
        messages.info(
            request,
            gettext("You were signed out because nothing was done for %(minutes)d minutes.")
            % {"minutes": settings.SESSION_IDLE_MINUTES},
        )
        return _whole_page_sign_in(request, self.get_response(request))


def _open_to_one_time_passwords() -> tuple[str, ...]:
    """Return the addresses that somebody who must change the password may still open."""
    return reverse("password"), reverse("sign_out")


def _whole_page_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Make htmx load the sign-in page as a whole; swapped into a part of the old page it would look broken."""
    to_sign_in = isinstance(response, HttpResponseRedirect) and response.url.startswith(settings.LOGIN_URL)
    if not (to_sign_in and wants_part(request)):
        return response
    try:
        page = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]  # set by django-htmx
    except ValueError:  # what the header names is no address
        page = "/"
    return HttpResponse(headers={"HX-Redirect": f"{settings.LOGIN_URL}?{urlencode({'next': page})}"})
