# SPDX-License-Identifier: Apache-2.0
"""Wishes for single areas, checked against the areas and one another. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidan.base.errors import Refused
from sidan.places.redraw.asked import Bounds, Wishes
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.parts import Part


@dataclass(frozen=True, slots=True)
class Wanted:
    """Wishes by number of area. `fixed` are regions as they stand, `left_out` all areas in them."""

    fixed: tuple[tuple[int, ...], ...]
    together: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[int, ...], ...]
    left_out: frozenset[int]


def checked(instance: Instance, wishes: Wishes, bounds: Bounds) -> Wanted:
    """Return the wishes by number of area; Refused where one names an unknown area or contradicts another."""
    place = {area: index for index, area in enumerate(instance.ids)}
    fixed = _numbers(wishes.fixed, place)
    together = _joined(_numbers(wishes.together, place))
    apart = _numbers(wishes.apart, place)
    left_out: set[int] = set()
    for group in fixed:
        twice = left_out & set(group)
        if twice:
            raise Refused("The area %(area)s is fixed in two regions.", area=instance.ids[min(twice)])
        left_out |= set(group)
    _require_consistent(instance, together, apart, left_out, bounds)
    return Wanted(fixed, together, apart, frozenset(left_out))


def require_in_one_part(instance: Instance, wanted: Wanted, parts: Sequence[Part]) -> None:
    """Refuse areas that must be together and have no way to one another, such as an exclave and the rest."""
    part_of = {area: number for number, part in enumerate(parts) for area in part.areas.tolist()}
    for group in wanted.together:
        if len({part_of[area] for area in group}) > 1:
            raise Refused(
                "These areas are to be together but do not hang together: %(areas)s.",
                areas=", ".join(instance.ids[area] for area in group[:5]),
            )


def _numbers(groups: Iterable[frozenset[str]], place: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    """Return groups of ids as groups of numbers."""
    found = []
    for group in groups:
        for area in sorted(group):
            if area not in place:
                raise Refused("There is no area %(area)s among the areas to redraw.", area=area)
        if group:
            found.append(tuple(sorted(place[area] for area in group)))
    return tuple(found)


def _joined(groups: Sequence[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Return groups that share an area as one."""
    joined: list[set[int]] = []
    for group in groups:
        own = set(group)
        for other in [each for each in joined if each & own]:
            own |= other
            joined.remove(other)
        joined.append(own)
    return tuple(tuple(sorted(group)) for group in joined)


def _require_consistent(
    instance: Instance,
    together: Sequence[tuple[int, ...]],
    apart: Sequence[tuple[int, ...]],
    left_out: set[int],
    bounds: Bounds,
) -> None:
    """Refuse areas that must be together and cannot."""
    for group in together:
        names = ", ".join(instance.ids[area] for area in group[:5])
        if set(group) & left_out:
            raise Refused("Areas of a fixed region cannot be kept together with others: %(areas)s.", areas=names)
        if any(len(set(group) & set(other)) > 1 for other in apart):
            raise Refused("These areas are to be both together and apart: %(areas)s.", areas=names)
        if bounds.crossing_price is None and len({instance.community[area] for area in group}) > 1:
            raise Refused("These areas are to be together but lie in several communities: %(areas)s.", areas=names)
        if int(sum(instance.households[area] for area in group)) > bounds.hi:
            raise Refused(
                "These areas are to be together but hold more than %(hi)d households: %(areas)s.",
                hi=bounds.hi,
                areas=names,
            )
