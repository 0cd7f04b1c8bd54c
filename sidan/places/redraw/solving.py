# SPDX-License-Identifier: Apache-2.0
"""A redrawing from beginning to end: parts, communities side by side, names of regions, measures. Pure."""

import heapq
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_all_start_methods, get_context

from threadpoolctl import threadpool_limits

from sidan.base.errors import Refused
from sidan.places.redraw.asked import Bounds, Weights, Wishes
from sidan.places.redraw.crossing import divided_across
from sidan.places.redraw.dividing import divided
from sidan.places.redraw.divisions import Division, Effort
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.measuring import measured
from sidan.places.redraw.parts import Part, parts_of
from sidan.places.redraw.plans import PartPlan, Plan
from sidan.places.redraw.reasons import nearest_bounds, reason_of
from sidan.places.redraw.wished import checked, require_in_one_part

# Told how many of how many areas are done.
Progress = Callable[[int, int], None]

_BATCHES_A_WORKER = 24  # few enough to be worth the way, enough to share the work


def redraw(
    instance: Instance,
    bounds: Bounds,
    weights: Weights | None = None,
    wishes: Wishes | None = None,
    *,
    seed: int = 1,
    workers: int = 1,
    effort: Effort | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Return the best division of small areas into regions that can be found, with what is proved of it.

    Aims come in this order: as few households out of bounds as can be, as few regions (or as many as asked), the least
    weighted cost. Each community is solved by itself, on `workers` processes. The same seed gives the same plan.
    Refused where the wishes contradict one another or the number of regions cannot be had.
    """
    begun = time.perf_counter()
    weights, wishes, effort = weights or Weights(), wishes or Wishes(), effort or Effort()
    wanted = checked(instance, wishes, bounds)
    inside = replace(bounds, crossing_price=None)
    parts = parts_of(instance, left_out=wanted.left_out, together=wanted.together, apart=wanted.apart)
    if bounds.crossing_price is None:
        require_in_one_part(instance, wanted, parts)
    communities: dict[str, list[Part]] = {}
    for part in parts:
        communities.setdefault(part.community, []).append(part)
    numbers = _numbers(instance, communities, bounds, wanted.fixed)
    jobs = [(key, own, numbers.get(key)) for key, own in communities.items()]
    found = _all_divided(jobs, inside, weights, effort, seed=seed, workers=workers, progress=progress)
    _require_numbers(jobs, found)
    if bounds.regions is not None:
        found = _to_number(jobs, found, inside, weights, effort, fixed=len(wanted.fixed), seed=seed)
    solved = [
        pair for (_, own, _), divisions in zip(jobs, found, strict=True) for pair in zip(own, divisions, strict=True)
    ]
    if bounds.crossing_price is not None:
        regions, _ = _named(instance, solved, wanted.fixed, bounds)
        solved = divided_across(instance, regions, wanted, bounds, weights, seed=seed)
    regions, plans = _named(instance, solved, wanted.fixed, bounds)
    facts, measures = measured(instance, regions, bounds=bounds, weights=weights)
    spent = time.perf_counter() - begun
    return Plan(regions, plans, facts, measures, bounds, weights, wishes, seed, spent)


Job = tuple[str, list[Part], int | None]
Task = tuple[list[Job], Bounds, Weights, Effort, int]


def _numbers(
    instance: Instance, communities: dict[str, list[Part]], bounds: Bounds, fixed: Sequence[Sequence[int]]
) -> dict[str, int]:
    """Return how many regions are asked of a community beside its fixed ones; Refused for an unknown one."""
    if bounds.regions_by_community and bounds.crossing_price is not None:
        raise Refused("Where regions may cross communities, no community can have a number of regions of its own.")
    asked = dict(bounds.regions_by_community)
    for community in asked:
        if community not in instance.community:
            raise Refused("There is no community %(community)s among the areas.", community=community)
    for group in fixed:
        community = instance.community[min(group)]
        if community in asked:
            asked[community] -= 1
    return {community: number for community, number in asked.items() if community in communities}


def _require_numbers(jobs: Sequence[Job], found: Sequence[Sequence[Division]]) -> None:
    """Refuse a community's number of regions that the bounds do not let it have."""
    for (community, _, asked), divisions in zip(jobs, found, strict=True):
        had = sum(len(each.regions) for each in divisions)
        if asked is not None and had != asked:
            raise Refused(
                "The community %(community)s cannot be divided into %(asked)d regions; the nearest number is %(had)d.",
                community=community,
                asked=asked,
                had=had,
            )


def _all_divided(
    jobs: Sequence[Job],
    bounds: Bounds,
    weights: Weights,
    effort: Effort,
    *,
    seed: int,
    workers: int,
    progress: Progress | None,
) -> list[list[Division]]:
    """Return the divisions of all communities, those with many areas begun first."""
    total = sum(len(part) for _, parts, _ in jobs for part in parts)
    work = [_work_ahead(parts, bounds) for _, parts, _ in jobs]
    order = sorted(range(len(jobs)), key=lambda index: -work[index])
    batches = list(_batches(order, work, most=sum(work) / (_BATCHES_A_WORKER * max(workers, 1))))
    tasks = [([jobs[index] for index in batch], bounds, weights, effort, seed) for batch in batches]
    found: list[list[Division]] = [[] for _ in jobs]
    done = 0
    for batch, results in zip(batches, _run(tasks, workers), strict=True):
        for index, divisions in zip(batch, results, strict=True):
            found[index] = divisions
            done += sum(len(part) for part in jobs[index][1])
        if progress is not None:
            progress(done, total)
    return found


def _run(tasks: Sequence[Task], workers: int) -> Iterator[list[list[Division]]]:
    """Yield the results of the tasks in order; in this process when one worker, or little work, is enough."""
    if workers <= 1 or len(tasks) < 2:
        yield from map(_work, tasks)
        return
    # A copy of this process must not share its threads and connections; without any it starts quickest.
    method = "fork" if threading.active_count() == 1 and "fork" in get_all_start_methods() else "spawn"
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=get_context(method)) as pool:
        yield from pool.map(_work, tasks)


def _work(task: Task) -> list[list[Division]]:
    """Divide a batch of communities; runs in a worker."""
    jobs, bounds, weights, effort, seed = task
    # The tables are small: sharing one multiplication among threads costs more than it saves.
    with threadpool_limits(1):
        return [divided(parts, bounds, weights, effort, regions=number, seed=seed) for _, parts, number in jobs]


def _work_ahead(parts: Sequence[Part], bounds: Bounds) -> float:
    """Return about how much work a community is: its areas, and more where many of them make a region."""
    total = 0.0
    for part in parts:
        settled = int((part.households > 0).sum())
        to_a_region = bounds.hi * settled / part.total if part.total else 1.0
        total += len(part) * 2 ** min(to_a_region, 12.0)
    return total


def _batches(order: Sequence[int], work: Sequence[float], *, most: float) -> Iterator[list[int]]:
    """Yield the communities in batches of about as much work, those with most first."""
    batch: list[int] = []
    size = 0.0
    for index in order:
        batch.append(index)
        size += work[index]
        if size >= most:
            yield batch
            batch, size = [], 0.0
    if batch:
        yield batch


def _to_number(
    jobs: Sequence[Job],
    found: list[list[Division]],
    bounds: Bounds,
    weights: Weights,
    effort: Effort,
    *,
    fixed: int,
    seed: int,
) -> list[list[Division]]:
    """Return the divisions with as many regions in all as asked; Refused when that cannot be had.

    Further regions go one by one to the community whose regions are largest, by the method of highest averages.
    """
    assert bounds.regions is not None
    now = [sum(len(each.regions) for each in divisions) for divisions in found]
    missing = bounds.regions - fixed - sum(now)
    if missing < 0:
        raise Refused(
            "%(asked)d regions cannot be had: the bounds need at least %(least)d.",
            asked=bounds.regions,
            least=fixed + sum(now),
        )
    stuck = {index for index, (_, _, number) in enumerate(jobs) if number is not None}
    while missing and len(stuck) < len(jobs):
        wanted = _apportioned(jobs, now, missing, stuck)
        for index in sorted(wanted):
            more = divided(jobs[index][1], bounds, weights, effort, regions=wanted[index], seed=seed)
            got = sum(len(each.regions) for each in more)
            if got < wanted[index]:
                stuck.add(index)
            if got > now[index]:
                missing -= got - now[index]
                found[index], now[index] = more, got
    if missing:
        raise Refused(
            "%(asked)d regions cannot be had: the bounds allow at most %(most)d.",
            asked=bounds.regions,
            most=bounds.regions - missing,
        )
    return found


def _apportioned(jobs: Sequence[Job], now: Sequence[int], missing: int, stuck: set[int]) -> dict[int, int]:
    """Return how many regions each community shall have when some more are shared out, those that get any."""
    heap = [(-sum(part.total for part in jobs[k][1]) / now[k], k) for k in range(len(jobs)) if k not in stuck]
    heapq.heapify(heap)
    wanted: dict[int, int] = {}
    for _ in range(missing):
        _, index = heap[0]
        wanted[index] = wanted.get(index, now[index]) + 1
        households = sum(part.total for part in jobs[index][1])
        heapq.heapreplace(heap, (-households / wanted[index], index))
    return wanted


def _named(
    instance: Instance,
    solved: Sequence[tuple[Part, Division]],
    fixed: Sequence[Sequence[int]],
    bounds: Bounds,
) -> tuple[tuple[str, ...], list[PartPlan]]:
    """Return the region of each area, named by community and number, and the parts with their proofs."""
    region = [""] * len(instance)
    plans: list[PartPlan] = []
    counts: dict[str, int] = {}

    def name(areas: Sequence[int]) -> None:
        community = instance.community[min(areas)]
        counts[community] = counts.get(community, 0) + 1
        for area in areas:
            region[area] = f"{community}-{counts[community]:02d}"

    for part, division in solved:
        groups = [[int(part.areas[k]) for k in range(len(part)) if mask >> k & 1] for mask in division.regions]
        for areas in sorted(groups, key=min):
            name(areas)
        plans.append(_part_plan(instance, part, division, bounds))
    for group in fixed:
        name(group)
        plans.append(_fixed_plan(instance, group))
    return tuple(region), plans


def _part_plan(instance: Instance, part: Part, division: Division, bounds: Bounds) -> PartPlan:
    """Return what is shown of a part."""
    out = division.out_of_bounds
    return PartPlan(
        community=part.community,
        areas=len(part),
        households=part.total,
        regions=len(division.regions),
        out_of_bounds=out,
        least_out_of_bounds=division.least_out_of_bounds,
        least_regions=division.least_regions,
        cost=round(division.cost, 6),
        bound=round(min(division.bound, division.cost), 6),
        proof="optimal" if division.is_optimal else "bounded",
        columns=division.columns,
        reason=reason_of(instance, part, division, bounds) if out else None,
        nearest=nearest_bounds(part, division, bounds) if out else None,
        least_moved=division.least_moved,
    )


def _fixed_plan(instance: Instance, areas: Sequence[int]) -> PartPlan:
    """Return what is shown of a region that was fixed by wish."""
    households = int(sum(int(instance.households[area]) for area in areas))
    community = instance.community[min(areas)]
    return PartPlan(community, len(areas), households, 1, 0, 0, 1, 0.0, 0.0, "fixed", 0)


def proved_share(parts: Sequence[PartPlan]) -> float:
    """Return the share (0 to 1) of parts whose plan is proved the best."""
    proved = sum(part.proof != "bounded" for part in parts)
    return proved / len(parts) if parts else math.nan
