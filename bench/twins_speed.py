# SPDX-License-Identifier: Apache-2.0
"""The time a search for duplicates takes against many open and recent orders, and how soon a new order is found.

The orders are made of the stream's titles and sentences, recombined, each with a made-up estate and a point, all of one
county of twelve by twelve kilometres within the last 30 days: the worst case, as each county is searched alone. They
stand in a database of their own, made and dropped here.
"""

import os
import random
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from bench.twin_pairs import Message

COUNTY, GRIDS = "369901", 400
WEST, SOUTH, SIDE_DEGREES = 116.0, 28.0, 0.12
SEARCHES, SEED = 400, 9
JITTER_DEGREES = 0.0005
SPREAD_DAYS = 29
BATCH = 5000
_SENTENCES = re.compile(r"[^。！？!?\n]{6,120}[。！？!?\n]?")
_SYLLABLES = (
    "东西南北金银龙凤华盛安康福禄寿喜明月星河湖山江海云天地春夏秋冬梅兰竹菊松柏林泉石玉珠翠紫红青白新老长宁和平兴旺达通"
)
_KINDS = ("小区", "花园", "路", "街", "苑", "广场", "家园")


def speed(messages: Sequence[Message], *, orders: int) -> dict[str, Any]:
    """Return the milliseconds of a search against so many orders, what it finds, and the delay of a new order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")
    os.environ.setdefault("SIDAN_TEST_NAME", "bench_twins")
    import django  # noqa: PLC0415  settings are named above

    django.setup()
    from django.db import connection  # noqa: PLC0415

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return _measured(messages, orders=orders)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _measured(messages: Sequence[Message], *, orders: int) -> dict[str, Any]:
    """Fill, search and time."""
    from sidan.dispatch.duplicates import offers, twins_of  # noqa: PLC0415
    from sidan.orders.models import Order  # noqa: PLC0415
    from sidan.orders.moves import Place  # noqa: PLC0415
    from tests.world import build  # noqa: PLC0415

    world = build()
    begun = time.perf_counter()
    made = _fill(messages, orders)
    filled = time.perf_counter() - begun
    chance = random.Random(SEED)
    supervisor = world.actor("supervisor")
    writing, reading, found, listed = [], [], 0, 0
    for order_id in chance.sample(range(1, orders + 1), SEARCHES):
        order = Order.objects.get(pk=order_id)
        pieces = _SENTENCES.findall(order.text)
        text = "".join(chance.sample(pieces, max(1, len(pieces) // 2 + 1)))
        place = Place(
            order.area_code,
            lon=order.lon + chance.uniform(-JITTER_DEGREES, JITTER_DEGREES),
            lat=order.lat + chance.uniform(-JITTER_DEGREES, JITTER_DEGREES),
        )
        begun = time.perf_counter()
        offered = offers(place, programme="service", text=text)
        writing.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        twins = twins_of(order, seen_by=supervisor)
        reading.append((time.perf_counter() - begun) * 1000)
        found += order in offered
        listed += len(twins)
    return {
        "orders": made,
        "fill_seconds": round(filled, 1),
        "while_writing_ms": _spread(writing),
        "on_the_order_page_ms": _spread(reading),
        "found_again_share": round(found / SEARCHES, 3),
        "shown_on_average": round(listed / SEARCHES, 2),
        "new_order_found_after_ms": _delay(world),
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    """Return median, 95th percentile and the longest."""
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[int(len(ordered) * 0.95)], 2),
        "max": round(ordered[-1], 2),
    }


def _delay(world: Any) -> float:
    """Return how long after its opening began a new order is offered to the next who writes."""
    from sidan.dispatch.duplicates import offers  # noqa: PLC0415
    from sidan.orders.moves import Place  # noqa: PLC0415

    place = Place(world.grid, lon=116.005, lat=28.015)
    begun = time.perf_counter()
    order = world.submit("喷泉广场的大象雕塑倒了，压住了鸵鸟滑梯。", place=place)
    offered = offers(place, programme="service", text="喷泉广场大象雕塑倒了")
    took = (time.perf_counter() - begun) * 1000
    return round(took, 1) if order in offered else float("inf")


def _fill(messages: Sequence[Message], orders: int) -> int:
    """Put the orders with their fingerprints into the database, and count the terms."""
    from django.db import connection  # noqa: PLC0415

    from sidan.base.clock import now  # noqa: PLC0415
    from sidan.dispatch.duplicates_index import count_terms, forget_weights  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX fingerprint_by_key; DROP INDEX search_by_words")
        end = now()
        batch: list[tuple[str, str, str]] = []
        for line in _lines(messages, orders, end=end):
            batch.append(line)
            if len(batch) == BATCH:
                _copy(cursor, batch)
                batch = []
        _copy(cursor, batch)
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "CREATE INDEX fingerprint_by_key ON dispatch_fingerprint USING gin (keys) WITH (fastupdate = off)"
        )
        cursor.execute("CREATE INDEX search_by_words ON orders_searchentry USING gin (words)")
        cursor.execute("SELECT setval(pg_get_serial_sequence('orders_order', 'id'), %s)", [orders])
        for table in ("orders_order", "orders_searchentry", "dispatch_fingerprint"):
            cursor.execute(f"VACUUM ANALYZE {table}")
    forget_weights()
    count_terms()
    return orders


_ORDER = (
    "id, number, programme, edition, county, area_code, lon, lat, place_text, text, via, is_urgent, is_confidential, "
    "stage, kind, holder, assisting, participants, is_designated, facts, clocks, counts, queue_at, version, "
    'created_at, entered_at, "limit", code_digest, outcome, solved, digest'
)


def _copy(cursor: Any, batch: Sequence[tuple[str, str, str]]) -> None:
    """Send some orders to the three tables."""
    for number, target in enumerate(
        (
            f"orders_order ({_ORDER})",
            "orders_searchentry (order_id, words)",
            "dispatch_fingerprint (entry_id, county, created_at, cell, keys, terms)",
        )
    ):
        with cursor.copy(f"COPY {target} FROM STDIN") as copy:
            copy.write("".join(f"{line[number]}\n" for line in batch))


def _lines(messages: Sequence[Message], orders: int, *, end: Any) -> Iterator[tuple[str, str, str]]:
    """Yield the lines of each order for the three tables, the oldest first."""
    from sidan.dispatch.duplicates_index import _cell, _keys  # noqa: PLC0415
    from sidan.dispatch.duplicates_score import even_weights  # noqa: PLC0415
    from sidan.dispatch.duplicates_terms import OPENING, PLACE, TERMS, Terms, terms_of  # noqa: PLC0415

    chance = random.Random(SEED)
    titles = [(text, terms_of(text)) for text in {_one_line(each.title) for each in messages} if text]
    pieces = [_one_line(piece) for each in messages for piece in _SENTENCES.findall(each.detail)[:6]]
    sentences = [(text, terms_of(text)) for text in dict.fromkeys(pieces) if text]
    weights = even_weights()
    for number in range(1, orders + 1):
        title = chance.choice(titles)
        rest = [chance.choice(sentences) for _ in range(3)]
        name = "".join(chance.sample(_SYLLABLES, 3)) + chance.choice(_KINDS)
        marks: dict[int, int] = {}
        for terms, kept in [
            (terms_of(name).codes, PLACE | OPENING), (title[1].codes, PLACE | OPENING),
            *((each[1].codes, PLACE) for each in rest),
        ]:  # fmt: skip
            for code in terms.tolist():
                marks[code & (TERMS - 1)] = marks.get(code & (TERMS - 1), 0) | (code & kept)
        codes = Terms(np.array(sorted(each | mark for each, mark in marks.items()), dtype=np.int32))
        lon, lat = WEST + chance.random() * SIDE_DEGREES, SOUTH + chance.random() * SIDE_DEGREES
        at = end - timedelta(days=SPREAD_DAYS * (1 - number / orders))
        grid = f"{COUNTY}001001{chance.randrange(1, GRIDS):03d}"
        text = f"{name}{title[0]}。" + "".join(each[0] for each in rest)
        order = (
            f"{number}\tB-{number}\tservice\t2\t{COUNTY}\t{grid}\t{lon}\t{lat}\t\t{text}\tweb\tf\tf\tregistered\twaiting\t"
            f"dispatcher\t{{}}\t{{}}\tf\t{{}}\t{{}}\t{{}}\t9999-01-01\t1\t{at}\t{at}\t\t\t\t\t"
        )
        keys = ",".join(map(str, _keys(codes, weights, 40)))
        yield (
            order,
            f"{number}\t'@{COUNTY}'",
            f"{number}\t{COUNTY}\t{at}\t{_cell(lon, lat)}\t{{{keys}}}\t\\\\x{codes.to_bytes().hex()}",
        )


def _one_line(text: str) -> str:
    """Return a text that COPY takes as one value."""
    return " ".join(text.replace("\\", "").split())
