# SPDX-License-Identifier: Apache-2.0
"""The connected parts of communities: what is solved one at a time, because no region may leave its part. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sidan.places.redraw.instance import Instance, Real, Whole

_MOST_ENDS = 7


@dataclass(frozen=True, eq=False)
class Part:
    """Areas of one community that hang together, numbered anew from 0 in an order that sweeps over them.

    `areas` are their numbers in the instance. `near` is for each area the set of its neighbours as a bit mask, and
    `borders`, `border_m` and `barred` (nobody can cross) describe the common borders. `crews` numbers today's crews
    from 0, -1 for nobody. `apart` are groups, as masks, of which a region may hold one area at most; `together` groups
    of which it holds all or none.
    """

    community: str
    areas: Whole
    near: tuple[int, ...]
    households: Whole
    workload: Real
    area_m2: Real
    perimeter_m: Real
    borders: Whole
    border_m: Real
    barred: Whole
    crews: Whole
    together: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()
    foreign: Whole | None = None

    def __len__(self) -> int:
        """Return the number of areas."""
        return len(self.areas)

    @cached_property
    def total(self) -> int:
        """Return the households of the whole part."""
        return int(self.households.sum())

    def is_connected(self, mask: int) -> bool:
        """Say whether the areas of a mask hang together; an empty mask does."""
        return self.reached(mask & -mask, within=mask) == mask

    def reached(self, start: int, *, within: int) -> int:
        """Return the mask of what can be reached from a mask without leaving another."""
        found = todo = start & within
        while todo:
            low = todo & -todo
            todo ^= low
            fresh = self.near[low.bit_length() - 1] & within & ~found
            found |= fresh
            todo |= fresh
        return found


def parts_of(
    instance: Instance,
    *,
    left_out: Iterable[int] = (),
    together: Sequence[Sequence[int]] = (),
    apart: Sequence[Sequence[int]] = (),
    crossing: bool = False,
) -> list[Part]:
    """Return the parts, larger ones first; areas in `left_out` belong to none.

    With `crossing` communities are not told apart, so that a part is whatever hangs together, and `foreign` of a part
    numbers the communities.
    """
    skip = set(left_out)
    near = _neighbours(instance, skip, crossing=crossing)
    labels = _labels(len(instance), near, skip)
    members: dict[int, list[int]] = {}
    for area, label in enumerate(labels):
        if label >= 0:
            members.setdefault(label, []).append(area)
    rows = _rows_by_label(instance, labels, crossing=crossing)
    barred = np.zeros(len(instance.borders), dtype=bool)
    barred[instance.barriers] = True
    wished = (together, apart)
    parts = [
        _part(instance, members[k], near, rows.get(k, ()), barred, wished=wished, crossing=crossing)
        for k in sorted(members)
    ]
    return sorted(parts, key=lambda part: -len(part))


def _neighbours(instance: Instance, skip: set[int], *, crossing: bool) -> list[list[int]]:
    """Return the neighbours of each area that may share a region with it."""
    near: list[list[int]] = [[] for _ in range(len(instance))]
    community = instance.community
    for one, other in instance.borders.tolist():
        if (crossing or community[one] == community[other]) and one not in skip and other not in skip:
            near[one].append(other)
            near[other].append(one)
    return near


def _labels(count: int, near: Sequence[Sequence[int]], skip: set[int]) -> list[int]:
    """Return the number of the part of each area, -1 for those left out."""
    labels = [-1] * count
    label = -1
    for start in range(count):
        if labels[start] >= 0 or start in skip:
            continue
        label += 1
        labels[start] = label
        found = [start]
        for area in found:
            for other in near[area]:
                if labels[other] < 0:
                    labels[other] = label
                    found.append(other)
    return labels


def _rows_by_label(instance: Instance, labels: list[int], *, crossing: bool) -> dict[int, list[int]]:
    """Return the rows of `borders` that lie within each part."""
    rows: dict[int, list[int]] = {}
    for row, (one, other) in enumerate(instance.borders.tolist()):
        same = crossing or instance.community[one] == instance.community[other]
        if same and labels[one] >= 0 and labels[one] == labels[other]:
            rows.setdefault(labels[one], []).append(row)
    return rows


def _part(
    instance: Instance,
    members: list[int],
    near: Sequence[Sequence[int]],
    rows: Sequence[int],
    barred: npt.NDArray[np.bool_],
    *,
    wished: tuple[Sequence[Sequence[int]], Sequence[Sequence[int]]],
    crossing: bool,
) -> Part:
    """Return one part with its areas breadth first from an end."""
    order = _breadth_first(_end(members, near), near)
    place = {area: index for index, area in enumerate(order)}
    masks = tuple(sum(1 << place[other] for other in near[area]) for area in order)
    taken = np.array(order, dtype=np.int64)
    chosen = np.array(rows, dtype=np.int64)
    borders = np.array([[place[a], place[b]] for a, b in instance.borders[chosen].tolist()], dtype=np.int64)
    return Part(
        community=instance.community[order[0]],
        areas=taken,
        near=masks,
        households=instance.households[taken],
        workload=instance.workload[taken],
        area_m2=instance.area_m2[taken],
        perimeter_m=instance.perimeter_m[taken],
        borders=borders.reshape(-1, 2),
        border_m=instance.border_m[chosen],
        barred=np.flatnonzero(barred[chosen]),
        crews=_numbered([instance.crew[area] for area in order]),
        together=_masks(wished[0], place, fewest=2),
        apart=_masks(wished[1], place, fewest=2),
        foreign=_numbered([instance.community[area] for area in order]) if crossing else None,
    )


def _end(members: Sequence[int], near: Sequence[Sequence[int]]) -> int:
    """Return an area as far from the middle as can be."""
    start = min(members, key=lambda area: (len(near[area]), area))
    for _ in range(2):
        start = _breadth_first(start, near)[-1]
    return start


def _swept(members: Sequence[int], near: Sequence[Sequence[int]], *, way: int) -> list[int]:
    """Return the areas in the order in which few lie open between those done and those undone.

    Sweeps from several ends are laid out and the one with the narrowest front is taken, because the work grows
    exponentially with its width. Each `way` gives another good order.
    """
    ends = sorted(members, key=lambda area: (len(near[area]), area))[:_MOST_ENDS]
    starts = dict.fromkeys((_end(members, near), *ends))
    laid = [_narrow(start, near, len(members), slack=way) for start in starts]
    return min(laid, key=lambda order: _front_cost(order, near))


def _narrow(start: int, near: Sequence[Sequence[int]], count: int, *, slack: int) -> list[int]:
    """Return areas so that each next one opens the fewest new ones; with `slack` those waiting long come earlier."""
    order, done, waiting = [start], {start}, dict.fromkeys(near[start], 0)
    while len(order) < count:

        def price(area: int) -> tuple[float, int]:
            fresh = sum(other not in done and other not in waiting for other in near[area])
            return fresh + slack * waiting[area] / 4, waiting[area]

        area = min(waiting, key=price)
        del waiting[area]
        done.add(area)
        order.append(area)
        for other in near[area]:
            if other not in done and other not in waiting:
                waiting[other] = len(order)
    return order


def _front_cost(order: Sequence[int], near: Sequence[Sequence[int]]) -> float:
    """Return about how many states a sweep meets: two to the half of the front's width, summed over the sweep."""
    place = {area: index for index, area in enumerate(order)}
    front: set[int] = set()
    total = 0.0
    for index, area in enumerate(order):
        front.discard(area)
        front.update(other for other in near[area] if place[other] > index)
        total += 2 ** (len(front) / 2)
    return total


def turned(part: Part, way: int) -> Part:
    """Return a part with its areas in the order best for sweeping; another `way` is for another try."""
    near = [[other for other in range(len(part)) if mask >> other & 1] for mask in part.near]
    order = _swept(range(len(part)), near, way=way)
    place = np.argsort(order)

    def masked(mask: int) -> int:
        return sum(1 << int(place[area]) for area in range(len(part)) if mask >> area & 1)

    return replace(
        part,
        areas=part.areas[order],
        near=tuple(masked(part.near[area]) for area in order),
        households=part.households[order],
        workload=part.workload[order],
        area_m2=part.area_m2[order],
        perimeter_m=part.perimeter_m[order],
        borders=place[part.borders].reshape(-1, 2),
        crews=part.crews[order],
        together=tuple(masked(mask) for mask in part.together),
        apart=tuple(masked(mask) for mask in part.apart),
        foreign=part.foreign[order] if part.foreign is not None else None,
    )


def _breadth_first(start: int, near: Sequence[Sequence[int]]) -> list[int]:
    """Return everything that hangs together with an area, nearest first, poor in neighbours before rich."""
    order, seen = [start], {start}
    for area in order:
        for other in sorted(near[area], key=lambda each: (len(near[each]), each)):
            if other not in seen:
                seen.add(other)
                order.append(other)
    return order


def _numbered(names: Sequence[str | None]) -> Whole:
    """Return a number for each name, from 0 in the order met, -1 for none."""
    numbers: dict[str, int] = {}
    return np.array([-1 if n is None else numbers.setdefault(n, len(numbers)) for n in names], dtype=np.int64)


def _masks(groups: Sequence[Sequence[int]], place: dict[int, int], *, fewest: int) -> tuple[int, ...]:
    """Return the groups as masks, without what lies outside the part, where enough is left to matter."""
    masks = (sum(1 << place[area] for area in set(group) if area in place) for group in groups)
    return tuple(mask for mask in masks if mask.bit_count() >= fewest)
