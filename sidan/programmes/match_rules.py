# SPDX-License-Identifier: Apache-2.0
"""Guards of matching: who may be proposed to a company, and that it chooses among those proposed."""

from sidan.base.errors import Refused
from sidan.orders.models import Order, Step
from sidan.orders.registry import Guard
from sidan.orders.relying import Relies
from sidan.people.actors import Actor


def impartial_experts(order: Order, step: Step, by: Actor) -> None:
    """Refuse to propose the company itself, or a unit with which it is kept apart."""
    if any(unit.pk == order.opener_unit_id for unit in step.resolved["proposed"]):
        raise Refused("A company is not proposed to itself; choose another unit.")


def among_the_proposed(order: Order, step: Step, by: Actor) -> None:
    """Refuse a unit that was not proposed last, or that cannot take the order any more."""
    if step.resolved["unit"].code not in order.facts.get("proposed", ()):
        raise Refused("Choose one of those that were proposed.")


GUARDS: dict[str, Guard] = {guard.__name__: guard for guard in (impartial_experts, among_the_proposed)}

RELIES: dict[str, Relies] = {
    "impartial_experts": Relies(asks={"proposed": "units"}),
    "among_the_proposed": Relies(asks={"unit": "unit"}, kept=("proposed",)),
}
