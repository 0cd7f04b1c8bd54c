# SPDX-License-Identifier: Apache-2.0
"""The areas as they were on a day."""

from datetime import date

from django.db.models import Q

from sidan.places.codes import Level
from sidan.places.models import Area


def areas_on(around: str, day: date, *, level: Level = "grid") -> list[Area]:
    """Return the areas of a level that lay in an area on a day, by code, without outlines. One query.

    An area without a first day was there before records began.
    """
    there = Q(from_on__isnull=True) | Q(from_on__lte=day)
    still = Q(void_on__isnull=True) | Q(void_on__gt=day)
    areas = Area.objects.filter(there, still, code__startswith=around, level=level)
    return list(areas.defer("geometry").order_by("code"))
