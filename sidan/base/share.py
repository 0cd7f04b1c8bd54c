# SPDX-License-Identifier: Apache-2.0
"""A share with its working: how many of how many, and how sure that is. Pure: no Django."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.96  # of a normal distribution: 95 of 100 intervals hold the true share
_Number = TypeVar("_Number", float, NDArray[np.float64])


def wilson(count: _Number, of: _Number) -> tuple[_Number, _Number]:
    """Return the bounds of the 95 % interval of a share, from 0 to 1, after Wilson (1927).

    `of` is above 0 everywhere. The count may hold parts of cases, as credit for satisfaction does. Numbers or arrays.
    """
    share, weight = count / of, Z_95**2 / of
    middle = (share + weight / 2) / (1 + weight)
    half = Z_95 * (share * (1 - share) / of + weight / of / 4) ** 0.5 / (1 + weight)
    return middle - half, middle + half


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`; without anything to count there is no share, neither 0 nor 100 %."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        """Return the share in percent, or None when there is nothing to count."""
        return 100 * self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % interval of the share in percent, after Wilson (1927), or None without anything to count."""
        if not self.of:
            return None
        low, high = wilson(float(self.count), float(self.of))
        return 100 * max(0.0, low), 100 * min(1.0, high)

    def __add__(self, other: "Share") -> "Share":
        """Return the share of both together."""
        return Share(self.count + other.count, self.of + other.of)


NOTHING = Share(0, 0)
