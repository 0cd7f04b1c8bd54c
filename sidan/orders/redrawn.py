# SPDX-License-Identifier: Apache-2.0
"""Orders in grids that are redrawn: which there are, the verb that carries them over, and the one that takes it back.

Beside `sidan.orders.moves` the only code that writes orders, and it writes where they lie and nothing else. An order
that has ended keeps the grid of its day. Nobody made a move, so there is no step and no new version: the chain of
digests holds, and whoever pressed a move on an older page finds it done, or refused if the order is no longer theirs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sidan.base.clock import now
from sidan.orders.area_changes import AreaChange
from sidan.orders.models import Order
from sidan.orders.searching import area_word
from sidan.places.codes import community_of, path_of
from sidan.places.prepared import all_rows, run

_OPEN_IN = """
    SELECT id, area_code, site_id, lon, lat FROM orders_order
    WHERE area_code = ANY(%s::text[]) AND kind <> 'closed' ORDER BY id FOR UPDATE
"""
# All that lie there, for taking back; and from where this redrawing brought each, if it did.
_BROUGHT_TO = """
    SELECT o.id, o.area_code, o.site_id, o.lon, o.lat, (
        SELECT c.source FROM orders_areachange c
        WHERE c.order_id = o.id AND c.cause = %s AND c.target = o.area_code ORDER BY c.id DESC LIMIT 1
    )
    FROM orders_order o WHERE o.area_code = ANY(%s::text[]) ORDER BY o.id FOR UPDATE
"""
_NOTE = """
    INSERT INTO orders_areachange (order_id, source, target, "on", made_at, cause)
    SELECT o.id, o.area_code, m.target, %s::date, %s::timestamptz, %s
    FROM unnest(%s::bigint[], %s::text[]) m (id, target) JOIN orders_order o ON o.id = m.id
"""
# The grid of its day is the first it lay in.
_CARRY = """
    UPDATE orders_order o SET area_code = m.target,
        area_then = CASE WHEN o.area_then = '' THEN o.area_code ELSE o.area_then END
    FROM unnest(%s::bigint[], %s::text[]) m (id, target) WHERE o.id = m.id
"""
_TAKE_BACK = """
    UPDATE orders_order o SET area_code = m.target,
        area_then = CASE WHEN o.area_then = m.target THEN '' ELSE o.area_then END
    FROM unnest(%s::bigint[], %s::text[]) m (id, target) WHERE o.id = m.id
"""
_WORDS = """
    UPDATE orders_searchentry e SET words = ts_delete(e.words, g.old_words) || array_to_tsvector(g.new_words)
    FROM unnest(%s::bigint[], %s::int[]) m (id, pair)
    JOIN (
        SELECT (g ->> 'pair')::int AS pair,
            ARRAY(SELECT jsonb_array_elements_text(g -> 'old')) AS old_words,
            ARRAY(SELECT jsonb_array_elements_text(g -> 'new')) AS new_words
        FROM jsonb_array_elements(%s::jsonb -> 'pairs') g
    ) g ON g.pair = m.pair
    WHERE e.order_id = m.id
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an order stands; `came_from` is the grid a redrawing brought it from, "" for one opened since."""

    order_id: int
    area_code: str
    site_id: int | None
    lon: float | None
    lat: float | None
    came_from: str = ""


def open_in(codes: Collection[str]) -> list[Standing]:
    """Return the open orders that lie in some areas themselves, locked in the order of their ids. One query."""
    return [Standing(*_typed(row)) for row in all_rows(_OPEN_IN, [list(codes)])]


def brought_to(codes: Collection[str], *, cause: str) -> list[Standing]:
    """Return all orders, ended ones too, that lie in some areas, locked in the order of their ids. One query."""
    return [Standing(*_typed(row[:5]), came_from=row[5] or "") for row in all_rows(_BROUGHT_TO, [cause, list(codes)])]


def count_open_in(codes: Collection[str]) -> int:
    """Return how many open orders lie in some areas themselves. One query."""
    return Order.objects.open().filter(area_code__in=codes).count()


def carry(standings: Iterable[Standing], targets: Mapping[int, str], *, on: date, cause: str) -> int:
    """Carry orders over to the grids `targets` names by their ids, and return how many. Two queries, mostly.

    `standings` are locked in the caller's transaction.
    """
    return _written(_CARRY, standings, targets, on=on, cause=cause)


def take_back(standings: Iterable[Standing], targets: Mapping[int, str], *, on: date, cause: str) -> int:
    """Bring orders back to the grids `targets` names, as if they had not been carried. Two queries, mostly."""
    return _written(_TAKE_BACK, standings, targets, on=on, cause=cause)


def changes_of(order: Order) -> list[AreaChange]:
    """Return how an order's grid was redrawn around it, the latest first. One query, none for one that never was."""
    return list(AreaChange.objects.filter(order=order).order_by("-id")) if order.area_then else []


def _typed(row: Sequence[object]) -> tuple[int, str, int | None, float | None, float | None]:
    """Return the columns of a row as they are."""
    order_id, area_code, site_id, lon, lat = row
    return order_id, area_code, site_id, lon, lat  # type: ignore[return-value]  # what the statement selects


def _written(statement: str, standings: Iterable[Standing], targets: Mapping[int, str], *, on: date, cause: str) -> int:
    """Write the changes, the orders and their words; the note first, as it tells from where."""
    moved = [each for each in standings if targets.get(each.order_id, each.area_code) != each.area_code]
    if not moved:
        return 0
    ids, codes = [each.order_id for each in moved], [targets[each.order_id] for each in moved]
    at: datetime = now()
    run(_NOTE, [on, at, cause, ids, codes])
    run(statement, [ids, codes])
    _write_words([(each.order_id, each.area_code, code) for each, code in zip(moved, codes, strict=True)])
    return len(moved)


def _write_words(moved: Iterable[tuple[int, str, str]]) -> None:
    """Let the search find orders in their new community; one that stays within its own is found as before."""
    crossing = [each for each in moved if community_of(each[1]) != community_of(each[2])]
    if not crossing:
        return
    pairs: dict[tuple[str, str], int] = {}
    numbers = [pairs.setdefault((source, target), len(pairs)) for _, source, target in crossing]
    words = {"pairs": [_words(*pair, number) for pair, number in pairs.items()]}
    run(_WORDS, [[order for order, _, _ in crossing], numbers, words])


def _words(source: str, target: str, number: int) -> dict[str, object]:
    """Return which area words an order loses and gains between two grids; see searching.searched_word."""
    old, new = set(path_of(community_of(source))), set(path_of(community_of(target)))
    return {
        "pair": number,
        "old": [area_word(code) for code in sorted(old - new)],
        "new": [area_word(code) for code in sorted(new - old)],
    }
