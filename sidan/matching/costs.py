# SPDX-License-Identifier: Apache-2.0
"""What a pair costs, and what keeps two apart. Pure: no Django.

The k-th need of a company weighs 1/k, each language a half, its own words as much as one more need; the share of that
weight which a liaison answers is the fit (0 to 1). A company that names nothing fits everybody.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sidan.base.geometry import distance_m
from sidan.matching.problem import Barrier, Demand, Parts, Problem, Supply
from sidan.matching.words import likeness

Floats = NDArray[np.float64]
LANGUAGE_WEIGHT = 0.5
EARTH_RADIUS_KM = 6_371.0088
# Rows of the table computed at once, so that a table of ten million pairs needs little beside itself.
ROWS_AT_ONCE = 1_000
# In a table: never this pair.
BARRED = np.inf


class Costs:
    """The costs of all pairs of a problem, computed by blocks of companies."""

    def __init__(self, problem: Problem) -> None:
        """Lay out companies and liaisons as arrays."""
        self.problem = problem
        self.companies = {each.code: place for place, each in enumerate(problem.demands)}
        self.liaisons = {each.code: place for place, each in enumerate(problem.supplies)}
        skills = sorted({skill for each in problem.demands for skill in (*each.needs, *each.languages)})
        self._skills = {skill: place for place, skill in enumerate(skills)}
        self._has = np.zeros((len(problem.supplies), len(skills)))
        for place, supply in enumerate(problem.supplies):
            for skill in supply.skills | supply.languages:
                if skill in self._skills:
                    self._has[place, self._skills[skill]] = 1.0
        self._lon, self._lat = _degrees(problem.supplies)

    @cached_property
    def table(self) -> Floats:
        """Return the cost of every pair (companies by liaisons) without balance, BARRED where it may not be.

        Eighty megabytes for ten million pairs.
        """
        size = len(self.problem.demands)
        found = np.empty((size, len(self.problem.supplies)))
        for start in range(0, size, ROWS_AT_ONCE):
            found[start : start + ROWS_AT_ONCE] = self.block(range(start, min(start + ROWS_AT_ONCE, size)))
        return found

    def block(self, rows: Sequence[int]) -> Floats:
        """Return the rows of the table for some companies."""
        problem, weights = self.problem, self.problem.weights
        demands = [problem.demands[row] for row in rows]
        km = self._kilometres(demands)
        cost = weights.fit * (1 - self._fit(demands))
        cost += weights.distance * np.where(np.isnan(km), 1.0, km / weights.reach_km)
        cost += weights.change * self._changes(demands)
        if weights.most_km is not None:
            cost[km > weights.most_km] = BARRED
        for place, supply in enumerate(problem.supplies):
            if supply.is_absent or supply.capacity == 0:
                cost[:, place] = BARRED
        cost[self._elsewhere(demands)] = BARRED
        places = {demand.code: place for place, demand in enumerate(demands)}
        for company, liaison in problem.forbidden:
            if company in places and liaison in self.liaisons:
                cost[places[company], self.liaisons[liaison]] = BARRED
        return cost

    def has_skill(self, skill: str) -> NDArray[np.bool_]:
        """Return which liaisons have a skill that some company needs."""
        found: NDArray[np.bool_] = self._has[:, self._skills[skill]] > 0
        return found

    def _fit(self, demands: Sequence[Demand]) -> Floats:
        """Return the share of each company's needs that each liaison answers."""
        wanted = np.zeros((len(demands), len(self._skills)))
        spoken = np.zeros(len(demands))
        for row, demand in enumerate(demands):
            for skill, weight in weights_of(demand).items():
                wanted[row, self._skills[skill]] += weight
            spoken[row] = words_weight(demand)
        answered = wanted @ self._has.T
        total = wanted.sum(axis=1) + spoken
        speaking = [row for row, weight in enumerate(spoken) if weight]
        if speaking:
            alike = likeness([demands[row].words for row in speaking], [each.words for each in self.problem.supplies])
            answered[speaking] += spoken[speaking, None] * alike
        found: Floats = np.divide(answered, total[:, None], out=np.ones_like(answered), where=total[:, None] > 0)
        return found

    def _kilometres(self, demands: Sequence[Demand]) -> Floats:
        """Return the distances in kilometres as the crow flies, NaN where a place is unknown."""
        lon, lat = (each[:, None] for each in _degrees(demands))
        half = np.sin((self._lat - lat) / 2) ** 2
        half = half + np.cos(lat) * np.cos(self._lat) * np.sin((self._lon - lon) / 2) ** 2
        found: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
        return found

    def _changes(self, demands: Sequence[Demand]) -> Floats:
        """Return 1 for a pair that is none of today's at a company that has somebody today."""
        found = np.zeros((len(demands), len(self.problem.supplies)))
        for row, demand in enumerate(demands):
            today = self.problem.today.get(demand.code)
            if today:
                found[row] = 1.0
                found[row, [self.liaisons[each] for each in today]] = 0.0
        return found

    def _elsewhere(self, demands: Sequence[Demand]) -> NDArray[np.bool_]:
        """Return which companies lie outside the area in which each liaison serves."""
        found = np.zeros((len(demands), len(self.problem.supplies)), dtype=bool)
        for area in {each.area_code for each in self.problem.supplies} - {""}:
            outside = np.array([is_elsewhere(demand.area_code, area) for demand in demands])
            found |= np.outer(outside, [each.area_code == area for each in self.problem.supplies])
        return found


def parts_of(problem: Problem, company: str, liaison: str) -> Parts:
    """Return what one pair costs and why, whether or not it may be."""
    demand, supply = problem.demand(company), problem.supply(liaison)
    weights, wanted, spoken = problem.weights, weights_of(demand), words_weight(demand)
    offered = supply.skills | supply.languages
    answered = tuple(skill for skill in wanted if skill in offered)
    alike = float(likeness([demand.words], [supply.words])[0, 0]) if spoken else 0.0
    total = sum(wanted.values()) + spoken
    share = (sum(wanted[skill] for skill in answered) + spoken * alike) / total if total else 1.0
    away = away_m(demand, supply)
    today = problem.today.get(company, frozenset())
    is_kept = liaison in today
    fit = weights.fit * (1 - share)
    distance = weights.distance * (1.0 if away is None else away / 1000 / weights.reach_km)
    change = weights.change if today and not is_kept else 0.0
    return Parts(fit + distance + change, fit, distance, change, share, answered, alike, away, is_kept)


def barrier_of(problem: Problem, company: str, liaison: str, *, skill: str = "") -> Barrier | str | None:
    """Return what keeps a pair apart, "skill" where the seat asks for one the liaison has not, or None."""
    demand, supply = problem.demand(company), problem.supply(liaison)
    if (company, liaison) in problem.forbidden:
        return problem.forbidden[company, liaison]
    if supply.is_absent:
        return "absent"
    if is_elsewhere(demand.area_code, supply.area_code):
        return "elsewhere"
    most_km, away = problem.weights.most_km, away_m(demand, supply)
    if most_km is not None and away is not None and away > most_km * 1000:
        return "too_far"
    return "skill" if skill and skill not in supply.skills else None


def balance(load: int, capacity: int, weight: float) -> float:
    """Return what a load costs: the weight times load squared over capacity, so that shares of capacity grow alike."""
    return weight * load * load / capacity if capacity else 0.0


def weights_of(demand: Demand) -> dict[str, float]:
    """Return what each need and language weighs."""
    found = {need: 1 / rank for rank, need in enumerate(demand.needs, start=1)}
    for language in demand.languages:
        found[language] = found.get(language, 0.0) + LANGUAGE_WEIGHT
    return found


def words_weight(demand: Demand) -> float:
    """Return what a company's own words weigh: as much as one more need, nothing where there are none."""
    return 1 / (len(demand.needs) + 1) if demand.words.strip() else 0.0


def is_elsewhere(company_area: str, served_area: str) -> bool:
    """Say whether a company lies outside the area somebody serves; an area that is not said is everywhere."""
    return bool(company_area and served_area) and not company_area.startswith(served_area)


def away_m(demand: Demand, supply: Supply) -> float | None:
    """Return the distance in metres, or None where a place is unknown."""
    return distance_m(demand.point, supply.point) if demand.point and supply.point else None


def _degrees(places: Sequence[Demand] | Sequence[Supply]) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes in radians, NaN where a place is unknown."""
    points = [each.point or (np.nan, np.nan) for each in places]
    found = np.radians(np.array(points, dtype=np.float64).reshape(-1, 2))
    return found[:, 0], found[:, 1]
