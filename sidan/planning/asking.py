# SPDX-License-Identifier: Apache-2.0
"""What a planner asks for, from a form or a stored plan to bounds, weights and wishes, and back. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from sidan.base.errors import Refused
from sidan.places.redraw.asked import USUAL_HI, USUAL_LO, Bounds, Weights, Wishes

MOST_HOUSEHOLDS = 1_000_000
MOST_GROUPS = 20_000
# How much an order weighs: each the same, or by the number of its steps.
EFFORTS = ("orders", "steps")


def asked_of(given: Mapping[str, Any]) -> tuple[Bounds, Weights, Wishes]:
    """Return bounds, weights and wishes; Refused where the form holds what cannot be asked.

    Names: lo, hi, regions (or ""), regions_by_community {community: number}, crossing_price (or ""), weights {balance,
    workload, compactness, crew, barriers}, wishes {fixed, together, apart: lists of lists of ids}. What is not given is
    as usual. Numbers may be texts.
    """
    by_community = _mapping(given.get("regions_by_community"))
    bounds = Bounds(
        lo=_whole(given.get("lo"), usual=USUAL_LO),
        hi=_whole(given.get("hi"), usual=USUAL_HI),
        regions=_whole(given.get("regions"), usual=None),
        regions_by_community={str(code): _whole(number, usual=None) or 0 for code, number in by_community.items()},
        crossing_price=_number(given.get("crossing_price"), usual=None),
    )
    if any(number < 1 for number in bounds.regions_by_community.values()):
        raise Refused("The number of regions must be 1 or more.")
    weights = _mapping(given.get("weights"))
    usual = Weights()
    named = {each.name: _number(weights.get(each.name), usual=getattr(usual, each.name)) for each in fields(Weights)}
    return bounds, Weights(**{name: value or 0.0 for name, value in named.items()}), _wishes(given.get("wishes"))


def effort_of(given: Mapping[str, Any]) -> str:
    """Return how orders are weighed in the workload."""
    effort = str(given.get("effort") or EFFORTS[0])
    if effort not in EFFORTS:
        raise Refused("Workload is counted by orders or by their steps.")
    return effort


def stored(bounds: Bounds, weights: Weights, wishes: Wishes, *, effort: str = EFFORTS[0]) -> dict[str, Any]:
    """Return them as `GridPlan.asked` keeps them, in the form `asked_of` reads."""
    return {
        **asdict(bounds),
        "regions_by_community": dict(bounds.regions_by_community),
        "weights": asdict(weights),
        "wishes": {each.name: [sorted(group) for group in getattr(wishes, each.name)] for each in fields(Wishes)},
        "effort": effort,
    }


def with_fixed(wishes: Wishes, ids: Iterable[str]) -> Wishes:
    """Return the wishes with each of `ids` fixed as it stands, unless a wish speaks of it already."""
    spoken = {area for group in (*wishes.fixed, *wishes.together, *wishes.apart) for area in group}
    more = tuple(frozenset({area}) for area in ids if area not in spoken)
    return Wishes(fixed=(*wishes.fixed, *more), together=wishes.together, apart=wishes.apart)


def _wishes(given: object) -> Wishes:
    """Return the wishes of a form."""
    named = _mapping(given)
    return Wishes(**{each.name: _groups(named.get(each.name)) for each in fields(Wishes)})


def _groups(given: object) -> tuple[frozenset[str], ...]:
    """Return groups of ids; a text of ids between spaces or commas is one group."""
    if given in (None, "", ()):
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_GROUPS:
        raise Refused("Wishes are lists of groups of areas.")
    groups = []
    for group in given:
        ids = group.replace(",", " ").replace("，", " ").split() if isinstance(group, str) else group
        if not isinstance(ids, Iterable):
            raise Refused("Wishes are lists of groups of areas.")
        groups.append(frozenset(str(each) for each in ids))
    return tuple(group for group in groups if group)


def _mapping(given: object) -> Mapping[str, Any]:
    """Return a mapping, an empty one for nothing."""
    if not given:
        return {}
    if not isinstance(given, Mapping):
        raise Refused("The question of the plan is not well formed.")
    return given


def _whole(given: object, *, usual: Any) -> Any:
    """Return a whole number of households or regions, `usual` where nothing was given."""
    number = _number(given, usual=None)
    if number is None:
        return usual
    if number != int(number) or not 0 <= number <= MOST_HOUSEHOLDS:
        raise Refused(
            "%(value)s is not a whole number from 0 to %(most)d.", value=str(given)[:40], most=MOST_HOUSEHOLDS
        )
    return int(number)


def _number(given: object, *, usual: float | None) -> float | None:
    """Return a number, `usual` where nothing was given."""
    if given is None or str(given).strip() == "":
        return usual
    try:
        number = float(str(given).strip())
    except ValueError:
        raise Refused("%(value)s is not a number.", value=str(given)[:40]) from None
    if not abs(number) < float("inf"):
        raise Refused("%(value)s is not a number.", value=str(given)[:40])
    return number
