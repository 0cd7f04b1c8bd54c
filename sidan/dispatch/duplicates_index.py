# SPDX-License-Identifier: Apache-2.0
"""The index of duplicates in the database, so that every worker sees an order the moment it is opened.

An order enters with its first step and stays while it is open and KEPT_DAYS after its end. What it is found by are its
rarest terms, and its place. Blanked words leave with their search entry.
"""

import math
import zlib
from datetime import datetime, timedelta
from functools import lru_cache

import numpy as np
from django.db import transaction

from sidan.base import spans
from sidan.base.clock import now
from sidan.dispatch.duplicates_rows import Fingerprint, Rarity
from sidan.dispatch.duplicates_score import Weights, even_weights, loudness, weights_of
from sidan.dispatch.duplicates_terms import TERMS, Terms, terms_of
from sidan.orders.declare import Move
from sidan.orders.models import Order, SearchEntry, Step
from sidan.places.prepared import all_rows, first_row, run

KEPT_DAYS = 60
MOST_KEYS = 40
ASKED_KEYS = 12
# What the rarest words asked for may bring, so that no search reads half the index.
MOST_BY_WORDS, MOST_BY_PLACE = 250, 100
NEAR_DAYS = 30
CELL_DEGREES = 0.003  # about 300 m, so that nine squares hold all that is within that distance
COUNTED_ORDERS = 20_000
WEIGHTS_SECONDS = 60
_CELLS_ROUND = 1_000_000

_ADD = """
    INSERT INTO dispatch_fingerprint (entry_id, county, created_at, cell, keys, terms)
    SELECT %s::bigint, %s, %s::timestamptz, %s::bigint, %s::int[], decode(%s, 'hex')
    WHERE EXISTS (SELECT 1 FROM orders_searchentry WHERE order_id = %s::bigint)
    ON CONFLICT (entry_id) DO UPDATE SET keys = excluded.keys, terms = excluded.terms
"""
_FIND = """
    WITH found AS (
        (SELECT entry_id FROM dispatch_fingerprint WHERE keys && %s::int[] LIMIT %s::int)
        UNION
        (SELECT entry_id FROM dispatch_fingerprint WHERE cell = ANY(%s::bigint[]) AND created_at >= %s::timestamptz
            ORDER BY created_at DESC LIMIT %s::int)
        UNION
        (SELECT id FROM orders_order WHERE area_code = %s AND created_at >= %s::timestamptz
            ORDER BY id DESC LIMIT %s::int)
    )
    SELECT f.entry_id, f.terms FROM found JOIN dispatch_fingerprint f USING (entry_id)
    WHERE f.county = %s AND f.entry_id <> %s::bigint
"""
_COUNT = "SELECT terms FROM dispatch_fingerprint ORDER BY entry_id DESC LIMIT %s::int"
_DROP = """
    DELETE FROM dispatch_fingerprint f USING orders_order o
    WHERE o.id = f.entry_id AND o.kind = 'closed' AND o.closed_at < %s::timestamptz
"""
_OPEN_AND_RECENT = """
    SELECT o.id, o.county, o.created_at, o.lon, o.lat, o.text, o.place_text
    FROM orders_order o JOIN orders_searchentry e ON e.order_id = o.id
    WHERE o.id > %s::bigint AND (o.kind <> 'closed' OR o.closed_at >= %s::timestamptz) ORDER BY o.id LIMIT %s::int
"""
_BATCH = 1000


def note_opened(order: Order, step: Step, move: Move) -> None:
    """Let a new order be found from now on; runs in the transaction of its first step. One query."""
    if step.seq == 1 and order.text:
        _add(
            order.pk,
            order.county,
            order.created_at,
            (order.lon, order.lat),
            terms_of(order.text, place=order.place_text),
        )


def found_by(
    terms: Terms, *, county: str, area_code: str, point: tuple[float | None, float | None], besides: int = 0
) -> list[tuple[int, Terms]]:
    """Return the orders of a county that share rare words or lie near, with their terms. One query.

    Orders that ended lately are among them.
    """
    weights = current_weights()
    since = now() - timedelta(days=NEAR_DAYS)
    grid = area_code if len(area_code) == len("369901001001001") else ""
    rows = all_rows(
        _FIND,
        [
            _asked_keys(terms, weights), MOST_BY_WORDS, _cells_around(*point), since, MOST_BY_PLACE,
            grid, since, MOST_BY_PLACE, county, besides,
        ],
    )  # fmt: skip
    return [(int(order_id), Terms.from_bytes(bytes(kept))) for order_id, kept in rows]


def current_weights() -> Weights:
    """Return how much each term says in this city, at most WEIGHTS_SECONDS old. One query when it has to be read."""
    return _weights(spans.current(WEIGHTS_SECONDS))


def count_terms() -> int:
    """Count in how many of the latest orders each term stands, and return of how many. Two queries."""
    counts = np.zeros(TERMS, dtype=np.int32)
    rows = all_rows(_COUNT, [COUNTED_ORDERS])
    for (kept,) in rows:
        counts[np.unique(Terms.from_bytes(bytes(kept)).numbers)] += 1
    packed = zlib.compress(counts.astype("<i4").tobytes(), 1)
    Rarity.objects.update_or_create(pk=1, defaults={"orders": len(rows), "counts": packed, "counted_at": now()})
    _weights.cache_clear()
    return len(rows)


def drop_old() -> None:
    """Let go of the orders that ended more than KEPT_DAYS ago. One query."""
    run(_DROP, [now() - timedelta(days=KEPT_DAYS)])


def rebuild() -> int:
    """Make the index anew from the open and recent orders and return how many there are; in batches, repeatable."""
    drop_old()
    since, last, count = now() - timedelta(days=KEPT_DAYS), 0, 0
    while rows := all_rows(_OPEN_AND_RECENT, [last, since, _BATCH]):
        with transaction.atomic():
            for order_id, county, created_at, lon, lat, text, place in rows:
                _add(order_id, county, created_at, (lon, lat), terms_of(text, place=place))
        last, count = rows[-1][0], count + len(rows)
    count_terms()
    return count


def is_kept(order: Order) -> bool:
    """Say whether an order is in the index. One query."""
    return Fingerprint.objects.filter(entry__in=SearchEntry.objects.filter(order=order)).exists()


def _add(
    order_id: int, county: str, created_at: datetime, point: tuple[float | None, float | None], terms: Terms
) -> None:
    """Write a fingerprint where the order can be searched for. One query."""
    keys = _keys(terms, current_weights(), MOST_KEYS)
    run(_ADD, [order_id, county, created_at, _cell(*point), keys, terms.to_bytes().hex(), order_id])


def _keys(terms: Terms, weights: Weights, most: int) -> list[int]:
    """Return the terms that say most."""
    loudest = np.argsort(-loudness(terms, weights), kind="stable")[:most]
    return [int(each) for each in terms.numbers[loudest]]


def _asked_keys(terms: Terms, weights: Weights) -> list[int]:
    """Return the terms to search by: the loudest, as far as they will not bring too many orders."""
    is_counted = current_weights() is not even_weights()
    asked: list[int] = []
    expected = 0.0
    for number in _keys(terms, weights, MOST_KEYS):
        # The weight is the logarithm of how rare a term is.
        brings = math.exp(-float(weights[number])) * _indexed()
        if asked and is_counted and expected + brings > MOST_BY_WORDS:
            continue
        expected += brings
        asked.append(number)
        if len(asked) == ASKED_KEYS:
            break
    return asked


def _cell(lon: float | None, lat: float | None) -> int | None:
    """Return the number of the square a point lies in."""
    if lon is None or lat is None:
        return None
    return math.floor(lat / CELL_DEGREES) * _CELLS_ROUND + math.floor(lon / CELL_DEGREES)


def _cells_around(lon: float | None, lat: float | None) -> list[int]:
    """Return the square of a point and the eight around it."""
    middle = _cell(lon, lat)
    if middle is None:
        return []
    return [middle + north * _CELLS_ROUND + east for north in (-1, 0, 1) for east in (-1, 0, 1)]


@lru_cache(maxsize=1)
def _weights(minute: int) -> Weights:
    """Return the weights as last counted, even ones where nothing was. One query."""
    row = first_row("SELECT orders, counts FROM dispatch_rarity WHERE id = 1")
    if row is None or not row[0]:
        return even_weights()
    counts = np.frombuffer(zlib.decompress(bytes(row[1])), dtype="<i4")
    return weights_of(counts, int(row[0]))


@lru_cache(maxsize=1)
def _indexed_in(minute: int) -> int:
    """Return about how many orders the index holds, as the database last estimated. One query."""
    row = first_row("SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'dispatch_fingerprint'::regclass")
    return int(row[0]) if row is not None else 0


def _indexed() -> int:
    """Return about how many orders the index holds."""
    return _indexed_in(spans.current(WEIGHTS_SECONDS))


def forget_weights() -> None:
    """Forget what this process keeps in memory, as a test that rolls it back must."""
    _weights.cache_clear()
    _indexed_in.cache_clear()
