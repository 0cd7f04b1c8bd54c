# SPDX-License-Identifier: Apache-2.0
"""A place with the areas around it, and what took over from one that has been given up; for its public page."""

from sidan.base.errors import NotFound
from sidan.places.codes import path_of
from sidan.places.lineages import Lineage
from sidan.places.models import Area


def find_with_around(code: str) -> dict[str, Area]:
    """Return an area and those around it by code, without their outlines, the city first; one query."""
    found = Area.objects.filter(code__in=path_of(code)).defer("geometry").order_by("code")
    around = {area.code: area for area in found}
    if code not in around:
        raise NotFound("There is no area %(code)s.", code=code)
    return around


def taken_over_by(area: Area) -> list[Area]:
    """Return the areas that took over from one, the one that got most of it first; one query.

    Only the next step: one of them that has been given up in its turn leads on from its own page.
    """
    lines = Lineage.objects.filter(source=area).select_related("target").defer("target__geometry")
    return [line.target for line in lines.order_by("-share", "target__code")]
