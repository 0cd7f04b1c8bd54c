# SPDX-License-Identifier: Apache-2.0
"""The closed list of roles a programme file may name, and who holds each for a given order.

A role is held through a post over an area or at a unit, through an order's query code, by having taken the order, or by
the machine: the clock, or a rule. Nothing here reads the database: an actor brings the posts along, an order its
columns.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from sidan.base.errors import Words
from sidan.people.actors import Actor
from sidan.people.posts import POST_ROLES

if TYPE_CHECKING:
    from sidan.orders.models import Order

NOBODY = Q(pk__in=())
# Roles that no person holds.
MACHINES = frozenset({"clock", "rule"})


@dataclass(frozen=True)
class Role:
    """A part somebody plays for an order: `holds` asks for one order, `reach` selects the orders of a queue."""

    code: str
    words: Words
    holds: Callable[[Actor, "Order"], bool]
    reach: Callable[[Actor], Q]
    is_staff: bool = True


def _over_area(code: str, words: Words) -> Role:
    """Return a role held through a post over an area that contains the order's."""

    def holds(actor: Actor, order: "Order") -> bool:
        return any(order.area_code.startswith(area) for area in actor.areas(code))

    def reach(actor: Actor) -> Q:
        return inside(actor.areas(code))

    return Role(code, words, holds, reach)


def inside(areas: tuple[str, ...]) -> Q:
    """Return the condition that an order lies in one of `areas`; nothing lies in none."""
    found = NOBODY
    for area in areas:
        found = Q(area_code__startswith=area) if found is NOBODY else found | Q(area_code__startswith=area)
    return found


def assisted_by(units: frozenset[int]) -> Q:
    """Return the condition that one of the units assists, in the form its partial index knows."""
    return Q(assisting__overlap=sorted(units)) & ~Q(assisting=[]) if units else NOBODY


def units_of(actor: Actor) -> frozenset[int]:
    """Return the units for which the actor may act on orders."""
    return actor.units("handler") | actor.units("unit_head") | actor.units("company")


def with_part_of(actor: Actor) -> Q:
    """Return the condition that the actor has a part of their own, in the form its partial index knows."""
    if actor.user_id is None:
        return NOBODY
    return Q(participants__contains=[actor.user_id]) & ~Q(participants=[])


def _one_of_the_units(code: str, words: Words) -> Role:
    """Return the role of those who act for a unit with a living share besides the lead."""
    return Role(
        code,
        words,
        lambda actor, order: not units_of(actor).isdisjoint(order.assisting),
        lambda actor: assisted_by(units_of(actor)),
    )


_LATER_POSTS = ("member", "partner", "organiser", "convener", "treasurer", "liaison", "auditor")

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _over_area("dispatcher", Words("片区调度员", "area dispatcher")),
        _over_area("supervisor", Words("督办员", "supervisor")),
        _over_area("leader", Words("分管领导", "leader")),
        _over_area("revisitor", Words("回访员", "revisit officer")),
        _over_area("crew", Words("网格员", "grid crew")),
        _over_area("intake", Words("话务员", "intake officer")),
        *(_over_area(post, POST_ROLES[post].words) for post in _LATER_POSTS),
        Role(
            "unit",
            Words("主办单位", "lead unit"),
            lambda actor, order: order.unit_id in units_of(actor),
            lambda actor: Q(unit_id__in=units_of(actor)) if units_of(actor) else NOBODY,
        ),
        Role(
            "unit_head",
            Words("主办单位负责人", "head of the lead unit"),
            lambda actor, order: order.unit_id in actor.units("unit_head"),
            lambda actor: Q(unit_id__in=actor.units("unit_head")) if actor.units("unit_head") else NOBODY,
        ),
        _one_of_the_units("assistant", Words("协办单位", "assisting unit")),
        _one_of_the_units("party", Words("各方单位", "one of the parties")),
        Role(
            "opener",
            Words("发起人", "the one who opened it"),
            lambda actor, order: actor.user_id is not None and order.opener_id == actor.user_id,
            lambda actor: Q(opener_id=actor.user_id) if actor.user_id is not None else NOBODY,
        ),
        Role(
            "opening_unit",
            Words("发起单位", "the unit that opened it"),
            lambda actor, order: order.opener_unit_id in units_of(actor),
            lambda actor: Q(opener_unit_id__in=units_of(actor)) if units_of(actor) else NOBODY,
        ),
        Role(
            "company",
            Words("企业", "the company"),
            lambda actor, order: order.opener_unit_id in actor.units("company"),
            lambda actor: Q(opener_unit_id__in=actor.units("company")) if actor.units("company") else NOBODY,
        ),
        Role(
            "participant",
            Words("参与人", "somebody with a part in it"),
            lambda actor, order: actor.user_id is not None and actor.user_id in order.participants,
            with_part_of,
        ),
        Role(
            "taker",
            Words("接单人", "the one who took it"),
            lambda actor, order: actor.user_id is not None and order.member_id == actor.user_id,
            lambda actor: Q(member_id=actor.user_id) if actor.user_id is not None else NOBODY,
        ),
        Role(
            "reporter",
            Words("点单人", "the reporter"),
            lambda actor, order: actor.reporter_of is not None and actor.reporter_of == order.pk,
            lambda actor: Q(pk=actor.reporter_of) if actor.reporter_of is not None else NOBODY,
            is_staff=False,
        ),
        Role(
            "anyone",
            Words("任何人", "anyone"),
            lambda actor, order: True,
            lambda actor: NOBODY,
            is_staff=False,
        ),
        Role(
            "clock",
            Words("时钟", "the clock"),
            lambda actor, order: actor.system == "clock",
            lambda actor: NOBODY,
            is_staff=False,
        ),
        Role(
            "rule",
            Words("派单规则", "a rule of dispatching"),
            lambda actor, order: actor.system == "rule",
            lambda actor: NOBODY,
            is_staff=False,
        ),
    )
}


def role_held(actor: Actor, order: "Order", *, among: tuple[str, ...]) -> Role | None:
    """Return the first of `among` that the actor holds for the order, or None.

    Whoever works at the unit a complaint is about holds no staff role for it: persons with a direct interest withdraw
    (济南 Art 32, 信访 Art 28).
    """
    interested = order.about_unit_id is not None and order.about_unit_id in actor.all_units
    for code in among:
        role = ROLES[code]
        if role.holds(actor, order) and not (role.is_staff and interested):
            return role
    return None


def acting_unit(actor: Actor, role: Role, order: "Order") -> int | None:
    """Return the unit for which the actor makes a move in that role: the order's own where it is theirs."""
    units = units_of(actor)
    if not role.is_staff or not units:
        return None
    if order.unit_id in units:
        return order.unit_id
    return next((unit for unit in order.assisting if unit in units), min(units))
