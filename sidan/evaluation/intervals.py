# SPDX-License-Identifier: Apache-2.0
"""How sure a share is: Wilson's interval for many at once, and who is surely better than whom. Pure: no Django."""

import numpy as np

from sidan.base.share import wilson
from sidan.evaluation.tallies import Numbers

# How many rows are compared with all others at a time: 500 of 9,000 fill 36 MB.
_ROWS = 500


def interval(count: Numbers, of: Numbers) -> tuple[Numbers, Numbers]:
    """Return the 95 % bounds of each share, from 0 to 1; NaN where there is no case."""
    known = of > 0
    low, high = wilson(np.where(known, count, 0.0), np.where(known, of, 1.0))
    return np.where(known, np.clip(low, 0, 1), np.nan), np.where(known, np.clip(high, 0, 1), np.nan)


def surely_ahead(total: Numbers, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each how many others are surely better, and how many surely worse.

    Two differ surely when the 95 % interval of their difference leaves out zero; it is recovered from the two intervals
    (Zou and Donner 2008), so that two may overlap a little and still differ. Cost: half of n², in blocks.
    """
    order = np.argsort(-total, kind="stable")
    at, down, up = total[order], (total - low)[order] ** 2, (high - total)[order] ** 2
    better, worse = np.zeros(len(total)), np.zeros(len(total))
    for begin in range(0, len(total), _ROWS):
        rows = slice(begin, begin + _ROWS)
        # Only those further down can be worse, and every pair is looked at once.
        gap = at[rows, None] - at[None, begin:]
        ahead = (gap**2 > down[rows, None] + up[None, begin:]) & (gap > 0)
        worse[rows] += ahead.sum(axis=1)
        better[begin:] += ahead.sum(axis=0)
    places = np.argsort(order, kind="stable")
    return better[places], worse[places]
