# SPDX-License-Identifier: Apache-2.0
"""Regions that may reach over the boundaries of communities, at a price for each household outside its own. Pure.

Where what hangs together has few enough possible regions, it is solved like a part of a community, with a proof. Where
it has too many, as most towns do, the best plan that crosses nothing is proved first, and crossing is for what that
leaves: around each region that lacks households windows are divided anew over the boundary. What comes out is never
worse than without; how far it is from the best of all is not known.
"""

from collections.abc import Sequence

from sidan.places.redraw.asked import Bounds, Weights
from sidan.places.redraw.columns import Columns, TooManyColumns, listed, packed
from sidan.places.redraw.costs import features
from sidan.places.redraw.dividing import divided
from sidan.places.redraw.divisions import OUT_PRICE, Division, Effort
from sidan.places.redraw.instance import Instance, Real
from sidan.places.redraw.parts import Part, parts_of
from sidan.places.redraw.searching import bettered, households_of
from sidan.places.redraw.sizing import fewest_by_size, lacking, out_of_bounds, unavoidable
from sidan.places.redraw.weighing import costs_of
from sidan.places.redraw.wished import Wanted

# One region less outweighs the soft cost of a few, and a household that is lacking outweighs any number of regions.
_REGION_PRICE = 20.0
_MOST_COLUMNS = 30_000


def divided_across(
    instance: Instance, regions: Sequence[str], wanted: Wanted, bounds: Bounds, weights: Weights, *, seed: int
) -> list[tuple[Part, Division]]:
    """Return the parts that hang together whatever their community, with divisions bettered from given regions."""
    parts = parts_of(instance, left_out=wanted.left_out, together=wanted.together, apart=wanted.apart, crossing=True)
    return [(part, _divided(part, _masks(part, regions), bounds, weights, seed=seed)) for part in parts]


def _divided(part: Part, masks: tuple[int, ...], bounds: Bounds, weights: Weights, *, seed: int) -> Division:
    """Return the division of what hangs together: the best one where all its regions can be listed."""
    try:
        listed(part, lo=0, hi=bounds.hi, most=_MOST_COLUMNS)
    except TooManyColumns:
        return _bettered(part, masks, bounds, weights, seed=seed)
    return divided([part], bounds, weights, Effort(columns=_MOST_COLUMNS), seed=seed)[0]


def _masks(part: Part, regions: Sequence[str]) -> tuple[int, ...]:
    """Return the regions of a part as masks of its areas."""
    found: dict[str, int] = {}
    for place, area in enumerate(part.areas.tolist()):
        found[regions[area]] = found.get(regions[area], 0) | 1 << place
    return tuple(found.values())


def _bettered(part: Part, masks: tuple[int, ...], bounds: Bounds, weights: Weights, *, seed: int) -> Division:
    """Return the division that windows lead to from given regions."""
    means = (part.total / len(masks), float(part.workload.sum()) / len(masks))

    def plain(columns: Columns) -> Real:
        return costs_of(columns, features(part, columns, weights, priced_foreign=True), bounds, weights, means)

    def pricing(columns: Columns) -> Real:
        return plain(columns) + _REGION_PRICE + OUT_PRICE * lacking(columns.households, bounds)

    found = bettered(
        part,
        masks,
        bounds,
        pricing=pricing,
        regions_may_change=True,
        among=lambda mask: households_of(part, mask) < bounds.lo,
        seed=seed,
    )
    columns = packed(part, list(found))
    least = min(fewest_by_size(part, bounds), len(found))
    out = int(out_of_bounds(columns.households, bounds).sum())
    cost = float(plain(columns).sum())
    return Division(found, out, unavoidable(part, bounds), least, cost, 0.0, is_optimal=False, columns=0)
