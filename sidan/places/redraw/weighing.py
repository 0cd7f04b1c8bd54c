# SPDX-License-Identifier: Apache-2.0
"""The division of a part into a known number of regions that costs least, and how that is proved. Pure."""

from dataclasses import replace

import numpy as np

from sidan.places.redraw.asked import Bounds, Weights
from sidan.places.redraw.columns import Columns, mask_of, packed
from sidan.places.redraw.costs import Features, features, region_costs
from sidan.places.redraw.covering import FEW_COLUMNS, cheapest
from sidan.places.redraw.divisions import (
    BEAM,
    OUT_PRICE,
    PROGRAM_COLUMNS,
    WIDE_BEAM,
    Division,
    Effort,
    Fewest,
)
from sidan.places.redraw.instance import Real
from sidan.places.redraw.linear import duals, integer_cover
from sidan.places.redraw.model import Cover, Model, TooManyStates, lower_bound, sieved
from sidan.places.redraw.parts import Part
from sidan.places.redraw.searching import bettered
from sidan.places.redraw.settling import Solved, least_moved, settled
from sidan.places.redraw.sizing import lacking, out_of_bounds, unavoidable

_FIRST_STATES = 100_000


def cheapest_division(
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
    plain = costs_of(columns, seen, bounds, weights, means)
    price = crew_price(weights, means)
    if len(found.masks) == len(columns) == 1:
        solved = (Cover((0,), float(plain[0])), True, float(plain[0]))
        return with_moved(division_of(found, columns, solved, bounds), columns, plain, seen, price=price)
    # Heavy weights make regions dear: what lacks must stay dearer than all of them together.
    out_price = max(OUT_PRICE, 2 * found.regions * float(plain.max()))
    costs = plain + out_price * out
    model = weighing(
        part, columns, costs, found.regions, bounds, weights=weights, means=means, is_short=bool(out.any())
    )
    solved = _solved(model, _rows(columns, known), effort)
    cover, is_optimal, bound = once_each(part, model, solved, effort, price=price)
    base = out_price * float(out[list(cover.chosen)].sum())
    solved = (replace(cover, cost=cover.cost - base), is_optimal, max(0.0, bound - base))
    return with_moved(division_of(found, columns, solved, bounds), columns, plain, seen, price=price)


def once_each(part: Part, model: Model, solved: Solved, effort: Effort, *, price: float) -> Solved:
    """Return an answer in which no crew counts in two regions; `solved` may count one so."""

    def solve(other: Model, best: Cover) -> Solved:
        return proved(other, best, effort)

    return settled(part, model, solved, price=price, solve=solve)


def with_moved(division: Division, columns: Columns, costs: Real, seen: Features, *, price: float) -> Division:
    """Return a division with how many households lose their crew in any division at least."""
    regions = len(division.regions)
    least = least_moved(columns, costs, seen.moved, regions=regions, bound=division.bound, price=price)
    return replace(division, least_moved=least)


def crew_price(weights: Weights, means: tuple[float, float]) -> float:
    """Return what a household that loses its crew costs."""
    return weights.crew / max(means[0], 1e-9)


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


def costs_of(columns: Columns, seen: Features, bounds: Bounds, weights: Weights, means: tuple[float, float]) -> Real:
    """Return the weighted cost of each column under the means of households and workload of a region."""
    return region_costs(
        columns,
        seen,
        weights,
        mean_households=means[0],
        mean_workload=means[1],
        crossing_price=(bounds.crossing_price or 0.0) / max(means[0], 1e-9),
    )


def weighing(
    part: Part,
    columns: Columns,
    costs: Real,
    regions: int,
    bounds: Bounds,
    *,
    weights: Weights,
    means: tuple[float, float],
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
    return proved(model, best, effort)


def proved(model: Model, best: Cover, effort: Effort) -> tuple[Cover, bool, float]:
    """Return the cheapest cover, whether that is proved, and what no cover costs less than; `best` is a good one.

    The better the cover known, the fewer columns are left to sweep. So a hard part is first given few states, then
    looked through with a wide beam for a better cover, and only then given all that the effort allows.
    """
    for beam, states in ((None, min(_FIRST_STATES, effort.states)), (WIDE_BEAM, effort.states)):
        if beam is not None:
            better = _within(model, best, beam=beam, states=effort.states * 100)
            best = better or best
        if len(model.columns) > FEW_COLUMNS:
            kept = sieved(model, below=best.cost)
            some = model.only(kept)
            model = replace(model, prices=np.vstack([model.prices, duals(some)]))
        try:
            better = _within(model, best, beam=None, states=states)
        except TooManyStates:
            continue
        best = better or best
        return best, True, best.cost
    return _by_program(model, best, effort)


def _within(model: Model, best: Cover, *, beam: int | None, states: int) -> Cover | None:
    """Return the cheapest cover by the columns that one cheaper than `best` can hold; None when there is none."""
    kept = sieved(model, below=best.cost)
    if not len(kept):
        return None
    small = model.only(kept)
    found = cheapest(small, below=best.cost, beam=beam, most_states=states)
    return found and Cover(tuple(kept[list(found.chosen)].tolist()), found.cost)


def _by_program(model: Model, best: Cover, effort: Effort) -> tuple[Cover, bool, float]:
    """Return what HiGHS makes of the columns that are left, where a sweep grows too wide."""
    kept = sieved(model, below=best.cost)
    if len(kept) > PROGRAM_COLUMNS or not effort.seconds:
        return best, False, lower_bound(model)
    small = model.only(kept)
    found = integer_cover(small, seconds=effort.seconds)
    bound = max(min(found.bound, best.cost), lower_bound(model))
    if found.cover is not None and found.cover.cost < best.cost:
        best = Cover(tuple(kept[list(found.cover.chosen)].tolist()), found.cover.cost)
    return best, found.is_proved, best.cost if found.is_proved else bound


def division_of(found: Fewest, columns: Columns, solved: tuple[Cover, bool, float], bounds: Bounds) -> Division:
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
    out_price = OUT_PRICE * (1 + weights.total + (bounds.crossing_price or 0.0))

    def plain(columns: Columns) -> Real:
        return costs_of(columns, features(part, columns, weights, priced_foreign=priced), bounds, weights, means)

    def pricing(columns: Columns) -> Real:
        return plain(columns) + out_price * lacking(columns.households, bounds)

    masks = bettered(part, found.masks, bounds, pricing=pricing, seed=seed)
    columns = packed(part, list(masks))
    cover = Cover(tuple(range(len(columns))), float(plain(columns).sum()))
    division = division_of(replace(found, least=min(found.least, len(masks))), columns, (cover, False, 0.0), bounds)
    return replace(division, is_optimal=False, bound=0.0, least_out_of_bounds=unavoidable(part, bounds))
