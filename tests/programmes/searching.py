# SPDX-License-Identifier: Apache-2.0
"""A directed search: walks that go where something has not been done yet, until everything has or nothing is left."""

from collections import Counter
from collections.abc import Collection
from random import Random

from sidan.orders.declare import Move
from sidan.orders.graph import arrows_of, reachable, reversed_arrows
from sidan.orders.models import Order
from sidan.orders.registry import programme_of
from tests.programmes.walking import CLOCK, Offer, Walker

MOST_WALKS = 150
MOST_STEPS = 60
# After so many walks without anything new the search gives up on what is left.
MOST_IDLE = 30
# So often a move is tried with other answers and by others before it counts as refused.
MOST_TRIES = 30

# How often a walk that is held up lets others act where it stands before it goes another way.
STAYING_SHARE = 0.8
# How often a walk lets somebody act where it stands although nothing holds it up.
STROLLING_SHARE = 0.2
# So often a move may be refused within one walk before the walk goes another way.
MOST_REFUSED = 3


def search(walker: Walker, *, random: Random, most_idle: int = MOST_IDLE) -> None:
    """Walk until every move was made, or was tried often enough, or the walks are used up."""
    idle = 0
    for _ in range(MOST_WALKS):
        # Two orders at least, so that whoever may open one by a post has opened one.
        if (not _left(walker) and len(walker.orders) > 1) or idle == most_idle:
            break
        met = len(walker.seen.made), len(walker.seen.stages)
        _walk(walker, walker.open(), random, patient=idle > 0)
        idle = 0 if (len(walker.seen.made), len(walker.seen.stages)) != met else idle + 1


def _walk(walker: Walker, order: Order, random: Random, *, patient: bool) -> None:
    """Take one order as far as it goes; a refusal may mean that orders it has opened must end first."""
    refused: Counter[str] = Counter()
    done: Counter[tuple[str, int | None]] = Counter()
    for _ in range(MOST_STEPS):
        blocked = {move for move, times in refused.items() if times >= MOST_REFUSED}
        offer = _next(walker, order, random, patient=patient, blocked=blocked, done=done)
        if offer is None:
            return
        done[offer[0].code, offer[1].user_id] += 1
        if walker.attempt(order, *offer):
            refused.clear()
        else:
            refused[offer[0].code] += 1
            if refused[offer[0].code] == MOST_REFUSED - 1:
                _end_others(walker, random)


def _end_others(walker: Walker, random: Random) -> None:
    """Bring orders of other programmes, which walks have opened from lines, to an end the shortest way."""
    for order in Order.objects.open().exclude(programme=walker.programme.code)[:4]:
        other = Walker(programme_of(order), walker.society, choose=walker.choose, orders=[order])
        closed = {stage.code for stage in other.programme.stages if stage.kind == "closed"}
        distances = _distances(other, closed)
        for _ in range(MOST_STEPS):
            leading = [offer for offer in other.offers(order) if offer[0].to in distances and offer[1] is not CLOCK]
            if order.is_closed or not leading:
                break
            refused = other.seen.refused
            nearest = min(leading, key=lambda o: (distances[o[0].to] + refused(o[0].code), random.random()))
            other.attempt(order, *nearest)


def _left(walker: Walker) -> list[Move]:
    """Return the moves that were not made and are worth another try."""
    seen = walker.seen
    return [
        move for move in walker.programme.moves if not seen.made[move.code] and seen.refused(move.code) < MOST_TRIES
    ]


def _next(
    walker: Walker,
    order: Order,
    random: Random,
    *,
    patient: bool,
    blocked: Collection[str],
    done: Counter[tuple[str, int | None]],
) -> Offer | None:
    """Return what to do next: something new here, or a step towards where something new can be done.

    Moves that come only when others are used up wait until there is nothing else, or the search is `patient`.
    """
    seen = walker.seen
    left = {move.code for move in _left(walker) if walker.ready(move) is move}
    if patient or not left:
        left |= {walker.ready(move).code for move in _left(walker)}
    offers = [offer for offer in walker.offers(order) if offer[0].code not in blocked]
    random.shuffle(offers)
    here = [offer for offer in offers if offer[0].code in left]
    if here:
        return min(here, key=lambda offer: (seen.refused(offer[0].code), offer[0].to in _ends(walker)))
    staying = [offer for offer in offers if offer[0].to in ("", order.stage)]
    if staying and random.random() < (STAYING_SHARE if blocked else STROLLING_SHARE):
        # What is refused may wait for somebody else's part, as a signature of the other side is.
        return min(staying, key=lambda offer: done[offer[0].code, offer[1].user_id])
    goals = {source for move in walker.programme.moves if move.code in left for source in move.sources}
    leading = [offer for offer in offers if offer[0].to and offer[0].to != order.stage]
    distances = _distances(walker, goals)
    ahead = [offer for offer in leading if offer[0].to in distances]
    if not ahead:
        return None
    # Most walks go straight; now and then one takes another way, as the straight one may be refused for long.
    if random.random() < STROLLING_SHARE:
        return random.choice(ahead)
    return min(ahead, key=lambda offer: (distances[offer[0].to], random.random()))


def _ends(walker: Walker) -> set[str]:
    """Return the closed stages: what leads there is done last, as the walk ends with it."""
    return {stage.code for stage in walker.programme.stages if stage.kind == "closed"}


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
