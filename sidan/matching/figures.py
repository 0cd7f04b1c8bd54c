# SPDX-License-Identifier: Apache-2.0
"""The figures of a plan: how many are covered, how loads lie, how far, how fitting, how much changes. Pure: no Django.

Loads are counted, never set against one another: how many liaisons serve so many companies.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sidan.matching.costs import balance
from sidan.matching.problem import Change, Pair, Parts, Problem

if TYPE_CHECKING:
    from sidan.matching.plan_rows import PairingPlan


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What a plan comes to, pairs moved by hand included.

    `covered` of `of` companies have somebody in every seat, `partly` have some seats taken and others empty;
    `seats_filled` of `seats` seats are taken. `loads` says
    how many liaisons serve how many seats. Means are over pairs; None where there is nothing to count. `changes` are
    seats served otherwise than today. `cost` is in the units of the weights.
    """

    covered: int
    of: int
    seats_filled: int
    seats: int
    liaisons: int
    full: int
    loads: tuple[tuple[int, int], ...]
    mean_distance_m: float | None
    places_unknown: int
    fit_share: float | None
    kept: int
    changes: int
    fixed: int
    cost: float
    # Last and with a value, because figures kept with older plans have it not.
    partly: int = 0


def figures_of(plan: "PairingPlan") -> PlanFigures | None:
    """Return the figures kept with a plan, None while it has not been computed; no query."""
    stored = plan.result.get("figures")
    return figures_restored(stored) if stored else None


def figures_from(problem: Problem, pairs: Sequence[tuple[Pair, Parts]], *, changes: Sequence[Change]) -> PlanFigures:
    """Return the figures of pairs, each with what it costs."""
    seats = {demand.code: demand.team for demand in problem.demands}
    filled = Counter(pair.company for pair, _ in pairs)
    loads = Counter(pair.liaison for pair, _ in pairs)
    away = [parts.distance_m for _, parts in pairs if parts.distance_m is not None]
    cost = sum(parts.cost for _, parts in pairs)
    cost += sum(balance(loads[each.code], each.capacity, problem.weights.balance) for each in problem.supplies)
    return PlanFigures(
        covered=sum(1 for code, team in seats.items() if filled[code] >= team),
        of=len(seats),
        seats_filled=len(pairs),
        seats=sum(seats.values()),
        liaisons=len(problem.supplies),
        full=sum(1 for each in problem.supplies if each.capacity and loads[each.code] >= each.capacity),
        loads=tuple(sorted(Counter(loads[each.code] for each in problem.supplies).items())),
        mean_distance_m=sum(away) / len(away) if away else None,
        places_unknown=len(pairs) - len(away),
        fit_share=sum(parts.fit_share for _, parts in pairs) / len(pairs) if pairs else None,
        kept=sum(1 for pair, _ in pairs if pair.is_kept),
        changes=len(changes),
        fixed=sum(1 for pair, _ in pairs if pair.is_fixed),
        cost=cost,
        partly=sum(1 for code, team in seats.items() if 0 < filled[code] < team),
    )


def figures_stored(figures: PlanFigures) -> dict[str, Any]:
    """Return figures as JSON."""
    return asdict(figures)


def figures_restored(stored: Mapping[str, Any]) -> PlanFigures:
    """Return the figures that were stored."""
    return PlanFigures(**{**stored, "loads": tuple((load, number) for load, number in stored["loads"])})
