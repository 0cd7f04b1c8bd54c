# SPDX-License-Identifier: Apache-2.0
"""What others have reported near a place lately, so that a neighbour may follow it instead of reporting it again.

Nothing of the other report is told but its matter, area, age and stage. Orders about a unit, and those whose reporter
asked for confidence, are never offered: that somebody complained is theirs to tell.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q

from sidan.base.clock import now
from sidan.base.geometry import Point, distance_m
from sidan.base.text import bigrams
from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.places.codes import town_of

NEAR_M = 300
NEAR_DAYS = 30
MOST_OFFERED = 4
# Newest first; a street with more open orders than this shows those of its last days.
MOST_READ = 200
# Two texts about the same trouble share about a third of their pairs of characters; strangers share a tenth.
LIKE_SHARE = 0.3
LEAST_LIKE_TERMS = 4
# Half the side of a square that holds every point within NEAR_M, in degrees at the latitudes of China.
_NEAR_DEGREES = 0.006


def nearby(place: Place, *, programme: str, matters: Collection[str] = (), text: str = "") -> list[Order]:
    """Return open orders of the last 30 days in the same grid or within 300 m, about the same matter or in like words.

    Of one programme, by its code: what staff open among themselves is offered to nobody.

    Without matter and text, whatever is open there and has a matter. Newest first, at most four; the orders bring their
    matter. One query.
    """
    town = town_of(place.area_code)
    if not town:
        return []
    orders = Order.objects.open().inside(town).filter(created_at__gte=now() - timedelta(days=NEAR_DAYS))
    orders = orders.filter(_around(place), programme=programme, is_confidential=False, about_unit__isnull=True)
    orders = orders.select_related("matter")
    found = [order for order in orders.order_by("-id")[:MOST_READ] if _is_near(order, place)]
    terms = set(bigrams(text))
    if matters or terms:
        found = [order for order in found if _is_alike(order, matters=matters, terms=terms)]
    else:
        found = [order for order in found if order.matter_id is not None]
    return found[:MOST_OFFERED]


def _around(place: Place) -> Q:
    """Return the condition that an order may be near."""
    here = Q(area_code=place.area_code)
    if place.lon is None or place.lat is None:
        return here
    span = _NEAR_DEGREES
    return here | Q(lon__range=(place.lon - span, place.lon + span), lat__range=(place.lat - span, place.lat + span))


def _is_near(order: Order, place: Place) -> bool:
    """Say whether an order is in the same grid or within NEAR_M metres."""
    if order.area_code == place.area_code and len(place.area_code) == 15:
        return True
    here, there = _point(place.lon, place.lat), _point(order.lon, order.lat)
    if here is None or there is None:
        return order.area_code == place.area_code
    return distance_m(here, there) <= NEAR_M


def _point(lon: float | None, lat: float | None) -> Point | None:
    """Return a point where both degrees are known."""
    return Point(lon, lat) if lon is not None and lat is not None else None


def _is_alike(order: Order, *, matters: Collection[str], terms: set[str]) -> bool:
    """Say whether an order is about one of the matters or shares enough of its words with the text."""
    if order.matter is not None and order.matter.code in matters:
        return True
    shared = terms & set(bigrams(order.text)) if terms else set()
    return len(shared) >= LEAST_LIKE_TERMS and len(shared) >= LIKE_SHARE * len(terms)
