# SPDX-License-Identifier: Apache-2.0
"""Taking an adoption back within its day: every row as it was before, and what came since with it."""

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.planning.models import Adoption, GridPlan


def hindrances(plan: GridPlan) -> list[Refused]:
    """Return why the adoption of a plan cannot be taken back now; none when it can."""
    raise NotImplementedError


def roll_back(plan: GridPlan, *, by: Actor) -> Adoption:
    """Take an adoption back whole on the city day it was made; Refused with the first reason when it cannot be.

    Orders opened since in the new grids go to the old grid of their point, site or, without either, of most households.
    """
    raise NotImplementedError
