# SPDX-License-Identifier: Apache-2.0
"""How the parts of one community are divided, in the order of the aims: out of bounds, then how many, then the cost.

Pure. What each step proves is said: that no plan has fewer households out of bounds, none as good fewer regions, none
of both a lower cost, or how far the cost may at most be from the lowest.
"""

from collections.abc import Sequence
from dataclasses import replace

from sidan.places.redraw.asked import Bounds, Weights
from sidan.places.redraw.columns import TooManyColumns, listed
from sidan.places.redraw.costs import features
from sidan.places.redraw.counting import any_cover, counting, fewest, least_count, sharpened, spread
from sidan.places.redraw.covering import FEW_COLUMNS, cheapest
from sidan.places.redraw.divisions import (
    BEAM,
    Division,
    Effort,
    Fewest,
)
from sidan.places.redraw.model import Cover, Model, TooManyStates
from sidan.places.redraw.parts import Part, turned
from sidan.places.redraw.sizing import fewest_by_size, lacking, most_by_size
from sidan.places.redraw.weighing import (
    cheapest_division,
    costs_of,
    crew_price,
    division_of,
    once_each,
    proved,
    weighing,
    with_moved,
)

# Orders in which the areas of a part are swept before its proof is given up.
_WAYS = 2
_FEW_AREAS = 22
_EASY_COLUMNS = 1_200
_EASY_STATES = 3_000


def divided(
    parts: Sequence[Part],
    bounds: Bounds,
    weights: Weights,
    effort: Effort,
    *,
    regions: int | None = None,
    seed: int = 1,
) -> list[Division]:
    """Return how the parts of one community are divided best, in their order; with `regions` into so many in all."""
    if len(parts) == 1 and regions is None:
        at_once = _divided_alone(parts[0], bounds, weights, effort)
        if at_once is not None:
            return [at_once]
    ready = [_ordered(part, 0) for part in parts]
    found = [fewest(part, bounds, effort, seed=seed) for part in ready]
    if regions is not None:
        found = spread(found, regions, bounds, effort)
    number = sum(each.regions for each in found)
    means = (
        sum(part.total for part in parts) / number,
        float(sum(part.workload.sum() for part in parts)) / number,
    )
    divisions = [cheapest_division(each, bounds, weights, effort, means=means, seed=seed) for each in found]
    return [_turned_back(*each) for each in zip(divisions, ready, parts, strict=True)]


def _ordered(part: Part, way: int) -> Part:
    """Return a part in the order best for sweeping; a small one stays as it is at first."""
    return turned(part, way) if way or len(part) > _FEW_AREAS else part


def _divided_alone(part: Part, bounds: Bounds, weights: Weights, effort: Effort) -> Division | None:
    """Return the best division of a part that is a whole community, swept in one order and, if need be, in another.

    None when it cannot keep the bounds, or no order came to an end.
    """
    tried: list[Division] = []
    for way in range(_WAYS):
        other = _ordered(part, way)
        patience = effort if way == _WAYS - 1 else replace(effort, seconds=0.0)
        try:
            found = _divided_at_once(other, bounds, weights, patience)
        except TooManyStates:
            continue
        if found is None:
            return None
        tried.append(_turned_back(found, other, part))
        if found.is_optimal:
            break
    if not tried:
        return None
    best = min(tried, key=lambda each: (not each.is_optimal, each.cost))
    return best if best.is_optimal else replace(best, bound=max(each.bound for each in tried))


def _divided_at_once(part: Part, bounds: Bounds, weights: Weights, effort: Effort) -> Division | None:
    """Return the best division of a part within the bounds; None when there is none or it has too many columns.

    It is tried with ever more regions. What is found first is the best: with fewer it was shown that there is no plan.
    TooManyStates when that could not be shown.
    """
    least, most = fewest_by_size(part, bounds), most_by_size(part, bounds)
    if least == 1:
        return None
    try:
        columns = listed(part, lo=bounds.lo, hi=bounds.hi, most=effort.columns)
        if not len(columns) or not columns.members.any(axis=0).all():
            return None
        seen = features(part, columns, weights, priced_foreign=bounds.crossing_price is not None)
        counter: Model | None = None
        for regions in range(least, most + 1):
            means = (part.total / regions, float(part.workload.sum()) / regions)
            costs = costs_of(columns, seen, bounds, weights, means)
            model = weighing(part, columns, costs, regions, bounds, weights=weights, means=means)
            if len(columns) <= FEW_COLUMNS:
                cover = cheapest(model, most_states=effort.states)
                solved = None if cover is None else (cover, True, cover.cost)
            else:
                if regions == least + 1:
                    counter = sharpened(counting(part, columns, bounds))
                if counter is not None and regions < least_count(counter):
                    continue
                solved = _best_cover(model, counter or counting(part, columns, bounds), effort)
            if solved is not None:
                found = Fewest(part, columns, lacking(columns.households, bounds), regions, regions, ())
                price = crew_price(weights, means)
                solved = once_each(part, model, solved, effort, price=price)
                return with_moved(division_of(found, columns, solved, bounds), columns, costs, seen, price=price)
    except TooManyColumns:
        pass
    return None


def _best_cover(model: Model, counter: Model, effort: Effort) -> tuple[Cover, bool, float] | None:
    """Return the cheapest cover by so many regions with its proof; None when it is shown that there is none."""
    solved = _at_first_sight(model)
    if solved is not None:
        return solved
    known = cheapest(model, beam=BEAM, most_states=effort.states) or any_cover(counter, model, effort)
    return None if known is None else proved(model, known, effort)


def _at_first_sight(model: Model) -> tuple[Cover, bool, float] | None:
    """Return the cheapest cover where a sweep without any preparation finds it among few states."""
    if len(model.columns) > _EASY_COLUMNS:
        return None
    try:
        cover = cheapest(model, most_states=_EASY_STATES)
    except TooManyStates:
        return None
    return None if cover is None else (cover, True, cover.cost)


def _turned_back(division: Division, turned_part: Part, part: Part) -> Division:
    """Return a division of a part in another order as one of the part itself."""
    if turned_part is part:
        return division
    place = {area: index for index, area in enumerate(part.areas.tolist())}
    bits = [1 << place[area] for area in turned_part.areas.tolist()]
    regions = tuple(sum(bit for k, bit in enumerate(bits) if mask >> k & 1) for mask in division.regions)
    return replace(division, regions=regions)
