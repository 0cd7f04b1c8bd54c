# SPDX-License-Identifier: Apache-2.0
"""What a plan comes to, measured from the areas alone: the solver's own words are not believed. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sidan.places.redraw.asked import Bounds, Weights
from sidan.places.redraw.crews import best_crews
from sidan.places.redraw.instance import Instance, Real, Whole
from sidan.places.redraw.plans import Measures, RegionFacts


def measured(
    instance: Instance, regions: Sequence[str], *, bounds: Bounds, weights: Weights | None = None
) -> tuple[list[RegionFacts], Measures]:
    """Return what each region holds, in the order of their names, and what the whole plan comes to.

    `regions` names the region of each area. Perimeters leave out borders inside a region.
    """
    names, of = np.unique(np.array(regions, dtype=object), return_inverse=True)
    of = of.astype(np.int64)
    count = len(names)
    members = _members(of, count)
    households = np.bincount(of, instance.households, count).astype(np.float64)
    workload = np.bincount(of, instance.workload, count).astype(np.float64)
    round_ = polsby_popper_of(instance, of, count)
    crew_of, kept = best_crews(instance, of, count)
    facts = [
        RegionFacts(
            region=str(names[k]),
            community=instance.community[members[k][0]],
            areas=tuple(instance.ids[area] for area in members[k]),
            households=int(households[k]),
            workload=round(float(workload[k]), 2),
            polsby_popper=round(float(round_[k]), 4),
            crew=crew_of[k],
            kept_households=int(kept[k]),
        )
        for k in range(count)
    ]
    sums = _Sums(members, households, workload, round_, int(kept.sum()))
    measures = _measures(instance, of, sums, bounds)
    return facts, measures


def polsby_popper_of(instance: Instance, of: Whole, count: int) -> Real:
    """Return 4 pi area / perimeter² of each region, 0 where outlines are not known."""
    area = np.bincount(of, instance.area_m2, count)
    perimeter = np.bincount(of, instance.perimeter_m, count)
    if len(instance.borders):
        one, other = of[instance.borders[:, 0]], of[instance.borders[:, 1]]
        inner = one == other
        perimeter -= 2 * np.bincount(one[inner], instance.border_m[inner], count)
    return np.where(perimeter > 0, 4 * np.pi * area / np.maximum(perimeter, 1e-9) ** 2, 0.0)


def pieces_of(instance: Instance, of: Whole, count: int, *, barriers: bool = False) -> Whole:
    """Return into how many pieces each region falls; with `barriers` a barrier separates as well."""
    rows = np.arange(len(instance.borders))
    if barriers:
        rows = np.setdiff1d(rows, instance.barriers)
    borders = instance.borders[rows]
    inner = borders[of[borders[:, 0]] == of[borders[:, 1]]] if len(borders) else borders
    roots = _roots(len(instance), inner.tolist())
    return np.bincount(of[np.unique(roots)], minlength=count)


class _Sums(NamedTuple):
    """What each region holds: areas, households, workload, roundness; and the households kept in all."""

    members: list[list[int]]
    households: Real
    workload: Real
    round: Real
    kept: int


def _measures(instance: Instance, of: Whole, sums: _Sums, bounds: Bounds) -> Measures:
    """Return the measures of a plan."""
    members, households, workload, round_, kept = sums
    count = len(members)
    below, above = households < bounds.lo, households > bounds.hi
    excused = _excused(instance, of, members, households, bounds)
    pieces = pieces_of(instance, of, count)
    barred = pieces_of(instance, of, count, barriers=True)
    crossing = sum(len({instance.community[area] for area in group}) > 1 for group in members)
    owner = [_largest_community(instance, group) for group in members]
    total, work = float(instance.households.sum()), float(instance.workload.sum())
    good = int((~below & ~above).sum())
    moved = int(total) - kept
    return Measures(
        regions=count,
        in_range=good,
        in_range_excused=(good + int(excused.sum())) / count if count else 1.0,
        below=int(below.sum()),
        above=int(above.sum()),
        out_of_bounds=int((np.maximum(bounds.lo - households, 0) + np.maximum(households - bounds.hi, 0)).sum()),
        imbalance_percent=100 * _deviation(households, owner) / total if total else 0.0,
        workload_imbalance_percent=100 * _deviation(workload, owner) / work if work else 0.0,
        polsby_popper=float(round_.mean()) if count else 0.0,
        moved_households=moved,
        moved_share=moved / total if total else 0.0,
        split_by_barrier=int(((pieces == 1) & (barred > 1)).sum()),
        not_contiguous=int((pieces > 1).sum()),
        crossing=crossing,
    )


def _excused(
    instance: Instance, of: Whole, members: Sequence[Sequence[int]], households: Real, bounds: Bounds
) -> np.ndarray:
    """Say of which regions out of bounds no plan could have been better.

    One area alone is above the bound, or the region is all that hangs together of its community and lies below.
    """
    same = [instance.community[a] == instance.community[b] for a, b in instance.borders.tolist()]
    roots = _roots(len(instance), instance.borders[np.array(same, dtype=bool)].tolist())
    sizes = np.bincount(roots, minlength=len(instance))
    excused = np.zeros(len(members), dtype=bool)
    for k, group in enumerate(members):
        if households[k] > bounds.hi:
            excused[k] = max(int(instance.households[area]) for area in group) == households[k]
        elif households[k] < bounds.lo:
            found = {int(roots[area]) for area in group}
            excused[k] = len(found) == 1 and sizes[found.pop()] == len(group)
    return excused


def _deviation(values: Real, owner: Sequence[str]) -> float:
    """Return the sum of the distances of regions from the mean of their community."""
    _, of = np.unique(np.array(owner, dtype=object), return_inverse=True)
    counts = np.bincount(of)
    means = np.bincount(of, values) / counts
    return float(np.abs(values - means[of]).sum())


def _largest_community(instance: Instance, group: Sequence[int]) -> str:
    """Return the community to which most households of a region belong."""
    held: dict[str, float] = {}
    for area in group:
        held[instance.community[area]] = held.get(instance.community[area], 0.0) + instance.households[area] + 1e-6
    return max(sorted(held), key=lambda community: held[community])


def _members(of: Whole, count: int) -> list[list[int]]:
    """Return the areas of each region."""
    members: list[list[int]] = [[] for _ in range(count)]
    for area, region in enumerate(of.tolist()):
        members[region].append(area)
    return members


def _roots(count: int, pairs: Sequence[Sequence[int]]) -> Whole:
    """Return for each area the number of one area that stands for all that hang together with it."""
    root = list(range(count))

    def find(area: int) -> int:
        while root[area] != area:
            root[area] = root[root[area]]
            area = root[area]
        return area

    for one, other in pairs:
        root[find(one)] = find(other)
    return np.array([find(area) for area in range(count)], dtype=np.int64)
