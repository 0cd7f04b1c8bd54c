# SPDX-License-Identifier: Apache-2.0
"""Which orders an actor may see, as queries."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from sidan.orders.roles import NOBODY, ROLES, inside, units_of
from sidan.people.actors import Actor

if TYPE_CHECKING:
    from sidan.orders.models import Order  # noqa: F401  names the model in the annotations

# Posts over an area whose holders see the orders of that area.
_AREA_POSTS = ("dispatcher", "supervisor", "leader", "revisitor", "crew", "intake")


class OrderQuerySet(models.QuerySet["Order"]):
    """Questions about many orders."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the orders the actor may open: those of their areas and units, past ones too, and their own.

        Nobody sees an order about the unit they work at, so that a complaint never shows the complainant to the
        complained-of.
        """
        return self.filter(_seen_by(self.model, actor)).exclude(_about(actor))

    def open(self) -> Self:
        """Return the orders that have not ended, in the form the partial indexes know."""
        return self.filter(~Q(kind="closed"))

    def inside(self, area_code: str) -> Self:
        """Return the orders whose area lies in the area of that code."""
        return self.filter(area_code__startswith=area_code)

    def awaiting(self, actor: Actor) -> Self:
        """Return the open orders whose turn it is for the actor to act, in any role held."""
        turn = Q(pk__in=())
        for role in ROLES.values():
            reach = role.reach(actor)
            if reach is not NOBODY:
                turn |= Q(holder=role.code) & reach
        return self.open().filter(turn).exclude(_about(actor))


def _seen_by(model: type[models.Model], actor: Actor) -> Q:
    """Return the condition that the actor has a reason to see an order."""
    areas = tuple(dict.fromkeys(area for post in _AREA_POSTS for area in actor.areas(post)))
    seen = inside(areas)
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


def _about(actor: Actor) -> Q:
    """Return the condition that an order is about a unit the actor works at."""
    return Q(about_unit_id__in=actor.all_units) if actor.all_units else NOBODY
