# SPDX-License-Identifier: Apache-2.0
"""A share with its working: how many of how many, and how sure that is. Pure: no Django."""

import math
from dataclasses import dataclass

_Z = 1.96  # of a normal distribution: 95 of 100 intervals hold the true share


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
        share, weight = self.count / self.of, _Z**2 / self.of
        middle = (share + weight / 2) / (1 + weight)
        half = _Z * math.sqrt(share * (1 - share) / self.of + weight / self.of / 4) / (1 + weight)
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)

    def __add__(self, other: "Share") -> "Share":
        """Return the share of both together."""
        return Share(self.count + other.count, self.of + other.of)


NOTHING = Share(0, 0)
