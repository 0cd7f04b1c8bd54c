# SPDX-License-Identifier: Apache-2.0
"""Guards and effects of claims, of visits that must not burden a company, and of publication."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from sidan.base.errors import Refused
from sidan.orders.joint import give
from sidan.orders.models import Order, Step
from sidan.orders.registry import Effect, Guard, limit_of
from sidan.orders.relying import Relies
from sidan.orders.visibility import OrderQuerySet
from sidan.people.actors import Actor
from sidan.people.models import Unit, User
from sidan.places.calendars import calendar_for
from sidan.programmes import visit_moves

NOT_MADE = Q(kind="closed", outcome__in=sorted(visit_moves.NOT_MADE))


def within_claim_limit(order: Order, step: Step, by: Actor) -> None:
    """Refuse a claim by somebody who holds as many open orders of the programme as `claims_per_person` allows.

    Two queries; the first lets claims of one person wait for each other.
    """
    most = limit_of(order, "claims_per_person")
    User.objects.select_for_update(no_key=True).filter(pk=by.user_id or 0).first()
    held = Order.objects.open().filter(programme=order.programme, member_id=by.user_id or 0).exclude(pk=order.pk)
    if held.count() >= most:
        raise Refused("You have taken %(most)d already, as many as one person may; finish one first.", most=most)


def within_visit_cap(order: Order, step: Step, by: Actor) -> None:
    """Refuse a visit to a company that has `visits_per_month` in the month already, whoever visits.

    Counted are the orders of any unit and any programme that keep the same `company` and a `planned_on` in that month,
    unless they were declined or withdrawn. Two queries; the first lets two plans for one company wait for each other.
    """
    company, day = step.resolved["company"], step.resolved["planned_on"]
    most = limit_of(order, "visits_per_month")
    Unit.objects.select_for_update(no_key=True).filter(pk=company.pk).first()
    if visits_in_month([company.code], day).exclude(pk=order.pk).count() >= most:
        raise Refused(
            "%(company)s has %(most)d visits in that month already, over all units; choose another month.",
            company=company.name,
            most=most,
        )


def visits_in_month(companies: Collection[str], day: date) -> OrderQuerySet:
    """Return the visits to companies, by the codes of their units, that count in the month of a day, whoever visits."""
    return visits_to(companies).filter(facts__planned_on__startswith=f"{day:%Y-%m}-").exclude(NOT_MADE)


def visits_to(companies: Collection[str]) -> OrderQuerySet:
    """Return every order of whatever programme that visits one of the companies, those not made too."""
    named = reduce(or_, (Q(facts__contains={"company": code}) for code in sorted(companies)), Q(pk__in=()))
    # Said twice, so that the partial index over kept answers is used.
    return Order.objects.exclude(facts={}).filter(named, programme__in=[each.code for each in visit_moves.visiting()])


def in_the_future(order: Order, step: Step, by: Actor) -> None:
    """Refuse to plan something for a day that has passed or is more than a year ahead."""
    today = calendar_for(order.county).local(step.made_at).date()
    if not today <= step.resolved["planned_on"] <= today + timedelta(days=366):
        raise Refused("Choose a day from today on, at most a year ahead.")


def is_published(order: Order, step: Step, by: Actor) -> None:
    """Refuse to go on with what has not been published."""
    if order.published_at is None:
        raise Refused("It has to be published first.")


def invite_company(order: Order, step: Step) -> None:
    """Make the company to be visited a party, so that its contacts may agree, decline and confirm. One query."""
    company = step.resolved["company"]
    if company.pk not in order.assisting:
        order.assisting = [*order.assisting, company.pk]
        give(order, [company], part="party", at=step.made_at)


def publish(order: Order, step: Step) -> None:
    """Publish the order: from now on everybody reads its `published` answers."""
    order.published_at = order.published_at or step.made_at


GUARDS: dict[str, Guard] = {
    guard.__name__: guard for guard in (within_claim_limit, within_visit_cap, in_the_future, is_published)
}

EFFECTS: dict[str, Effect] = {effect.__name__: effect for effect in (publish, invite_company)}

RELIES: dict[str, Relies] = {
    "within_claim_limit": Relies(limits=("claims_per_person",), early=True),
    "is_published": Relies(early=True),
    "within_visit_cap": Relies(asks={"company": "unit", "planned_on": "date"}, limits=("visits_per_month",)),
    "invite_company": Relies(asks={"company": "unit"}, gives=frozenset({"assisting"})),
    "in_the_future": Relies(asks={"planned_on": "date"}),
}
