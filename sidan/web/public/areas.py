# SPDX-License-Identifier: Apache-2.0
"""Outlines of areas for maps, as GeoJSON: the finer the closer one looks."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from sidan.base.geometry import Box, parse_box
from sidan.places.codes import Level
from sidan.places.locating import locator
from sidan.places.queries import Outlines, outlines_in

_LEVELS: tuple[Level, ...] = ("county", "town", "community", "grid")
# The widest view, in degrees of longitude, in which areas of a level can be told apart on a phone.
_WIDEST = {"county": 360.0, "town": 0.5, "community": 0.12, "grid": 0.04}
_WORLD = Box(-180, -90, 180, 90)


@require_safe
@cache_control(public=True, max_age=300)
def outlines(request: HttpRequest) -> JsonResponse:
    """Return the areas in the box `bbox` (west,south,east,north), or those of the whole city. No query.

    Where a city has outlined its smaller areas alone, those are shown from afar too, as many as fit.
    """
    asked = request.GET.get("bbox", "")
    box = parse_box(asked) if asked else _whole_city()
    fitting = [level for level in _LEVELS if box.east - box.west <= _WIDEST[level]]
    levels = [*reversed(fitting), *_LEVELS[len(fitting) :]]
    language = get_language() or settings.LANGUAGE_CODE
    found = Outlines({"type": "FeatureCollection", "features": []}, is_cut=False)
    for level in levels:
        found = outlines_in(box, level=level, language=language)
        if found.collection["features"]:
            break
    return JsonResponse(found.collection, content_type="application/geo+json")


def _whole_city() -> Box:
    """Return the box around the largest areas that have outlines, or the world where none has."""
    return locator().extent() or _WORLD
