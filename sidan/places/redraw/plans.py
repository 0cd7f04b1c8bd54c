# SPDX-License-Identifier: Apache-2.0
"""What a redrawing answers: the region of each area, and part by part what is proved of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sidan.base.errors import Words
from sidan.places.redraw.asked import Bounds, Weights, Wishes

# optimal: no better plan exists under the order of aims. bounded: at most `gap` from the best. fixed: as wished.
Proof = Literal["optimal", "bounded", "fixed"]


@dataclass(frozen=True, slots=True)
class PartPlan:
    """One connected part of a community, and what is proved of its regions.

    `out_of_bounds` counts households below or above the bounds, `least_out_of_bounds` and `least_regions` what no plan
    can beat; `cost` is the weighted cost and `bound` what no plan with as few regions can beat. `reason` says why the
    bounds cannot be met, and `nearest` the closest pair of bounds under which they could, None where they are met.
    `least_moved` households lose their crew in any plan with as few regions, as far as `bound` shows it; 0 where the
    crew weighs nothing.
    """

    community: str
    areas: int
    households: int
    regions: int
    out_of_bounds: int
    least_out_of_bounds: int
    least_regions: int
    cost: float
    bound: float
    proof: Proof
    columns: int
    reason: Words | None = None
    nearest: tuple[int, int] | None = None
    least_moved: int = 0

    @property
    def gap_percent(self) -> float:
        """Return how far the cost may be from the best, in per cent of the cost; 0 where it is the best."""
        return 0.0 if self.proof != "bounded" else 100.0 * (self.cost - self.bound) / max(self.cost, 1e-9)


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """What a region of a plan holds and how it looks; `crew` is who would best go on there, None for nobody."""

    region: str
    community: str
    areas: tuple[str, ...]
    households: int
    workload: float
    polsby_popper: float
    crew: str | None
    kept_households: int


@dataclass(frozen=True, slots=True)
class Measures:
    """What a whole plan comes to; shares lie between 0 and 1, the rest is named by its unit.

    `in_range_excused` leaves out regions that no plan could bring into the bounds: one area above the upper bound, or
    a whole part below the lower. `imbalance_percent` is the mean absolute deviation of households from the mean of
    their community, in per cent of all households; `moved_households` lose today's crew when every region gets at most
    one of today's crews and every crew at most one region.
    """

    regions: int
    in_range: int
    in_range_excused: float
    below: int
    above: int
    out_of_bounds: int
    imbalance_percent: float
    workload_imbalance_percent: float
    polsby_popper: float
    moved_households: int
    moved_share: float
    split_by_barrier: int
    not_contiguous: int
    crossing: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole redrawing: `regions` names the region of each area in the order of the instance's ids."""

    regions: tuple[str, ...]
    parts: Sequence[PartPlan]
    facts: Sequence[RegionFacts]
    measures: Measures
    bounds: Bounds
    weights: Weights
    wishes: Wishes
    seed: int
    seconds: float

    @property
    def assignment_of(self) -> Mapping[str, tuple[str, ...]]:
        """Return the areas of each region."""
        return {facts.region: facts.areas for facts in self.facts}
