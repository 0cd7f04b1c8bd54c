# SPDX-License-Identifier: Apache-2.0
"""What a list of orders may be cut down to, read from an address and kept under a name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused, Words
from sidan.base.text import clean, search_query
from sidan.orders.channels import CHANNELS
from sidan.orders.declare import KINDS
from sidan.orders.roles import inside
from sidan.orders.saved import SavedFilter
from sidan.orders.searching import matching
from sidan.people.actors import Actor, outermost
from sidan.places.codes import is_code
from sidan.places.descent import ancestors, successors

MOST_SAVED = 20
LONGEST_NAME = 40
LONGEST_TEXT = 80
WEEK = timedelta(days=7)
DUES = {
    "late": Words("已超时", "late"),
    "today": Words("今天到期", "due today"),
    "week": Words("7天内到期", "due within 7 days"),
}
# Codes of units and matters as sheets may bring them.
_CODE = re.compile(r"[\w.\-]{1,80}")


@dataclass(frozen=True)
class Filters:
    """The cuts of a list; an empty one cuts nothing. `matter` is a matter or a whole branch of the catalogue.

    `before` widens `area` to the areas it took over from; an area given up finds what took over from it, too.
    """

    programme: str = ""
    area: str = ""
    before: str = ""
    unit: str = ""
    matter: str = ""
    kind: str = ""
    due: str = ""
    urgent: str = ""
    via: str = ""
    text: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        """Return the filters in an address; other names are left alone, values that no such filter has are refused."""
        values = {each.name: clean(given.get(each.name, ""), LONGEST_TEXT) for each in fields(cls)}
        for name, value in values.items():
            if value and not _may_be(name, value):
                raise Refused("The filter “%(name)s” does not know “%(value)s”.", name=FILTER_WORDS[name], value=value)
        return cls(**values)

    @property
    def values(self) -> dict[str, str]:
        """Return the cuts that are made, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    def condition(self) -> Q:
        """Return what an order must be."""
        found = Q()
        for name, value in self.values.items():
            if name == "area":
                found &= _in_area(value, with_earlier=bool(self.before))
            elif name != "before":
                found &= _CONDITIONS[name](value)
        return found


FILTER_WORDS: dict[str, Words] = {
    "programme": Words("工作法", "Programme"),
    "area": Words("区域", "Area"),
    "before": Words("前身网格", "Grids before it"),
    "unit": Words("单位", "Unit"),
    "matter": Words("事项", "Matter"),
    "kind": Words("状态", "State"),
    "due": Words("期限", "Due"),
    "urgent": Words("紧急", "Urgent"),
    "via": Words("渠道", "Channel"),
    "text": Words("文字", "Text"),
}


def save_filter(actor: Actor, *, name: str, queue: str, filters: Filters) -> SavedFilter:
    """Keep filters under a name in the actor's own list; a name used before is written anew. At most MOST_SAVED."""
    name = clean(name, LONGEST_NAME)
    if not name:
        raise Refused("Please give the filter a name.")
    with transaction.atomic():
        own = _own(actor)
        if own.exclude(name=name).count() >= MOST_SAVED:
            raise Refused("You keep %(most)d filters already; remove one first.", most=MOST_SAVED)
        assert actor.user_id is not None  # nobody without an account has come this far
        saved, _ = own.update_or_create(
            user_id=actor.user_id, name=name, defaults={"queue": queue, "values": filters.values}
        )
    return saved


def drop_filter(actor: Actor, filter_id: int) -> None:
    """Remove a filter from the actor's own list; NotFound when it is not there."""
    dropped, _ = _own(actor).filter(pk=filter_id).delete()
    if not dropped:
        raise NotFound("There is no such filter in your list.")


def saved_filters(actor: Actor) -> list[SavedFilter]:
    """Return the actor's own filters by name. One query."""
    return list(_own(actor)[:MOST_SAVED])


def _own(actor: Actor) -> "QuerySet[SavedFilter]":
    """Return the actor's own filters; nobody without an account has any."""
    own = SavedFilter.objects.all()
    return own.filter(user_id=actor.user_id) if actor.user_id is not None else own.none()


def _may_be(name: str, value: str) -> bool:
    """Say whether a filter may have a value; that a unit, matter or programme exists is not asked: it finds nothing."""
    known = {"kind": KINDS, "due": DUES, "urgent": ("1",), "before": ("1",), "via": CHANNELS}
    if name in known:
        return value in known[name]
    if name == "area":
        return is_code(value)
    return name == "text" or bool(_CODE.fullmatch(value))


def _in_area(value: str, *, with_earlier: bool) -> Q:
    """Return the condition that an order lies in an area, in what took over from it, or in what it took over from."""
    codes = {value, *successors(value), *(ancestors(value) if with_earlier else ())}
    return inside(outermost(codes))


def _due(value: str) -> Q:
    """Return the condition on the due time; each wider span holds what is late already."""
    at = now()
    if value == "today":
        at = _end_of_day(at)
    elif value == "week":
        at += WEEK
    return Q(queue_at__lt=at) & ~Q(kind="closed")


def _end_of_day(moment: datetime) -> datetime:
    """Return the midnight after a moment in the city's own zone."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return datetime.combine(moment.astimezone(zone).date() + timedelta(days=1), time(), tzinfo=zone)


def _text(value: str) -> Q:
    """Return the condition that an order's words hold every term; a text of punctuation alone cuts nothing."""
    terms = search_query(value)
    return matching(terms) if terms else Q()


_CONDITIONS = {
    "programme": lambda value: Q(programme=value),
    "unit": lambda value: Q(unit__code=value),
    "matter": lambda value: Q(matter__code=value) | Q(matter__code__startswith=f"{value}."),
    "kind": lambda value: Q(kind=value),
    "due": _due,
    "urgent": lambda value: Q(is_urgent=True),
    "via": lambda value: Q(via=value),
    "text": _text,
}
