# SPDX-License-Identifier: Apache-2.0
"""Colours of a map on which no two neighbours look alike, as numbers of the plan tokens in tokens.css. Pure."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

COLOURS = 6
Key = TypeVar("Key", bound=Hashable)


def neighbours_of(keys: Iterable[Key], pairs: Iterable[tuple[Key, Key]]) -> dict[Key, set[Key]]:
    """Return the neighbours of each key; a pair of the same key twice is none."""
    found: dict[Key, set[Key]] = {key: set() for key in keys}
    for one, other in pairs:
        if one != other:
            found[one].add(other)
            found[other].add(one)
    return found


def coloured(neighbours: Mapping[Key, set[Key]]) -> dict[Key, int]:
    """Return a number from 1 to COLOURS for each key, other than those of its neighbours.

    Keys are taken away one by one, always the one with the fewest neighbours left, and coloured in the opposite order.
    On a map in the plane that one has at most five, so six colours do; elsewhere the last is used again.
    """
    left = {key: len(around) for key, around in neighbours.items()}
    piles: list[dict[Key, None]] = [{} for _ in range(max(left.values(), default=0) + 1)]
    for key, count in left.items():
        piles[count][key] = None
    order: list[Key] = []
    lowest = 0
    while len(order) < len(neighbours):
        while not piles[lowest]:
            lowest += 1
        key, _ = piles[lowest].popitem()
        del left[key]
        order.append(key)
        for other in neighbours[key]:
            if other in left:
                del piles[left[other]][other]
                left[other] -= 1
                piles[left[other]][other] = None
                lowest = min(lowest, left[other])
    found: dict[Key, int] = {}
    for key in reversed(order):
        taken = {found[other] for other in neighbours[key] if other in found}
        found[key] = next((number for number in range(1, COLOURS + 1) if number not in taken), COLOURS)
    return found


def recoloured(neighbours: Mapping[Key, set[Key]], known: Mapping[Key, int]) -> dict[Key, int]:
    """Return colours of a map that was changed a little: each key keeps the one it had, unless a neighbour has it."""
    found: dict[Key, int] = {}
    for key in sorted(neighbours, key=lambda each: each not in known):
        taken = {found[other] for other in neighbours[key] if other in found}
        free = [number for number in range(1, COLOURS + 1) if number not in taken]
        found[key] = known[key] if known.get(key) in free else (free or [COLOURS])[0]
    return found
