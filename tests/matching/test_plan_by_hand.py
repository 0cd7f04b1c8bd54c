# SPDX-License-Identifier: Apache-2.0
"""A plan of pairs changed by hand: nobody above the capacity, no two that are kept apart, and everything taken back."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.matching import adjusting, drafting
from sidan.matching.figures import figures_of
from sidan.matching.models import PairingPlan
from sidan.matching.plans import pairs_of, problem_in
from tests.matching.society import Society
from tests.matching.test_plan_rules import drafted, pair_of
from tests.world import World


def _served(plan: PairingPlan, liaison: str) -> str:
    """Return a company of one seat that a liaison has in a plan."""
    return next(pair.company for pair in pairs_of(plan) if pair.liaison == liaison and not pair.skill)


def test_a_conflict_is_told_and_nothing_moves(world: World, society: Society) -> None:
    """Whoever is kept apart from a company is not moved there, also when it was said after the computing."""
    plan, by = drafted(world), world.actor("organiser")
    holder = pair_of(plan, "firm-6")
    other = next(code for code in ("L2", "L3") if code != holder)
    society.keep_apart("firm-6", other, "shares")
    plan = adjusting.free(plan, _served(plan, other), 0, by=by, version=plan.version)

    with pytest.raises(Refused, match="cannot serve Nanmen Print: kept apart: shares"):
        adjusting.move(plan, "firm-6", 0, other, by=by, version=plan.version)

    assert pair_of(plan, "firm-6") == holder


def test_a_full_liaison_offers_an_exchange(world: World, society: Society) -> None:
    """Nobody goes above the capacity; what could be exchanged is offered, done, and taken back."""
    plan, by = drafted(world), world.actor("organiser")
    holder = pair_of(plan, "firm-6")
    other = next(code for code in ("L2", "L3") if code != holder)

    with pytest.raises(adjusting.Full, match="as many as may be") as refused:
        adjusting.move(plan, "firm-6", 0, other, by=by, version=plan.version)
    offer = refused.value.swaps[0]
    then = adjusting.swap(plan, ("firm-6", 0), (offer.company, offer.seat), by=by, version=plan.version)

    assert pair_of(then, "firm-6") == other
    figures = figures_of(then)
    assert figures is not None
    assert figures.fixed == 2
    back = adjusting.undo(then, by=by, version=then.version)
    assert pair_of(back, "firm-6") == holder
    with pytest.raises(Refused, match="Nothing was changed by hand"):
        adjusting.undo(back, by=by, version=back.version)


def test_an_emptied_seat_is_told(world: World, society: Society) -> None:
    """A seat taken away counts as empty; computing again fills it."""
    plan, by = drafted(world), world.actor("organiser")

    then = adjusting.free(plan, "firm-6", 0, by=by, version=plan.version)

    assert [each["company"] for each in then.result["uncovered"]] == ["firm-6"]
    figures = figures_of(then)
    assert figures is not None
    assert (figures.covered, figures.of, figures.seats_filled) == (5, 6, 6)
    again = drafting.recompute(then, by=by, version=then.version)
    assert again.result["uncovered"] == []


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("move", "swap", "free", "undo", "release")),
        st.integers(1, 6),
        st.integers(0, 1),
        st.integers(1, 3),
        st.integers(1, 6),
    ),
    min_size=3,
    max_size=10,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_whatever_is_moved_nobody_has_too_many(
    world: World, society: Society, steps: list[tuple[str, int, int, int, int]]
) -> None:
    """Whatever is done by hand: no seat twice, nobody above the capacity, nobody where they are kept from."""
    by = world.actor("organiser")
    plan = PairingPlan.objects.filter(state="draft").first() or drafted(world)
    society.companies["firm-2"].refresh_from_db()

    for verb, company, seat, liaison, other in steps:
        here, there = (f"firm-{company}", seat), (f"firm-{other}", 0)
        plan.refresh_from_db()
        try:
            match verb:
                case "move":
                    adjusting.move(plan, *here, f"L{liaison}", by=by, version=plan.version)
                case "swap":
                    adjusting.swap(plan, here, there, by=by, version=plan.version)
                case "free":
                    adjusting.free(plan, *here, by=by, version=plan.version)
                case "release":
                    adjusting.release(plan, *here, by=by, version=plan.version)
                case _:
                    adjusting.undo(plan, by=by, version=plan.version)
        except Refused:
            pass

        pairs, problem = pairs_of(plan), problem_in(plan)
        loads = Counter(pair.liaison for pair in pairs)
        assert all(loads[each.code] <= each.capacity for each in problem.supplies)
        assert len({(pair.company, pair.seat) for pair in pairs}) == len(pairs)
        assert not any((pair.company, pair.liaison) in problem.forbidden for pair in pairs)
        key = [pair.liaison for pair in pairs if pair.company == "firm-1"]
        assert all(loads[each] == 1 for each in key)
