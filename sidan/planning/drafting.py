# SPDX-License-Identifier: Apache-2.0
"""Making a plan: asked by a planner, computed as a job, computed again from its seed, drawn as a curve."""

from collections.abc import Mapping
from typing import Any

from sidan.people.actors import Actor
from sidan.planning.models import GridPlan


def draft(
    area_code: str,
    *,
    name: str,
    asked: Mapping[str, Any],
    source: str,
    by: Actor,
    upload: bytes | None = None,
    file_name: str = "",
    seed: int = 1,
) -> GridPlan:
    """Make a plan that waits to be computed, over today's grids (`today`) or a file (`file`, `drawn`); audited.

    The job that computes it is queued in the same transaction. Refused for a wrong question or a wrong file.
    """
    raise NotImplementedError


def draft_like(plan: GridPlan, *, name: str, asked: Mapping[str, Any], by: Actor, seed: int | None = None) -> GridPlan:
    """Make another plan over the same small areas with another question, to compare the two."""
    raise NotImplementedError


def compute(plan_id: int) -> None:
    """Compute a plan and store what comes out, telling its progress at most once a second; called by the worker.

    Runs again from the beginning when a worker was stopped in the middle; a plan that is not waiting or computing is
    left alone. What goes wrong makes the plan `failed` with a sentence.
    """
    raise NotImplementedError


def ask_for_curve(plan: GridPlan, *, by: Actor) -> None:
    """Queue the job that draws what keeping today's crews costs."""
    raise NotImplementedError


def draw_curve(plan_id: int) -> None:
    """Compute the plan under several weights of `crew` and keep the points in `GridPlan.curve`; called by the worker.

    A point: {"crew", "regions", "moved_households", "moved_share", "imbalance_percent", "polsby_popper",
    "gap_percent"}.
    """
    raise NotImplementedError


def ask_to_recompute(plan: GridPlan, *, by: Actor) -> None:
    """Queue the job that computes the plan once more from its seed and notes in `checked` whether it is the same."""
    raise NotImplementedError


def recompute(plan_id: int) -> bool:
    """Compute the plan once more from its seed; return, and note in `GridPlan.checked`, whether it is the same."""
    raise NotImplementedError
