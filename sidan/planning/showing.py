# SPDX-License-Identifier: Apache-2.0
"""A plan as pages and files show it: its regions as they stand now, the proof, the crews, the communities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.places.redraw.plans import Measures, PartPlan, Plan, RegionFacts
from sidan.planning.models import GridPlan, PlanComment


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan as it stands, with what was moved by hand; `plan` is what was computed.

    `cost` and `bound` are sums over all parts: what it costs now, and what no plan with as few regions can beat.
    """

    plan: Plan
    ids: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[str, ...]
    facts: Sequence[RegionFacts]
    measures: Measures
    cost: float
    bound: float
    is_adjusted: bool

    @property
    def parts_proved(self) -> int:
        """Return how many parts are proved the best, or fixed."""
        return sum(part.proof != "bounded" for part in self.plan.parts)

    @property
    def gap_percent(self) -> float:
        """Return how far the whole may be from the best, in per cent of its cost."""
        return 100.0 * max(0.0, self.cost - self.bound) / self.cost if self.cost > 1e-9 else 0.0

    @property
    def impossible(self) -> Sequence[PartPlan]:
        """Return the parts whose bounds cannot be met, each with its reason and the nearest bounds that could."""
        return [part for part in self.plan.parts if part.reason is not None]


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """One community of a plan: how many small areas become how many regions, and how they come out."""

    code: str
    name: str
    areas: int
    regions: int
    households: int
    smallest: int
    largest: int
    out_of_range: int
    moved_households: int
    proof: str
    gap_percent: float


@dataclass(frozen=True, slots=True)
class CrewRow:
    """What one of today's crews gains and loses; `region` is where it goes on, "" when there is none for it."""

    user_id: int
    name: str
    areas: int
    households: int
    region: str
    new_households: int
    kept_households: int

    @property
    def gained_households(self) -> int:
        """Return how many households it has not looked after before."""
        return self.new_households - self.kept_households

    @property
    def lost_households(self) -> int:
        """Return how many households it no longer looks after."""
        return self.households - self.kept_households


@dataclass(frozen=True, slots=True)
class Edit:
    """One move by hand, as the history shows it."""

    area: str
    region: str
    was: str
    by: str
    at: datetime


def plans_of(by: Actor) -> list[GridPlan]:
    """Return the plans of the actor's areas, the newest first, without instances and results; one query."""
    raise NotImplementedError


def public_plans() -> list[GridPlan]:
    """Return the plans that everybody may look at, the newest first; one query."""
    raise NotImplementedError


def shown(plan: GridPlan) -> Shown:
    """Return a plan past computing as it stands now; at most one query."""
    raise NotImplementedError


def fault_of(plan: GridPlan) -> Refused | None:
    """Return the sentence why a plan failed, None for one that did not."""
    raise NotImplementedError


def communities_of(plan: GridPlan, now: Shown | None = None) -> list[CommunityRow]:
    """Return the communities of a plan by code, with their names; one query besides `shown`."""
    raise NotImplementedError


def crews_of(plan: GridPlan, now: Shown | None = None) -> list[CrewRow]:
    """Return today's crews of a plan by what they lose, with their names, for planners alone; one query."""
    raise NotImplementedError


def edits_of(plan: GridPlan) -> list[Edit]:
    """Return what was moved by hand, the latest first, with the names of who did it; one query."""
    raise NotImplementedError


def comments_of(plan: GridPlan, *, with_hidden: bool = False) -> list[PlanComment]:
    """Return what people said of a plan, the newest first; one query."""
    raise NotImplementedError


def outlines_of(plan: GridPlan, now: Shown | None = None) -> bytes:
    """Return the map of a plan: a GeoJSON collection of the small areas {id, name, region, households, was_crew}."""
    raise NotImplementedError


def region_outlines(plan: GridPlan, now: Shown | None = None) -> bytes:
    """Return the regions as a GeoJSON collection of joined outlines {region, households, workload, in_range}."""
    raise NotImplementedError
