# SPDX-License-Identifier: Apache-2.0
"""Which orders an actor may see, as queries."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from sidan.orders.naming import is_everything, programmes_naming
from sidan.orders.roles import NOBODY, ROLES, assisted_by, inside, units_of
from sidan.people.actors import Actor, outermost
from sidan.places.prepared import first_row

if TYPE_CHECKING:
    from sidan.orders.models import Order

_HELD = "SELECT 1 FROM orders_share WHERE order_id = %s AND unit_id = ANY(%s::bigint[]) LIMIT 1"
# Posts over an area whose holders see that area's orders, of the programmes that name them.
AREA_POSTS = (
    *("dispatcher", "supervisor", "leader", "revisitor", "crew", "intake"),
    *("member", "partner", "organiser", "convener", "treasurer", "liaison", "auditor"),
)
# What ties an order to one actor and not to an area.
_OWN = ("taker", "reporter", "opener", "opening_unit", "participant")


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
        reached = over_areas(actor)
        units = units_of(actor)
        if units:
            reached |= Q(unit_id__in=units) | assisted_by(units)
        return self.filter(_with_own(reached, actor)).unless_about(actor)


def may_see(actor: Actor, order: "Order") -> bool:
    """Say of one order in hand what `visible_to` says of many. At most one query, none where it lies with them now."""
    if order.about_unit_id is not None and order.about_unit_id in actor.all_units:
        return False
    units = units_of(actor)
    return lies_with(actor, order) or (bool(units) and first_row(_HELD, [order.pk, sorted(units)]) is not None)


def lies_with(actor: Actor, order: "Order") -> bool:
    """Say whether an order lies in the actor's areas, with a unit of theirs as the lead, or with the actor. No query.

    A share as an assistant or a party is another reason to see it.
    """
    if any(
        order.area_code.startswith(area) and order.programme in programmes
        for programmes, areas in _areas_by_programmes(actor).items()
        for area in areas
    ):
        return True
    return order.unit_id in units_of(actor) or any(ROLES[code].holds(actor, order) for code in _OWN)


def areas_of(actor: Actor) -> tuple[str, ...]:
    """Return the areas in which the actor sees orders, none lying inside another; of which programmes, others say."""
    return outermost(area for areas in _areas_by_programmes(actor).values() for area in areas)


def over_areas(actor: Actor) -> Q:
    """Return the condition that an order lies in an area of the actor's and its programme names the post over it."""
    found = NOBODY
    for programmes, areas in _areas_by_programmes(actor).items():
        part = inside(areas)
        if not is_everything(programmes):
            part &= Q(programme__in=sorted(programmes))
        found = part if found is NOBODY else found | part
    return found


def _areas_by_programmes(actor: Actor) -> dict[frozenset[str], tuple[str, ...]]:
    """Return the areas of the actor's posts by the programmes that these posts open; no query."""
    found: dict[frozenset[str], set[str]] = {}
    for post in AREA_POSTS:
        areas, programmes = actor.areas(post), programmes_naming(post)
        if areas and programmes:
            found.setdefault(programmes, set()).update(areas)
    return {programmes: outermost(areas) for programmes, areas in found.items()}


def _with_own(reached: Q, actor: Actor) -> Q:
    """Return a condition widened by what ties an order to this one actor."""
    for code in _OWN:
        reach = ROLES[code].reach(actor)
        if reach is not NOBODY:
            reached = reach if reached is NOBODY else reached | reach
    return reached


def _owing(model: type[models.Model], actor: Actor) -> Q:
    """Return the condition that a unit of the actor owes its part, beside a lead, of an order in work."""
    units = units_of(actor)
    if not units:
        return NOBODY
    share = model._meta.get_field("shares").related_model
    owed = share._default_manager.filter(  # type: ignore[union-attr]
        order=OuterRef("pk"),
        unit_id__in=units,
        part__in=("assist", "party"),
        answered_at__isnull=True,
        ended_at__isnull=True,
    )
    return assisted_by(units) & Q(Exists(owed), kind="working")


def _seen_by(model: type[models.Model], actor: Actor) -> Q:
    """Return the condition that the actor has a reason to see an order."""
    seen = over_areas(actor)
    units = units_of(actor)
    if units:
        share = model._meta.get_field("shares").related_model
        # A unit that once held an order keeps sight of it: it answers for what it did.
        held = share._default_manager.filter(order=OuterRef("pk"), unit_id__in=units)  # type: ignore[union-attr]
        seen |= Q(unit_id__in=units) | Q(Exists(held))
    return _with_own(seen, actor)
