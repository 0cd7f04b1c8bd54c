# SPDX-License-Identifier: Apache-2.0
"""Which orders an actor may see, as queries."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from sidan.orders.roles import NOBODY, ROLES, assisted_by, inside, units_of
from sidan.people.actors import Actor, outermost
from sidan.places.prepared import first_row

if TYPE_CHECKING:
    from sidan.orders.models import Order

_HELD = "SELECT 1 FROM orders_share WHERE order_id = %s AND unit_id = ANY(%s::bigint[]) LIMIT 1"
# Posts over an area whose holders see the orders of that area.
_AREA_POSTS = ("dispatcher", "supervisor", "leader", "revisitor", "crew", "intake")


class OrderQuerySet(models.QuerySet["Order"]):
    """Questions about many orders."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the orders the actor may open: those of their areas and units, past ones too, and their own.

        Nobody sees an order about the unit they work at, so that a complaint never shows the complainant to the
        complained-of.
        """
        return self.filter(_seen_by(self.model, actor)).unless_about(actor)

    def unless_about(self, actor: Actor) -> Self:
        """Return the orders without those about a unit the actor works at."""
        return self.exclude(about_unit_id__in=actor.all_units) if actor.all_units else self

    def open(self) -> Self:
        """Return the orders that have not ended, in the form the partial indexes know."""
        return self.filter(~Q(kind="closed"))

    def inside(self, area_code: str) -> Self:
        """Return the orders whose area lies in the area of that code."""
        return self.filter(area_code__startswith=area_code)

    def awaiting(self, actor: Actor) -> Self:
        """Return the open orders whose turn it is for the actor to act, in any role held.

        That of an assisting unit comes while the order is worked on and its own part is not answered, whoever leads.
        """
        turn = _owing(self.model, actor)
        for role in ROLES.values():
            reach = role.reach(actor)
            if reach is not NOBODY:
                turn |= Q(holder=role.code) & reach
        return self.open().filter(turn).unless_about(actor)

    def reached_by(self, actor: Actor) -> Self:
        """Return the orders that lie with the actor's posts now: in their areas, with their units, taken by them."""
        reached = inside(areas_of(actor))
        units = units_of(actor)
        if units:
            reached |= Q(unit_id__in=units) | assisted_by(units)
        if actor.user_id is not None:
            reached |= Q(member_id=actor.user_id)
        return self.filter(reached).unless_about(actor)


def may_see(actor: Actor, order: "Order") -> bool:
    """Say of one order in hand what `visible_to` says of many. At most one query, none where it lies with them now."""
    if order.about_unit_id is not None and order.about_unit_id in actor.all_units:
        return False
    if any(order.area_code.startswith(area) for area in areas_of(actor)):
        return True
    units = units_of(actor)
    if order.unit_id in units or any(ROLES[code].holds(actor, order) for code in ("taker", "reporter")):
        return True
    return bool(units) and first_row(_HELD, [order.pk, sorted(units)]) is not None


def areas_of(actor: Actor) -> tuple[str, ...]:
    """Return the areas whose orders the actor sees, none lying inside another."""
    return outermost(area for post in _AREA_POSTS for area in actor.areas(post))


def _owing(model: type[models.Model], actor: Actor) -> Q:
    """Return the condition that a unit of the actor has not yet answered its assisting part of an order in work."""
    units = units_of(actor)
    if not units:
        return NOBODY
    share = model._meta.get_field("shares").related_model
    owed = share._default_manager.filter(  # type: ignore[union-attr]
        order=OuterRef("pk"), unit_id__in=units, part="assist", answered_at__isnull=True, ended_at__isnull=True
    )
    return assisted_by(units) & Q(Exists(owed), kind="working")


def _seen_by(model: type[models.Model], actor: Actor) -> Q:
    """Return the condition that the actor has a reason to see an order."""
    seen = inside(areas_of(actor))
    units = units_of(actor)
    if units:
        share = model._meta.get_field("shares").related_model
        # A unit that once held an order keeps sight of it: it answers for what it did.
        held = share._default_manager.filter(order=OuterRef("pk"), unit_id__in=units)  # type: ignore[union-attr]
        seen |= Q(unit_id__in=units) | Q(Exists(held))
    for code in ("taker", "reporter"):
        reach = ROLES[code].reach(actor)
        if reach is not NOBODY:
            seen |= reach
    return seen
