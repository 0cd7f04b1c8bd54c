# SPDX-License-Identifier: Apache-2.0
"""The crew's page for the phone: what I have taken and what I may take in my grids, the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from sidan.base.errors import Refused
from sidan.base.geometry import Point, distance_m, require_point
from sidan.orders.allowed import moves_for
from sidan.orders.inbox import crew_orders
from sidan.orders.models import Order
from sidan.people.actors import Actor
from sidan.web.desk.access import desk_page
from sidan.web.desk.rows import Row, seen_by
from sidan.web.htmx import Request, render_part
from sidan.web.moving import MoveForm, move_forms
from sidan.web.offering import Offered
from sidan.web.visitor import actor_for


@dataclass(frozen=True)
class Card:
    """An order as the crew sees it: the forms of its primary moves, and how far away it is in metres."""

    row: Row
    forms: tuple[MoveForm, ...]
    is_mine: bool
    distance: int | None

    @property
    def distance_words(self) -> str:
        """Return the distance as a phone shows it: 350 m, 1.2 km; empty when it is not known."""
        if self.distance is None:
            return ""
        return f"{self.distance} m" if self.distance < 1000 else f"{self.distance / 1000:.1f} km"


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def crew(request: Request) -> HttpResponse:
    """Show the crew's orders; a POST brings where the phone is, which is used for sorting and kept nowhere."""
    actor = actor_for(request)
    if not actor.holds("crew"):
        raise PermissionDenied
    here = _here(request)
    cards = [_card(order, actor, here=here) for order in crew_orders(actor)]
    context: dict[str, Any] = {
        "mine": _sorted(card for card in cards if card.is_mine),
        "offered": _sorted(card for card in cards if not card.is_mine),
        "is_located": here is not None,
    }
    return render_part(request, "desk/crew.html", "crew", **context)


def _card(order: Order, actor: Actor, *, here: Point | None) -> Card:
    """Return the card of one order."""
    moves = [move for move in moves_for(actor, order) if move.primary]
    there = Point(order.lon, order.lat) if order.lon is not None and order.lat is not None else None
    return Card(
        Row(seen_by(actor, order)),
        forms=tuple(move_forms(order, moves, offered=Offered(order.county))),
        is_mine=order.member_id == actor.user_id,
        distance=round(distance_m(here, there)) if here and there else None,
    )


def _sorted(cards: Iterable[Card]) -> list[Card]:
    """Return the cards, the nearest first; those without a point stand last, grid by grid."""
    return sorted(
        cards,
        key=lambda card: (card.distance is None, card.distance or 0, card.row.order.area_code, card.row.order.queue_at),
    )


def _here(request: Request) -> Point | None:
    """Return where the phone is; None where it did not say, or said what is no point."""
    try:
        return require_point(request.POST.get("lon", ""), request.POST.get("lat", ""))
    except Refused:
        return None
