# SPDX-License-Identifier: Apache-2.0
"""The best plan found by looking at every one: slow, plain, and nothing shared with the solver.

A plan divides each connected part of a community into connected groups. Of all plans whose groups hold at most `hi`
households (or one area above it and areas without any), those that lack the fewest households to `lo` come first, of
those the ones with the fewest groups, of those the one that costs least.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from sidan.places.redraw.asked import Bounds, Weights, Wishes
from sidan.places.redraw.instance import Instance

Group = frozenset[int]
Plan = tuple[Group, ...]


class Brute:
    """One question, answered by trying everything."""

    def __init__(self, instance: Instance, bounds: Bounds, weights: Weights, wishes: Wishes | None = None) -> None:
        self.instance, self.bounds, self.weights = instance, bounds, weights
        self.names = instance.community
        self.households = [int(each) for each in instance.households]
        self.near: list[set[int]] = [set() for _ in self.households]
        for one, other in instance.borders.tolist():
            self.near[one].add(other)
            self.near[other].add(one)
        place = {area: k for k, area in enumerate(instance.ids)}
        wishes = wishes or Wishes()
        self.together = [frozenset(place[area] for area in group) for group in wishes.together]
        self.apart = [frozenset(place[area] for area in group) for group in wishes.apart]

    def parts(self, community: str) -> list[Group]:
        """Return what hangs together of a community."""
        left = {area for area, name in enumerate(self.instance.community) if name == community}
        found = []
        while left:
            part = self.reached({min(left)}, left)
            found.append(frozenset(part))
            left -= part
        return found

    def reached(self, start: set[int], within: set[int] | Group) -> set[int]:
        """Return what can be reached from some areas without leaving others."""
        found, fresh = set(start), set(start)
        while fresh:
            fresh = {other for area in fresh for other in self.near[area] if other in within} - found
            found |= fresh
        return found

    def groups(self, first: int, within: Group) -> Iterator[Group]:
        """Yield every connected group that holds an area and may be a region."""
        others = sorted(within - {first})
        for choice in range(1 << len(others)):
            group = frozenset([first, *(area for k, area in enumerate(others) if choice >> k & 1)])
            if self.is_allowed(group) and len(self.reached({first}, group)) == len(group):
                yield group

    def is_allowed(self, group: Group) -> bool:
        """Say whether a group may be a region, whatever it lacks."""
        size = sum(self.households[area] for area in group)
        largest = max(self.households[area] for area in group)
        if size > self.bounds.hi and size != largest:
            return False
        if any(group & wish and not wish <= group for wish in self.together):
            return False
        return all(len(group & wish) <= 1 for wish in self.apart)

    def plans(self, part: Group) -> Iterator[Plan]:
        """Yield every plan of a part."""
        if not part:
            yield ()
            return
        first = min(part)
        for group in self._groups_of[first]:
            if group <= part:
                for rest in self.plans(part - group):
                    yield (group, *rest)

    @cached_property
    def _groups_of(self) -> Mapping[int, list[Group]]:
        """Return the groups whose smallest area is each area."""
        found = {}
        for community in dict.fromkeys(self.instance.community):
            for part in self.parts(community):
                for area in part:
                    found[area] = list(self.groups(area, frozenset(each for each in part if each >= area)))
        return found

    def lacking(self, plan: Plan) -> int:
        """Return the households that groups lack to the lower bound."""
        return sum(max(self.bounds.lo - sum(self.households[area] for area in group), 0) for group in plan)

    def best(self, community: str, *, regions: int | None = None) -> tuple[int, int, float]:
        """Return what the best plan of a community lacks, its number of regions and its cost."""
        choices = []
        for part in self.parts(community):
            plans = list(self.plans(part))
            least = min(self.lacking(plan) for plan in plans)
            choices.append([plan for plan in plans if self.lacking(plan) == least])
        fewest = [min(len(plan) for plan in plans) for plans in choices]
        number = regions if regions is not None else sum(fewest)
        cost = 0.0
        if regions is None or len(choices) == 1:
            for plans, few in zip(choices, fewest, strict=True):
                wanted = few if regions is None else regions
                cost += min(self.cost(plan, community, number) for plan in plans if len(plan) == wanted)
        return sum(self.lacking(plans[0]) for plans in choices), number, cost

    def cost(self, plan: Plan, community: str, regions: int) -> float:
        """Return the weighted cost of the plan of a part, in a community of so many regions."""
        weights, instance = self.weights, self.instance
        own = [area for area, name in enumerate(instance.community) if name == community]
        mean = sum(self.households[area] for area in own) / regions
        mean_work = sum(float(instance.workload[area]) for area in own) / regions
        cost = 0.0
        for group in plan:
            size = sum(self.households[area] for area in group)
            work = sum(float(instance.workload[area]) for area in group)
            cost += weights.balance * abs(size / mean - 1) if mean else weights.balance
            cost += weights.workload * (abs(work / mean_work - 1) if mean_work else 1)
            cost += weights.compactness * max(1 - self.roundness(group), 0)
            cost += weights.barriers * (self.pieces(group) - 1)
            cost += (self.bounds.crossing_price or 0.0) * self.strangers(group) / mean if mean else 0.0
        return cost + weights.crew * self.moved(plan) / mean if mean else cost

    def strangers(self, group: Group) -> int:
        """Return the households outside the largest of the neighbourhoods in a group."""
        held: dict[str, int] = {}
        for area in group:
            held[self.names[area]] = held.get(self.names[area], 0) + self.households[area]
        return sum(held.values()) - max(held.values())

    def roundness(self, group: Group) -> float:
        """Return 4 pi area / perimeter²."""
        perimeter = sum(float(self.instance.perimeter_m[area]) for area in group)
        for (one, other), metres in zip(self.instance.borders.tolist(), self.instance.border_m, strict=True):
            perimeter -= 2 * float(metres) * (one in group and other in group)
        area = sum(float(self.instance.area_m2[area]) for area in group)
        return 4 * math.pi * area / perimeter**2 if perimeter > 0 else 0.0

    def pieces(self, group: Group) -> int:
        """Return into how many pieces barriers cut a group."""
        barred = {tuple(self.instance.borders[row].tolist()) for row in self.instance.barriers}
        left, count = set(group), 0
        while left:
            count += 1
            found, fresh = set(), {min(left)}
            while fresh:
                found |= fresh
                fresh = {b for a in fresh for b in self.near[a] & left if (min(a, b), max(a, b)) not in barred} - found
            left -= found
        return count

    def moved(self, plan: Plan) -> int:
        """Return the households that lose their crew when each crew goes on in one region at most, by trying all."""
        return sum(self.households[area] for group in plan for area in group) - self._kept(plan, frozenset())

    def _kept(self, plan: Sequence[Group], gone: frozenset[str]) -> int:
        """Return the most households kept by crews that have not gone anywhere."""
        if not plan:
            return 0
        crews: dict[str, int] = {}
        for area in plan[0]:
            crew = self.instance.crew[area]
            if crew is not None and crew not in gone:
                crews[crew] = crews.get(crew, 0) + self.households[area]
        rest = plan[1:]
        return max([self._kept(rest, gone), *(size + self._kept(rest, gone | {who}) for who, size in crews.items())])
