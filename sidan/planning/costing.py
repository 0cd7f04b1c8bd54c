# SPDX-License-Identifier: Apache-2.0
"""What a division costs under the weights of its plan, region by region as the solver counts it. Pure."""

from collections.abc import Collection, Sequence

from sidan.places.redraw.asked import Bounds, Weights, Wishes
from sidan.places.redraw.columns import packed
from sidan.places.redraw.costs import features, region_costs
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.parts import Part, parts_of
from sidan.places.redraw.wished import checked


def cost_of(
    instance: Instance,
    regions: Sequence[str],
    *,
    bounds: Bounds,
    weights: Weights,
    wishes: Wishes,
    within: Collection[str] = (),
) -> float:
    """Return the weighted cost of the regions of some communities, or of all; fixed regions cost nothing.

    Where boundaries may be crossed, all are counted, as no community stands for itself.
    """
    crossing = bounds.crossing_price is not None
    left_out = set(checked(instance, wishes, bounds).left_out)
    if within and not crossing:
        left_out |= {area for area, community in enumerate(instance.community) if community not in within}
    groups: dict[str, list[Part]] = {}
    for number, part in enumerate(parts_of(instance, left_out=left_out, crossing=crossing)):
        groups.setdefault(str(number) if crossing else part.community, []).append(part)
    return sum(_cost(parts, regions, bounds, weights) for parts in groups.values())


def _cost(parts: Sequence[Part], regions: Sequence[str], bounds: Bounds, weights: Weights) -> float:
    """Return the cost of the parts of one community, whose regions are compared with one mean."""
    masks = [_masks(part, regions) for part in parts]
    number = sum(len(each) for each in masks)
    households = sum(part.total for part in parts) / number
    workload = float(sum(part.workload.sum() for part in parts)) / number
    price = bounds.crossing_price
    total = 0.0
    for part, sets in zip(parts, masks, strict=True):
        columns = packed(part, sets)
        costs = region_costs(
            columns,
            features(part, columns, weights, priced_foreign=price is not None),
            weights,
            mean_households=households,
            mean_workload=workload,
            crossing_price=(price or 0.0) / max(households, 1e-9),
        )
        total += float(costs.sum())
    return total


def _masks(part: Part, regions: Sequence[str]) -> list[int]:
    """Return the regions of a part as masks of its areas."""
    found: dict[str, int] = {}
    for place, area in enumerate(part.areas.tolist()):
        found[regions[area]] = found.get(regions[area], 0) | 1 << place
    return list(found.values())
