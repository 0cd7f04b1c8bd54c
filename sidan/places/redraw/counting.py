# SPDX-License-Identifier: Apache-2.0
"""How few regions a part can be divided into, among the plans that lack the fewest households. Pure."""

import math
from dataclasses import replace

import numpy as np

from sidan.base.errors import Refused
from sidan.places.redraw.asked import Bounds
from sidan.places.redraw.columns import Columns, TooManyColumns, listed, packed
from sidan.places.redraw.covering import FEW_COLUMNS, cheapest
from sidan.places.redraw.divisions import (
    BEAM,
    OUT_PRICE,
    PROGRAM_COLUMNS,
    WIDE_BEAM,
    Effort,
    Fewest,
    masks_of,
)
from sidan.places.redraw.instance import Real
from sidan.places.redraw.linear import duals, integer_cover
from sidan.places.redraw.model import Cover, Model, TooManyStates
from sidan.places.redraw.parts import Part
from sidan.places.redraw.searching import searched
from sidan.places.redraw.sizing import fewest_by_size, lacking, most_by_size


def fewest(part: Part, bounds: Bounds, effort: Effort, *, seed: int) -> Fewest:
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
    model = counting(part, columns, bounds)
    quick = cheapest(replace(model, regions=least), beam=BEAM, most_states=effort.states)
    if quick is not None:
        return Fewest(part, columns, out, least, least, masks_of(columns, quick))
    if len(columns) > FEW_COLUMNS:
        model = sharpened(model)
        least = max(least, least_count(model))
    for regions in range(least, most_by_size(part, bounds) + 1):
        try:
            # A few states in front show quickly that there is a plan, all of them that there is none.
            quick = cheapest(replace(model, regions=regions), beam=BEAM, most_states=effort.states)
            cover = quick or cheapest(model, below=regions + 1e-6, most_states=effort.states)
        except TooManyStates:
            found = integer_cover(model, seconds=effort.seconds) if len(columns) <= PROGRAM_COLUMNS else None
            if found is None or found.cover is None:
                return None if found and found.is_proved else _unproved(part, model, out, regions, effort)
            proved = len(found.cover.chosen) if found.is_proved else regions
            return Fewest(part, columns, out, len(found.cover.chosen), proved, masks_of(columns, found.cover))
        if cover is not None:
            return Fewest(part, columns, out, len(cover.chosen), regions, masks_of(columns, cover))
    return None


def _unproved(part: Part, model: Model, out: Real, regions: int, effort: Effort) -> Fewest | None:
    """Return a plan within the bounds found with a wide beam, when neither sweep nor HiGHS came to an end."""
    for number in range(regions, len(part) + 1):
        cover = cheapest(replace(model, regions=number), beam=WIDE_BEAM, most_states=effort.states * 10)
        if cover is not None:
            columns = model.columns
            return Fewest(part, columns, out, number, regions, masks_of(columns, cover))
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
    return Fewest(part, columns, out, len(cover.chosen), len(cover.chosen), masks_of(columns, cover))


def _least_out(part: Part, columns: Columns, bounds: Bounds, effort: Effort) -> tuple[Cover, Real]:
    """Return the cover with the least out of bounds, then the fewest regions, and what each column lacks."""
    out = lacking(columns.households, bounds)
    model = counting(part, columns, bounds, out=out)
    if len(columns) > FEW_COLUMNS:
        model = sharpened(model)
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


def spread(found: list[Fewest], regions: int, bounds: Bounds, effort: Effort) -> list[Fewest]:
    """Return the parts with as many regions in all as asked, or as near as the bounds allow.

    A further region goes to the part whose regions are largest, as a further seat goes to the party with most votes a
    seat (the method of highest averages), where it is possible.
    """
    now = list(found)
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
    model = replace(counting(part, columns, bounds), regions=number)
    try:
        cover = cheapest(model, beam=BEAM, most_states=effort.states) or cheapest(model, most_states=effort.states)
    except TooManyStates:
        return None
    if cover is None:
        return None
    return Fewest(part, columns, lacking(columns.households, bounds), number, number, masks_of(columns, cover))


def any_cover(counting: Model, model: Model, effort: Effort) -> Cover | None:
    """Return any cover with the regions of `model`, at its cost; None when it is shown that there is none."""
    assert model.regions is not None
    cover = cheapest(counting, below=model.regions + 1e-6, most_states=effort.states)
    return None if cover is None else Cover(cover.chosen, float(model.costs[list(cover.chosen)].sum()))


def counting(part: Part, columns: Columns, bounds: Bounds, *, out: Real | None = None) -> Model:
    """Return the model whose cost is households lacking first and the number of regions second."""
    span = np.minimum(part.households, bounds.hi).astype(np.float64)
    costs = np.ones(len(columns)) if out is None else np.ones(len(columns)) + OUT_PRICE * out
    return Model(columns, costs, None, span, bounds.lo, bounds.hi, np.array([span / bounds.hi, np.zeros(len(part))]))


def sharpened(model: Model) -> Model:
    """Return a model with the prices of its linear relaxation beside its own."""
    return replace(model, prices=np.vstack([model.prices, duals(model)]))


def least_count(counting: Model) -> int:
    """Return the regions that prices show to be needed."""
    return math.ceil(float(counting.prices.sum(axis=1).max()) - 1e-6)
