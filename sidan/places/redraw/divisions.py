# SPDX-License-Identifier: Apache-2.0
"""What passes between the steps of a division: the work allowed, the fewest regions, the division. Pure."""

from dataclasses import dataclass

from sidan.places.redraw.columns import Columns, mask_of
from sidan.places.redraw.instance import Real
from sidan.places.redraw.model import Cover
from sidan.places.redraw.parts import Part

BEAM = 60
WIDE_BEAM = 600
# Beyond so many columns the integer program of HiGHS seldom proves what a sweep could not, and takes minutes.
PROGRAM_COLUMNS = 800
OUT_PRICE = 1_000.0  # of one household that is lacking, above the cost of any number of regions a part may have


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a proof may take: sets of areas of a part, states of a sweep, and seconds of HiGHS for a part."""

    columns: int = 600_000
    states: int = 300_000
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Division:
    """The regions of a part as masks, and what is proved of them; see `PartPlan`."""

    regions: tuple[int, ...]
    out_of_bounds: int
    least_out_of_bounds: int
    least_regions: int
    cost: float
    bound: float
    is_optimal: bool
    columns: int
    least_moved: int = 0


@dataclass(frozen=True, eq=False)
class Fewest:
    """A part with its columns and the fewest regions they can cover it with; `least` is what is proved of that.

    `masks` is a cover with so many. `out` are the households that each column lacks. Without columns there
    were too many, and `masks` was searched for.
    """

    part: Part
    columns: Columns | None
    out: Real
    regions: int
    least: int
    masks: tuple[int, ...]

    @property
    def is_proved(self) -> bool:
        """Say whether nobody can do with fewer regions."""
        return self.least == self.regions


def masks_of(columns: Columns, cover: Cover) -> tuple[int, ...]:
    """Return the sets that a cover has chosen, as masks."""
    return tuple(mask_of(columns.members[row]) for row in cover.chosen)
