# SPDX-License-Identifier: Apache-2.0
"""What has come up since a plan was computed and keeps it from becoming true, in sentences.

Leaders adopt plans too, and why two are kept apart is for organisers alone: the sentences say that they are, not why.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from sidan.base.errors import Refused, Words
from sidan.matching.costs import barrier_of
from sidan.matching.instances import problem_of
from sidan.matching.models import PairingPlan
from sidan.matching.plans import pairs_of, problem_in, rows_of
from sidan.matching.problem import Demand, Pair, Problem, Supply, Weights
from sidan.matching.reasons import BARRIERS
from sidan.matching.register_rows import CONFLICT_KINDS


class Hindered(Refused):
    """A plan that cannot become true; `reasons` are all there are."""

    reasons: tuple[Refused, ...] = ()


def require_none(plan: PairingPlan, on: date) -> None:
    """Refuse a plan that cannot become true on a day, saying the first reason and how many there are."""
    reasons = hindrances(plan, on)
    if reasons:
        refused = Hindered(
            "The plan cannot become true: %(first)s (%(count)d reasons in all; compute it anew.)",
            first=reasons[0],
            count=len(reasons),
        )
        refused.reasons = tuple(reasons)
        raise refused


def hindrances(plan: PairingPlan, on: date) -> list[Refused]:
    """Return what keeps a plan from becoming true on a day, companies in order. Seven queries, whatever the size."""
    rows, pairs = list(rows_of(plan)), pairs_of(plan)
    names = {each.company.unit.code: Words(each.company.unit.name, each.company.unit.name_en) for each in rows}
    names |= {each.adviser.code: Words(each.adviser.name, each.adviser.name) for each in rows}
    fresh = problem_of(plan.area_code, weights=Weights(), fewest_changes=False, on=on, without=plan.without)
    return [
        *_changed_since(problem_in(plan), fresh, names),
        *_barred(fresh, pairs, names, most_km=plan.weights.get("most_km")),
        *_too_many(fresh, pairs, names),
    ]


def _changed_since(before: Problem, fresh: Problem, names: dict[str, Words]) -> Iterator[Refused]:
    """Yield the companies whose pairings are others than the plan was computed from."""
    for company in sorted({company for company, _ in before.kept ^ fresh.kept}):
        yield Refused(
            "%(company)s is served by somebody else than when the plan was computed.",
            company=names.get(company, company),
        )


def _barred(
    fresh: Problem, pairs: Sequence[Pair], names: dict[str, Words], *, most_km: float | None
) -> Iterator[Refused]:
    """Yield the pairs that may no longer be: closed, away, kept apart, or without the skill of the seat."""
    demands = {each.code: each for each in fresh.demands}
    supplies = {each.code: each for each in fresh.supplies}
    for pair in pairs:
        company, liaison = names[pair.company], names[pair.liaison]
        demand, supply = demands.get(pair.company), supplies.get(pair.liaison)
        if demand is None:
            yield Refused("%(company)s is closed or no longer to have a liaison.", company=company)
        elif supply is None:
            yield Refused("%(liaison)s is no longer a liaison here.", liaison=liaison)
        elif pair.seat >= demand.team:
            yield Refused("%(company)s asks for fewer people now.", company=company)
        else:
            barrier = _barrier(fresh, demand, supply, pair)
            if barrier is not None:
                said = BARRIERS["other" if barrier in CONFLICT_KINDS else barrier]
                yield Refused(
                    "%(liaison)s cannot serve %(company)s: %(why)s.", liaison=liaison, company=company, why=said
                )


def _barrier(fresh: Problem, demand: Demand, supply: Supply, pair: Pair) -> str | None:
    """Return what keeps one pair apart now, looked at alone."""
    key = (demand.code, supply.code)
    forbidden = {key: fresh.forbidden[key]} if key in fresh.forbidden else {}
    alone = Problem(demands=(demand,), supplies=(supply,), forbidden=forbidden, weights=fresh.weights)
    skill = demand.needs[pair.seat] if demand.team > 1 else ""
    return barrier_of(alone, demand.code, supply.code, skill=skill)


def _too_many(fresh: Problem, pairs: Sequence[Pair], names: dict[str, Words]) -> Iterator[Refused]:
    """Yield the liaisons who would serve more than they may, and key companies that would share theirs."""
    loads = Counter(pair.liaison for pair in pairs)
    for supply in fresh.supplies:
        if loads[supply.code] > supply.capacity:
            yield Refused(
                "%(liaison)s would serve %(load)d and may serve %(capacity)d.",
                liaison=names[supply.code],
                load=loads[supply.code],
                capacity=supply.capacity,
            )
    keys = {demand.code for demand in fresh.demands if demand.is_key}
    for pair in pairs:
        if pair.company in keys and loads[pair.liaison] > 1:
            yield Refused("%(company)s is a key company and would share its liaison.", company=names[pair.company])
