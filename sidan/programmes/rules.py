# SPDX-License-Identifier: Apache-2.0
"""The closed list of guards a programme file may name after `needs`.

A guard reads the order before the move and the answers (`step.resolved`), and raises Refused with a sentence for
whoever pressed. It changes nothing.
"""

from datetime import timedelta

from sidan.base.errors import Refused
from sidan.orders.merging import is_answered, leading_order
from sidan.orders.models import Order, Share, Step
from sidan.orders.registry import Guard
from sidan.orders.relying import Relies
from sidan.people.actors import Actor
from sidan.places.calendars import calendar_for

LONGEST_SUSPENSION_DAYS = 365  # the longest suspension in the case rules seen; a neutral default

HANDLING_ROLES = ("unit", "unit_head", "assistant", "taker")


def impartial_unit(order: Order, step: Step, by: Actor) -> None:
    """Refuse to send an order to the unit it complains of (济南 Art 32), as lead or to assist."""
    chosen = [step.resolved.get("unit"), *step.resolved.get("assisting", [])]
    if order.about_unit_id is not None and any(unit is not None and unit.pk == order.about_unit_id for unit in chosen):
        raise Refused("The unit complained of cannot handle the order; choose another.")
    lead = step.resolved.get("unit")
    if lead is not None and any(unit.pk == lead.pk for unit in step.resolved.get("assisting", [])):
        raise Refused("The lead unit cannot assist itself.")


def impartial_assistants(order: Order, step: Step, by: Actor) -> None:
    """Refuse to call the unit complained of, or the lead unit itself, to assist."""
    called = {unit.pk for unit in step.resolved.get("assistants", [])}
    if order.about_unit_id in called:
        raise Refused("The unit complained of cannot handle the order; choose another.")
    if order.unit_id in called:
        raise Refused("The lead unit cannot assist itself.")


def about_another_unit(order: Order, step: Step, by: Actor) -> None:
    """Refuse to name a unit complained of that holds the order: it must be sent elsewhere first."""
    about = step.resolved["about"].pk
    if about == order.unit_id or about in order.assisting:
        raise Refused("That unit holds the order now; send it to another unit first.")


def not_designated(order: Order, step: Step, by: Actor) -> None:
    """Refuse a second return by a unit that was designated (潍坊 Art 22)."""
    if order.is_designated:
        raise Refused("Your unit was designated to handle this order and cannot return it.")


def photos_as_the_matter_asks(order: Order, step: Step, by: Actor) -> None:
    """Refuse an answer without the photos, before and after or after alone, that the order's matter asks for."""
    wanted = order.matter.photos if order.matter is not None else "none"
    lacks_before = wanted == "before_after" and not step.resolved.get("before")
    lacks_after = wanted != "none" and not step.resolved.get("after")
    if lacks_before and lacks_after:
        raise Refused("This matter needs photos from before and after the work.")
    if lacks_before:
        raise Refused("This matter needs a photo from before the work.")
    if lacks_after:
        raise Refused("This matter needs a photo from after the work.")


def assistants_answered(order: Order, step: Step, by: Actor) -> None:
    """Refuse the lead unit's answer while an assisting unit still owes its part; the lead may release it. One query."""
    if not order.assisting:
        return
    owing = Share.objects.filter(order=order, part="assist", ended_at__isnull=True, answered_at__isnull=True)
    names = [share.unit.name for share in owing.select_related("unit")]
    if names:
        raise Refused("Still waiting for %(units)s; or go on without the assisting units.", units="、".join(names))


def not_the_handler(order: Order, step: Step, by: Actor) -> None:
    """Refuse a verdict by somebody of the units that handled the order: the reporter or an outsider judges.

    One query for staff, none for the reporter.
    """
    if step.role == "reporter":
        return
    handled = by.user_id is not None and (
        order.member_id == by.user_id
        or Share.objects.filter(order=order, unit_id__in=by.all_units).exists()
        or Step.objects.filter(order=order, by_id=by.user_id, role__in=HANDLING_ROLES).exists()
    )
    if handled:
        raise Refused("You took part in handling this order; somebody else must record the verdict.")


def not_the_opener(order: Order, step: Step, by: Actor) -> None:
    """Refuse whoever opened the order: it is for somebody else to say."""
    if by.user_id is not None and by.user_id == order.opener_id:
        raise Refused("You opened this order; somebody else has to do this.")


def separate_hands(order: Order, step: Step, by: Actor) -> None:
    """Refuse whoever opened the order, has a part in it, or made a step of it in another role.

    So whoever asks, approves, pays and audits are different people; the same duty may be done twice, as approving again
    after a return. One query.
    """
    not_the_opener(order, step, by)
    if by.user_id in order.participants:
        raise Refused("You have a part in this order; somebody else has to do this.")
    earlier = Step.objects.filter(order=order, by_id=by.user_id).exclude(role=step.role)
    if by.user_id is not None and earlier.exists():
        raise Refused("You made an earlier step of this order in another role; somebody else has to do this.")


def within_a_year(order: Order, step: Step, by: Actor) -> None:
    """Refuse a suspension that begins in the past or lasts longer than a year."""
    today = calendar_for(order.county).local(step.made_at).date()
    until = step.resolved["until"]
    if not today < until <= today + timedelta(days=LONGEST_SUSPENSION_DAYS):
        raise Refused("Choose a day from tomorrow on, at most %(days)d days ahead.", days=LONGEST_SUSPENSION_DAYS)


def a_living_other_order(order: Order, step: Step, by: Actor) -> None:
    """Refuse to merge an order into itself, into a closed order, or into one the actor may not see. One query."""
    other = step.resolved["duplicate"]
    if other.pk == order.pk:
        raise Refused("An order cannot be merged into itself.")
    if other.is_closed:
        raise Refused("Order %(number)s is closed already.", number=other.number)
    if not Order.objects.visible_to(by).filter(pk=other.pk).exists():
        raise Refused("There is no order with the number “%(number)s”.", number=other.number)


def leading_answered(order: Order, step: Step, by: Actor) -> None:
    """Refuse a verdict on a merged order before the one that leads was answered. One query for each merger."""
    leading = leading_order(order)
    if leading is None or not is_answered(leading):
        raise Refused("The order yours was merged into is not answered yet; you can judge it then.")


GUARDS: dict[str, Guard] = {
    guard.__name__: guard
    for guard in (
        impartial_unit,
        impartial_assistants,
        about_another_unit,
        not_designated,
        photos_as_the_matter_asks,
        assistants_answered,
        not_the_handler,
        not_the_opener,
        separate_hands,
        within_a_year,
        a_living_other_order,
        leading_answered,
    )
}

RELIES: dict[str, Relies] = {
    "not_designated": Relies(early=True),
    "assistants_answered": Relies(early=True),
    "not_the_handler": Relies(early=True),
    "not_the_opener": Relies(early=True),
    "separate_hands": Relies(early=True),
    "leading_answered": Relies(early=True),
    "about_another_unit": Relies(asks={"about": "unit"}),
    "within_a_year": Relies(asks={"until": "date"}),
    "a_living_other_order": Relies(asks={"duplicate": "order"}),
}
