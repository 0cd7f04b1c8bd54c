# SPDX-License-Identifier: Apache-2.0
"""The inbox: queues, filters kept under a name, and the search through everything one may see."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from sidan.orders.filters import Filters, drop_filter, save_filter, saved_filters
from sidan.orders.inbox import MOST_COUNTED, QUEUES, Queue, alarms, find_queue, queue_counts, queue_page
from sidan.orders.keyset import LARGEST_SIZE, USUAL_SIZE, Page
from sidan.orders.models import Order
from sidan.orders.queries import number_in, search
from sidan.orders.saved import SavedFilter
from sidan.people.actors import Actor
from sidan.web.desk.access import desk_page
from sidan.web.desk.choices import chips, filter_fields, places_named
from sidan.web.desk.rows import cells_of
from sidan.web.htmx import Request, render_part
from sidan.web.visitor import actor_for

DEFAULT_QUEUE = "mine"


@dataclass(frozen=True)
class Tab:
    """One queue as a tab: its address, and how many orders stand in it ("99+" for more), empty where not counted."""

    queue: Queue
    url: str
    count: str
    is_here: bool

    @property
    def is_alarming(self) -> bool:
        """Say whether the count is one that should be nought."""
        return self.queue.code == "late" and self.count not in ("", "0")


@desk_page
@require_safe
def inbox(request: Request) -> HttpResponse:
    """Show one page of a queue, or of what the search finds; a whole order number opens its order."""
    actor = actor_for(request)
    text = request.GET.get("q", "").strip()
    if number := number_in(text):
        return redirect("desk:order", number)
    queue = find_queue(request.GET.get("queue") or DEFAULT_QUEUE)
    filters = Filters.read(request.GET.dict())
    found = _found(request, actor, queue, filters=filters, text=text)
    first = alarms(queue, actor, filters=filters) if queue.code == DEFAULT_QUEUE and _is_first(request, text) else []
    pinned = {order.pk for order in first}
    rows = cells_of([*first, *(order for order in found.rows if order.pk not in pinned)], actor=actor)
    context: dict[str, Any] = {
        "queue": queue,
        "text": text,
        "page": found,
        "places": places_named(actor, text) if text else [],
        "rows": rows,
        "can_send": any(row["tick"] for row in rows),
        "send_all_url": "" if text else f"{reverse('desk:send')}?{urlencode({'all': queue.code, **filters.values})}",
        "tabs": tabs(actor, here="" if text else queue.code),
        "chips": [
            {"label": label, "value": value, "url": _without(request, name)} for name, label, value in chips(filters)
        ],
        "fields": filter_fields(actor, filters),
        "filters": filters.values,
        "is_filtered": bool(filters.values),
        "saved": [_saved_link(saved) for saved in saved_filters(actor)],
        "earlier": _turned(request, found.earlier),
        "later": _turned(request, found.later),
        "first_url": _without(request, "at"),
    }
    return render_part(request, "desk/inbox.html", "queue", **context)


@desk_page
@require_safe
def counts(request: Request) -> HttpResponse:
    """Return the tabs with their counts, which the open inbox asks for twice a minute. Four queries in all."""
    here = request.GET.get("queue", "")
    return render(request, "desk/_tabs.html", {"tabs": tabs(actor_for(request), here=here)})


@desk_page
@require_POST
def save(request: Request) -> HttpResponse:
    """Keep the filters of the page under a name in one's own list, and come back to them."""
    queue = find_queue(request.POST.get("queue") or DEFAULT_QUEUE)
    filters = Filters.read(request.POST.dict())
    saved = save_filter(actor_for(request), name=request.POST.get("name", ""), queue=queue.code, filters=filters)
    messages.success(request, gettext("Kept as “%(name)s”.") % {"name": saved.name})
    return redirect(_saved_url(saved))


@desk_page
@require_POST
def drop(request: Request, filter_id: int) -> HttpResponse:
    """Take a filter off one's own list."""
    drop_filter(actor_for(request), filter_id)
    messages.success(request, gettext("The filter was removed from your list."))
    return redirect("desk:inbox")


def tabs(actor: Actor, *, here: str) -> list[Tab]:
    """Return the queues as tabs. One query."""
    counted = queue_counts(actor)
    return [
        Tab(queue, f"{reverse('desk:inbox')}?queue={code}", _count_words(counted.get(code)), is_here=code == here)
        for code, queue in QUEUES.items()
    ]


def _found(request: Request, actor: Actor, queue: Queue, *, filters: Filters, text: str) -> Page[Order]:
    """Return the page of orders asked for; a size that is no number means the usual one."""
    asked = request.GET.get("size", "")
    size = min(int(asked), LARGEST_SIZE) if asked.isascii() and asked.isdigit() and len(asked) < 9 else USUAL_SIZE
    mark = request.GET.get("at", "")
    if text:
        return search(actor, text, filters=filters, mark=mark, size=size)
    return queue_page(queue, actor, filters=filters, mark=mark, size=size)


def _is_first(request: Request, text: str) -> bool:
    """Say whether the first page of a queue is shown, where danger stands on top."""
    return not text and not request.GET.get("at")


def _count_words(count: int | None) -> str:
    """Return a count as a tab shows it."""
    if count is None:
        return ""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _turned(request: Request, mark: str) -> str:
    """Return this page's address at another mark, empty where there is no such page."""
    if not mark:
        return ""
    query = request.GET.copy()
    query["at"] = mark
    return f"?{query.urlencode()}"


def _without(request: Request, name: str) -> str:
    """Return this page's address without one of its values, at the first page."""
    query = request.GET.copy()
    for each in (name, "at"):
        query.pop(each, None)
    return f"?{query.urlencode()}" if query else request.path


def _saved_url(saved: SavedFilter) -> str:
    """Return the address that a kept filter opens."""
    return f"{reverse('desk:inbox')}?{urlencode({'queue': saved.queue, **saved.values})}"


def _saved_link(saved: SavedFilter) -> dict[str, object]:
    """Return a kept filter as the page shows it."""
    return {"id": saved.pk, "name": saved.name, "url": _saved_url(saved)}
