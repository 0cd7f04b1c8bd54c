# SPDX-License-Identifier: Apache-2.0
"""How many households regions lack or have too many, and what that says of their number. Pure."""

import math

import numpy as np

from sidan.places.redraw.asked import Bounds
from sidan.places.redraw.instance import Real, Whole
from sidan.places.redraw.parts import Part


def out_of_bounds(households: Real | Whole, bounds: Bounds) -> Real:
    """Return how many households each region lacks or has too many."""
    return (np.maximum(bounds.lo - households, 0) + np.maximum(households - bounds.hi, 0)).astype(np.float64)


def lacking(households: Real | Whole, bounds: Bounds) -> Real:
    """Return how many households each region lacks; what one alone has too many, no plan can change."""
    return np.maximum(bounds.lo - households, 0).astype(np.float64)


def fewest_by_size(part: Part, bounds: Bounds) -> int:
    """Return the regions that a part needs by its households alone."""
    large = part.households > bounds.hi
    rest = int(part.households[~large].sum())
    return max(1, int(large.sum()) + math.ceil(rest / bounds.hi))


def most_by_size(part: Part, bounds: Bounds) -> int:
    """Return how many regions a part can be divided into within the bounds by its households alone."""
    span = int(np.minimum(part.households, bounds.hi).sum())
    return min(len(part), span // bounds.lo) if bounds.lo else len(part)


def unavoidable(part: Part, bounds: Bounds) -> int:
    """Return the households out of bounds because single areas are above the bound."""
    return int(np.maximum(part.households - bounds.hi, 0).sum())
