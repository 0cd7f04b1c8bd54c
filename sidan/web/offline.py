# SPDX-License-Identifier: Apache-2.0
"""Pages kept on a phone for when there is no network: whose they are, and when the phone has to forget them.

A cookie says for whom a phone keeps something. Signing out makes the browser forget it all, and so does anybody else
who signs in; the same person signing in again keeps what was not sent yet.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "kept_for"
KEPT_DAYS = 30


def owner_stamp(user_id: int) -> str:
    """Return a name for a user that tells nobody else who that is."""
    return salted_hmac("sidan.web.offline", str(user_id)).hexdigest()[:24]


def keep_for(response: HttpResponse, user_id: int) -> None:
    """Note on the phone that it keeps pages for this user."""
    response.set_cookie(
        COOKIE,
        owner_stamp(user_id),
        max_age=timedelta(days=KEPT_DAYS),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_kept(request: HttpRequest, response: HttpResponse, *, unless_of: int | None = None) -> None:
    """Let the browser forget what it keeps for anybody but `unless_of`: pages, notes and the worker that shows them."""
    kept_for = request.COOKIES.get(COOKIE)
    if kept_for and (unless_of is None or kept_for != owner_stamp(unless_of)):
        response["Clear-Site-Data"] = '"storage"'
        response.delete_cookie(COOKIE, samesite="Lax")
