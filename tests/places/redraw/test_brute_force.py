# SPDX-License-Identifier: Apache-2.0
"""What the solver calls the best is the best of all plans there are, in all three aims."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.places.redraw import counting, covering, dividing, weighing
from sidan.places.redraw.asked import PRESETS, Bounds, Weights, Wishes
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.plans import Plan
from sidan.places.redraw.solving import redraw
from tests.places.redraw.brute import Brute
from tests.places.redraw.drawn import bounds, drawn, instances, lattice, lattice_borders, weights

usual = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def assert_best(plan: Plan, brute: Brute) -> None:
    """Compare a plan with the best of each community, and what it says of itself with what its regions cost."""
    instance = brute.instance
    for community in dict.fromkeys(instance.community):
        parts = [part for part in plan.parts if part.community == community]
        lacking, regions, cost = brute.best(community)
        assert sum(part.regions for part in parts) == regions
        said = [frozenset(instance.ids.index(area) for area in facts.areas) for facts in plan.facts]
        own = [group for group in said if instance.community[min(group)] == community]
        assert brute.lacking(tuple(own)) == lacking
        shared = [tuple(group for group in own if group <= part) for part in brute.parts(community)]
        assert sum(brute.cost(groups, community, regions) for groups in shared) == pytest.approx(cost, abs=1e-5)
        assert sum(part.cost for part in parts) == pytest.approx(cost, abs=1e-5)
        assert all(part.proof == "optimal" and part.bound == part.cost for part in parts)
        moved = sum(brute.moved(groups) for groups in shared)
        assert sum(part.least_moved for part in parts) <= moved


@usual
@given(instances(), bounds(), weights())
def test_every_small_plan_is_the_best(instance: Instance, bounds: Bounds, weights: Weights):
    """Nothing lacks fewer households, has as few regions and costs less."""
    plan = redraw(instance, bounds, weights)

    assert_best(plan, Brute(instance, bounds, weights))


@usual
@given(instances(), bounds(), weights())
def test_arrays_find_what_loops_find(instance: Instance, bounds: Bounds, weights: Weights):
    """The sweep for many columns is as right as the one for few."""
    with pytest.MonkeyPatch.context() as patched:
        for module in (covering, counting, dividing, weighing):
            patched.setattr(module, "FEW_COLUMNS", 0)
        plan = redraw(instance, bounds, weights)

    assert_best(plan, Brute(instance, bounds, weights))


@usual
@given(instances(most=7), bounds(), weights(), st.data())
def test_wishes_are_kept_at_the_least_cost(instance: Instance, bounds: Bounds, weights: Weights, data: st.DataObject):
    """Areas wished apart or together are so in the best plan that keeps the wish."""
    pairs = [tuple(pair) for pair in instance.borders.tolist() if len({instance.community[k] for k in pair}) == 1]
    if not pairs:
        return
    one, other = data.draw(st.sampled_from(pairs))
    group = frozenset([f"a{one}", f"a{other}"])
    fits = int(instance.households[one] + instance.households[other]) <= bounds.hi
    wishes = Wishes(together=(group,)) if fits and data.draw(st.booleans()) else Wishes(apart=(group,))

    plan = redraw(instance, bounds, weights, wishes)

    assert_best(plan, Brute(instance, bounds, weights, wishes))


@usual
@given(instances(most=7), bounds(), weights(), st.sampled_from([0, 0.3, 2]))
def test_crossing_costs_its_price_and_no_plan_less(instance: Instance, bounds: Bounds, weights: Weights, price: float):
    """Where regions may cross communities, all that hangs together is divided at the least cost, strangers counted."""
    bounds = replace(bounds, crossing_price=price)
    one = Brute(replace(instance, community=("all",) * len(instance)), bounds, weights)
    town = {area: str(number) for number, part in enumerate(one.parts("all")) for area in part}
    brute = Brute(replace(instance, community=tuple(town[k] for k in range(len(instance)))), bounds, weights)
    brute.names = instance.community
    best = [brute.best(community) for community in dict.fromkeys(brute.instance.community)]

    plan = redraw(instance, bounds, weights)

    assert plan.measures.regions == sum(regions for _, regions, _ in best)
    assert sum(part.cost for part in plan.parts) == pytest.approx(sum(cost for *_, cost in best), abs=1e-5)
    assert sum(max(bounds.lo - facts.households, 0) for facts in plan.facts) == sum(lacking for lacking, *_ in best)


TWELVE = [120, 90, 150, 0, 200, 130, 110, 70, 640, 95, 140, 160]


@pytest.mark.parametrize("prefer", sorted(PRESETS))
@pytest.mark.parametrize("hi", [400, 500])
def test_twelve_areas_are_divided_best(prefer: str, hi: int):
    """A lattice of three by four with a huge area, one without households, a river, and crews of two areas."""
    crew = ["u", "v", "u", "v", "w", "x", "w", "x", "y", "u", "y", None]
    metres = [1 + k % 5 / 3 for k in range(len(lattice_borders(4, 3)))]
    work = [float(each * (1 + k % 3)) for k, each in enumerate(TWELVE)]
    instance = lattice(4, 3, TWELVE, crew=crew, border_m=metres, workload=work, barriers=[2, 5])

    plan = redraw(instance, Bounds(300, hi), PRESETS[prefer])

    assert_best(plan, Brute(instance, Bounds(300, hi), PRESETS[prefer]))


def test_a_crew_of_two_areas_is_counted_once():
    """Each of two regions would count the crew u; the plan and its proof know that only one can have it."""
    instance = drawn([5, 4, 5, 4], [(0, 1), (1, 2), (2, 3), (0, 3)], crew=["u", "v", "u", "w"])

    plan = redraw(instance, Bounds(9, 9), PRESETS["continuity"])

    assert plan.measures.moved_households == 9
    assert [(part.least_moved, part.proof) for part in plan.parts] == [(9, "optimal")]


@usual
@given(st.integers(0, 10**6), st.integers(1, 5))
def test_a_number_of_regions_is_had_where_it_can_be(seed: int, regions: int):
    """With K given the plan has so many regions and no other costs less; where there is none it is refused."""
    households = [1 + seed // 7**k % 4 for k in range(6)]
    instance, bounds, weights = lattice(3, 2, households), Bounds(2, 8, regions), Weights(workload=0)
    brute = Brute(instance, bounds, weights)
    possible = {len(plan) for plan in brute.plans(frozenset(range(6))) if not brute.lacking(plan)}

    if regions not in possible:
        with pytest.raises(Refused):
            redraw(instance, bounds, weights)
    else:
        plan = redraw(instance, bounds, weights)
        assert plan.measures.regions == regions
        assert sum(part.cost for part in plan.parts) == pytest.approx(brute.best("C", regions=regions)[2], abs=1e-5)
