# SPDX-License-Identifier: Apache-2.0
"""What a planner asks of a redrawing: bounds, weights and wishes. Pure: no Django, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sidan.base.errors import Refused

# Jiangxi, Yifeng: 300 to 500 households in a grid (DOMAIN 8.1); a neutral default, not a rule of every city.
USUAL_LO, USUAL_HI = 300, 500


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many households a region may hold, both ends counted, and how many regions there shall be.

    `regions` is the number in all, None for as few as the bounds allow; `regions_by_community` sets it for some
    communities alone. `crossing_price` is None where a region must stay inside its community; otherwise a region may
    join areas of several, and each household outside its region's largest community costs the price, in the unit of
    the weights (one whole region out of balance costs `Weights.balance`).
    """

    lo: int = USUAL_LO
    hi: int = USUAL_HI
    regions: int | None = None
    regions_by_community: Mapping[str, int] = field(default_factory=dict)
    crossing_price: float | None = None

    def __post_init__(self) -> None:
        """Refuse bounds that no region could keep."""
        if self.lo < 0 or self.hi < 1:
            raise Refused("The bounds must be numbers of households: the lower 0 or more, the upper 1 or more.")
        if self.lo > self.hi:
            raise Refused(
                "The bounds are turned round: the lower, %(lo)d, is above the upper, %(hi)d.", lo=self.lo, hi=self.hi
            )
        if self.regions is not None and self.regions < 1:
            raise Refused("The number of regions must be 1 or more.")
        if self.crossing_price is not None and self.crossing_price < 0:
            raise Refused("The price of crossing a community's boundary cannot be negative.")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each soft aim counts, per region and relative to its community's mean; 0 leaves an aim out.

    `balance`: |households / mean - 1|. `workload`: the same of the workload. `compactness`: 1 - Polsby-Popper.
    `crew`: households that lose today's crew / mean. `barriers`: pieces into which barriers cut a region, less one.
    """

    balance: float = 1.0
    workload: float = 0.2
    compactness: float = 0.6
    crew: float = 0.0
    barriers: float = 0.2

    def __post_init__(self) -> None:
        """Refuse weights that would reward what they should avoid."""
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if not 0 <= value <= 1000:
                raise Refused("The weight %(name)s must lie between 0 and 1000.", name=name)

    @property
    def total(self) -> float:
        """Return all weights together."""
        return self.balance + self.workload + self.compactness + self.crew + self.barriers


@dataclass(frozen=True, slots=True)
class Wishes:
    """Areas that must be treated in a way of their own, by id.

    Each group of `fixed` is a region as it stands, whatever its size (an exclusive grid, a grid nobody may touch).
    The areas of a group of `together` lie in one region; no two of a group of `apart` do.
    """

    fixed: tuple[frozenset[str], ...] = ()
    together: tuple[frozenset[str], ...] = ()
    apart: tuple[frozenset[str], ...] = ()


# Weights by name, for people who do not want to weigh numbers.
PRESETS: Mapping[str, Weights] = {
    "usual": Weights(),
    "balance": Weights(balance=1, workload=0, compactness=0, crew=0, barriers=0),
    "workload": Weights(balance=0.2, workload=1, compactness=0.2, crew=0, barriers=0.2),
    "compactness": Weights(balance=0.3, workload=0.1, compactness=1, crew=0, barriers=0.3),
    # So little beside the crew that no household more loses its crew for the sake of the rest.
    "continuity": Weights(balance=0.0001, workload=0, compactness=0.0001, crew=1, barriers=0.0001),
}


def preset(name: str, **changes: float) -> Weights:
    """Return a named set of weights with single ones changed; Refused for an unknown name."""
    if name not in PRESETS:
        raise Refused("There are no weights called %(name)s.", name=name)
    unknown = sorted(set(changes) - set(Weights.__dataclass_fields__))
    if unknown:
        raise Refused(
            "There is no weight called %(name)s; there are: %(known)s.",
            name=unknown[0],
            known=", ".join(Weights.__dataclass_fields__),
        )
    return replace(PRESETS[name], **changes)
