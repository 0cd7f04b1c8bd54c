# SPDX-License-Identifier: Apache-2.0
"""What lies in an area, branch by branch, with the number of its sites: for pages that print or keep them."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q

from sidan.base.errors import Words
from sidan.places.codes import LENGTHS
from sidan.places.models import Area

MOST_BRANCHES = 1000


class Branch(NamedTuple):
    """An area, and how many sites in use lie in it, those of areas beneath counted where they are listed too."""

    code: str
    name: Words
    level: str
    sites: int

    @property
    def has_posters(self) -> bool:
        """Say whether its posters are printed together: those of a larger area would be too many."""
        return self.level in {"community", "grid"}


def branches(code: str) -> list[Branch]:
    """Return what lies just beneath a city or county, or all within a smaller area and itself, by code; one query."""
    if len(code) < LENGTHS["town"]:
        chosen = Q(parent__code=code) if code else Q(parent__isnull=True)
    else:
        chosen = Q(code__startswith=code)
    listed = _named(chosen)
    return [branch._replace(sites=_within(branch, listed)) for branch in listed]


def _within(branch: Branch, listed: Sequence[Branch]) -> int:
    """Return the sites of a branch with those of the listed branches beneath it."""
    return sum(each.sites for each in listed if each.code.startswith(branch.code))


def named_branches(codes: Sequence[str]) -> list[Branch]:
    """Return the areas with these codes; one query."""
    return _named(Q(code__in=codes))


def _named(chosen: Q) -> list[Branch]:
    """Return living areas with the number of their sites, at most MOST_BRANCHES."""
    areas = Area.objects.filter(chosen, void_on__isnull=True).order_by("code")
    counted = areas.annotate(in_use=Count("sites", filter=Q(sites__is_active=True)))
    rows = counted.values_list("code", "name", "name_en", "level", "in_use")[:MOST_BRANCHES]
    return [Branch(code, Words(name, name_en), level, sites) for code, name, name_en, level, sites in rows]
