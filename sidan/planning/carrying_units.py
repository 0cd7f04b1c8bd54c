# SPDX-License-Identifier: Apache-2.0
"""Units, bodies, purses and kept filters of redrawn grids: each goes to the grid that took most of the old one."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import chain, count
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sidan.base.errors import Refused
from sidan.orders.bodies import PLACE_FORUM, Body, Meeting
from sidan.orders.purses import Purse
from sidan.orders.saved import SavedFilter
from sidan.people.models import Unit
from sidan.planning.rows import Change, Values, changed, updated
from sidan.planning.successors import Successors

_LONGEST_NAME = 100


def carry_units(successors: Successors, areas: Mapping[str, int]) -> list[Change]:
    """Carry the seats of units over, closed units too. Two queries."""
    units = (
        Unit.objects.select_for_update(of=("self",)).filter(area__code__in=successors.old_codes).order_by("pk")
        .values_list("id", "area_id", "area__code")
    )  # fmt: skip
    changes = [
        changed("unit", unit, {"area_id": area}, {"area_id": areas[successors.heir_of(code)]})
        for unit, area, code in units
    ]
    updated(Unit, changes)
    return changes


def carry_bodies(
    successors: Successors, areas: Mapping[str, int], names: Mapping[str, str], *, on: date
) -> tuple[list[Change], list[Refused]]:
    """Carry living bodies over. A place has one forum: of two that meet the lesser grid's ends the day before.

    Refused when that one has a meeting running. Up to four queries.
    """
    running = Meeting.objects.filter(body=OuterRef("pk"), closed_at__isnull=True)
    bodies = list(
        Body.objects.select_for_update(of=("self",)).filter(_living(on), area__code__in=successors.old_codes)
        .order_by("pk").annotate(is_meeting=Exists(running))
        .values("id", "area_id", "area__code", "kind", "name", "from_on", "until_on", "is_meeting")
    )  # fmt: skip
    changes, notes = [], []
    forums: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    for body in sorted(bodies, key=lambda each: (successors.rank_of(each["area__code"]), each["id"])):
        target = successors.heir_of(body["area__code"])
        if body["kind"] == PLACE_FORUM and body["until_on"] is None and target in forums:
            changes.append(_ended(body, on=on))
            notes.append(_told(body, other=forums[target]))
            continue
        if body["kind"] == PLACE_FORUM and body["until_on"] is None:
            forums[target] = body["name"]
        old: Values = {"area_id": body["area_id"]}
        new: Values = {"area_id": areas[target]}
        name = _own_name(body, names, taken={name for place, name in taken if place == target})
        if name != body["name"]:
            old, new = {**old, "name": body["name"]}, {**new, "name": name}
        taken.add((target, name))
        changes.append(changed("body", body["id"], old, new))
    updated(Body, changes)
    return changes, notes


def meeting_hindrances(successors: Successors, *, on: date) -> list[Refused]:
    """Return the forums that would have to end while a meeting of theirs is running. One query."""
    running = Meeting.objects.filter(body=OuterRef("pk"), closed_at__isnull=True)
    forums = (
        Body.objects.filter(kind=PLACE_FORUM, until_on__isnull=True, area__code__in=successors.old_codes)
        .annotate(is_meeting=Exists(running)).values("id", "area__code", "name", "is_meeting")
    )  # fmt: skip
    found, seen = [], set()
    for body in sorted(forums, key=lambda each: (successors.rank_of(each["area__code"]), each["id"])):
        target = successors.heir_of(body["area__code"])
        if target in seen and body["is_meeting"]:
            found.append(_is_meeting(body))
        seen.add(target)
    return found


def carry_purses(successors: Successors) -> list[Change]:
    """Let purses that are not settled be read over the new grid, by its treasurer; the money stays. Two queries."""
    purses = Purse.objects.select_for_update().filter(closed_at__isnull=True, area_code__in=successors.old_codes)
    changes = [
        changed("purse", row, {"area_code": code}, {"area_code": successors.heir_of(code)})
        for row, code in purses.order_by("pk").values_list("pk", "area_code")
    ]
    updated(Purse, changes)
    return changes


def carry_filters(successors: Successors) -> list[Change]:
    """Let kept filters that cut a list down to an old grid cut it down to the new one. Two queries."""
    kept = SavedFilter.objects.select_for_update().filter(values__area__in=successors.old_codes).order_by("pk")
    changes = [
        changed("filter", row, {"values": values}, {"values": {**values, "area": successors.heir_of(values["area"])}})
        for row, values in kept.values_list("pk", "values")
    ]
    updated(SavedFilter, changes)
    return changes


def count_units(codes: Sequence[str], *, on: date) -> dict[str, int]:
    """Return how many units, bodies, purses and filters would be carried on a day. Four queries."""
    return {
        "unit": Unit.objects.filter(area__code__in=codes).count(),
        "body": Body.objects.filter(_living(on), area__code__in=codes).count(),
        "purse": Purse.objects.filter(closed_at__isnull=True, area_code__in=codes).count(),
        "filter": SavedFilter.objects.filter(values__area__in=codes).count(),
    }


def _living(on: date) -> Q:
    """Return the condition that a body has not ended before a day; one that has stays where it was."""
    return Q(until_on__isnull=True) | Q(until_on__gte=on)


def _ended(body: Mapping[str, Any], *, on: date) -> Change:
    """Return the change by which a forum ends the day before; Refused while it meets."""
    if body["is_meeting"]:
        raise _is_meeting(body)
    last = max(on - timedelta(days=1), body["from_on"])
    return changed("body", body["id"], {"until_on": body["until_on"]}, {"until_on": last})


def _is_meeting(body: Mapping[str, Any]) -> Refused:
    """Return the refusal to end a forum in the middle of a meeting."""
    return Refused(
        "The forum %(name)s would end with its grid, and has a meeting running; let that end first.", name=body["name"]
    )


def _told(body: Mapping[str, Any], *, other: str) -> Refused:
    """Return what to say of a forum that ended."""
    return Refused(
        "The forum %(name)s ended, as its grid is now one with that of %(other)s; add its members there.",
        name=body["name"],
        other=other,
    )


def _own_name(body: Mapping[str, Any], names: Mapping[str, str], *, taken: set[str]) -> str:
    """Return a body's name, with the old grid's behind it where another of the name lives in the new grid."""
    name: str = body["name"]
    if name not in taken:
        return name
    longer = f"{name}（{names[body['area__code']]}）"[:_LONGEST_NAME]
    others = (f"{name[: _LONGEST_NAME - 6]} {number}" for number in count(2))
    return next(each for each in chain((longer,), others) if each not in taken)
