# SPDX-License-Identifier: Apache-2.0
"""Who may not be proposed or chosen after all, and what is forgotten of proposals.

`sidan.config.wiring` widens the guards of the programme by these, and hands in the listener.
"""

from collections.abc import Iterable
from dataclasses import replace

from sidan.base.errors import Refused
from sidan.matching.expert_rows import CHOOSE, PROPOSED, proposals_in, proposes_experts, standing_of
from sidan.matching.experts import HINDRANCES, hindrance_of
from sidan.matching.models import Conflict, Proposal
from sidan.orders.declare import Move
from sidan.orders.models import Order, Step
from sidan.people.models import Unit


def require_not_apart(order: Order, units: Iterable[Unit]) -> None:
    """Refuse units that are kept apart from the company that asks. One query."""
    apart = Conflict.objects.filter(company__unit_id=order.opener_unit_id or 0, ended_at__isnull=True)
    barred = set(apart.filter(unit__in=list(units)).values_list("unit_id", flat=True))
    for unit in units:
        if unit.pk in barred:
            raise Refused("%(unit)s and this company are kept apart; choose another unit.", unit=unit.name)


def require_still_able(order: Order, unit: Unit) -> None:
    """Refuse a unit none of whose experts, as proposed, may take the order any more. Nine queries at most."""
    require_not_apart(order, [unit])
    rows = [row for row in proposals_in(order) if row.adviser.unit_id == unit.pk]
    chosen = [row for row in rows if row.is_chosen] or rows
    if not chosen:
        return
    standing = standing_of(order)
    # Whoever is being chosen now is refused by nobody.
    experts = {each.code: replace(each, is_declined=False) for each in standing.experts}
    found = [
        hindrance_of(standing.need, experts[row.adviser.code]) if row.adviser.code in experts else "absent"
        for row in chosen
    ]
    if None not in found:
        raise Refused(HINDRANCES[found[0] or "absent"].text, expert=chosen[0].adviser.name)


def note_experts(order: Order, step: Step, move: Move) -> None:
    """Note who was chosen where a unit alone was named, and forget who was not when the order ends; a listener.

    At most three queries, of orders for which experts were proposed alone.
    """
    if PROPOSED not in order.facts or step.source == step.target:
        return
    rows = Proposal.objects.filter(order=order)
    if order.kind == "closed":
        last = rows.filter(is_chosen=True, adviser__unit_id=order.unit_id or 0).order_by("-turn").first()
        rows.exclude(pk=last.pk if last is not None else 0).delete()
    elif move.code == CHOOSE and proposes_experts(order):
        named = [row for row in proposals_in(order) if row.adviser.unit_id == order.unit_id]
        if named and not any(row.is_chosen for row in named):
            rows.filter(pk=named[0].pk).update(is_chosen=True)
