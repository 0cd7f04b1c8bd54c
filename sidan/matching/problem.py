# SPDX-License-Identifier: Apache-2.0
"""What is matched, and what comes of it, as plain values. Pure: no Django.

A company asks for one person or, as a team, for several; each place is a *seat*. A liaison serves as many seats as the
capacity says. Companies and liaisons are told apart by their codes alone: no name comes in here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import Point

# Why a pair is out of the question; the words stand in `matching/reasons.py`.
Barrier = Literal["kin", "shares", "licensing", "supervising", "other", "absent", "elsewhere", "too_far"]
LARGEST_TEAM = 3


@dataclass(frozen=True, slots=True)
class Demand:
    """A company as the matching sees it.

    `needs` are codes of skills, the most important first, `words` what it says it needs besides; a team of n has one
    person for each of its first n needs. `area_code` is where it lies, `is_key` asks for a liaison of its own.
    """

    code: str
    area_code: str = ""
    point: Point | None = None
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    words: str = ""
    is_key: bool = False
    team: int = 1

    def __post_init__(self) -> None:
        """Refuse a team that nobody could put together."""
        if not 1 <= self.team <= LARGEST_TEAM:
            raise Refused("A team has one to %(most)d people.", most=LARGEST_TEAM)
        if self.team > max(1, len(self.needs)):
            raise Refused("A team of %(team)d needs as many skills named.", team=self.team)


@dataclass(frozen=True, slots=True)
class Supply:
    """A liaison as the matching sees it: `capacity` is how many seats at most, `area_code` where companies may lie."""

    code: str
    area_code: str = ""
    point: Point | None = None
    skills: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    words: str = ""
    capacity: int = 5
    is_absent: bool = False

    def __post_init__(self) -> None:
        """Refuse a capacity below nothing."""
        if self.capacity < 0:
            raise Refused("A capacity is 0 or more.")


@dataclass(frozen=True, slots=True)
class Weights:
    """What a pair costs, each from 0 (does not matter) up; coverage stands before all of it.

    fit: a pair that answers no need costs this much, one that answers all of them nothing. distance: each `reach_km`
    costs this much. change: a company that has somebody and gets somebody else. balance: the load of each liaison over
    the capacity, squared.
    """

    fit: float = 1.0
    distance: float = 0.5
    change: float = 0.5
    balance: float = 0.5
    reach_km: float = 20.0
    # Beyond that no pair is made; None for no limit.
    most_km: float | None = None

    def __post_init__(self) -> None:
        """Refuse weights below nothing and distances that are none."""
        if min(self.fit, self.distance, self.change, self.balance) < 0:
            raise Refused("A weight is 0 or more.")
        if max(self.fit, self.distance, self.change, self.balance) > 100:
            raise Refused("A weight is at most 100.")
        if self.reach_km <= 0 or (self.most_km is not None and self.most_km <= 0):
            raise Refused("A distance is more than 0 kilometres.")


# Without slots, so that what is looked up by code stays with it.
@dataclass(frozen=True)
class Problem:
    """Everything an assignment is computed from.

    `forbidden` says of (company, liaison) why they never come together. `kept` are today's pairs. `fixed` are pairs
    that somebody set by hand and that stay, as far as nothing forbids them. With `fewest_changes`, after coverage as
    few of today's pairs as possible are given up, and only then cost is looked at.
    """

    demands: tuple[Demand, ...]
    supplies: tuple[Supply, ...]
    forbidden: Mapping[tuple[str, str], Barrier] = field(default_factory=dict)
    kept: frozenset[tuple[str, str]] = frozenset()
    fixed: frozenset[tuple[str, str]] = frozenset()
    weights: Weights = field(default_factory=Weights)
    fewest_changes: bool = False

    def demand(self, code: str) -> Demand:
        """Return a company; NotFound when it is not in the problem."""
        if code not in self._demands:
            raise NotFound("The company %(code)s is not in this plan; compute it anew.", code=code[:40])
        return self._demands[code]

    def supply(self, code: str) -> Supply:
        """Return a liaison; NotFound when the problem has none of that code."""
        if code not in self._supplies:
            raise NotFound("The liaison %(code)s is not in this plan; compute it anew.", code=code[:40])
        return self._supplies[code]

    @cached_property
    def today(self) -> Mapping[str, frozenset[str]]:
        """Return by company who serves it today, of those there are."""
        found: dict[str, set[str]] = {}
        for company, liaison in self.kept:
            if liaison in self._supplies:
                found.setdefault(company, set()).add(liaison)
        return {company: frozenset(liaisons) for company, liaisons in found.items()}

    @cached_property
    def _demands(self) -> Mapping[str, Demand]:
        """Return the companies by code."""
        return {each.code: each for each in self.demands}

    @cached_property
    def _supplies(self) -> Mapping[str, Supply]:
        """Return the liaisons by code."""
        return {each.code: each for each in self.supplies}


@dataclass(frozen=True, slots=True)
class Parts:
    """What a pair costs and why: each part already times its weight, `cost` their sum without the balance of loads.

    `fit_share` (0 to 1) is the share of the needs answered, `answered` which, `likeness` (0 to 1) how alike the words
    are where the vocabulary says nothing; `distance_m` is None where a place is unknown (it costs as much as one
    reach).
    """

    cost: float
    fit: float
    distance: float
    change: float
    fit_share: float
    answered: tuple[str, ...] = ()
    likeness: float = 0.0
    distance_m: float | None = None
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """One seat of a company and who takes it; `skill` is what a seat of a team asks for, "" for a single seat."""

    company: str
    seat: int
    liaison: str
    skill: str = ""
    is_kept: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A seat that nobody could take: `full` when those who may are all taken, else what keeps everybody from it.

    `barriers` counts the liaisons by what keeps them (`skill` for those without the skill of the seat).
    """

    company: str
    seat: int
    skill: str = ""
    is_full: bool = False
    barriers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way to cover what is uncovered.

    raise: `more` seats more for each liaison named. hire: `more` new liaisons with `skill` ("" for any) and the usual
    capacity. lift: nobody may serve these companies; a conflict, an absence or an area has to change.
    `covers` is how many seats it covers.
    """

    kind: Literal["raise", "hire", "lift"]
    covers: int
    more: int = 0
    liaisons: tuple[tuple[str, int], ...] = ()
    skill: str = ""
    companies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A seat that is served otherwise than today; `before` or `after` is "" for nobody."""

    company: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How good the assignment is known to be.

    `cost` and `bound` are in the units of `Weights`; no assignment with the same coverage (and as few changes) costs
    less than `bound`. `pairs_priced` pairs were looked at, all there are. Where it is not `is_fullest`, the time ran
    out before it was proved that no more seats can be filled.
    """

    is_optimal: bool
    cost: float
    bound: float
    pairs_priced: int
    seconds: float
    is_fullest: bool = True


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who serves whom, who is left over, what would help, and how sure all that is."""

    pairs: tuple[Pair, ...]
    uncovered: tuple[Uncovered, ...]
    ways_out: tuple[WayOut, ...]
    changes: tuple[Change, ...]
    proof: Proof

    @property
    def loads(self) -> dict[str, int]:
        """Return how many seats each liaison who has any serves."""
        found: dict[str, int] = {}
        for pair in self.pairs:
            found[pair.liaison] = found.get(pair.liaison, 0) + 1
        return found
