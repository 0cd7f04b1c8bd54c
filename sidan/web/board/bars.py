# SPDX-License-Identifier: Apache-2.0
"""Bars as plain rectangles, so that a chart needs neither a script nor a style of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sidan.reports.figures import Day

HEIGHT, WIDTH, GAP, MARGIN = 120, 20, 4, 16


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bars of one day, from the left edge `x`, in the units of the drawing."""

    day: date
    x: int
    received: int
    closed: int
    received_height: float
    closed_height: float
    is_labelled: bool

    @property
    def received_y(self) -> float:
        """Return the upper edge of the first bar."""
        return HEIGHT - self.received_height

    @property
    def closed_y(self) -> float:
        """Return the upper edge of the second bar."""
        return HEIGHT - self.closed_height

    @property
    def closed_x(self) -> int:
        """Return the left edge of the second bar."""
        return self.x + (WIDTH - GAP) // 2

    @property
    def middle(self) -> float:
        """Return the middle of both, where the day stands."""
        return self.x + (WIDTH - GAP) / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of some days, and the largest number among them."""

    pairs: tuple[Pair, ...]
    most: int

    @property
    def width(self) -> int:
        """Return the width of the drawing."""
        return WIDTH * len(self.pairs)

    @property
    def drawn_width(self) -> int:
        """Return the width with a margin for the labels at both ends."""
        return self.width + 2 * MARGIN


def chart_of(days: Sequence[Day]) -> Chart:
    """Return the bars of days, as high as their share of the largest number; each seventh day is labelled."""
    most = max((max(day.received, day.closed) for day in days), default=0)
    pairs = tuple(
        Pair(
            day=day.day,
            x=number * WIDTH + GAP // 2,
            received=day.received,
            closed=day.closed,
            received_height=_height(day.received, most),
            closed_height=_height(day.closed, most),
            is_labelled=(len(days) - 1 - number) % 7 == 0,
        )
        for number, day in enumerate(days)
    )
    return Chart(pairs, most)


def _height(count: int, most: int) -> float:
    """Return the height of a bar."""
    return round(HEIGHT * count / most, 1) if most else 0.0
