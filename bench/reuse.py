# SPDX-License-Identifier: Apache-2.0
"""Measures how long it takes to find answers that may be reused, with a long history behind.

    python bench/reuse.py [--closed 100000]

Fills a database of its own under SIDAN_VAR (by default var/bench), which is emptied, as bench/history.py does. Its
orders share eight texts, the worst case: every word of a new order stands in one of eight of the closed ones.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("SIDAN_VAR", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")
os.environ["SIDAN_LIMITS"] = "off"
os.environ.pop("SIDAN_DEMO", None)

import django  # noqa: E402 - the settings must be named before

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.filling import fill, spread  # noqa: E402
from bench.machine import percentile  # noqa: E402
from sidan.base.clock import now  # noqa: E402
from sidan.config import serve  # noqa: E402
from sidan.dispatch.rarities import rarity_in  # noqa: E402
from sidan.dispatch.similar import similar_answers  # noqa: E402
from sidan.orders.models import Order  # noqa: E402
from sidan.people.actors import Actor, actor_of  # noqa: E402
from sidan.people.models import Post  # noqa: E402
from sidan.programmes.catalogue_reader import read_catalogue  # noqa: E402
from sidan.programmes.stocking import stock  # noqa: E402
from sidan.simulate.city import build  # noqa: E402

TIMES = 40
OPEN = 2_000
SEED = 5


def main() -> None:
    """Fill, ask as a unit's handler and as a dispatcher, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--closed", type=int, default=100_000)
    options = parser.parse_args()
    serve.prepare()
    call_command("flush", interactive=False, verbosity=0)
    catalogue = read_catalogue()
    stock(catalogue)
    build(catalogue, today=now().date(), rng=Random(SEED))
    fill(options.closed + OPEN, still_open=OPEN, over=spread(""))
    print(json.dumps({role: measured(role) for role in ("handler", "supervisor")}, indent=2))
    serve.leave_database()


def measured(role: str) -> dict[str, float]:
    """Return what finding answers costs somebody in a role: milliseconds, queries, and how often any are found."""
    order, actor = _somebody(role)
    orders = list(_of_the_same(order)[:TIMES])
    rarity_in(order.county)
    spent_ms, found = [], 0
    for each in orders:
        began = time.perf_counter()
        found += bool(similar_answers(each, seen_by=actor).answers)
        spent_ms.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        similar_answers(orders[0], seen_by=actor)
    return {
        "asked": len(orders),
        "found": found,
        "ms_median": round(percentile(spent_ms, 50), 1),
        "ms_p95": round(percentile(spent_ms, 95), 1),
        "statements": len(queries),
    }


def _somebody(role: str) -> tuple[Order, Actor]:
    """Return an order in work and somebody of a role who sees it."""
    for order in Order.objects.filter(stage="working").order_by("-id")[:OPEN]:
        posts = Post.objects.filter(role=role)
        posts = posts.filter(unit=order.unit) if role == "handler" else posts.filter(area_code=order.county)
        post = posts.select_related("user").first()
        if post is not None:
            return order, actor_of(post.user)
    raise SystemExit(f"Nobody who holds the role {role} sees an order in work.")


def _of_the_same(order: Order) -> QuerySet[Order]:
    """Return the open orders of an order's county and unit."""
    return Order.objects.filter(county=order.county, stage="working", unit=order.unit).order_by("-id")


if __name__ == "__main__":
    main()
