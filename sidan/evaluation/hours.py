# SPDX-License-Identifier: Apache-2.0
"""Hours to the first answer in buckets, so that medians can be had from daily sums. Pure: no Django.

Every bucket is a tenth wider than the one before, so a quantile is told to within five percent; the first holds what
took no more than six minutes, the last what took longer than a year.
"""

import numpy as np
from numpy.typing import NDArray

from sidan.evaluation.tallies import Numbers

RATIO = 1.1
FIRST_HOURS = 0.1
BUCKETS = 122
# The upper bound of each bucket but the last, in hours.
EDGES: Numbers = (FIRST_HOURS * RATIO ** np.arange(BUCKETS - 1)).astype(np.float64)


def bucket_of(hours: Numbers) -> NDArray[np.intp]:
    """Return in which bucket each number of hours falls, from 0."""
    return np.searchsorted(EDGES, hours, side="left")


def quantile(counts: Numbers, part: float) -> Numbers:
    """Return for each row of counts by bucket the hours within which `part` of them lie; NaN where there are none.

    The middle of the bucket stands for it, geometrically.
    """
    total = counts.sum(axis=1)
    reached = np.cumsum(counts, axis=1) >= np.maximum(part * total, 1e-9)[:, None]
    # The first bucket has no lower bound to lie between, the last no upper one.
    middle = np.concatenate(([FIRST_HOURS], EDGES[1:] / np.sqrt(RATIO), [EDGES[-1] * np.sqrt(RATIO)]))
    return np.where(total > 0, middle[np.argmax(reached, axis=1)], np.nan)
