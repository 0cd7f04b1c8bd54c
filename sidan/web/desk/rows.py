# SPDX-License-Identifier: Apache-2.0
"""Orders as rows of a list: what stands in each column, in the language of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from sidan.base.clock import now
from sidan.base.errors import Words
from sidan.base.text import excerpt
from sidan.dispatch.bulk import sending_move
from sidan.dispatch.hints import danger_names
from sidan.orders.facts import asks_text, title_of
from sidan.orders.models import Order
from sidan.orders.openings import is_front
from sidan.orders.originals import veil_of
from sidan.orders.registry import programme_of
from sidan.orders.roles import ROLES
from sidan.orders.sharing import sees_words
from sidan.orders.urgency import dangers_of
from sidan.people.actors import Actor
from sidan.places.names import path_names
from sidan.web.badges import stage_badge
from sidan.web.due import due_words

EXCERPT_LENGTH = 90
OF_THE_UNIT = ("unit", "unit_head")


@dataclass(frozen=True)
class Row:
    """One order in a list; `can_be_sent` when the reader may tick it to be dispatched with others."""

    order: Order
    can_be_sent: bool = False
    is_shared_only: bool = False

    @property
    def title(self) -> str:
        """Return the beginning of the order's text on one line; where none is asked, the programme and its facts.

        Whoever is a party alone reads its programme's name.
        """
        if self.is_shared_only:
            return programme_of(self.order).name.in_language(get_language() or "")
        text = excerpt(getattr(self.order, "beginning", "") or self.order.text, EXCERPT_LENGTH)
        if text or asks_text(self.order):
            return text or gettext("(no text)")
        return title_of(self.order).in_language(get_language() or "")

    @property
    def programme(self) -> Words | None:
        """Return the name of the order's programme, None for the front one and where the title says it."""
        titled = self.is_shared_only or not (getattr(self.order, "beginning", "") or asks_text(self.order))
        return None if titled or is_front(self.order.programme) else programme_of(self.order).name

    @property
    def matter(self) -> Words | None:
        """Return the name of the matter, None while it is not decided."""
        return self.order.matter.words_name if self.order.matter is not None else None

    @property
    def place(self) -> str:
        """Return where it is: the reporter's words, else the smallest area known, after the town."""
        return path_words(self.order) if self.is_shared_only else place_words(self.order)

    @property
    def who(self) -> str:
        """Return whose turn it is, empty when the order has ended."""
        return holder_words(self.order)

    @property
    def is_late(self) -> bool:
        """Say whether somebody is late with the order."""
        return is_late(self.order)

    @property
    def due(self) -> SafeString:
        """Return what is left of the time, or for how long the order has been late."""
        return due_words(seen_due(self.order), brief=True)


def cells_of(orders: Iterable[Order], *, actor: Actor) -> list[dict[str, object]]:
    """Return the orders as a list's template reads them fastest: everything worked out, by name. No query."""
    language = get_language() or ""
    address = reverse("desk:order", args=["-"]).removesuffix("-")
    tick = gettext("Tick %(number)s")
    return [
        _cells(Row(seen_by(actor, order), is_shared_only=not sees_words(actor, order)), language, address, tick, actor)
        for order in orders
    ]


def _cells(row: Row, language: str, address: str, tick: str, actor: Actor) -> dict[str, object]:
    """Return what stands in the columns of one row."""
    order = row.order
    return {
        "number": order.number,
        "url": f"{address}{order.number}",
        "title": row.title,
        "programme": row.programme.in_language(language) if row.programme else "",
        "matter": row.matter.in_language(language) if row.matter else "",
        "place": row.place,
        "badge": stage_badge(order),
        "who": row.who,
        "due": row.due,
        "is_late": row.is_late,
        "is_urgent": order.is_urgent,
        "dangers": " · ".join(name.in_language(language) for name in danger_names(dangers_of(order))),
        "closed_at": order.closed_at,
        "tick": tick % {"number": order.number} if sending_move(actor, order) is not None else "",
    }


def seen_by(actor: Actor, order: Order) -> Order:
    """Return an order of a list as the actor reads it: private words covered, or as written. No query."""
    return veil_of(actor, order, language=get_language() or "").order(order)


def place_words(order: Order) -> str:
    """Return town and place: what the reporter wrote, else the smallest area known. No query."""
    if order.place_text:
        return " ".join([*_path(order)[:1], order.place_text])
    return path_words(order)


def path_words(order: Order) -> str:
    """Return the town and the areas in it down to the smallest known. No query."""
    return " ".join(_path(order))


def _path(order: Order) -> list[str]:
    """Return the names of the areas below the county."""
    return [name.in_language(get_language() or "") for name in path_names(order.area_code, below=order.county)]


def holder_words(order: Order) -> str:
    """Return whose turn it is: the unit's or the taker's name, else the role; empty when the order has ended."""
    if not order.holder:
        return ""
    if order.holder in OF_THE_UNIT and order.unit is not None:
        return order.unit.name_in(get_language() or "")
    if order.holder == "taker" and order.member is not None:
        return order.member.display_name
    return ROLES[order.holder].words.in_language(get_language() or "")


def is_late(order: Order) -> bool:
    """Say whether somebody is late with an open order."""
    return not order.is_closed and order.queue_at < now()


@dataclass(frozen=True)
class SeenDue:
    """The times of an order as a list shows them: a late one counts from when it became late."""

    kind: str
    due_at: datetime | None
    clocks: dict[str, Any]


def seen_due(order: Order) -> SeenDue:
    """Return the times of an order; after an escalation the new holder's own deadline would hide the lateness."""
    return SeenDue(order.kind, order.queue_at if is_late(order) else order.due_at, order.clocks)
