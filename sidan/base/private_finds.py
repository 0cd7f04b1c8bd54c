# SPDX-License-Identifier: Apache-2.0
"""A place in a text that leads to a person. Pure: no Django."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Find:
    """Something private from `start` up to but not including `end`; of a Chinese name `kept` characters may stay."""

    kind: str
    start: int
    end: int
    kept: int = 0


def apart(finds: Iterable[Find]) -> list[Find]:
    """Return the finds in the order of the text; of two that overlap the earlier stays, at one place the longer."""
    found: list[Find] = []
    reached = 0
    for find in sorted(finds, key=lambda each: (each.start, -each.end)):
        if find.start >= reached:
            found.append(find)
            reached = find.end
    return found
