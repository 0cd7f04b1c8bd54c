# SPDX-License-Identifier: Apache-2.0
"""Days in the city's own zone, and the posts held on them; both ends of a span are counted."""

from datetime import date

from django.db.models import Q

from sidan.places import days


def city_today() -> date:
    """Return today's date in the city's own zone, whatever zone a visitor has chosen."""
    return days.city_today()


def held_on(day: date) -> Q:
    """Return the condition that a post is held on that day."""
    return held_between(day, day)


def held_between(first: date, last: date | None) -> Q:
    """Return the condition that a post is held on at least one day of a span; without `last` the span does not end."""
    begun = Q(from_on__lte=last) if last is not None else Q()
    return begun & held_until(first)


def held_until(day: date) -> Q:
    """Return the condition that a post does not end before `day`."""
    return Q(until_on__isnull=True) | Q(until_on__gte=day)
