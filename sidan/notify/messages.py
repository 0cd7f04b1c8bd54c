# SPDX-License-Identifier: Apache-2.0
"""From a step to the people it concerns: who is told, and in which words."""

from datetime import datetime
from functools import lru_cache, reduce
from operator import or_
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from sidan.base.errors import Words
from sidan.notify.models import Message
from sidan.orders.models import Order, Step
from sidan.orders.moves import declared_move
from sidan.orders.registry import programme_of
from sidan.orders.urgency import dangers_of, is_alarm
from sidan.orders.visibility import AREA_POSTS
from sidan.people.models import Unit, User
from sidan.people.partnering import partners_of
from sidan.people.queries import users_at, users_over
from sidan.programmes.catalogue_reader import read_catalogue

# A whole county's staff is never told of one step; more than this is a post held over too much.
MOST_TOLD = 60
ALARMED = "dispatcher"


@transaction.atomic
def tell(order_id: int, seq: int) -> int:
    """Write the messages of a step and return how many there are; running it again adds none.

    Whoever made the step is not told of it. Cost: the step, the people of each role told, one insert.
    """
    step = Step.objects.select_related("order", "order__unit").get(order_id=order_id, seq=seq)
    order = step.order
    told: dict[int, Words] = _alarmed(order, seq)
    for role, words in declared_move(programme_of(order), step.move).tells.items():
        said = filled(words, order=order, due_at=step.due_at)
        for user in people_of(role, order)[:MOST_TOLD]:
            told.setdefault(user, said)
    told.pop(step.by_id or 0, None)
    messages = [
        Message(user_id=user, order=order, seq=seq, zh=words.zh[:300], en=words.en[:300], made_at=step.made_at)
        for user, words in told.items()
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)


def _alarmed(order: Order, seq: int) -> dict[int, Words]:
    """Return what dispatchers, and whoever's turn it is, are told of a step that told of danger. Mostly no query."""
    if not is_alarm(order, seq):
        return {}
    names = _danger_names()
    heard = [names[code] for code in dangers_of(order) if code in names]
    zh, en = "、".join(name.zh for name in heard), ", ".join(name.in_language("en") for name in heard)
    said = Words(f"险情（{zh}）：{order.number} 请马上处理", f"Danger ({en}): see to {order.number} at once")
    people = [user for role in (ALARMED, order.holder) for user in people_of(role, order)[:MOST_TOLD]]
    return dict.fromkeys(people or people_of("supervisor", order)[:MOST_TOLD], said)


@lru_cache(maxsize=1)
def _danger_names() -> dict[str, Words]:
    """Return the names of the catalogue's dangers, read once."""
    return {danger.code: danger.name for danger in read_catalogue().dangers}


def filled(words: Words, *, order: Order, due_at: datetime | None) -> Words:
    """Return the words with the order's number, its unit and the due time in place."""
    moment = due_at.astimezone(ZoneInfo(settings.TIME_ZONE)) if due_at else None
    unit = order.unit
    return Words(
        zh=_fill(
            words.zh, order.number, unit.name if unit else "承办单位", f"{moment:%-m月%-d日 %H:%M}" if moment else ""
        ),
        en=_fill(
            words.en,
            order.number,
            (unit.name_en or unit.name) if unit else "the unit",
            f"{moment:%-d %b %H:%M}" if moment else "",
        ),
    )


def _fill(text: str, number: str, unit: str, due: str) -> str:
    """Put the three things a text may name into it; unknown names were refused when the file was proved."""
    return text % {"number": number, "unit": unit, "due": due}


def people_of(role: str, order: Order) -> list[int]:
    """Return the users who play a role for the order today, without those of a unit it complains of."""
    users = _players(role, order)
    if users is None:
        return []
    if order.about_unit_id is not None:
        users = users.exclude(posts__unit_id=order.about_unit_id)
    return _ids(users)


def _players(role: str, order: Order) -> "QuerySet[User] | None":
    """Return the users who play a role for the order today, None where nobody can be told."""
    if role == "partner":
        return _staff_of(Q(pk__in=[partner.unit_id for partner in partners_of(order.area_code)]))
    if role in AREA_POSTS:
        return users_over(role, order.area_code)
    if role in ("unit", "unit_head"):
        return _staff_of(Q(pk=order.unit_id)) if order.unit_id is not None else None
    if role in ("opening_unit", "company"):
        return _staff_of(Q(pk=order.opener_unit_id)) if order.opener_unit_id is not None else None
    if role in ("assistant", "party"):
        return _staff_of(Q(pk__in=order.assisting)) if order.assisting else None
    people: dict[str, list[int | None]] = {
        "taker": [order.member_id],
        "opener": [order.opener_id],
        "participant": [*order.participants],
    }
    one = people.get(role, [])
    known = [user for user in one if user is not None]
    return User.objects.filter(pk__in=known, is_active=True) if known else None


def _staff_of(units: Q) -> "QuerySet[User]":
    """Return the handlers, heads and contacts of some units."""
    return reduce(or_, (users_at(role, Unit.objects.filter(units)) for role in ("handler", "unit_head", "company")))


def _ids(users: QuerySet[User]) -> list[int]:
    """Return the users' ids, in an order that does not change between runs."""
    return list(users.order_by("pk").values_list("pk", flat=True).distinct())
