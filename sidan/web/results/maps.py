# SPDX-License-Identifier: Apache-2.0
"""A class on the map, each area in the colour of its tier: for rankings of areas, and of units that have one each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
import shapely
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from sidan.evaluation.declare import Ranking
from sidan.evaluation.reading import areas_of, places_of
from sidan.evaluation.round_rows import Score
from sidan.places.locating import locator
from sidan.places.outlines import PLACES
from sidan.web.htmx import Request
from sidan.web.results.access import keep, round_for
from sidan.web.round_words import head_of, name_of_subject, number_text, rank_words, tier_colour, tier_name, why_words

# An outline drawn over a thousand pixels need not be truer than half a pixel.
PIXELS = 2000
LEAST_AREAS, MOST_AREAS = 2, 2000


def has_map(scores: Sequence[Score]) -> bool:
    """Say whether two of some scores at least lie in outlined areas of their own; one query, none for areas."""
    areas = Counter(areas_of(scores))
    return sum(1 for area, many in areas.items() if many == 1 and locator().shape_of(area) is not None) >= LEAST_AREAS


@require_safe
@gzip_page
def tiers(request: Request, pk: int) -> HttpResponse:
    """Return the areas of one class in the colours of their tiers; three queries."""
    found = round_for(request, pk)
    head = head_of(found)
    regions = list(_features(head.ranking, places_of(found, request.GET.get("class", ""))))
    collection = {"type": "FeatureCollection", "features": regions}
    content = orjson.dumps({"regions": collection, "areas": {"type": "FeatureCollection", "features": []}})
    return keep(request, HttpResponse(content, content_type="application/geo+json"))


def _features(ranking: Ranking, places: list[tuple[Score, str]]) -> Iterator[dict[str, Any]]:
    """Yield the areas with an outline; an area that several units share says nothing of one of them."""
    shared = Counter(area for _, area in places)
    own = [(score, area) for score, area in places if area and shared[area] == 1]
    shapes = [(score, shape) for score, area in own[:MOST_AREAS] if (shape := locator().shape_of(area)) is not None]
    if not shapes:
        return
    west, south, east, north = shapely.total_bounds([shape for _, shape in shapes]).tolist()
    fineness = max(east - west, north - south) / PIXELS
    language = get_language() or ""
    for score, shape in shapes:
        drawn = shapely.transform(shape.simplify(fineness), lambda points: points.round(PLACES))
        middle = shapely.point_on_surface(drawn)
        yield {
            "type": "Feature",
            "geometry": orjson.Fragment(shapely.to_geojson(drawn)),
            "properties": {
                "name": name_of_subject(score).in_language(language),
                "told": _told(ranking, score, language),
                "url": reverse("results:subject", args=[score.round_id, score.subject]),
                "c": tier_colour(ranking, score.tier),
                "at": [round(middle.x, PLACES), round(middle.y, PLACES)],
                "out": 0,
            },
        }


def _told(ranking: Ranking, score: Score, language: str) -> str:
    """Return what a click on an area says."""
    name = name_of_subject(score).in_language(language)
    if not score.is_ranked:
        return f"{name}: {why_words(score).in_language(language)}"
    tier = tier_name(ranking, score.tier).in_language(language)
    return f"{name}: {tier} · {rank_words(score)} · {number_text(score.total, 1)}"
