# SPDX-License-Identifier: Apache-2.0
"""A plan as pages and files show it: its regions as they stand now, the proof, the crews, the communities."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from sidan.base.errors import Refused
from sidan.people.actors import Actor
from sidan.people.models import User
from sidan.places.models import Area
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.plans import Measures, PartPlan, Plan, RegionFacts
from sidan.planning.authority import areas_planned
from sidan.planning.instances import instance_of
from sidan.planning.models import GridPlan, PlanComment
from sidan.planning.stored import facts_restored, plan_restored, refusal_restored

MOST_PLANS = 200
MOST_COMMENTS = 1000
# What a list of plans does without.
_HEAVY = ("instance", "result", "adjusted", "curve", "edits")


@dataclass(frozen=True)
class Shown:
    """A plan as it stands, with what was moved by hand; `plan` is what was computed.

    `cost` and `bound` are sums over all parts: what it costs now, and what no plan with as few regions can beat.
    """

    plan: Plan
    row: GridPlan
    regions: tuple[str, ...]
    facts: Sequence[RegionFacts]
    measures: Measures
    cost: float
    bound: float
    is_adjusted: bool

    @cached_property
    def instance(self) -> Instance:
        """Return the small areas, read once; that of a city takes a second."""
        return instance_of(self.row)

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the small areas, in the order of `regions`."""
        return self.instance.ids

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
    """What one of today's crews gains and loses; `region` is where it goes on, "" when there is none for it.

    `crew` is the number of the account, or what the file calls it, and then the name too.
    """

    crew: str
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
    inside = Q(pk__in=())
    for code in areas_planned(by):
        inside |= Q(area__code__startswith=code)
    return list(GridPlan.objects.filter(inside).select_related("area", "made_by").defer(*_HEAVY)[:MOST_PLANS])


def public_plans() -> list[GridPlan]:
    """Return the plans that everybody may look at, the newest first; one query."""
    public = GridPlan.objects.filter(published_at__isnull=False).exclude(state="withdrawn")
    return list(public.select_related("area").defer(*_HEAVY).order_by("-published_at")[:MOST_PLANS])


def fault_of(plan: GridPlan) -> Refused | None:
    """Return the sentence why a plan failed, None for one that did not."""
    return refusal_restored(plan.fault) if plan.fault is not None else None


def shown(plan: GridPlan) -> Shown:
    """Return a plan past computing as it stands now; at most one query."""
    if plan.result is None:
        raise Refused("The plan has not been computed yet.")
    computed = plan_restored(plan.result, plan.asked, seed=plan.seed)
    now = plan.adjusted
    parts = computed.parts
    return Shown(
        plan=computed,
        row=plan,
        regions=tuple(now["regions"]) if now else computed.regions,
        facts=facts_restored(now["facts"]) if now else computed.facts,
        measures=Measures(**now["measures"]) if now else computed.measures,
        cost=now["cost"] if now else sum(part.cost for part in parts),
        bound=sum(part.bound if part.proof == "bounded" else part.cost for part in parts),
        is_adjusted=plan.is_adjusted,
    )


def communities_of(plan: GridPlan, now: Shown | None = None) -> list[CommunityRow]:
    """Return the communities of a plan by code, with their names; one query besides `shown`."""
    now = now or shown(plan)
    facts: dict[str, list[RegionFacts]] = {}
    for each in now.facts:
        facts.setdefault(each.community, []).append(each)
    parts: dict[str, list[PartPlan]] = {}
    for part in now.plan.parts:
        parts.setdefault(part.community, []).append(part)
    areas = Counter(now.instance.community)
    codes = sorted(areas)
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        _community(code, names.get(code, code), areas[code], facts.get(code, []), parts.get(code, []), now=now)
        for code in codes
    ]


def _community(
    code: str, name: str, areas: int, facts: Sequence[RegionFacts], parts: Sequence[PartPlan], *, now: Shown
) -> CommunityRow:
    """Return one community; what is proved of it is what is proved of its worst part."""
    sizes = [each.households for each in facts]
    gap = max((part.gap_percent for part in parts), default=0.0)
    bounds = now.plan.bounds
    return CommunityRow(
        code=code,
        name=name,
        areas=areas,
        regions=len(facts),
        households=sum(sizes),
        smallest=min(sizes, default=0),
        largest=max(sizes, default=0),
        out_of_range=sum(not bounds.lo <= size <= bounds.hi for size in sizes),
        moved_households=sum(sizes) - sum(each.kept_households for each in facts),
        proof="bounded" if any(part.proof == "bounded" for part in parts) else "optimal",
        gap_percent=gap,
    )


def crews_of(plan: GridPlan, now: Shown | None = None) -> list[CrewRow]:
    """Return today's crews of a plan, who lose most first, with their names, for planners alone; one query."""
    now = now or shown(plan)
    instance = now.instance
    going = {each.crew: each for each in now.facts if each.crew is not None}
    areas: Counter[str] = Counter()
    households: Counter[str] = Counter()
    for crew, count in zip(instance.crew, instance.households.tolist(), strict=True):
        if crew is not None:
            areas[crew] += 1
            households[crew] += count
    names = _names(areas) if plan.source == "today" else {}
    rows = [
        CrewRow(
            crew=crew,
            name=names.get(crew, crew),
            areas=areas[crew],
            households=households[crew],
            region=going[crew].region if crew in going else "",
            new_households=going[crew].households if crew in going else 0,
            kept_households=going[crew].kept_households if crew in going else 0,
        )
        for crew in areas
    ]
    return sorted(rows, key=lambda row: (-row.lost_households, row.name, row.crew))


def _names(crews: Mapping[str, int]) -> dict[str, str]:
    """Return the names of people by the numbers of their accounts. One query."""
    numbers = [int(crew) for crew in crews if crew.isdecimal()]
    return {str(pk): name for pk, name in User.objects.filter(pk__in=numbers).values_list("pk", "display_name")}


def edits_of(plan: GridPlan) -> list[Edit]:
    """Return what was moved by hand, the latest first, with the names of who did it; one query."""
    names = dict(User.objects.filter(pk__in={each["by"] for each in plan.edits}).values_list("pk", "display_name"))
    return [
        Edit(each["area"], each["region"], each["was"], names.get(each["by"], ""), datetime.fromisoformat(each["at"]))
        for each in reversed(plan.edits)
    ]


def comments_of(plan: GridPlan, *, with_hidden: bool = False) -> list[PlanComment]:
    """Return what people said of a plan, the newest first; one query."""
    comments = PlanComment.objects.filter(plan=plan)
    if not with_hidden:
        comments = comments.filter(hidden_at__isnull=True)
    return list(comments.order_by("-id")[:MOST_COMMENTS])
