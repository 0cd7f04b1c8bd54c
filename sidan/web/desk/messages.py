# SPDX-License-Identifier: Apache-2.0
"""What I was told: my messages, newest first."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from sidan.base.errors import Refused
from sidan.notify.queries import latest, mark_read
from sidan.web.desk.access import desk_page
from sidan.web.htmx import Request, render_part
from sidan.web.visitor import actor_for

PAGE_SIZE = 50


@desk_page
@require_safe
def bell(request: Request) -> HttpResponse:
    """Show one's messages, newest first; reading the page marks none as read, opening or the button does."""
    user_id = actor_for(request).user_id or 0
    found = list(latest(user_id, before=_before(request), most=PAGE_SIZE + 1))
    later = f"?before={found[PAGE_SIZE - 1].pk}" if len(found) > PAGE_SIZE else ""
    context: dict[str, Any] = {"told": found[:PAGE_SIZE], "later": later, "is_first": "before" not in request.GET}
    return render_part(request, "desk/messages.html", "told", **context)


@desk_page
@require_POST
def read(request: Request) -> HttpResponse:
    """Mark all of one's messages as read."""
    mark_read(actor_for(request).user_id or 0)
    return redirect("desk:messages")


def _before(request: Request) -> int | None:
    """Return the message the page begins after, None for the first page; refuse what is no number."""
    asked = request.GET.get("before", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Refused("This link to a page of the list is not whole. Please begin at the first page.")
    return int(asked)
