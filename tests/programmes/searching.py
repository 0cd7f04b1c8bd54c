# SPDX-License-Identifier: Apache-2.0
"""A directed search: walks that go where something has not been done yet, until everything has or nothing is left."""

from collections.abc import Collection
from random import Random

from sidan.orders.declare import Move
from sidan.orders.graph import arrows_of, reachable, reversed_arrows
from sidan.orders.models import Order
from tests.programmes.walking import Offer, Walker

MOST_WALKS = 40
MOST_STEPS = 40
# So often a move is tried with other answers and by others before it counts as refused.
MOST_TRIES = 12


def search(walker: Walker, *, random: Random) -> None:
    """Walk until every move was made, or was tried often enough, or the walks are used up."""
    for _ in range(MOST_WALKS):
        if not _left(walker):
            break
        order = walker.open()
        for _ in range(MOST_STEPS):
            offer = _next(walker, order, random)
            if offer is None:
                break
            walker.attempt(order, *offer)


def _left(walker: Walker) -> list[Move]:
    """Return the moves that were not made and are worth another try."""
    seen = walker.seen
    return [move for move in walker.programme.moves if not seen.made[move.code] and seen.tried[move.code] < MOST_TRIES]


def _next(walker: Walker, order: Order, random: Random) -> Offer | None:
    """Return what to do next: something new here, or a step towards where something new can be done."""
    left = {walker.ready(move).code for move in _left(walker)}
    offers = walker.offers(order)
    random.shuffle(offers)
    here = [offer for offer in offers if offer[0].code in left]
    if here:
        return min(here, key=lambda offer: walker.seen.tried[offer[0].code])
    goals = {source for move in walker.programme.moves if move.code in left for source in move.sources}
    leading = [offer for offer in offers if offer[0].to and offer[0].to != order.stage]
    distances = _distances(walker, goals)
    ahead = [offer for offer in leading if offer[0].to in distances]
    if not ahead:
        return None
    # Refused ways are left for others after some tries.
    return min(
        ahead, key=lambda offer: (distances[offer[0].to] + walker.seen.tried[offer[0].code] // 6, random.random())
    )


def _distances(walker: Walker, goals: Collection[str]) -> dict[str, int]:
    """Return how many moves each stage is away from the nearest of the goals."""
    back = reversed_arrows(arrows_of(walker.programme.moves))
    found = dict.fromkeys(goals, 0)
    edge, steps = set(goals), 0
    while edge:
        steps += 1
        edge = {source for stage in edge for source in back.get(stage, ())} - found.keys()
        found |= dict.fromkeys(edge, steps)
    return found


def hard_to_reach(walker: Walker) -> dict[str, str]:
    """Return the stages no walk reached, each with the refusals that kept it; a stage without any is a fault."""
    programme, seen = walker.programme, walker.seen
    missed = [stage.code for stage in programme.stages if not seen.stages[stage.code]]
    told: dict[str, str] = {}
    for stage in missed:
        # What leads there, directly or by other stages that were not reached.
        behind = reachable({stage}, reversed_arrows(arrows_of(m for m in programme.moves if m.to in missed)))
        leading = [move for move in programme.moves if move.to in behind & set(missed)]
        reasons = sorted(why for move in leading for why in seen.refusals.get(move.code, ()))
        told[stage] = "; ".join(reasons)
    return told
