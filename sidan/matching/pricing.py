# SPDX-License-Identifier: Apache-2.0
"""What single pairs of a large problem cost, looked at alone, so that a thousand of them take no second. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property

from sidan.base.errors import NotFound
from sidan.matching.costs import parts_of
from sidan.matching.problem import Demand, Parts, Problem, Supply


class Prices:
    """The costs of single pairs; the same as `costs.parts_of` says of the whole problem."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem; nothing is computed yet."""
        self._problem = problem

    def of(self, company: str, liaison: str) -> Parts:
        """Return what a pair costs and why."""
        demand, supply = self.demand(company), self.supply(liaison)
        today = [each for each in self._today.get(company, ()) if each in self._supplies]
        alone = Problem(
            demands=(demand,),
            supplies=(supply, *(self._supplies[each] for each in today if each != liaison)),
            kept=frozenset((company, each) for each in today),
            weights=self._problem.weights,
        )
        return parts_of(alone, company, liaison)

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
    def _demands(self) -> Mapping[str, Demand]:
        """Return the companies by code."""
        return {each.code: each for each in self._problem.demands}

    @cached_property
    def _supplies(self) -> Mapping[str, Supply]:
        """Return the liaisons by code."""
        return {each.code: each for each in self._problem.supplies}

    @cached_property
    def _today(self) -> Mapping[str, list[str]]:
        """Return who serves each company today."""
        return _grouped(self._problem.kept)


def around(problem: Problem, companies: Collection[str]) -> Problem:
    """Return the problem with today's pairs of some companies alone: what those cost is the same, and found sooner."""
    return replace(problem, kept=frozenset(pair for pair in problem.kept if pair[0] in companies))


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Return the liaisons of each company, in order."""
    found: dict[str, list[str]] = {}
    for company, liaison in sorted(pairs):
        found.setdefault(company, []).append(liaison)
    return found
