# SPDX-License-Identifier: Apache-2.0
"""How the parts of one community are divided, in the order of the aims: out of bounds, then how many, then the cost.

Pure. What each step proves is said: that no plan has fewer households out of bounds, none as good fewer regions, none
of both a lower cost, or how far the cost may at most be from the lowest.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sidan.base.errors import Refused
from sidan.places.redraw.asked import Bounds, Weights
from sidan.places.redraw.columns import Columns, TooManyColumns, listed, mask_of, packed, summed
from sidan.places.redraw.costs import Features, features, region_costs
from sidan.places.redraw.covering import FEW_COLUMNS, Cover, Model, TooManyStates, cheapest, lower_bound, sieved
from sidan.places.redraw.instance import Real
from sidan.places.redraw.linear import duals, integer_cover
from sidan.places.redraw.parts import Part
from sidan.places.redraw.searching import bettered, searched

BEAM = 60
WIDE_BEAM = 600
OUT_PRICE = 1_000.0  # of one household out of bounds, above the cost of any number of regions a part may have


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a proof may take: sets of areas of a part, states of a sweep, and seconds of HiGHS for a part."""

    columns: int = 600_000
    states: int = 1_000_000
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Division:
    """The regions of a part as masks, and what is proved of them; see `PartPlan`."""

    regions: tuple[int, ...]
    out_of_bounds: int
    least_out_of_bounds: int
    least_regions: int
    cost: float
    bound: float
    is_optimal: bool
    columns: int


@dataclass(frozen=True, eq=False)
class Fewest:
    """A part with its columns and the fewest regions they can cover it with; `least` is what is proved of that.

    `masks` is a cover with so many. `out` are the households that each column lacks. Without columns there
    were too many, and `masks` was searched for.
    """

    part: Part
    columns: Columns | None
    out: Real
    regions: int
    least: int
    masks: tuple[int, ...]

    @property
    def is_proved(self) -> bool:
        """Say whether nobody can do with fewer regions."""
        return self.least == self.regions


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
        at_once = _divided_at_once(parts[0], bounds, weights, effort)
        if at_once is not None:
            return [at_once]
    fewest = [_fewest(part, bounds, effort, seed=seed) for part in parts]
    if regions is not None:
        fewest = _spread(fewest, regions, bounds, weights, effort)
    number = sum(each.regions for each in fewest)
    means = (
        sum(part.total for part in parts) / number,
        float(sum(part.workload.sum() for part in parts)) / number,
    )
    return [_cheapest(each, bounds, weights, effort, means=means, seed=seed) for each in fewest]


def _divided_at_once(part: Part, bounds: Bounds, weights: Weights, effort: Effort) -> Division | None:
    """Return the best division of a part that is a whole community; None when it cannot keep the bounds or is too large.

    It is tried with ever more regions. What is found first is the best: with fewer it was shown that there is no plan.
    """
    least, most = fewest_by_size(part, bounds), _most(part, bounds)
    if least == 1:
        return None
    try:
        columns = listed(part, lo=bounds.lo, hi=bounds.hi, most=effort.columns)
        if not len(columns) or not columns.members.any(axis=0).all():
            return None
        seen = features(part, columns, weights, priced_foreign=bounds.crossing_price is not None)
        counting = None
        for regions in range(least, most + 1):
            means = (part.total / regions, float(part.workload.sum()) / regions)
            costs = _costs(columns, seen, bounds, weights, means)
            model = _weighing(part, columns, costs, regions, bounds, weights, means)
            if len(columns) <= FEW_COLUMNS:
                cover = cheapest(model, most_states=effort.states)
                solved = None if cover is None else (cover, True, cover.cost)
            else:
                if regions == least + 1:
                    counting = _sharpened(_counting(part, columns, bounds))
                if counting is not None and regions < _least_count(counting):
                    continue
                known = cheapest(model, beam=BEAM, most_states=effort.states)
                if known is None:
                    known = _any_cover(counting or _counting(part, columns, bounds), model, effort)
                solved = None if known is None else _proved(model, known, effort)
            if solved is not None:
                found = Fewest(part, columns, lacking(columns.households, bounds), regions, regions, ())
                return _division(found, columns, solved, bounds)
    except (TooManyColumns, TooManyStates):
        pass
    return None


def _any_cover(counting: Model, model: Model, effort: Effort) -> Cover | None:
    """Return any cover with the regions of `model`, at its cost; None when it is shown that there is none."""
    assert model.regions is not None
    cover = cheapest(counting, below=model.regions + 1e-6, most_states=effort.states)
    return None if cover is None else Cover(cover.chosen, float(model.costs[list(cover.chosen)].sum()))


def _sharpened(model: Model) -> Model:
    """Return a model with the prices of its linear relaxation beside its own."""
    return replace(model, prices=np.vstack([model.prices, duals(model)]))


def _least_count(counting: Model) -> int:
    """Return the regions that prices show to be needed."""
    return math.ceil(float(counting.prices.sum(axis=1).max()) - 1e-6)


def _most(part: Part, bounds: Bounds) -> int:
    """Return how many regions a part can be divided into within the bounds by its households alone."""
    span = int(np.minimum(part.households, bounds.hi).sum())
    return min(len(part), span // bounds.lo) if bounds.lo else len(part)


def out_of_bounds(households: Real, bounds: Bounds) -> Real:
    """Return how many households each region lacks or has too many."""
    return np.maximum(bounds.lo - households, 0) + np.maximum(households - bounds.hi, 0)


def lacking(households: Real, bounds: Bounds) -> Real:
    """Return how many households each region lacks; what one alone has too many, no plan can change."""
    return np.maximum(bounds.lo - households, 0).astype(np.float64)


def fewest_by_size(part: Part, bounds: Bounds) -> int:
    """Return the regions that a part needs by its households alone."""
    large = part.households > bounds.hi
    rest = int(part.households[~large].sum())
    return max(1, int(large.sum()) + math.ceil(rest / bounds.hi))


def _fewest(part: Part, bounds: Bounds, effort: Effort, *, seed: int) -> Fewest:
    """Return the fewest regions of a part among the plans with the least out of bounds."""
    whole = (1 << len(part)) - 1
    if len(part) == 1 or (part.total <= bounds.hi and not part.apart):
        columns = packed(part, [whole])
        return Fewest(part, columns, lacking(columns.households, bounds), 1, 1, (whole,))
    try:
        columns = listed(part, lo=bounds.lo, hi=bounds.hi, most=effort.columns)
    except TooManyColumns:
        masks = searched(part, bounds, seed=seed)
        return Fewest(part, None, np.zeros(0), len(masks), fewest_by_size(part, bounds), masks)
    found = _within_bounds(part, columns, bounds, effort)
    return found or _beyond_bounds(part, bounds, effort, seed=seed)


def _within_bounds(part: Part, columns: Columns, bounds: Bounds, effort: Effort) -> Fewest | None:
    """Return the fewest regions within the bounds; None when there is no plan within them."""
    if not len(columns) or not columns.members.any(axis=0).all():
        return None
    out = lacking(columns.households, bounds)
    least = fewest_by_size(part, bounds)
    model = _counting(part, columns, bounds)
    quick = cheapest(replace(model, regions=least), beam=BEAM, most_states=effort.states)
    if quick is not None:
        return Fewest(part, columns, out, least, least, _masks(columns, quick))
    if len(columns) > FEW_COLUMNS:
        model = _sharpened(model)
        least = max(least, _least_count(model))
    for regions in range(least, _most(part, bounds) + 1):
        try:
            # A few states in front show quickly that there is a plan, all of them that there is none.
            quick = cheapest(replace(model, regions=regions), beam=BEAM, most_states=effort.states)
            cover = quick or cheapest(model, below=regions + 1e-6, most_states=effort.states)
        except TooManyStates:
            found = integer_cover(model, seconds=effort.seconds)
            if found.cover is None:
                return None if found.is_proved else _unproved(part, columns, out, model, regions, effort)
            proved = len(found.cover.chosen) if found.is_proved else regions
            return Fewest(part, columns, out, len(found.cover.chosen), proved, _masks(columns, found.cover))
        if cover is not None:
            return Fewest(part, columns, out, len(cover.chosen), regions, _masks(columns, cover))
    return None


def _unproved(part: Part, columns: Columns, out: Real, model: Model, regions: int, effort: Effort) -> Fewest | None:
    """Return a plan within the bounds found with a wide beam, when neither sweep nor HiGHS came to an end."""
    for number in range(regions, len(part) + 1):
        cover = cheapest(replace(model, regions=number), beam=WIDE_BEAM, most_states=effort.states * 10)
        if cover is not None:
            return Fewest(part, columns, out, number, regions, _masks(columns, cover))
    return None


def _beyond_bounds(part: Part, bounds: Bounds, effort: Effort, *, seed: int) -> Fewest:
    """Return the plan that lacks the fewest households and then has the fewest regions, where the bounds cannot be met.

    Nothing but a single area above the upper bound makes a region above it: too small a region can be helped by its
    neighbours, too large a one overburdens its crew.
    """
    try:
        columns = listed(part, lo=0, hi=bounds.hi, most=effort.columns)
        cover, out = _least_out(part, columns, bounds, effort)
    except (TooManyColumns, TooManyStates):
        masks = searched(part, bounds, seed=seed)
        return Fewest(part, None, np.zeros(0), len(masks), 1, masks)
    return Fewest(part, columns, out, len(cover.chosen), len(cover.chosen), _masks(columns, cover))


def _least_out(part: Part, columns: Columns, bounds: Bounds, effort: Effort) -> tuple[Cover, Real]:
    """Return the cover with the least out of bounds, then the fewest regions, and what each column has out of bounds."""
    out = lacking(columns.households, bounds)
    model = _counting(part, columns, bounds, out=out)
    if len(columns) > FEW_COLUMNS:
        model = _sharpened(model)
    known = cheapest(model, beam=WIDE_BEAM, most_states=effort.states)
    below = known.cost if known is not None else np.inf
    better = cheapest(model, below=below, most_states=effort.states)
    cover = better or known
    if cover is None:
        raise Refused(
            "The areas of %(community)s that are to be together do not hang together within %(hi)d households.",
            community=part.community,
            hi=bounds.hi,
        )
    return cover, out


def _unavoidable(part: Part, bounds: Bounds) -> int:
    """Return the households out of bounds because single areas are above the bound."""
    return int(np.maximum(part.households - bounds.hi, 0).sum())


def _counting(part: Part, columns: Columns, bounds: Bounds, *, out: Real | None = None) -> Model:
    """Return the model whose cost is households lacking first and the number of regions second."""
    span = np.minimum(part.households, bounds.hi).astype(np.float64)
    costs = np.ones(len(columns)) if out is None else np.ones(len(columns)) + OUT_PRICE * out
    return Model(columns, costs, None, span, bounds.lo, bounds.hi, np.array([span / bounds.hi, np.zeros(len(part))]))


def _cheapest(
    found: Fewest, bounds: Bounds, weights: Weights, effort: Effort, *, means: tuple[float, float], seed: int
) -> Division:
    """Return the division with so many regions and as little out of bounds that costs least."""
    part = found.part
    if found.columns is None:
        return _searched_division(found, bounds, weights, means=means, seed=seed)
    columns, kept = _hopeful_columns(found)
    out = found.out[kept]
    known = packed(part, list(found.masks))
    seen = features(part, columns, weights, priced_foreign=bounds.crossing_price is not None)
    plain = _costs(columns, seen, bounds, weights, means)
    if len(found.masks) == len(columns) == 1:
        cost = float(plain[0])
        return _division(found, columns, (Cover((0,), cost), True, cost), bounds)
    costs = plain + OUT_PRICE * out
    model = _weighing(part, columns, costs, found.regions, bounds, weights, means, is_short=bool(out.any()))
    cover, is_optimal, bound = _solved(model, _rows(columns, known), effort)
    base = OUT_PRICE * float(out[list(cover.chosen)].sum())
    cover = replace(cover, cost=float(plain[list(cover.chosen)].sum()))
    return _division(found, columns, (cover, is_optimal, max(0.0, bound - base)), bounds)


def _hopeful_columns(found: Fewest) -> tuple[Columns, np.ndarray]:
    """Return the columns of a part with their rows; those with more out of bounds than the whole plan are left out."""
    assert found.columns is not None
    chosen = packed(found.part, list(found.masks))
    rows = _rows(found.columns, chosen)
    most = float(found.out[list(rows)].sum())
    kept = np.flatnonzero(found.out <= most)
    return found.columns.only(kept), kept


def _rows(columns: Columns, chosen: Columns) -> tuple[int, ...]:
    """Return the rows in which columns hold the sets of other columns."""
    place = {bits.tobytes(): row for row, bits in enumerate(columns.bits)}
    return tuple(place[bits.tobytes()] for bits in chosen.bits)


def _costs(columns: Columns, seen: Features, bounds: Bounds, weights: Weights, means: tuple[float, float]) -> Real:
    """Return the weighted cost of each column under the means of households and workload of a region."""
    return region_costs(
        columns,
        seen,
        weights,
        mean_households=means[0],
        mean_workload=means[1],
        crossing_price=(bounds.crossing_price or 0.0) / max(means[0], 1e-9),
    )


def _weighing(
    part: Part,
    columns: Columns,
    costs: Real,
    regions: int,
    bounds: Bounds,
    weights: Weights,
    means: tuple[float, float],
    *,
    is_short: bool = False,
) -> Model:
    """Return the model of the weighted cost, with prices that know how far the rest must be from its mean."""
    span = np.minimum(part.households, bounds.hi).astype(np.float64)
    per_household = part.households * (weights.balance / max(means[0], 1e-9))
    per_work = part.workload * (weights.workload / max(means[1], 1e-9))
    signs = [(0, 0), (1, 0), (-1, 0)] + ([(1, 1), (1, -1), (-1, 1), (-1, -1)] if weights.workload else [])
    prices = np.array([a * per_household + b * per_work for a, b in signs], dtype=np.float64)
    least, most = (0.0, 1e12) if is_short else (float(bounds.lo), float(bounds.hi))
    return Model(columns, costs, regions, span, least, most, prices)


def _solved(model: Model, known: tuple[int, ...], effort: Effort) -> tuple[Cover, bool, float]:
    """Return the cheapest cover, whether that is proved, and what no cover costs less than; `known` is any cover."""
    best = Cover(known, float(model.costs[list(known)].sum()))
    if len(model.columns) > FEW_COLUMNS:
        best = cheapest(model, below=best.cost, beam=BEAM, most_states=effort.states * 10) or best
    return _proved(model, best, effort)


def _proved(model: Model, best: Cover, effort: Effort) -> tuple[Cover, bool, float]:
    """Return the cheapest cover, whether that is proved, and what no cover costs less than; `best` is a good one."""
    if len(model.columns) > FEW_COLUMNS:
        kept = sieved(model, below=best.cost)
        some = replace(model, columns=model.columns.only(kept), costs=model.costs[kept])
        model = replace(model, prices=np.vstack([model.prices, duals(some)]))
    kept = sieved(model, below=best.cost)
    small = replace(model, columns=model.columns.only(kept), costs=model.costs[kept])
    try:
        better = cheapest(small, below=best.cost, most_states=effort.states) if len(kept) else None
    except TooManyStates:
        return _by_program(model, small, kept, best, effort)
    if better is not None:
        best = Cover(tuple(kept[list(better.chosen)].tolist()), better.cost)
    return best, True, best.cost


def _by_program(model: Model, small: Model, kept: np.ndarray, best: Cover, effort: Effort) -> tuple[Cover, bool, float]:
    """Return what HiGHS makes of the columns that are left, where a sweep grows too wide."""
    wide = cheapest(small, below=best.cost, beam=WIDE_BEAM, most_states=effort.states * 100)
    if wide is not None:
        best = Cover(tuple(kept[list(wide.chosen)].tolist()), wide.cost)
    found = integer_cover(small, seconds=effort.seconds)
    bound = max(min(found.bound, best.cost), lower_bound(model))
    if found.cover is not None and found.cover.cost < best.cost:
        best = Cover(tuple(kept[list(found.cover.chosen)].tolist()), found.cover.cost)
    return best, found.is_proved, best.cost if found.is_proved else bound


def _division(found: Fewest, columns: Columns, solved: tuple[Cover, bool, float], bounds: Bounds) -> Division:
    """Return a cover as a division; `solved` holds it, whether it is proved the best, and its bound."""
    cover, is_optimal, bound = solved
    rows = list(cover.chosen)
    out = int(out_of_bounds(columns.households[rows], bounds).sum())
    is_optimal = is_optimal and found.is_proved
    return Division(
        regions=tuple(mask_of(columns.members[row]) for row in rows),
        out_of_bounds=out,
        least_out_of_bounds=out,
        least_regions=found.least,
        cost=cover.cost,
        bound=cover.cost if is_optimal else min(bound, cover.cost),
        is_optimal=is_optimal,
        columns=len(found.columns) if found.columns is not None else 0,
    )


def _searched_division(
    found: Fewest, bounds: Bounds, weights: Weights, *, means: tuple[float, float], seed: int
) -> Division:
    """Return the best division that windows lead to; its bound is what the households alone prove."""
    part = found.part

    priced = bounds.crossing_price is not None

    def plain(columns: Columns) -> Real:
        return _costs(columns, features(part, columns, weights, priced_foreign=priced), bounds, weights, means)

    def pricing(_: Part, columns: Columns) -> Real:
        return plain(columns) + OUT_PRICE * lacking(columns.households, bounds)

    masks = bettered(part, found.masks, bounds, pricing=pricing, seed=seed)
    columns = packed(part, list(masks))
    cover = Cover(tuple(range(len(columns))), float(plain(columns).sum()))
    division = _division(replace(found, least=min(found.least, len(masks))), columns, (cover, False, 0.0), bounds)
    return replace(division, is_optimal=False, bound=0.0, least_out_of_bounds=_unavoidable(part, bounds))


def _spread(fewest: list[Fewest], regions: int, bounds: Bounds, weights: Weights, effort: Effort) -> list[Fewest]:
    """Return the parts with as many regions in all as asked, or as near as the bounds allow.

    A further region goes to the part whose regions are largest, as a further seat goes to the party with most votes a
    seat (the method of highest averages), where it is possible.
    """
    now = list(fewest)
    stuck: set[int] = set()
    while sum(each.regions for each in now) < regions and len(stuck) < len(now):
        free = [index for index in range(len(now)) if index not in stuck]
        index = max(free, key=lambda each: (now[each].part.total / now[each].regions, -each))
        more = _with_one_more(now[index], bounds, effort)
        if more is None:
            stuck.add(index)
        else:
            now[index] = more
    return now


def _with_one_more(found: Fewest, bounds: Bounds, effort: Effort) -> Fewest | None:
    """Return a part divided into one region more without more out of bounds; None when that cannot be."""
    if found.columns is None:
        return None
    part, number = found.part, found.regions + 1
    try:
        columns = listed(part, lo=bounds.lo, hi=bounds.hi, most=effort.columns)
    except TooManyColumns:
        return None
    model = replace(_counting(part, columns, bounds), regions=number)
    try:
        cover = cheapest(model, beam=BEAM, most_states=effort.states) or cheapest(model, most_states=effort.states)
    except TooManyStates:
        return None
    if cover is None:
        return None
    return Fewest(part, columns, lacking(columns.households, bounds), number, number, _masks(columns, cover))


def _masks(columns: Columns, cover: Cover) -> tuple[int, ...]:
    """Return the sets that a cover has chosen, as masks."""
    return tuple(mask_of(columns.members[row]) for row in cover.chosen)
