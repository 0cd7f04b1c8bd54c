# SPDX-License-Identifier: Apache-2.0
"""A plan becomes true: at once, or on a day that is set, everything in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.planning.models import Adoption, GridPlan


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an adoption would carry today: how many rows of each kind, and reasons why it cannot be done.

    Kinds: kept (grids that stay as they are), area_new, area_void, post, partner, unit, body, station, site, filter,
    order.
    """

    counts: Mapping[str, int]
    hindrances: tuple[Refused, ...]


def foreseen(plan: GridPlan) -> Foreseen:
    """Return what adopting a plan today would carry over; a fixed number of queries, nothing is changed."""
    raise NotImplementedError


def schedule(plan: GridPlan, *, on: date, by: Actor) -> GridPlan:
    """Let a plan be adopted at the beginning of a coming day, by the clock."""
    raise NotImplementedError


def unschedule(plan: GridPlan, *, by: Actor) -> GridPlan:
    """Take a day of adoption back; the plan is published or ready again."""
    raise NotImplementedError


def adopt(plan: GridPlan, *, by: Actor) -> Adoption:
    """Make a plan true from today on, all in one transaction; Refused with the reason when it cannot be.

    Published plans only after the last day of comments.
    """
    raise NotImplementedError


def adopt_due(today: date) -> int:
    """Adopt the plans whose day has come and return how many; one that cannot be is noted and tried again."""
    raise NotImplementedError
