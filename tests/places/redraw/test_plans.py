# SPDX-License-Identifier: Apache-2.0
"""A plan keeps its promises on every graph, and stories of single plans read as a planner would tell them."""

import pytest
from hypothesis import HealthCheck, given, settings

from sidan.base.errors import Refused
from sidan.places.redraw.asked import PRESETS, Bounds, Weights, Wishes, preset
from sidan.places.redraw.divisions import Effort
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.plans import Plan
from sidan.places.redraw.solving import proved_share, redraw
from tests.places.redraw.drawn import bounds, drawn, instances, lattice, path, town, weights

usual = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def sizes(plan: Plan) -> list[int]:
    """Return the households of each region, in the order of their names."""
    return [facts.households for facts in plan.facts]


def refusal(instance: Instance, *asked: object) -> str:
    """Return in which words a redrawing is refused."""
    with pytest.raises(Refused) as refused:
        redraw(instance, *asked)
    return str(refused.value)


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


def test_fixed_areas_stay_as_they_are():
    """A market is a region of its own, whatever its size, and the rest is divided without it."""
    plan = redraw(path([200, 200, 40, 200, 200]), Bounds(), wishes=Wishes(fixed=(frozenset({"a2"}),)))

    assert sorted(sizes(plan)) == [40, 400, 400]
    assert [part.proof for part in plan.parts] == ["optimal", "optimal", "fixed"]


def test_everything_may_be_fixed():
    """A plan wished for whole is taken as it is and measured."""
    plan = redraw(path([200, 200]), Bounds(), wishes=Wishes(fixed=(frozenset({"a0"}), frozenset({"a1"}))))

    assert plan.measures.regions == 2


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        (Wishes(fixed=(frozenset({"zz"}),)), "There is no area zz among the areas to redraw."),
        (Wishes(fixed=(frozenset({"a0"}), frozenset({"a0", "a1"}))), "The area a0 is fixed in two regions."),
        (
            Wishes(fixed=(frozenset({"a0"}),), together=(frozenset({"a0", "a1"}),)),
            "Areas of a fixed region cannot be kept together with others: a0, a1.",
        ),
        (
            Wishes(together=(frozenset({"a0", "a1"}),), apart=(frozenset({"a0", "a1"}),)),
            "These areas are to be both together and apart: a0, a1.",
        ),
        (
            Wishes(together=(frozenset({"a1", "a3"}),)),
            "These areas are to be together but lie in several communities: a1, a3.",
        ),
        (
            Wishes(together=(frozenset({"a0", "a1", "a2"}),)),
            "These areas are to be together but hold more than 500 households: a0, a1, a2.",
        ),
        (
            Wishes(together=(frozenset({"a0", "a4"}),)),
            "These areas are to be together but do not hang together: a0, a4.",
        ),
        (
            Wishes(together=(frozenset({"a5", "a8"}),)),
            "The areas of E that are to be together do not hang together within 500 households.",
        ),
    ],
)
def test_wishes_that_cannot_be_kept_are_refused(wishes: Wishes, sentence: str):
    """Each contradiction is said with the areas it is about."""
    households = [200, 180, 170, 100, 100, 50, 300, 300, 50]
    instance = path(households, community=["C", "C", "C", "D", "C", "E", "E", "E", "E"])

    assert refusal(instance, Bounds(), None, wishes) == sentence


def test_a_number_of_regions_is_kept_or_refused():
    """Between the fewest and the most that the bounds allow every number can be had, and no other."""
    instance = path([150] * 12)

    assert [redraw(instance, Bounds(300, 500, k)).measures.regions for k in (4, 5, 6)] == [4, 5, 6]
    assert refusal(instance, Bounds(300, 500, 3)) == "3 regions cannot be had: the bounds need at least 4."
    assert refusal(instance, Bounds(300, 500, 7)) == "7 regions cannot be had: the bounds allow at most 6."


def test_a_further_region_goes_where_regions_are_largest():
    """The method of highest averages gives the fifth region to the community with 450 households to a region."""
    instance = path([150] * 6 + [100] * 8, community=["C"] * 6 + ["D"] * 8)
    by_community = {"C": 0, "D": 0}

    for facts in redraw(instance, Bounds(300, 500, 5)).facts:
        by_community[facts.community] += 1

    assert redraw(instance, Bounds(300, 500)).measures.regions == 4
    assert by_community == {"C": 3, "D": 2}


def test_a_community_may_have_a_number_of_its_own():
    """One community is given three regions, the other as few as its bounds allow."""
    instance = path([150] * 12, community=["C"] * 6 + ["D"] * 6)

    plan = redraw(instance, Bounds(300, 500, regions_by_community={"C": 3}))

    assert [part.regions for part in plan.parts] == [3, 2]
    unknown = Bounds(regions_by_community={"X": 1})
    assert refusal(instance, unknown) == "There is no community X among the areas."


def test_bounds_and_weights_are_checked_when_made():
    """What no plan could keep is refused before any work."""
    for asked, sentence in [
        (lambda: Bounds(500, 300), "The bounds are turned round: the lower, 500, is above the upper, 300."),
        (lambda: Bounds(regions=0), "The number of regions must be 1 or more."),
        (lambda: Bounds(crossing_price=-1), "The price of crossing a community's boundary cannot be negative."),
        (lambda: Weights(crew=-1), "The weight crew must lie between 0 and 1000."),
        (lambda: Weights(crew=float("nan")), "The weight crew must lie between 0 and 1000."),
        (lambda: preset("best"), "There are no weights called best."),
    ]:
        with pytest.raises(Refused, match=r".") as refused:
            asked()
        assert str(refused.value) == sentence
    assert preset("balance", crew=2) == Weights(1, 0, 0, 2, 0)


def test_continuity_keeps_more_crews_than_balance():
    """As many regions as with balance, as few out of bounds, and fewer households change their crew."""
    instance = town(12, 8, seed=4, communities=4, crews=True)

    even = redraw(instance, Bounds(), PRESETS["balance"]).measures
    plan = redraw(instance, Bounds(), PRESETS["continuity"])

    assert (plan.measures.regions, plan.measures.out_of_bounds) == (even.regions, even.out_of_bounds)
    assert sum(part.least_moved for part in plan.parts) == plan.measures.moved_households < even.moved_households
