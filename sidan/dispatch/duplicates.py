# SPDX-License-Identifier: Apache-2.0
"""The same trouble once: which orders are probably about what another order, or somebody still writing, is about.

A resident is offered to follow instead of repeating, and told nothing of the other order but its matter, area, age and
stage. Orders about a unit, and those whose reporter asked for confidence, are never offered: that somebody complained
is theirs to tell. A dispatcher is shown what they may see, with the score and why; whether to merge, people decide.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sidan.base.clock import now
from sidan.base.geometry import Point, distance_m
from sidan.dispatch.duplicates_index import NEAR_DAYS, current_weights, found_by
from sidan.dispatch.duplicates_score import (
    LIKELY,
    SILENT_ODDS,
    SURE,
    Circumstances,
    features,
    joint,
    likenesses,
    text_odds,
)
from sidan.dispatch.duplicates_terms import Terms, terms_of
from sidan.dispatch.duplicates_words import shared_words
from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.orders.visibility import OrderQuerySet
from sidan.people.actors import Actor
from sidan.places.codes import town_of

NEAR_M = 300
MOST_OFFERED = 4
MOST_SHOWN = 8
# The likest by a quick look; the trees are asked about these alone.
LOOKED_AT = 24
LEAST_TERMS = 4
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Twin:
    """An order that is probably about the same, its score (0 to 1) and why: shared words, metres, days apart."""

    order: Order
    score: float
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    metres: int | None = None
    days: int = 0
    is_same_matter: bool = False

    @property
    def percent(self) -> int:
        """Return the score in hundredths."""
        return round(self.score * 100)

    @property
    def is_sure(self) -> bool:
        """Say whether the two are the same beyond much doubt."""
        return self.score >= SURE


@dataclass(frozen=True)
class _Asked:
    """What is compared: words and place, and the order they are of, if there is one already."""

    text: str
    place: Place
    matters: frozenset[str]
    terms: Terms
    order: Order | None = None


def offers(place: Place, *, programme: str, matters: Collection[str] = (), text: str = "") -> list[Order]:
    """Return the open orders of the last 30 days that somebody writing at a place may follow, likeliest first.

    In the same grid or within 300 m: about one of the matters, or about the same by the joint score; without matter and
    text whatever has a matter. Farther away in the same county only what is the same beyond much doubt. Of one
    programme, by its code: what staff open among themselves is offered to nobody. At most four; two queries.
    """
    if not town_of(place.area_code):
        return []
    asked = _Asked(text, place, frozenset(matters), terms_of(text, place=place.text))
    seen = Order.objects.open().filter(programme=programme, is_confidential=False, about_unit__isnull=True)
    twins = [twin for twin in _compared(asked, seen) if twin.days <= NEAR_DAYS and _is_offered(twin, asked)]
    if not matters and not text.strip():
        twins.sort(key=lambda twin: -twin.order.pk)
    return [twin.order for twin in twins[:MOST_OFFERED]]


def twins_of(order: Order, *, seen_by: Actor) -> list[Twin]:
    """Return the open orders the actor may see that are probably about the same as an order, likeliest first.

    Of the order's programme. At most MOST_SHOWN; two queries.
    """
    place = Place(order.area_code, order.site_id, order.lon, order.lat, order.place_text)
    matters = frozenset([order.matter.code] if order.matter is not None else [])
    asked = _Asked(order.text, place, matters, terms_of(order.text, place=order.place_text), order)
    seen = Order.objects.open().visible_to(seen_by).filter(programme=order.programme)
    return [_explained(twin, asked) for twin in _compared(asked, seen) if twin.score >= LIKELY][:MOST_SHOWN]


def _compared(asked: _Asked, seen: OrderQuerySet) -> list[Twin]:
    """Return the candidates among the orders seen, scored, the likeliest first; of equals the newest. Two queries."""
    besides = asked.order.pk if asked.order is not None else 0
    point = (asked.place.lon, asked.place.lat)
    found = found_by(
        asked.terms, county=asked.place.area_code[:6], area_code=asked.place.area_code, point=point, besides=besides
    )
    weights = current_weights()
    alike = likenesses(asked.terms, [terms for _, terms in found], weights)
    ranked = sorted(range(len(found)), key=lambda index: (-alike[index], -found[index][0]))
    terms_by_id = {found[index][0]: found[index][1] for index in _looked_at(ranked, asked)}
    orders = list(seen.filter(pk__in=terms_by_id).select_related("matter"))
    odds = _odds(asked.terms, [terms_by_id[order.pk] for order in orders])
    twins = [_twin(order, float(each), asked) for order, each in zip(orders, odds, strict=True)]
    return sorted(twins, key=lambda twin: (-twin.score, -twin.order.pk))


def _looked_at(ranked: Sequence[int], asked: _Asked) -> Sequence[int]:
    """Return which candidates are looked at: the likest, or all there are near while little is written."""
    return ranked[:LOOKED_AT] if len(asked.terms) >= LEAST_TERMS and not asked.matters else ranked[: LOOKED_AT * 4]


def _odds(terms: Terms, others: Sequence[Terms]) -> list[float]:
    """Return the log-odds of the texts alone; SILENT_ODDS where one of them says nothing."""
    weights = current_weights()
    telling = [index for index, other in enumerate(others) if min(len(terms), len(other)) >= LEAST_TERMS]
    odds = [SILENT_ODDS] * len(others)
    table = features(terms, [others[index] for index in telling], weights)
    for index, each in zip(telling, text_odds(table), strict=True):
        odds[index] = float(each)
    return odds


def _twin(order: Order, odds: float, asked: _Asked) -> Twin:
    """Return a candidate with its joint score."""
    around = _around(order, asked)
    return Twin(
        order,
        joint(odds, around),
        metres=round(around.metres) if around.metres is not None else None,
        days=int(around.days),
        is_same_matter=bool(around.is_same_matter),
    )


def _around(order: Order, asked: _Asked) -> Circumstances:
    """Return what is known of the two besides their words."""
    place = asked.place
    here, there = _point(place.lon, place.lat), _point(order.lon, order.lat)
    when = asked.order.created_at if asked.order is not None else now()
    return Circumstances(
        metres=distance_m(here, there) if here is not None and there is not None else None,
        days=abs((when - order.created_at).total_seconds()) / _SECONDS_A_DAY,
        is_same_site=place.site_id is not None and place.site_id == order.site_id,
        is_same_grid=place.area_code == order.area_code and len(place.area_code) == len("369901001001001"),
        is_same_matter=order.matter.code in asked.matters if order.matter is not None and asked.matters else None,
    )


def _is_offered(twin: Twin, asked: _Asked) -> bool:
    """Say whether a resident is offered an order to follow."""
    if not _is_near(twin, asked.place):
        return twin.is_sure
    if not asked.matters and not asked.text.strip():
        return twin.order.matter_id is not None
    return twin.is_same_matter or twin.score >= LIKELY


def _is_near(twin: Twin, place: Place) -> bool:
    """Say whether an order is in the same grid or within NEAR_M metres."""
    if twin.order.area_code == place.area_code:
        return True
    return twin.metres is not None and twin.metres <= NEAR_M


def _explained(twin: Twin, asked: _Asked) -> Twin:
    """Return a twin with the words both use."""
    places, words = shared_words(
        f"{asked.text}\n{asked.place.text}", f"{twin.order.text}\n{twin.order.place_text}", current_weights()
    )
    return Twin(twin.order, twin.score, places, words, twin.metres, twin.days, twin.is_same_matter)


def _point(lon: float | None, lat: float | None) -> Point | None:
    """Return a point where both degrees are known."""
    return Point(lon, lat) if lon is not None and lat is not None else None
