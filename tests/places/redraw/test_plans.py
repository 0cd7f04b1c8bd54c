# SPDX-License-Identifier: Apache-2.0
"""A plan keeps its promises on every graph, and stories of single plans read as a planner would tell them."""

import pytest
from hypothesis import HealthCheck, given, settings

from sidan.places.redraw.asked import PRESETS, Bounds, Weights
from sidan.places.redraw.divisions import Effort
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.plans import Plan
from sidan.places.redraw.solving import proved_share, redraw
from tests.places.redraw.drawn import bounds, drawn, instances, lattice, path, town, weights

usual = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def sizes(plan: Plan) -> list[int]:
    """Return the households of each region, in the order of their names."""
    return [facts.households for facts in plan.facts]


def assert_sound(instance: Instance, plan: Plan) -> None:
    """Every area has one region, no region is in pieces, and whatever is out of bounds has a reason."""
    assert sorted(area for facts in plan.facts for area in facts.areas) == sorted(instance.ids)
    assert plan.measures.not_contiguous == 0
    lo, hi = plan.bounds.lo, plan.bounds.hi
    for facts in plan.facts:
        largest = max(int(instance.households[instance.ids.index(area)]) for area in facts.areas)
        assert facts.households <= hi or facts.households == largest
    short = {part.community for part in plan.parts if part.reason is not None}
    assert {facts.community for facts in plan.facts if not lo <= facts.households <= hi} <= short
    for part in plan.parts:
        assert part.bound <= part.cost
        assert part.least_regions <= part.regions
        assert part.least_out_of_bounds <= part.out_of_bounds
        assert (part.out_of_bounds > 0) == (part.reason is not None) == (part.nearest is not None)


@usual
@given(instances(most=14), bounds(), weights())
def test_every_plan_is_sound(instance: Instance, bounds: Bounds, weights: Weights):
    """Holes, islands, bridges, empty areas, huge ones and scattered communities do not break a plan."""
    plan = redraw(instance, bounds, weights)

    assert_sound(instance, plan)
    assert plan.measures.crossing == 0


@usual
@given(instances(most=14), bounds(), weights())
def test_a_part_too_large_to_list_gets_a_plan_with_a_bound(instance: Instance, bounds: Bounds, weights: Weights):
    """With hardly any columns allowed plans are searched for, and what is said of them is true."""
    plan = redraw(instance, bounds, weights, effort=Effort(columns=10))
    best = redraw(instance, bounds, weights)

    assert_sound(instance, plan)
    for part, exact in zip(plan.parts, best.parts, strict=True):
        assert part.proof in {"optimal", "bounded"}
        assert part.least_out_of_bounds <= exact.out_of_bounds
        if part.out_of_bounds == exact.out_of_bounds:
            assert part.least_regions <= exact.regions


def test_a_large_part_is_divided_well_and_its_gap_told():
    """Some forty areas with too few columns allowed come within the bounds, with an honest word on the proof."""
    instance = town(7, 6, seed=3)

    plan = redraw(instance, Bounds(), effort=Effort(columns=50))
    best = redraw(instance, Bounds())

    assert_sound(instance, plan)
    assert [part.proof for part in plan.parts] == ["bounded"]
    assert plan.parts[0].bound <= best.parts[0].cost <= plan.parts[0].cost
    assert plan.measures.in_range_excused >= 0.95


def test_the_same_seed_gives_the_same_plan_on_any_number_of_processes():
    """Neither another run nor another worker changes a plan."""
    instance = town(24, 24, seed=5, communities=24)
    asked = (Bounds(), Weights())

    one = redraw(instance, *asked, seed=7, workers=1)
    two = redraw(instance, *asked, seed=7, workers=2)

    assert one.regions == two.regions
    assert one.parts == two.parts
    assert one.measures == two.measures


def test_progress_is_told_up_to_the_last_area():
    """Whoever waits sees how many areas are done."""
    told: list[tuple[int, int]] = []

    redraw(town(24, 24, communities=24), Bounds(), progress=lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert len(told) > 1
    assert told[-1] == (576, 576)


def test_a_row_is_divided_evenly():
    """Six areas of a row go two by two, the only way in which all keep the bounds."""
    plan = redraw(path([200, 150, 180, 170, 190, 160]), Bounds(), PRESETS["balance"])

    assert plan.regions == ("C-01", "C-01", "C-02", "C-02", "C-03", "C-03")
    assert plan.assignment_of["C-02"] == ("a2", "a3")
    assert plan.parts[0].cost == 0
    assert proved_share(plan.parts) == 1


def test_no_region_leaves_its_community():
    """Two communities that could help each other do not."""
    instance = path([200, 200, 100, 400], community=["C", "C", "D", "D"])

    assert redraw(instance, Bounds(300, 400)).regions == ("C-01", "C-01", "D-01", "D-02")


def test_crossing_a_boundary_has_a_price():
    """Where crossing is cheap one region takes an area of the neighbour; where it is dear none does."""
    instance = path([250, 250, 100, 300], community=["C", "C", "D", "D"])

    cheap = redraw(instance, Bounds(300, 400, crossing_price=0.1), PRESETS["balance"])
    hard = redraw(instance, Bounds(300, 400), PRESETS["balance"])

    assert (cheap.measures.crossing, cheap.measures.below) == (1, 1)
    assert hard.measures.crossing == 0
    assert hard.measures.out_of_bounds >= cheap.measures.out_of_bounds


@pytest.mark.parametrize(
    ("households", "reason", "nearest"),
    [
        ([250], "it has 250 households in all, fewer than 300", (250, 500)),
        ([100, 900, 100], "a1 alone has more than 500 households", (100, 900)),
        (
            [300, 250],
            "550 households are too many for 1 of up to 500 and too few for 2 of at least 300",
            (250, 500),
        ),
        (
            [290, 400, 290],
            "its areas do not border one another in a way that divides 980 households into regions of 300 to 500",
            (290, 500),
        ),
    ],
)
def test_bounds_that_cannot_be_kept_are_explained(households: list[int], reason: str, nearest: tuple[int, int]):
    """The reason names numbers, and the nearest bounds are those the plan keeps."""
    (part,) = redraw(path(households), Bounds()).parts

    assert part.reason is not None
    assert part.reason.en == reason
    assert part.nearest == nearest
    assert redraw(path(households), Bounds(*nearest)).measures.out_of_bounds == 0


def test_heavy_weights_do_not_outweigh_the_bounds():
    """However much balance weighs, no household more is lacking for its sake."""
    instance = town(5, 4, seed=2)
    tight = Bounds(400, 500)

    plain = redraw(instance, tight, PRESETS["balance"]).measures.out_of_bounds

    assert plain > 0
    for heavy in (Weights(balance=1000, workload=1000), Weights(compactness=1000), Weights(crew=1000)):
        assert redraw(instance, tight, heavy).measures.out_of_bounds == plain


def test_an_area_without_borders_stands_alone():
    """An island makes a region of its own, with the reason."""
    plan = redraw(drawn([300, 200, 10], [(0, 1)]), Bounds())

    assert sizes(plan) == [500, 10]
    assert [part.reason is None for part in plan.parts] == [True, False]


def test_a_river_is_not_crossed_where_that_costs():
    """With a barrier between the upper and the lower row regions lie along the river."""
    row = [150, 150, 150, 150]
    instance = lattice(4, 2, row * 2, barriers=[])
    between = [k for k, (a, b) in enumerate(instance.borders.tolist()) if b - a == 4]

    plan = redraw(lattice(4, 2, row * 2, barriers=between), Bounds(300, 300), Weights(barriers=1))

    assert plan.measures.split_by_barrier == 0
    assert {tuple(sorted(areas)) for areas in plan.assignment_of.values()} == {
        ("a0", "a1"),
        ("a2", "a3"),
        ("a4", "a5"),
        ("a6", "a7"),
    }


def test_continuity_keeps_more_crews_than_balance():
    """As many regions as with balance, as few out of bounds, and fewer households change their crew."""
    instance = town(12, 8, seed=4, communities=4, crews=True)

    even = redraw(instance, Bounds(), PRESETS["balance"]).measures
    plan = redraw(instance, Bounds(), PRESETS["continuity"])

    assert (plan.measures.regions, plan.measures.out_of_bounds) == (even.regions, even.out_of_bounds)
    assert sum(part.least_moved for part in plan.parts) == plan.measures.moved_households < even.moved_households
