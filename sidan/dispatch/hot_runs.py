# SPDX-License-Identifier: Apache-2.0
"""One look at what came in (热点研判): finds the issues anew and carries over which is which.

Running it again changes nothing but the moment. An issue found keeps the row with which it shares most orders; a row
whose orders went to another is joined to it; one that is found no more rests with its orders, and wakes when more come.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from sidan.dispatch.hints import suggester
from sidan.dispatch.hot import LONGEST_DAYS, Found, hot_issues
from sidan.dispatch.hot_heat import Message
from sidan.dispatch.hot_history import baseline_at, from_residents
from sidan.dispatch.hot_rows import HotIssue, HotMember, HotRun
from sidan.orders.models import Order
from sidan.orders.ties import Follow
from sidan.places.codes import county_of
from sidan.places.names import name_of

MOST_READ = 100_000  # orders of one look, the latest; beyond it the window is shorter and the look still bounded
TREND_DAYS = 30
# An issue that rests so long keeps place, matter and figures, and no words of residents.
WORDS_KEPT_DAYS = 730

_FOUND_FIELDS = (
    *("county", "area_code", "matter", "name", "state", "heat", "voices", "recent", "before", "expected", "surprise"),
    *("first_at", "last_at", "days", "about_units", "is_live", "joined_to", "looked_at"),
)


@transaction.atomic
def look(at: datetime) -> HotRun:
    """Find the hot issues at a moment and write them down; two looks at once wait for each other."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('dispatch.hot'))")
    orders = _orders(at)
    followers = _followers(orders)
    messages = [_message(order, followers.get(order.pk, 0)) for order in orders.values()]
    found = hot_issues(messages, at=at, baseline=baseline_at(at), guess=_guess)
    rows = _identified(found)
    for issue, row in zip(found, rows, strict=True):
        _fill(row, issue, orders=orders, at=at)
    known = [row for row in rows if not row._state.adding]
    HotIssue.objects.bulk_create([row for row in rows if row._state.adding])
    HotIssue.objects.bulk_update(known, _FOUND_FIELDS, batch_size=500)
    _belong(found, rows)
    _rest(rows)
    _forget_words(at)
    return HotRun.objects.create(
        until=at, messages=len(messages), issues=len(found), seconds=round(time.monotonic() - began, 2)
    )


def _orders(at: datetime) -> dict[int, Order]:
    """Return the latest orders of residents with what is read of them, by id. Two queries."""
    read = from_residents().filter(created_at__lte=at, created_at__gt=at - timedelta(days=LONGEST_DAYS))
    columns = ("text", "place_text", "area_code", "lon", "lat", "created_at", "about_unit_id", "matter__code")
    rows = read.exclude(text="").select_related("matter").only("pk", *columns).order_by("-pk")[:MOST_READ]
    return {order.pk: order for order in rows}


def _followers(orders: Mapping[int, Order]) -> dict[int, int]:
    """Return how many follow each order that anybody follows. One query."""
    follows = Follow.objects.filter(order_id__gte=min(orders, default=0))
    return dict(follows.values_list("order_id").annotate(count=Count("pk")))


def _message(order: Order, followers: int) -> Message:
    """Return what is read of an order: its words, and the place as the resident wrote it."""
    matter = order.matter.code if order.matter is not None else ""
    return Message(order.pk, order.text, order.created_at, order.area_code, matter, followers, place=order.place_text)


def _guess(words: str) -> str:
    """Return the matter that a text is probably about by the words of the catalogue, empty when none speaks."""
    found = suggester("").suggest(words, at_most=1)
    return found[0].matter if found else ""


def _identified(found: Sequence[Found]) -> list[HotIssue]:
    """Return the row of each issue found: the one that shares most of its orders, else a new one. Two queries."""
    keys = [message.key for issue in found for message in issue.messages]
    belongs = dict(HotMember.objects.filter(order_id__in=keys).values_list("order_id", "issue_id"))
    shared = [
        (count, -old, -number)
        for number, issue in enumerate(found)
        for old, count in Counter(belongs.get(message.key) for message in issue.messages).items()
        if old is not None
    ]
    rows: dict[int, int] = {}
    for _count, old, number in sorted(shared, reverse=True):
        if -number not in rows and -old not in rows.values():
            rows[-number] = -old
    known = HotIssue.objects.in_bulk(list(rows.values()))
    return [known[rows[number]] if number in rows else HotIssue() for number in range(len(found))]


def _fill(row: HotIssue, issue: Found, *, orders: Mapping[int, Order], at: datetime) -> None:
    """Write onto a row what was found."""
    members = [orders[message.key] for message in issue.messages]
    heat = issue.heat
    row.area_code = issue.area
    row.county = county_of(issue.area)
    row.matter = issue.matter
    row.name = issue.name[:80] or name_of(issue.area).zh[:80]
    row.state, row.heat, row.voices = heat.state, round(heat.heat, 3), heat.voices
    row.recent, row.before = heat.recent, heat.before
    row.expected, row.surprise = round(heat.expected, 3), round(heat.surprise, 2)
    row.first_at, row.last_at = issue.messages[0].at, issue.messages[-1].at
    row.days = _days(issue.messages, at)
    row.about_units = sorted({order.about_unit_id for order in members if order.about_unit_id is not None})
    row.is_live, row.joined_to, row.looked_at = True, None, at
    if row._state.adding:
        row.found_at = at


def _days(messages: Sequence[Message], at: datetime) -> list[int]:
    """Return how many came on each of the last days of the city's calendar, the latest last."""
    zone = ZoneInfo(settings.TIME_ZONE)
    today = at.astimezone(zone).date()
    ago = Counter((today - message.at.astimezone(zone).date()).days for message in messages)
    return [ago[back] for back in range(TREND_DAYS - 1, -1, -1)]


def _belong(found: Sequence[Found], rows: Sequence[HotIssue]) -> None:
    """Let each order belong to its issue; one query for those that change. An order that fits nowhere now stays."""
    wanted = {message.key: row for issue, row in zip(found, rows, strict=True) for message in issue.messages}
    present = dict(HotMember.objects.filter(order_id__in=list(wanted)).values_list("order_id", "issue_id"))
    changed = [key for key, row in wanted.items() if present.get(key) != row.pk]
    moved: dict[int, Counter[int]] = defaultdict(Counter)
    for key in changed:
        if key in present:
            moved[present[key]][wanted[key].pk] += 1
    HotMember.objects.filter(order_id__in=[key for key in changed if key in present]).delete()
    HotMember.objects.bulk_create(
        [HotMember(issue=wanted[key], order_id=key, county=wanted[key].county) for key in changed], batch_size=2000
    )
    living = {row.pk for row in rows}
    for old, gone in moved.items():
        if old not in living:
            HotIssue.objects.filter(pk=old).update(joined_to_id=gone.most_common(1)[0][0])


def _rest(rows: Sequence[HotIssue]) -> None:
    """Let the issues rest that were not found. One query."""
    HotIssue.objects.filter(is_live=True).exclude(pk__in=[row.pk for row in rows]).update(is_live=False)


def _forget_words(at: datetime) -> None:
    """Let issues that rest for two years keep no words, and drop those without orders. Two queries."""
    old = HotIssue.objects.filter(is_live=False, last_at__lt=at - timedelta(days=WORDS_KEPT_DAYS))
    old.exclude(name="").update(name="", given_name="")
    empty = HotIssue.objects.filter(is_live=False, opened__isnull=True, found_at__lt=at - timedelta(days=1))
    empty.annotate(left=Count("members")).filter(left=0, joined_to__isnull=True).delete()
