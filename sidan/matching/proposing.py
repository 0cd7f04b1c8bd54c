# SPDX-License-Identifier: Apache-2.0
"""Experts proposed for a company's need, and the one it chooses; each is a move of the programme."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from sidan.base.errors import Refused, Words
from sidan.matching.expert_rows import CHOOSE, PROPOSE, PROPOSED, proposals_in, standing_of, turn_of
from sidan.matching.experts import HINDRANCES, Proposed, all_fits, hindrance_of, reasons
from sidan.matching.experts import propose as fittest
from sidan.matching.models import Adviser, Proposal
from sidan.matching.proposal_rows import MOST_PROPOSED
from sidan.orders.allowed import require_open
from sidan.orders.models import Order, Step
from sidan.orders.moves import make
from sidan.orders.registry import find_move, programme_of
from sidan.people.actors import Actor


@dataclass(frozen=True, slots=True)
class Offer:
    """An expert who may be proposed, with why."""

    adviser: Adviser
    proposed: Proposed
    reasons: Sequence[Refused]


@dataclass(frozen=True, slots=True)
class Offers:
    """Up to three experts for a need, and all who might be proposed in their place."""

    first: tuple[Offer, ...]
    all: tuple[Offer, ...]
    skills: tuple[Words, ...]


def proposals_for(order: Order, *, by: Actor) -> Offers:
    """Return whom to propose for a need, and whom besides; for those alone who may propose now. Seven queries."""
    programme = programme_of(order)
    require_open(programme, order, find_move(programme, PROPOSE), by=by)
    standing = standing_of(order)
    offers = {
        each.code: Offer(standing.advisers[each.code], each, sentences(reasons(each, standing.skills)))
        for each in all_fits(standing.need, standing.experts)
    }
    first = tuple(offers[each.code] for each in fittest(standing.need, standing.experts))
    named = tuple(standing.skills[code] for code in (*standing.need.skills, *standing.need.languages))
    return Offers(first, tuple(offers.values()), named)


@transaction.atomic
def propose(order: Order, chosen: Sequence[str], *, by: Actor, why: str = "", expect: int | None = None) -> Step:
    """Propose experts, by their codes, to the company and return the step; one to three, none who may not be."""
    codes = list(dict.fromkeys(code for code in chosen if code))
    if not 1 <= len(codes) <= MOST_PROPOSED:
        raise Refused("Propose one to %(most)d experts.", most=MOST_PROPOSED)
    programme = programme_of(order)
    require_open(programme, order, find_move(programme, PROPOSE), by=by)
    standing = standing_of(order)
    fits = {each.code: each for each in all_fits(standing.need, standing.experts)}
    experts = {each.code: each for each in standing.experts}
    for code in codes:
        if code not in experts:
            raise Refused("There is no expert with the code “%(code)s”.", code=code[:40])
        hindrance = hindrance_of(standing.need, experts[code])
        if hindrance is not None:
            raise Refused(HINDRANCES[hindrance].text, expert=standing.advisers[code].name)
    units = sorted({standing.advisers[code].unit.code for code in codes})
    answers: dict[str, object] = {PROPOSED: units} | ({"why": why} if why.strip() else {})
    step = make(order, PROPOSE, answers, by=by, expect=expect)
    turn = turn_of(order)
    Proposal.objects.bulk_create(
        Proposal(
            order=order,
            turn=turn,
            place=place,
            adviser=standing.advisers[code],
            reasons=reasons(fits[code], standing.skills),
            made_at=step.made_at,
        )
        for place, code in enumerate(codes, start=1)
    )
    return step


@transaction.atomic
def choose(order: Order, code: str, *, by: Actor, expect: int | None = None) -> Step:
    """Choose one of the experts proposed last, by code, and return the step; the expert's unit gets the lead.

    Where units alone were named, the code is a unit's.
    """
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    programme = programme_of(order)
    require_open(programme, order, find_move(programme, CHOOSE), by=by)
    rows = {each.adviser.code: each for each in proposals_in(order)}
    if code in rows:
        Proposal.objects.filter(pk=rows[code].pk).update(is_chosen=True)
        code = rows[code].adviser.unit.code
    elif rows or code not in order.facts.get(PROPOSED, ()):
        raise Refused("Choose one of those that were proposed.")
    return make(order, CHOOSE, {"unit": code}, by=by, expect=expect)


def chosen_for(order: Order) -> Adviser | None:
    """Return the expert whom the company chose and whose unit leads, or None. Two queries."""
    if order.unit_id is None:
        return None
    rows = proposals_in(order)
    return next((row.adviser for row in rows if row.is_chosen and row.adviser.unit_id == order.unit_id), None)


def sentences(kept: Iterable[Mapping[str, object]]) -> list[Refused]:
    """Return reasons as they are kept as sentences that a page translates."""
    return [_sentence(str(each["text"]), each["values"]) for each in kept]


def _sentence(text: str, values: object) -> Refused:
    """Return a sentence with its values, names in both languages among them."""
    assert isinstance(values, Mapping)
    return Refused(
        text, **{name: Words(**value) if isinstance(value, Mapping) else value for name, value in values.items()}
    )
