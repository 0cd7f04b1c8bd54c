# SPDX-License-Identifier: Apache-2.0
"""Changing a plan by hand: one small area at a time into another region, checked at once, taken back if need be."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction

from sidan.base.clock import now as current
from sidan.base.errors import NotFound, Refused
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.places.redraw.asked import Bounds, Wishes
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.measuring import measured
from sidan.places.redraw.plans import RegionFacts
from sidan.planning.costing import cost_of
from sidan.planning.models import GridPlan
from sidan.planning.publishing import locked
from sidan.planning.showing import Shown, shown
from sidan.planning.stored import facts_stored

NEW_REGION = ""
# Longer than any hand has patience for, and shorter than what a row should hold.
MOST_EDITS = 2000


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a move by hand came to: the plan as it is now and what should be known of it."""

    plan: GridPlan
    warnings: tuple[Refused, ...] = ()


def choices(plan: GridPlan, area_id: str) -> list[str]:
    """Return the regions that a small area borders and could move to, by name; without its own."""
    now = shown(plan)
    index = _place(now.instance, area_id)
    near = {now.regions[other] for other in _neighbours(now.instance, index)} - {now.regions[index]}
    return [region for region in sorted(near) if _fault(now, index, region) is None]


@transaction.atomic
def move_area(plan: GridPlan, area_id: str, region: str, *, by: Actor, expect: int) -> Adjusted:
    """Move one small area into a region it borders, or with "" into a region of its own.

    Refused when a region would fall into pieces, a community's boundary would be crossed that may not be, or a wish
    would be broken; bounds that are left are told as a warning. Stale when the plan is no longer at version `expect`.
    """
    plan = locked(plan, by=by, states=("ready",), expect=expect)
    now = shown(plan)
    index = _place(now.instance, area_id)
    was = now.regions[index]
    fault = _fault(now, index, region)
    if fault is not None:
        raise fault
    if len(plan.edits) >= MOST_EDITS:
        raise Refused("The plan was changed by hand %(count)d times; draft it anew.", count=MOST_EDITS)
    target = region or _new_name(now, index)
    plan.edits = [
        *plan.edits,
        {"area": area_id, "region": target, "was": was, "by": by.user_id, "at": current().isoformat()},
    ]
    facts = _redone(plan, now, {index: target})
    record(by, "plan.adjusted", plan.subject, area=area_id, was=was, region=target)
    return Adjusted(plan, tuple(_warnings(facts, (was, target), now.plan.bounds)))


@transaction.atomic
def undo(plan: GridPlan, *, by: Actor, expect: int) -> GridPlan:
    """Take the last move by hand back."""
    plan = locked(plan, by=by, states=("ready",), expect=expect)
    if not plan.edits:
        raise Refused("Nothing was moved by hand.")
    now = shown(plan)
    *plan.edits, last = plan.edits
    _redone(plan, now, {_place(now.instance, last["area"]): last["was"]})
    record(by, "plan.adjusted", plan.subject, area=last["area"], was=last["region"], region=last["was"], undone=True)
    return plan


def _redone(plan: GridPlan, now: Shown, moved: dict[int, str]) -> Sequence[RegionFacts]:
    """Write the regions as they are after a move, measured anew, and return the facts."""
    bounds, weights, wishes = now.plan.bounds, now.plan.weights, now.plan.wishes
    regions = [moved.get(index, region) for index, region in enumerate(now.regions)]
    facts, measures = measured(now.instance, regions, bounds=bounds, weights=weights)
    within = {now.instance.community[index] for index in moved}
    before, after = (
        cost_of(now.instance, each, bounds=bounds, weights=weights, wishes=wishes, within=within)
        for each in (now.regions, regions)
    )
    plan.adjusted = None
    if plan.edits:
        plan.adjusted = {
            "regions": regions,
            "facts": facts_stored(facts),
            "measures": asdict(measures),
            "cost": round(now.cost + after - before, 6),
        }
    plan.version += 1
    plan.save(update_fields=["edits", "adjusted", "version"])
    return facts


def _fault(now: Shown, index: int, region: str) -> Refused | None:
    """Return why an area may not move to a region, None when it may."""
    instance, was = now.instance, now.regions[index]
    left = [area for area, each in enumerate(now.regions) if each == was and area != index]
    there = [area for area, each in enumerate(now.regions) if each == region] if region else []
    if region == was or (not region and not left):
        return Refused("%(area)s lies in that region already.", area=instance.names[index])
    if region and not there:
        return Refused("There is no region %(region)s in the plan.", region=region)
    if region and not set(there) & set(_neighbours(instance, index)):
        return Refused("%(area)s does not border the region %(region)s.", area=instance.names[index], region=region)
    if left and not _is_connected(instance, left):
        return Refused("The region %(region)s would fall into pieces.", region=was)
    if now.plan.bounds.crossing_price is None and any(
        instance.community[area] != instance.community[index] for area in there
    ):
        return Refused("%(area)s belongs to another community than that region.", area=instance.names[index])
    return _broken_wish(instance, index, left, there, now.plan.wishes)


def _broken_wish(
    instance: Instance, index: int, left: Sequence[int], there: Sequence[int], wishes: Wishes
) -> Refused | None:
    """Return the wish that a move would break."""
    area, name = instance.ids[index], instance.names[index]
    target, rest = ({instance.ids[each] for each in group} for group in (there, left))
    for group in wishes.fixed:
        if area in group or target & group:
            return Refused("%(area)s or the region it would join is fixed as it stands.", area=name)
    for group in wishes.together:
        if area in group and rest & group:
            return Refused("%(area)s is to stay together with others of its region.", area=name)
    for group in wishes.apart:
        if area in group and target & group:
            return Refused("%(area)s is to be kept apart from an area of that region.", area=name)
    return None


def _warnings(facts: Iterable[RegionFacts], touched: Sequence[str], bounds: Bounds) -> list[Refused]:
    """Return what is out of bounds among the regions that a move touched."""
    return [
        Refused(
            "The region %(region)s now has %(households)d households, outside %(lo)d to %(hi)d.",
            region=each.region,
            households=each.households,
            lo=bounds.lo,
            hi=bounds.hi,
        )
        for each in facts
        if each.region in touched and not bounds.lo <= each.households <= bounds.hi
    ]


def _new_name(now: Shown, index: int) -> str:
    """Return a name that no region of the plan has had, after the area's community."""
    community = now.instance.community[index]
    used = {*now.regions, *now.plan.regions}
    number = 1
    while f"{community}-{number:02d}" in used:
        number += 1
    return f"{community}-{number:02d}"


def _place(instance: Instance, area_id: str) -> int:
    """Return the number of a small area; NotFound when there is none."""
    try:
        return instance.ids.index(area_id)
    except ValueError:
        raise NotFound("There is no area %(code)s.", code=area_id[:40]) from None


def _neighbours(instance: Instance, index: int) -> list[int]:
    """Return the areas that share a border with one."""
    borders = instance.borders
    found: list[int] = borders[borders[:, 0] == index, 1].tolist() + borders[borders[:, 1] == index, 0].tolist()
    return found


def _is_connected(instance: Instance, areas: Sequence[int]) -> bool:
    """Say whether areas hang together by their common borders."""
    inside = set(areas)
    near: dict[int, list[int]] = {area: [] for area in inside}
    for one, other in instance.borders.tolist():
        if one in inside and other in inside:
            near[one].append(other)
            near[other].append(one)
    found, todo = {areas[0]}, [areas[0]]
    while todo:
        for other in near[todo.pop()]:
            if other not in found:
                found.add(other)
                todo.append(other)
    return len(found) == len(inside)
