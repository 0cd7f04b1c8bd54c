# SPDX-License-Identifier: Apache-2.0
"""Wishes, numbers of regions, bounds and weights are kept, or refused with a sentence that says why."""

import pytest

from sidan.base.errors import Refused
from sidan.places.redraw.asked import Bounds, Weights, Wishes, preset
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.plans import Plan
from sidan.places.redraw.solving import redraw
from tests.places.redraw.drawn import path


def sizes(plan: Plan) -> list[int]:
    """Return the households of each region, in the order of their names."""
    return [facts.households for facts in plan.facts]


def refusal(instance: Instance, *asked: object) -> str:
    """Return in which words a redrawing is refused."""
    with pytest.raises(Refused) as refused:
        redraw(instance, *asked)
    return str(refused.value)


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
    for number, sentence in [
        ({"X": 1}, "There is no community X among the areas."),
        ({"C": 1}, "The community C cannot be divided into 1 regions; the nearest number is 2."),
        ({"C": 4}, "The community C cannot be divided into 4 regions; the nearest number is 3."),
    ]:
        assert refusal(instance, Bounds(regions_by_community=number)) == sentence
    crossing = Bounds(regions_by_community={"C": 2}, crossing_price=1)
    assert refusal(instance, crossing) == (
        "Where regions may cross communities, no community can have a number of regions of its own."
    )


def test_fixed_regions_count_towards_a_number():
    """Of three regions asked for one is fixed, so that two are made of the rest."""
    instance = path([100] + [150] * 4)
    wishes = Wishes(fixed=(frozenset({"a0"}),))

    for bounds in (Bounds(regions=3), Bounds(regions_by_community={"C": 3})):
        assert redraw(instance, bounds, wishes=wishes).measures.regions == 3


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
