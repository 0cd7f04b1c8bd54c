# SPDX-License-Identifier: Apache-2.0
"""How many grids hold how much, as plain rectangles, so that the chart needs neither a script nor a style."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

WIDTH, HEIGHT, GAP, MOST_BARS = 400, 130, 2, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """How many values lie from `low` on and below `high`, and where the rectangle stands."""

    low: float
    high: float
    count: int
    x: float
    width: float
    height: float
    is_outside: bool
    is_labelled: bool

    @property
    def y(self) -> float:
        """Return the upper edge."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class Histogram:
    """The bars of some values; `marks` are the bounds with their places, `most` the largest count."""

    bars: tuple[Bar, ...]
    marks: tuple[tuple[float, float], ...]
    most: int
    mean: float

    @property
    def end(self) -> float:
        """Return the value at the right edge."""
        return self.bars[-1].high if self.bars else 0


def histogram(values: Sequence[float], *, bounds: tuple[float, float] | None = None) -> Histogram:
    """Return the histogram of values in round steps; bars mostly beyond the bounds are marked."""
    if not values:
        return Histogram((), (), 0, 0)
    reach = [*values, *(bounds or ())]
    step = _step(max(reach) - min(reach))
    first = floor(min(reach) / step)
    number = max(1, floor(max(reach) / step) - first + 1)
    counts, outside = [0] * number, [0] * number
    for value in values:
        place = min(number - 1, floor(value / step) - first)
        counts[place] += 1
        outside[place] += bounds is not None and not bounds[0] <= value <= bounds[1]
    width, most = WIDTH / number, max(counts)
    edges = [(first + place) * step for place in range(number + 1)]
    bars = tuple(
        Bar(
            low=low,
            high=high,
            count=count,
            x=round(place * width + GAP / 2, 1),
            width=round(width - GAP, 1),
            height=round(HEIGHT * count / most, 1),
            is_outside=2 * outside[place] > count,
            is_labelled=place % ceil(number / 6) == 0,
        )
        for place, ((low, high), count) in enumerate(zip(pairwise(edges), counts, strict=True))
    )
    marks = tuple((bound, round((bound / step - first) * width, 1)) for bound in bounds or ())
    return Histogram(bars, marks, most, sum(values) / len(values))


def _step(span: float) -> float:
    """Return the smallest round step that needs no more than MOST_BARS bars."""
    if span <= 0:
        return 1.0
    power = 10.0 ** floor(log10(span / MOST_BARS))
    return next(power * times for times in (1, 2, 5, 10, 20) if span / (power * times) < MOST_BARS)
