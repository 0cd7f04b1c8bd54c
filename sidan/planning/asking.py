# SPDX-License-Identifier: Apache-2.0
"""What a planner asks for, from a form or a stored plan to bounds, weights and wishes, and back."""

from collections.abc import Mapping
from typing import Any

from sidan.places.redraw.asked import Bounds, Weights, Wishes


def asked_of(given: Mapping[str, Any]) -> tuple[Bounds, Weights, Wishes]:
    """Return bounds, weights and wishes; Refused where the form holds what cannot be asked.

    Names: lo, hi, regions (or ""), regions_by_community {community: number}, crossing_price (or ""), weights {balance,
    workload, compactness, crew, barriers}, wishes {fixed, together, apart: lists of lists of ids}. What is not given is
    as usual. Numbers may be texts.
    """
    raise NotImplementedError


def stored(bounds: Bounds, weights: Weights, wishes: Wishes) -> dict[str, Any]:
    """Return them as `GridPlan.asked` keeps them, in the form `asked_of` reads."""
    raise NotImplementedError
