# SPDX-License-Identifier: Apache-2.0
"""A measured figure for many subjects at once: numerator, denominator and value. Pure: no Django."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sidan.evaluation.tallies import Numbers

# A share has an interval and can be shrunk; a mean, a median and an amount are taken as they are.
Form = Literal["share", "mean", "quantile", "amount", "count"]


@dataclass(frozen=True)
class Figure:
    """What a measure says of each subject; `count` is the numerator or the amount, `of` the denominator.

    Of a quantile, `of` is how many there were; of an amount or a count it is 1 where something is known. `value` is NaN
    where there is nothing to measure: that is no data, never zero.
    """

    form: Form
    count: Numbers
    of: Numbers

    @property
    def value(self) -> Numbers:
        """Return count over of, or the count itself, NaN without data."""
        known = self.of > 0
        divided = np.divide(self.count, self.of, out=np.full(self.count.shape, np.nan), where=known)
        return divided if self.form in ("share", "mean") else np.where(known, self.count, np.nan)


def share(count: Numbers, of: Numbers) -> Figure:
    """Return a share from 0 to 1; the count may hold parts of cases, as credit for satisfaction does."""
    return Figure("share", count, of)


def mean(total: Numbers, of: Numbers) -> Figure:
    """Return a mean."""
    return Figure("mean", total, of)


def count(number: Numbers) -> Figure:
    """Return a plain number of cases, which is known for everybody."""
    return Figure("count", number, np.ones(number.shape))


def amount(value: Numbers) -> Figure:
    """Return an amount that somebody else measured; NaN is no data."""
    return Figure("amount", np.nan_to_num(value), (~np.isnan(value)).astype(float))
