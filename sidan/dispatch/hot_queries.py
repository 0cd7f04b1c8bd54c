# SPDX-License-Identifier: Apache-2.0
"""Who sees which hot issues, and what they may do with one.

Dispatchers, supervisors and leaders see the issues of their areas, hottest first. Who works at a unit that an order of
an issue complains of does not see the issue. Of its orders everybody sees those that they may open anyway.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q, QuerySet

from sidan.base.errors import NotFound, Refused
from sidan.base.text import clean
from sidan.dispatch.hot_rows import HotIssue, HotMember, HotOpened, HotRun
from sidan.orders.declare import Programme
from sidan.orders.inbox import as_rows
from sidan.orders.keyset import Page, Sorting, page
from sidan.orders.models import Order
from sidan.people.actors import Actor, outermost
from sidan.people.audit import record
from sidan.places.codes import is_inside

READERS = ("dispatcher", "supervisor", "leader")
KEEPERS = ("dispatcher", "supervisor")
MOST_LISTED = 60
QUIET_DAYS = 14
NAME_LENGTH = 40
MOST_POINTS = 300
# Of a supervision's own list of orders (supervise.toml).
MOST_NAMED = 20
_NO_ISSUE = "There is no such hot issue."


def areas_read_by(actor: Actor, *, roles: Sequence[str] = READERS) -> tuple[str, ...]:
    """Return the areas whose issues the actor reads; the operator's own account reads the whole city."""
    if actor.system == "importer":
        return ("",)
    return outermost(area for role in roles for area in actor.areas(role))


def live_issues(actor: Actor, areas: Sequence[str], *, at: datetime, with_quiet: bool = False) -> list[HotIssue]:
    """Return the issues of the last look within areas, the hottest first, at most MOST_LISTED. One query."""
    rows = _seen(actor, areas).filter(is_live=True)
    if not with_quiet:
        rows = rows.filter(Q(quiet_until__isnull=True) | Q(quiet_until__lt=at))
    return list(rows.order_by("-heat", "id")[:MOST_LISTED])


def latest_run() -> HotRun | None:
    """Return the latest look, None before the first. One query."""
    return HotRun.objects.order_by("-until").first()


def find_issue(number: int, *, seen_by: Actor) -> HotIssue:
    """Return an issue, or the one that took it over; NotFound alike for none and for one out of sight. Few queries."""
    for _step in range(5):
        issue = _seen(seen_by, areas_read_by(seen_by)).filter(pk=number).first()
        if issue is None:
            raise NotFound(_NO_ISSUE)
        if issue.joined_to_id is None:
            return issue
        number = issue.joined_to_id
    raise NotFound(_NO_ISSUE)


def orders_of(issue: HotIssue, *, seen_by: Actor, mark: str = "") -> Page[Order]:
    """Return a page of the issue's orders that the actor may open, the latest first. One query."""
    orders = Order.objects.visible_to(seen_by).filter(hot_member__issue=issue)
    return page(orders, sorting=Sorting(descending=True), shape=as_rows, mark=mark)


def points_of(issue: HotIssue, *, seen_by: Actor) -> list[Order]:
    """Return the orders that a map shows: those in sight that have a point. One query."""
    orders = Order.objects.visible_to(seen_by).filter(hot_member__issue=issue, lon__isnull=False)
    return list(as_rows(orders).order_by("-pk")[:MOST_POINTS])


def count_of(issue: HotIssue) -> int:
    """Return how many orders belong to it, in sight or not. One query."""
    return HotMember.objects.filter(issue=issue).count()


def opened_from(issue: HotIssue, *, seen_by: Actor) -> list[Order]:
    """Return the orders opened from it that the actor may open, the latest first. One query."""
    orders = Order.objects.visible_to(seen_by).filter(opened_from__issue=issue)
    return list(as_rows(orders).order_by("-pk")[:MOST_LISTED])


def may_keep(actor: Actor, issue: HotIssue) -> bool:
    """Say whether the actor may give it a name or hush it. No query."""
    return any(is_inside(issue.area_code, area) for area in areas_read_by(actor, roles=KEEPERS))


@transaction.atomic
def name_issue(issue: HotIssue, name: str, *, by: Actor) -> None:
    """Give an issue a name, or take it back with an empty one; audited."""
    _require_keeper(by, issue)
    issue.given_name = clean(name, NAME_LENGTH)
    issue.save(update_fields=["given_name"])
    record(by, "hot.named", issue.subject, name=issue.given_name)


@transaction.atomic
def hush_issue(issue: HotIssue, *, until: datetime | None, by: Actor) -> None:
    """Keep an issue out of the list until a moment, or show it again; audited."""
    _require_keeper(by, issue)
    issue.quiet_until = until
    issue.save(update_fields=["quiet_until"])
    record(by, "hot.hushed" if until is not None else "hot.shown", issue.subject)


def answers_from(issue: HotIssue, programme: Programme, *, by: Actor, text: str) -> dict[str, str]:
    """Return what stands filled in when an order is opened from an issue: its text, and orders where they are asked.

    Only orders the actor may open are named, the latest, and no person ever. One query, none where none are asked.
    """
    found: dict[str, str] = {}
    for code in programme.opening.asks:
        field = programme.fields[code]
        if field.type == "text" and field.required and text:
            found[code] = text
        elif field.type == "orders":
            seen = Order.objects.visible_to(by).filter(hot_member__issue=issue).order_by("-pk")
            found[code] = "\n".join(seen.values_list("number", flat=True)[: min(field.max or MOST_NAMED, MOST_NAMED)])
        elif field.type == "choice" and any(choice.code == "pattern" for choice in field.choices):
            found[code] = "pattern"
    return found


def note_opened(issue: HotIssue, order: Order) -> None:
    """Note that an order was opened from an issue; noted once. One query."""
    HotOpened.objects.get_or_create(order=order, defaults={"issue": issue})


def _seen(actor: Actor, areas: Sequence[str]) -> "QuerySet[HotIssue]":
    """Return the issues within areas without those that complain of a unit the actor works at."""
    if not areas:
        return HotIssue.objects.none()
    rows = HotIssue.objects.filter(reduce(or_, (Q(area_code__startswith=area) for area in areas)))
    if actor.all_units:
        rows = rows.exclude(about_units__overlap=sorted(actor.all_units))
    return rows


def _require_keeper(by: Actor, issue: HotIssue) -> None:
    """Refuse who neither dispatches nor supervises where the issue is."""
    if not may_keep(by, issue):
        raise Refused("Only a dispatcher or supervisor of this area may do that.")
