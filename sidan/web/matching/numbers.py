# SPDX-License-Identifier: Apache-2.0
"""What anybody may know of companies and liaisons: numbers with what they are of, and no name."""

from functools import partial
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from sidan.base.errors import Words
from sidan.matching.by_code import loads_today
from sidan.matching.public_numbers import public_numbers
from sidan.matching.standing import Seats, companies_standing, seats_held, standing_of
from sidan.people.days import city_today
from sidan.places.codes import county_of
from sidan.places.names import name_of

KEPT_SECONDS = 600
# Of so few companies or liaisons somebody could tell which is meant.
FEWEST_TOLD = 5
RANGES = ((1, 2), (3, 5), (6, 10), (11, 20), (21, 0))
_KEY = "matching.numbers"


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the numbers of the whole city and of each county; counted anew every ten minutes."""
    today = city_today()
    found = cache.get_or_set(f"{_KEY}.{today.isoformat()}", partial(counted), KEPT_SECONDS)
    response = render(request, "matching/numbers.html", {**(found or {}), "today": today})
    patch_cache_control(response, private=True, max_age=60)
    return response


def counted() -> dict[str, Any]:
    """Return coverage of the city and by county, loads in ranges, and the last year of the city; seven queries.

    A team counts once every seat is held, as in every measure; those with some are told apart.
    """
    today = city_today()
    rows = seats_held(companies_standing([""], today))
    by_county: dict[str, list[Seats]] = {}
    for row in rows:
        by_county.setdefault(county_of(row[0]), []).append(row)
    loads = loads_today()
    return {
        "standing": standing_of(rows),
        "counties": [
            {"name": name_of(county), "standing": standing_of(found) if len(found) >= FEWEST_TOLD else None}
            for county, found in sorted(by_county.items())
            if county
        ],
        "liaisons": len(loads),
        "year": public_numbers(""),
        "ranges": ranges_of(loads),
    }


def ranges_of(loads: list[int]) -> list[tuple[Words, int | None]]:
    """Return how many liaisons have a load in each range, None where they are too few to be told; [] for few at all."""
    if len(loads) < FEWEST_TOLD:
        return []
    found: list[tuple[Words, int | None]] = []
    for low, high in RANGES:
        count = sum(1 for load in loads if load >= low and (not high or load <= high))
        name = f"{low}–{high}" if high else f"{low}+"
        found.append((Words(name, name), count if count == 0 or count >= FEWEST_TOLD else None))
    return found
