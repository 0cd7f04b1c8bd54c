# SPDX-License-Identifier: Apache-2.0
"""Guards and effects of ties between orders: spawned, split, caused, supervised and objected to."""

from collections.abc import Iterable

from django.db.models import Q

from sidan.base.errors import Refused
from sidan.orders import moves
from sidan.orders.declare import Programme
from sidan.orders.models import Order, Step
from sidan.orders.registry import Effect, Guard, current, programme_of
from sidan.orders.relying import Relies
from sidan.orders.roles import role_held
from sidan.orders.ties import Link
from sidan.people.actors import Actor, actor_of
from sidan.people.models import User

LINKED = "linked"


def spawned_closed(order: Order, step: Step, by: Actor) -> None:
    """Refuse to close while an order that came out of this one is open. One query."""
    _none_open(Order.objects.filter(linked_from__source=order, linked_from__kind__in=("spawned", "split")))


def no_open_objection(order: Order, step: Step, by: Actor) -> None:
    """Refuse to go on while an objection to this order is open. One query."""
    _none_open(Order.objects.filter(links__target=order, links__kind="objected"))


def other_orders_visible(order: Order, step: Step, by: Actor) -> None:
    """Refuse to name an order that the actor may not see, or the order itself. One query."""
    others = _named(step)
    visible = set(Order.objects.visible_to(by).filter(pk__in=[each.pk for each in others]).values_list("pk", flat=True))
    for other in others:
        if other.pk == order.pk:
            raise Refused("An order cannot be tied to itself.")
        if other.pk not in visible:
            raise Refused("There is no order with the number “%(number)s”.", number=other.number)


def not_the_decider(order: Order, step: Step, by: Actor) -> None:
    """Refuse whoever made a step in an order that this one objects to, or works at a unit that led or made one.

    Two queries.
    """
    decided = Step.objects.filter(order__linked_from__source=order, order__linked_from__kind="objected")
    led = Order.objects.filter(linked_from__source=order, linked_from__kind="objected", unit_id__in=by.all_units)
    if decided.filter(Q(by_id=by.user_id or 0) | Q(unit_id__in=by.all_units)).exists() or led.exists():
        raise Refused("You or your unit took part in what is objected to; somebody else must hear it.")


def spawn_orders(order: Order, step: Step) -> None:
    """Open an order for each entry of the lists asked, in the programme that the field `opens`, at the same place.

    They are opened in the actor's name where that programme lets the actor open one, else as by nobody known; all of
    them, or none with the move. Some queries for each.
    """
    _open_each(order, step, kind="spawned")


def split_orders(order: Order, step: Step) -> None:
    """Open an order for each entry, as `spawn_orders` does, as a part that is split off. Some queries for each."""
    _open_each(order, step, kind="split")


def link_caused(order: Order, step: Step) -> None:
    """Tie the order to those named, which caused it. One query."""
    _tie("caused", [(other, order) for other in _named(step)], step)


def link_supervised(order: Order, step: Step) -> None:
    """Tie the order to those named, which it supervises. One query."""
    _tie("supervised", [(order, other) for other in _named(step)], step)


def link_objected(order: Order, step: Step) -> None:
    """Tie the order to those named, to which it objects. One query."""
    _tie("objected", [(order, other) for other in _named(step)], step)


def _none_open(others: Iterable[Order]) -> None:
    """Refuse while one of the orders is open, and name those."""
    numbers = [other.number for other in others if not other.is_closed]
    if numbers:
        raise Refused("Still open: %(numbers)s.", numbers=", ".join(sorted(numbers)))


def _named(step: Step) -> list[Order]:
    """Return the orders that a step names, as one or as several."""
    one = step.resolved.get("order")
    return [*step.resolved.get("orders", []), *([one] if one is not None else [])]


def _tie(kind: str, pairs: list[tuple[Order, Order]], step: Step) -> None:
    """Write the ties that are not there yet. One query."""
    links = [Link(kind=kind, source=source, target=target, made_at=step.made_at) for source, target in pairs]
    Link.objects.bulk_create(links, ignore_conflicts=True)


def _open_each(order: Order, step: Step, *, kind: str) -> None:
    """Open and tie an order for each entry of the step's lists that open orders."""
    fields = programme_of(order).fields
    actor = _actor(step)
    place = moves.Place(order.area_code, order.site_id, order.lon, order.lat, order.place_text)
    for code, entries in step.resolved.items():
        if not fields[code].opens:
            continue
        programme = current(fields[code].opens)
        by = _opener(actor, order, programme)
        opened = [moves.submit(programme, {"text": entry}, by=by, place=place, via=LINKED) for entry in entries]
        _tie(kind, [(order, each) for each in opened], step)


def _actor(step: Step) -> Actor:
    """Return who made the step, with the posts held today; nobody known for a resident or the clock. Two queries."""
    return actor_of(User.objects.get(pk=step.by_id)) if step.by_id is not None else Actor.anyone()


def _opener(actor: Actor, order: Order, programme: Programme) -> Actor:
    """Return the actor where the programme lets them open an order at this place, else nobody known."""
    at_the_place = Order(area_code=order.area_code, opener_id=actor.user_id, programme=programme.code)
    return actor if role_held(actor, at_the_place, among=programme.opening.by) else Actor.anyone()


GUARDS: dict[str, Guard] = {
    guard.__name__: guard for guard in (spawned_closed, no_open_objection, other_orders_visible, not_the_decider)
}

EFFECTS: dict[str, Effect] = {
    effect.__name__: effect for effect in (spawn_orders, split_orders, link_caused, link_supervised, link_objected)
}

_OTHERS = Relies(either={"orders": "orders", "order": "order"})

RELIES: dict[str, Relies] = {
    "spawned_closed": Relies(early=True),
    "no_open_objection": Relies(early=True),
    "not_the_decider": Relies(early=True),
    "other_orders_visible": _OTHERS,
    "link_caused": _OTHERS,
    "link_supervised": _OTHERS,
    "link_objected": _OTHERS,
}
