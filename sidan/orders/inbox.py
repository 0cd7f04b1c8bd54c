# SPDX-License-Identifier: Apache-2.0
"""The queues of a desk: my turn, my team, late, watched, closed lately.

Every queue is cut into pages by an index over open orders (or over what closed), so its cost does not grow with
history; counts stop at MOST_COUNTED.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Left

from sidan.base.clock import now
from sidan.base.errors import NotFound, Words
from sidan.orders.filters import Filters
from sidan.orders.keyset import LARGEST_SIZE, USUAL_SIZE, Page, Sorting, page
from sidan.orders.models import Order
from sidan.orders.registry import served
from sidan.orders.roles import NOBODY, ROLES, inside
from sidan.orders.urgency import DANGER_KEY
from sidan.orders.visibility import OrderQuerySet
from sidan.people.actors import Actor

MOST_COUNTED = 99
CLOSED_DAYS = 30
EXCERPT_LENGTH = 160
MOST_ALARMS = 10

# Whose turn comes with a share of their own, whoever holds the order.
_WITH_A_TURN = frozenset({"assistant", "party"})

# What a row shows, and what tells which moves are open to the reader.
_ROW_COLUMNS = (
    *("number", "programme", "edition", "county", "area_code", "place_text", "lon", "lat", "via", "is_urgent"),
    *("stage", "kind", "holder", "clocks", "counts", "due_at", "late_at", "queue_at", "outcome", "satisfaction"),
    *("unit__name", "unit__name_en", "matter__code", "matter__name", "matter__name_en", "member__display_name"),
    *("assisting", "about_unit", "version", "created_at", "entered_at", "closed_at"),
    # What gives a title to an order without a text, and what tells whether a move is open to whoever opened it.
    *("facts", "opener", "opener_unit", "participants"),
)
_BY_QUEUE = Sorting("queue_at")
_NEWEST_FIRST = Sorting(descending=True)
_LATELY_CLOSED_FIRST = Sorting("closed_at", descending=True)


@dataclass(frozen=True)
class Queue:
    """One tab of the inbox; `empty` says that nothing is there, and why that is well."""

    code: str
    words: Words
    empty: Words
    select: Callable[[Actor], OrderQuerySet]
    sorting: Sorting
    is_counted: bool = True


def find_queue(code: str) -> Queue:
    """Return a queue by its code; NotFound when there is none of that code."""
    try:
        return QUEUES[code]
    except KeyError:
        raise NotFound("There is no queue “%(code)s”.", code=code[:40]) from None


def queue_page(queue: Queue, actor: Actor, *, filters: Filters, mark: str = "", size: int = USUAL_SIZE) -> Page[Order]:
    """Return one page of a queue, cut down by the filters. One query."""
    orders = queue.select(actor).filter(filters.condition())
    return page(orders, sorting=queue.sorting, shape=as_rows, mark=mark, size=size)


def alarms(queue: Queue, actor: Actor, *, filters: Filters) -> list[Order]:
    """Return the orders of a queue in which danger was heard, which stand before all others. One query."""
    orders = queue.select(actor).filter(filters.condition(), is_urgent=True, facts__has_key=DANGER_KEY)
    return list(as_rows(orders).order_by("queue_at", "id")[:MOST_ALARMS])


def queue_counts(actor: Actor) -> dict[str, int]:
    """Return how many orders stand in each counted queue, counting to one past MOST_COUNTED. One query."""
    counted = [queue for queue in QUEUES.values() if queue.is_counted]
    found: dict[str, int] = dict.fromkeys((queue.code for queue in counted), 0)
    parts = [
        queue.select(actor).order_by().annotate(queue=Value(queue.code)).values_list("queue", flat=True)
        for queue in counted
    ]
    first, *others = [part[: MOST_COUNTED + 1] for part in parts]
    for code in first.union(*others, all=True):
        found[code] += 1
    return found


def waiting_count(actor: Actor) -> int:
    """Return how many orders wait for the actor, counting to one past MOST_COUNTED. One query."""
    return _my_turn(actor).order_by()[: MOST_COUNTED + 1].count()


def crew_orders(actor: Actor, *, most: int = LARGEST_SIZE) -> list[Order]:
    """Return what a grid crew can do now, the most urgent first: what the actor has taken, and what may be taken up.

    One query, with texts and places.
    """
    taken = Q(holder="taker", member_id=actor.user_id or 0)
    offered = inside(actor.areas("crew")) & _stages_offered_to("crew")
    orders = Order.objects.reached_by(actor).open().filter(taken | offered)
    return list(orders.select_related("unit", "matter", "member").order_by("queue_at", "id")[:most])


def as_rows(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return the orders with what a row of a list shows, and no more: `beginning` stands for the text."""
    rows = orders.select_related("unit", "matter", "member").annotate(beginning=Left("text", EXCERPT_LENGTH))
    return rows.only(*_ROW_COLUMNS)


def _my_turn(actor: Actor) -> OrderQuerySet:
    """Return the orders whose turn it is for the actor, and those that wait for whoever takes them up first.

    Some posts never hold an order, as the grid crew, which may take one up, or the revisit officer, who may ask the
    resident for the verdict. Theirs are the stages that a primary move of their role leaves.
    """
    awaiting, offered = Order.objects.awaiting(actor), _on_offer(actor)
    return awaiting if offered is NOBODY else awaiting | Order.objects.reached_by(actor).open().filter(offered)


def _on_offer(actor: Actor) -> Q:
    """Return the condition that a primary move is open to a role of the actor which never holds such an order.

    Each programme is asked by itself: who holds orders of one may only be offered those of another.
    """
    offered = NOBODY
    for role in ROLES.values():
        if not role.is_staff or role.code in _WITH_A_TURN or role.reach(actor) is NOBODY:
            continue
        stages = _stages_offered_to(role.code, unless_held=True)
        if stages is not NOBODY:
            offered |= stages & role.reach(actor)
    return offered


def _stages_offered_to(role: str, *, unless_held: bool = False) -> Q:
    """Return the condition that an order stands in a stage which a primary move of a role leaves.

    With `unless_held` programmes in which the role holds orders are left out: there its turn says what waits for it.
    """
    offered = NOBODY
    for programme in served():
        if unless_held and any(stage.holder == role for stage in programme.stages):
            continue
        moves = (move for move in programme.moves if move.primary and role in move.by)
        if stages := {stage for move in moves for stage in move.sources}:
            offered |= Q(programme=programme.code, stage__in=sorted(stages))
    return offered


def _my_team(actor: Actor) -> OrderQuerySet:
    """Return every open order that lies with the actor's posts."""
    return Order.objects.reached_by(actor).open()


def _late(actor: Actor) -> OrderQuerySet:
    """Return the open orders with the actor's posts that are late, the longest late first."""
    return _my_team(actor).filter(queue_at__lt=now())


def _watched(actor: Actor) -> OrderQuerySet:
    """Return the orders the actor watches and may still see."""
    return Order.objects.visible_to(actor).filter(watches__user_id=actor.user_id or 0)


def _closed_lately(actor: Actor) -> OrderQuerySet:
    """Return the orders with the actor's posts that closed in the last CLOSED_DAYS days."""
    closed = Order.objects.reached_by(actor).filter(kind="closed", closed_at__gte=now() - timedelta(days=CLOSED_DAYS))
    return closed.filter(_counties(actor))


def _counties(actor: Actor) -> Q:
    """Return the counties of the actor's areas, which the index of closed orders begins with; nothing for units."""
    if actor.all_units or actor.user_id is None:
        return Q()
    counties = {post.area_code[:6] for post in actor.posts if post.area_code}
    return Q(county__in=sorted(counties)) if counties and all(len(code) == 6 for code in counties) else Q()


QUEUES: dict[str, Queue] = {
    queue.code: queue
    for queue in (
        Queue(
            "mine",
            Words("待我处理", "My turn"),
            Words("现在没有轮到您办理的单。", "Nothing waits for you at present."),
            _my_turn,
            _BY_QUEUE,
        ),
        Queue(
            "team",
            Words("本岗位全部", "My team"),
            Words("您的片区和单位没有在办的单。", "No order is open in your areas and units."),
            _my_team,
            _BY_QUEUE,
        ),
        Queue("late", Words("超时", "Late"), Words("没有超时的单。", "Nothing is late."), _late, _BY_QUEUE),
        Queue(
            "watched",
            Words("我关注的", "Watched"),
            Words("在单据页面点“关注”，就会列在这里。", "Press “Watch” on an order to find it here."),
            _watched,
            _NEWEST_FIRST,
            is_counted=False,
        ),
        Queue(
            "closed",
            Words("最近办结", "Closed lately"),
            Words("最近30天没有办结的单。", "Nothing closed in the last 30 days."),
            _closed_lately,
            _LATELY_CLOSED_FIRST,
            is_counted=False,
        ),
    )
}
