# SPDX-License-Identifier: Apache-2.0
"""What everybody may read of matching: numbers of a whole county over the last year, and no name, firm or person."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from sidan.matching.by_code import loads_today
from sidan.matching.measures import MEASURES
from sidan.places.days import city_today
from sidan.programmes.visit_moves import visiting

# Fewer liaisons than that would be told apart by their loads.
FEWEST_LIAISONS = 3
DAYS = 365


@dataclass(frozen=True, slots=True)
class PublicNumbers:
    """A county in numbers, each beside what it is of; loads and contacts are None where there is nothing to say.

    `covered` companies `of` those in scope have a liaison in every seat today; visits, problems and contacts are those
    of the last 365 days. A load is how many places at companies one liaison has today: the fewest, the most, the mean.
    """

    covered: int
    of: int
    visits_done: int
    visits_due: int
    problems_solved: int
    problems_settled: int
    contacts_a_month: float | None
    liaisons: int
    load_least: int | None
    load_most: int | None
    load_mean: float | None


@dataclass(frozen=True, slots=True)
class _Land:
    """A whole area, of which is measured."""

    area_code: str
    unit_id: int | None = None


def public_numbers(county: str) -> PublicNumbers:
    """Return what everybody may read of a county, or of any area by its code. Five queries."""
    today = city_today()
    since, land = today - timedelta(days=DAYS - 1), [_Land(county)]
    programmes = [programme.code for programme in visiting()]
    pairs = {name: counting(land, since, today, programmes) for name, counting in MEASURES.items()}
    counted = {name: (int(count[0]), int(of[0])) for name, (count, of) in pairs.items()}
    contacts, months = (float(each[0]) for each in pairs["contacts"])
    loads = loads_today(county)
    is_told = len(loads) >= FEWEST_LIAISONS
    return PublicNumbers(
        covered=counted["paired"][0],
        of=counted["paired"][1],
        visits_done=counted["rhythm"][0],
        visits_due=counted["rhythm"][1],
        problems_solved=counted["problems_solved"][0],
        problems_settled=counted["problems_solved"][1],
        contacts_a_month=contacts / months if months else None,
        liaisons=len(loads),
        load_least=min(loads) if is_told else None,
        load_most=max(loads) if is_told else None,
        load_mean=float(np.mean(loads)) if is_told else None,
    )
