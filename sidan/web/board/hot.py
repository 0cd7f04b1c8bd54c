# SPDX-License-Identifier: Apache-2.0
"""Hot issues for those who dispatch, supervise or lead an area: the list, one issue, and what can be done with it."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.dispatch.hot_queries import (
    QUIET_DAYS,
    areas_read_by,
    count_of,
    find_issue,
    hush_issue,
    latest_run,
    live_issues,
    may_keep,
    name_issue,
    opened_from,
    orders_of,
    points_of,
)
from sidan.dispatch.jobs import ask_for_a_look
from sidan.orders.declare import Programme
from sidan.orders.openings import opens_by_post
from sidan.orders.platforms import offered
from sidan.people.actors import Actor
from sidan.places.names import name_of
from sidan.places.tree import beneath
from sidan.web.board.areas import asked_areas
from sidan.web.errors import said
from sidan.web.hot_issues import issue_rows, map_points
from sidan.web.htmx import Request
from sidan.web.operator import administrator_for

# What is opened from an issue; the names are those of programme files, and a city without them shows no button.
OPENED = ("supervise", "forum")


@require_safe
@login_required
@never_cache
def hot(request: Request) -> HttpResponse:
    """List the hot issues of one's areas, the hottest first; `?area=` and `?quiet=1` choose. Three queries."""
    actor = administrator_for(request)
    areas = asked_areas(request, areas_read_by(actor))
    with_quiet = request.GET.get("quiet") == "1"
    context = {
        "rows": issue_rows(live_issues(actor, areas, at=now(), with_quiet=with_quiet)),
        "run": latest_run(),
        "with_quiet": with_quiet,
        "areas": [(area, name_of(area)) for area in areas if area],
        "within": beneath(areas[0]) if len(areas) == 1 else (),
        "now": now(),
    }
    return render(request, "board/hot.html", context)


@require_safe
@login_required
@never_cache
def issue(request: Request, issue: int) -> HttpResponse:
    """Show one issue with its working, its trend, its map and those of its orders that the reader may open."""
    actor = administrator_for(request)
    found = find_issue(issue, seen_by=actor)
    listed = orders_of(found, seen_by=actor, mark=request.GET.get("page", ""))
    context = {
        "row": issue_rows([found])[0],
        "issue": found,
        "orders": listed.rows,
        "earlier": _page_address(request, listed.earlier),
        "later": _page_address(request, listed.later),
        "count": count_of(found),
        "points": map_points(points_of(found, seen_by=actor)),
        "opened": opened_from(found, seen_by=actor),
        "openings": _openings(actor),
        "may_keep": may_keep(actor, found),
        "is_quiet": found.quiet_until is not None and found.quiet_until > now(),
    }
    return render(request, "board/issue.html", context)


@require_POST
@login_required
def look(request: Request) -> HttpResponse:
    """Ask for a look at what came in; the worker takes it up at once."""
    if not areas_read_by(administrator_for(request)):
        raise PermissionDenied
    ask_for_a_look()
    messages.success(request, gettext("A new look was asked for; it is here within a minute."))
    return redirect("board:hot")


@require_POST
@login_required
def name(request: Request, issue: int) -> HttpResponse:
    """Give an issue a name, or take it back."""
    actor = administrator_for(request)
    found = find_issue(issue, seen_by=actor)
    try:
        name_issue(found, request.POST.get("name", ""), by=actor)
    except Refused as refused:
        messages.error(request, said(refused))
    return redirect("board:issue", found.pk)


@require_POST
@login_required
def hush(request: Request, issue: int) -> HttpResponse:
    """Keep an issue out of the list for two weeks, or show it again."""
    actor = administrator_for(request)
    found = find_issue(issue, seen_by=actor)
    until = None if request.POST.get("show") else now() + timedelta(days=QUIET_DAYS)
    try:
        hush_issue(found, until=until, by=actor)
    except Refused as refused:
        messages.error(request, said(refused))
    return redirect("board:issue", found.pk)


def _openings(actor: Actor) -> list[Programme]:
    """Return the programmes in which the actor may open an order from an issue. No query."""
    return [each for each in offered(actor.county) if each.code in OPENED and opens_by_post(actor, each)]


def _page_address(request: Request, mark: str) -> str:
    """Return the address of another page of the orders, empty without one."""
    return f"{request.path}?page={mark}" if mark else ""
