# SPDX-License-Identifier: Apache-2.0
"""The small areas of a redrawing as arrays: what they hold and whom they border. Pure: no Django, no database."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Instance:
    """Small areas, numbered 0 to n - 1 as they stand in `ids`, and the graph of their common borders.

    `households` and `workload` hold n numbers, not negative. `community` names the community around each, `crew` who
    looks after each today (None: nobody). `area_m2` and `perimeter_m` measure outlines. `borders` holds a pair of
    indices, the smaller first, for each two areas that share a segment (a common point is not enough), `border_m` its
    metres. `barriers` are rows of `borders` that nobody can cross (a river without a bridge). `shapes` are the outlines
    in degrees, where they are known; `names` are shown to people.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    community: tuple[str, ...]
    households: Whole
    workload: Real
    crew: tuple[str | None, ...]
    area_m2: Real
    perimeter_m: Real
    borders: Whole
    border_m: Real
    barriers: Whole
    shapes: npt.NDArray[Any] | None = None

    def __len__(self) -> int:
        """Return the number of areas."""
        return len(self.ids)
