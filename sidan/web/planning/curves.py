# SPDX-License-Identifier: Apache-2.0
"""What keeping today's crews costs, as a line of points drawn without a script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 640, 200


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One plan of the curve: what was weighed, what came out, and where it stands in the drawing."""

    crew: float
    regions: int
    moved_households: int
    moved_percent: float
    imbalance_percent: float
    polsby_popper: float
    gap_percent: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The points from the left, the line through them, and the ends of both axes in per cent."""

    points: tuple[CurvePoint, ...]
    line: str
    least_moved: float
    most_moved: float
    least_imbalance: float
    most_imbalance: float


def curve_of(points: Sequence[Mapping[str, Any]]) -> Curve | None:
    """Return the curve: to the right fewer households keep their crew, upward the grids are less equal."""
    if not points:
        return None
    ordered = sorted(points, key=lambda point: (point["moved_share"], point["imbalance_percent"]))
    moved = [100 * point["moved_share"] for point in ordered]
    imbalance = [point["imbalance_percent"] for point in ordered]
    drawn = tuple(
        CurvePoint(
            crew=point["crew"],
            regions=point["regions"],
            moved_households=point["moved_households"],
            moved_percent=100 * point["moved_share"],
            imbalance_percent=point["imbalance_percent"],
            polsby_popper=point["polsby_popper"],
            gap_percent=point["gap_percent"],
            x=round(WIDTH * _place(100 * point["moved_share"], moved), 1),
            y=round(HEIGHT * (1 - _place(point["imbalance_percent"], imbalance)), 1),
        )
        for point in ordered
    )
    line = " ".join(f"{point.x:g},{point.y:g}" for point in drawn)
    return Curve(drawn, line, min(moved), max(moved), min(imbalance), max(imbalance))


def _place(value: float, values: Sequence[float]) -> float:
    """Return where a value stands between the least and the most, 0 to 1; in the middle where all are alike."""
    least, most = min(values), max(values)
    return (value - least) / (most - least) if most > least else 0.5
