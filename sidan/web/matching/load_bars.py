# SPDX-License-Identifier: Apache-2.0
"""The histogram of loads: how many liaisons serve how many seats, as bars of an SVG that needs no script. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_BARS = 24
WIDTH, HEIGHT, GAP = 400, 130, 3


@dataclass(frozen=True, slots=True)
class Bar:
    """So many liaisons with a load from `low` to `high`, drawn from `x`, `y`."""

    low: int
    high: int
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def name(self) -> str:
        """Return the loads it stands for."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"

    @property
    def middle(self) -> float:
        """Return where its name stands."""
        return round(self.x + self.width / 2, 1)


def load_bars(loads: Iterable[tuple[int, int]]) -> list[Bar]:
    """Return the bars of (load, liaisons), joined where there would be more than fit."""
    counted = {int(load): int(count) for load, count in loads}
    if not counted:
        return []
    span = max(counted) + 1
    step = -(-span // MOST_BARS)
    sums = [sum(counted.get(each, 0) for each in range(low, low + step)) for low in range(0, span, step)]
    most, width = max(1, *sums), WIDTH / len(sums)
    bars = []
    for place, count in enumerate(sums):
        height = round(HEIGHT * count / most, 1)
        low = place * step
        x, y = round(place * width + GAP / 2, 1), round(HEIGHT - height, 1)
        bars.append(Bar(low, low + step - 1, count, x, y, round(width - GAP, 1), height))
    return bars
