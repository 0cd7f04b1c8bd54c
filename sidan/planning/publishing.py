# SPDX-License-Identifier: Apache-2.0
"""A plan before the public: published for comment, commented by anybody, withdrawn."""

from datetime import date

from sidan.people.actors import Actor
from sidan.planning.models import GridPlan, PlanComment


def publish(plan: GridPlan, *, comment_until: date, by: Actor) -> GridPlan:
    """Let everybody look at a plan and comment on it until the end of a day; from then on it is changed no more."""
    raise NotImplementedError


def takes_comments(plan: GridPlan) -> bool:
    """Say whether comments are taken today."""
    raise NotImplementedError


def comment(plan: GridPlan, text: str) -> PlanComment:
    """Keep what somebody says of a published plan, without knowing who; Refused when it is too long or too late."""
    raise NotImplementedError


def hide(comment_id: int, *, plan: GridPlan, reason: str, by: Actor) -> PlanComment:
    """Keep a comment from the public, for a reason that is kept with it (a name, an insult)."""
    raise NotImplementedError


def withdraw(plan: GridPlan, *, by: Actor) -> GridPlan:
    """Give a plan up that has not been adopted; it is kept, and no longer public."""
    raise NotImplementedError
