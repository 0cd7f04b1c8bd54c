# SPDX-License-Identifier: Apache-2.0
"""What the page of a need shows of its experts, to whom: to be proposed, to be chosen, or chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sidan.base.errors import Refused, Words
from sidan.matching.expert_rows import CHOOSE, PROPOSE, PROPOSED, proposals_in, proposes_experts
from sidan.matching.models import Adviser
from sidan.matching.proposal_rows import MOST_PROPOSED
from sidan.matching.proposing import Offer, Offers, chosen_for, proposals_for, sentences
from sidan.orders.declare import Move
from sidan.orders.models import Order
from sidan.orders.registry import find_move, programme_of
from sidan.orders.roles import role_held
from sidan.people.actors import Actor
from sidan.people.models import Unit

# A select of more is no longer a choice; the fittest stand first.
MOST_OFFERED = 60


@dataclass(frozen=True, slots=True)
class Card:
    """One expert as a page shows it; `code` is what a choice sends, "" of a place nobody has yet."""

    code: str = ""
    adviser: Adviser | None = None
    unit: Unit | None = None
    reasons: Sequence[Refused] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """The experts of a need as somebody sees them; `covers` are the moves that are made here and nowhere else."""

    kind: Literal["propose", "by_hand", "choose", "proposed", "chosen"]
    cards: tuple[Card, ...] = ()
    offered: tuple[Offer, ...] = ()
    skills: tuple[Words, ...] = ()
    covers: frozenset[str] = frozenset()
    picked: tuple[str, ...] = ()
    why: str = ""
    fault: Refused | None = None


def panel_of(
    order: Order,
    actor: Actor,
    moves: Iterable[Move],
    *,
    picked: Sequence[str] = (),
    why: str = "",
    fault: Refused | None = None,
) -> Panel | None:
    """Return what the actor sees of the experts of a need, or None; `moves` are those open to the actor.

    No query where the programme proposes no experts; elsewhere seven before somebody is proposed, three after. Until
    one is chosen the proposed are seen by the company and by those who propose alone.
    """
    if not proposes_experts(order):
        return None
    codes = {move.code for move in moves}
    if PROPOSE in codes:
        offers = proposals_for(order, by=actor)
        if not offers.all:
            return Panel("by_hand", skills=offers.skills)
        return _to_propose(offers, picked=picked, why=why, fault=fault)
    if CHOOSE in codes:
        return Panel("choose", _cards(order), covers=frozenset({CHOOSE}), fault=fault)
    programme = programme_of(order)
    proposing, choosing = find_move(programme, PROPOSE), find_move(programme, CHOOSE)
    if order.stage in choosing.sources:
        sees = role_held(actor, order, among=(*proposing.by, *choosing.by)) is not None
        return Panel("proposed", _cards(order)) if sees else None
    adviser = chosen_for(order)
    return Panel("chosen", (Card(adviser.code, adviser, adviser.unit),)) if adviser is not None else None


def _to_propose(offers: Offers, *, picked: Sequence[str], why: str, fault: Refused | None) -> Panel:
    """Return the cards of those to be proposed: what was picked before a refusal, else the first; always three."""
    by_code = {each.adviser.code: each for each in offers.all}
    chosen = [by_code[code] for code in picked if code in by_code] if fault is not None else list(offers.first)
    cards = [Card(each.adviser.code, each.adviser, each.adviser.unit, each.reasons) for each in chosen[:MOST_PROPOSED]]
    cards += [Card()] * (min(MOST_PROPOSED, len(offers.all)) - len(cards))
    return Panel(
        "propose",
        tuple(cards),
        offers.all[:MOST_OFFERED],
        offers.skills,
        frozenset({PROPOSE}),
        tuple(picked),
        why,
        fault,
    )


def _cards(order: Order) -> tuple[Card, ...]:
    """Return those proposed last: the experts with their reasons, or the units where these alone were named."""
    rows = proposals_in(order)
    if rows:
        return tuple(Card(row.adviser.code, row.adviser, row.adviser.unit, sentences(row.reasons)) for row in rows)
    units = Unit.objects.filter(code__in=order.facts.get(PROPOSED, ()))
    return tuple(Card(unit.code, None, unit) for unit in units)
