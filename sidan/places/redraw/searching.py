# SPDX-License-Identifier: Apache-2.0
"""Plans for parts with too many possible regions to list: found by solving small windows exactly, again and again.

Pure. A window is a region with some of its neighbours; its areas, glued together at random where they are many, are
divided anew by the same exact sweep that small parts get. Nothing is proved of the whole; whoever calls says so. The
number of windows is fixed, not the time, so that a seed gives the same plan on every machine.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from sidan.places.redraw.asked import Bounds
from sidan.places.redraw.columns import Columns, TooManyColumns, listed, mask_of, packed
from sidan.places.redraw.covering import cheapest
from sidan.places.redraw.instance import Real
from sidan.places.redraw.model import Model, TooManyStates
from sidan.places.redraw.parts import Part

WINDOW_REGIONS = 4
WINDOW_ATOMS = 22
_WINDOW_COLUMNS = 15_000
_WINDOW_STATES = 60_000
_TURNS = 6  # windows per region of the plan

# Gives what each column costs; the plan whose columns cost least in all is sought.
Pricing = Callable[[Columns], Real]


def searched(part: Part, bounds: Bounds, *, seed: int) -> tuple[int, ...]:
    """Return regions with few households out of bounds and, after that, few in number."""

    def pricing(columns: Columns) -> Real:
        low = np.maximum(bounds.lo - columns.households, 0)
        return np.asarray(1.0 + 1_000.0 * (low + np.maximum(columns.households - bounds.hi, 0)), dtype=np.float64)

    return bettered(part, _merged_greedily(part, bounds), bounds, pricing=pricing, regions_may_change=True, seed=seed)


def bettered(
    part: Part,
    regions: Sequence[int],
    bounds: Bounds,
    *,
    pricing: Pricing,
    regions_may_change: bool = False,
    among: Callable[[int], bool] | None = None,
    seed: int,
) -> tuple[int, ...]:
    """Return regions that cost no more than those given; as many unless `regions_may_change`.

    With `among` windows begin at the regions it holds for alone, and the search ends when there is none.
    """
    chance = random.Random(seed)
    now = list(regions)
    quiet = 0
    for _ in range(_TURNS * len(now)):
        begin = now if among is None else [mask for mask in now if among(mask)]
        if not begin:
            break
        window = _window(part, now, chance.choice(begin), chance)
        fresh = _divided_anew(part, window, bounds, pricing, regions_may_change=regions_may_change, chance=chance)
        quiet = quiet + 1 if fresh is None else 0
        if fresh is not None:
            now = [mask for mask in now if mask not in window] + fresh
        if quiet > 2 * len(begin) + WINDOW_REGIONS:
            break
    return tuple(now)


def quotient(part: Part, groups: Sequence[int]) -> Part:
    """Return the part whose areas are groups (masks) of a part's areas; areas in no group are left out."""
    of = np.full(len(part), -1, dtype=np.int64)
    for number, group in enumerate(groups):
        for area in _areas(group):
            of[area] = number
    count = len(groups)

    def summed(values: Real) -> Real:
        return np.bincount(of[of >= 0], weights=values[of >= 0], minlength=count).astype(np.float64)

    ends = of[part.borders]
    inside = (ends >= 0).all(axis=1)
    same = inside & (ends[:, 0] == ends[:, 1])
    between = inside & ~same
    inner = np.bincount(ends[same, 0], weights=part.border_m[same], minlength=count)
    near = [0] * count
    for one, other in ends[between].tolist():
        near[one] |= 1 << other
        near[other] |= 1 << one
    first = np.array([_areas(group)[0] for group in groups], dtype=np.int64)
    return Part(
        community=part.community,
        areas=np.arange(count),
        near=tuple(near),
        households=summed(part.households.astype(np.float64)).round().astype(np.int64),
        workload=summed(part.workload),
        area_m2=summed(part.area_m2),
        perimeter_m=summed(part.perimeter_m) - 2 * inner,
        borders=np.sort(ends[between], axis=1).reshape(-1, 2),
        border_m=part.border_m[between],
        barred=np.flatnonzero(np.isin(np.flatnonzero(between), part.barred)),
        crews=part.crews[first],
        together=_carried(part.together, of, fewest=2),
        apart=_carried(part.apart, of, fewest=2),
        foreign=part.foreign[first] if part.foreign is not None else None,
    )


def _divided_anew(
    part: Part,
    window: Sequence[int],
    bounds: Bounds,
    pricing: Pricing,
    *,
    regions_may_change: bool,
    chance: random.Random,
) -> list[int] | None:
    """Return a cheaper division of a window, or None when there is none or it could not be looked through."""
    atoms = _atoms(part, window, chance)
    small = quotient(part, atoms)
    try:
        columns = listed(small, lo=0, hi=bounds.hi, most=_WINDOW_COLUMNS)
    except TooManyColumns:
        return None
    real = packed(part, [_glued(mask_of(row), atoms) for row in columns.members])
    # `packed` sorts by the first area of the part; the columns of the window stand in their own order.
    order = {bits.tobytes(): row for row, bits in enumerate(real.bits)}
    again = packed(
        part, [_glued(mask_of(row), atoms) for row in columns.members], households=columns.households.tolist()
    )
    costs = pricing(real)[[order[bits.tobytes()] for bits in again.bits]]
    before = float(pricing(packed(part, list(window))).sum())
    span = small.households.astype(np.float64)
    number = None if regions_may_change else len(window)
    model = Model(columns, costs, number, span, 0.0, float(span.sum()), np.zeros((1, len(small))))
    try:
        known = cheapest(model, below=before - 1e-9, beam=40, most_states=_WINDOW_STATES)
        below = known.cost if known is not None else before - 1e-9
        cover = cheapest(replace(model), below=below, most_states=_WINDOW_STATES) or known
    except TooManyStates:
        cover = known
    return None if cover is None else [_glued(mask_of(columns.members[row]), atoms) for row in cover.chosen]


def _window(part: Part, regions: Sequence[int], first: int, chance: random.Random) -> list[int]:
    """Return a region and some that border it, the next ones bordering any of them."""
    window = [first]
    wanted = chance.randint(2, WINDOW_REGIONS)
    while len(window) < wanted:
        edge = _edge(part, sum(window))
        around = [mask for mask in regions if mask & edge]
        if not around:
            break
        window.append(chance.choice(around))
    return window


def _atoms(part: Part, window: Sequence[int], chance: random.Random) -> list[int]:
    """Return the areas of a window, glued to neighbours of the same region at random until few enough are left."""
    atoms = [1 << area for mask in window for area in _areas(mask)]
    home = {atom: mask for mask in window for atom in atoms if atom & mask}
    for group in part.together:
        held = [atom for atom in atoms if atom & group]
        if len(held) > 1 and len({home[atom] for atom in held}) == 1 and part.is_connected(sum(held)):
            home[sum(held)] = home[held[0]]
            atoms = [atom for atom in atoms if not atom & group] + [sum(held)]
    stuck = 0
    while len(atoms) > WINDOW_ATOMS and stuck < len(atoms):
        one = min(chance.sample(atoms, min(4, len(atoms))), key=lambda atom: households_of(part, atom))
        edge = _edge(part, one)
        around = [atom for atom in atoms if atom & edge and home[atom] == home[one]]
        stuck = 0 if around else stuck + 1
        if around:
            other = chance.choice(around)
            atoms = [atom for atom in atoms if atom not in (one, other)] + [one | other]
            home[one | other] = home[one]
    return sorted(atoms)


def _merged_greedily(part: Part, bounds: Bounds) -> list[int]:
    """Return regions made by joining the smallest one with its smallest neighbour while both fit under the bound."""
    regions = dict.fromkeys(1 << area for area in range(len(part)))
    size = {mask: int(part.households[mask.bit_length() - 1]) for mask in regions}
    done: set[int] = set()
    while todo := [mask for mask in regions if mask not in done]:
        one = min(todo, key=lambda mask: (size[mask], mask))
        edge = _edge(part, one)
        around = [mask for mask in regions if mask & edge and size[mask] + size[one] <= bounds.hi]
        around = [
            mask
            for mask in around
            if all((mask | one) & g == 0 or (((mask | one) & g).bit_count() <= 1) for g in part.apart)
        ]
        if size[one] >= bounds.lo or not around:
            done.add(one)
            continue
        other = min(around, key=lambda mask: (size[mask], mask))
        for mask in (one, other):
            del regions[mask]
            done.discard(mask)
        regions[one | other] = None
        size[one | other] = size[one] + size[other]
    return list(regions)


def _edge(part: Part, mask: int) -> int:
    """Return the areas that border a set without being in it."""
    edge = 0
    for area in _areas(mask):
        edge |= part.near[area]
    return edge & ~mask


def _areas(mask: int) -> list[int]:
    """Return the numbers of the areas in a mask."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def households_of(part: Part, mask: int) -> int:
    """Return the households in a set."""
    return int(part.households[_areas(mask)].sum())


def _glued(mask: int, atoms: Sequence[int]) -> int:
    """Return the areas of a set of atoms."""
    return sum(atoms[atom] for atom in _areas(mask))


def _carried(groups: Sequence[int], of: np.ndarray, *, fewest: int) -> tuple[int, ...]:
    """Return groups of areas as groups of atoms, where enough is left of them."""
    masks = []
    for group in groups:
        atoms = {int(of[area]) for area in _areas(group)} - {-1}
        masks.append(sum(1 << atom for atom in atoms))
    return tuple(mask for mask in masks if mask.bit_count() >= fewest)
