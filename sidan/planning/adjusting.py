# SPDX-License-Identifier: Apache-2.0
"""Changing a plan by hand: one small area at a time into another region, checked at once, taken back if need be."""

from dataclasses import dataclass

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.planning.models import GridPlan

NEW_REGION = ""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What a move by hand came to: the plan as it is now and what should be known of it."""

    plan: GridPlan
    warnings: tuple[Refused, ...] = ()


def choices(plan: GridPlan, area_id: str) -> list[str]:
    """Return the regions that a small area borders and could move to, by name; without its own."""
    raise NotImplementedError


def move_area(plan: GridPlan, area_id: str, region: str, *, by: Actor, expect: int) -> Adjusted:
    """Move one small area into a region it borders, or with "" into a region of its own.

    Refused when a region would fall into pieces, a community's boundary would be crossed that may not be, or a wish
    would be broken; bounds that are left are told as a warning. Stale when the plan is no longer at version `expect`.
    """
    raise NotImplementedError


def undo(plan: GridPlan, *, by: Actor, expect: int) -> GridPlan:
    """Take the last move by hand back."""
    raise NotImplementedError
