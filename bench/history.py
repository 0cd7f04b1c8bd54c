# SPDX-License-Identifier: Apache-2.0
"""Measures what the length of history costs: pages with 10 thousand, 100 thousand and 1 million orders behind them.

    python bench/history.py [--sizes 10000 100000 1000000] [--times 30] [--open-more]

Fills a database of its own under SIDAN_VAR (by default var/bench; DATABASE_URL may name another), which is emptied, and
asks for pages through the real views in this process, with the whole middleware and signed-in sessions; what a server
and the network add does not depend on history. 2,000 orders are open whatever the size, as in life, where offices keep
up or drown; --open-more measures the middle size once more with ten times as many open.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
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
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.filling import COMMON_WORD, RARE_WORD, fill, spread  # noqa: E402
from bench.machine import described, percentile, table  # noqa: E402
from sidan.base.clock import now  # noqa: E402
from sidan.base.numbers import grouped  # noqa: E402
from sidan.config import serve, wsgi  # noqa: E402
from sidan.orders.models import Order  # noqa: E402
from sidan.orders.tracking import new_code  # noqa: E402
from sidan.people.models import Post, User  # noqa: E402
from sidan.programmes.catalogue_reader import read_catalogue  # noqa: E402
from sidan.programmes.stocking import stock  # noqa: E402
from sidan.simulate.city import build  # noqa: E402

SIZES = (10_000, 100_000, 1_000_000)
OPEN, OPEN_MORE = 2_000, 20_000
WARM = 3
BACKEND = "django.contrib.auth.backends.ModelBackend"
# Marks beyond the last row of a list sorted by time: its last page is asked for backwards from there.
END_OF_OPEN = "b221845392000000000-9000000000"
Ask = tuple[str, Client, str]


def asks(code: str) -> list[Ask]:
    """Return the pages to measure: what each is called, who asks, and its address."""
    town, county, unit = _someone("dispatcher"), _someone("supervisor"), _someone("handler")
    first = Order.objects.order_by("-pk").values_list("number", flat=True)
    seen = Order.objects.filter(area_code__startswith=town[1]).order_by("-pk")
    number = seen.filter(kind="closed").values_list("number", flat=True)[0]
    oldest = Order.objects.order_by("pk").values_list("number", flat=True)[0]
    return [
        ("inbox, a town's dispatcher", town[0], "/desk/"),
        ("inbox, a unit's handler", unit[0], "/desk/"),
        ("all open of a county, 50", county[0], "/desk/?queue=team&size=50"),
        ("· its last page", county[0], f"/desk/?queue=team&size=50&at={END_OF_OPEN}"),
        ("· the late ones", county[0], "/desk/?queue=late&size=50"),
        ("closed lately in a county, 50", county[0], "/desk/?queue=closed&size=50"),
        ("search, common word", county[0], f"/desk/?q={COMMON_WORD}"),
        ("search, rare word", county[0], f"/desk/?q={RARE_WORD}"),
        ("search, common word, a unit", unit[0], f"/desk/?q={COMMON_WORD}"),
        ("order page", town[0], f"/desk/o/{number}"),
        ("tracking page", Client(), f"/t/{oldest}/{grouped(code)}"),
        ("report page", Client(), "/report"),
        ("search, a whole number", town[0], f"/desk/?q={first[0]}"),
    ]


def _someone(role: str) -> tuple[Client, str]:
    """Return a browser in which the first holder of a role in a populated area is signed in, and the area."""
    posts = Post.objects.filter(role=role).select_related("user").order_by("area_code", "pk")
    for post in posts:
        area = post.area_code
        if not area or Order.objects.filter(area_code__startswith=area).exists():
            browser = Client(headers={"host": "127.0.0.1"})
            browser.force_login(User.objects.get(pk=post.user_id), backend=BACKEND)
            return browser, area
    raise SystemExit(f"Nobody holds the role {role}.")


def measured(browser: Client, path: str, *, times: int) -> tuple[list[float], float, int]:
    """Return the milliseconds of each of `times` requests, this process's CPU part of one, and a request's queries."""
    found = []
    for _ in range(WARM):
        _get(browser, path)
    with CaptureQueriesContext(connection) as queries:
        _get(browser, path)
    # Counted before the next request empties the log.
    count, cpu = len(queries), time.process_time()
    for _ in range(times):
        began = time.perf_counter()
        _get(browser, path)
        found.append((time.perf_counter() - began) * 1000)
    return found, (time.process_time() - cpu) / times * 1000, count


def _get(browser: Client, path: str) -> None:
    """Ask for a page and insist on it."""
    response = browser.get(path, headers={"host": "127.0.0.1"})
    if response.status_code not in (200, 302):
        raise SystemExit(f"{path}: {response.status_code}")


def measure(code: str, *, times: int, tell: Callable[[str], None]) -> dict[str, tuple[float, float, float, int]]:
    """Return median, p95, CPU of the view's process and queries of each page."""
    found = {}
    for name, browser, path in asks(code):
        values, cpu, queries = measured(browser, path, times=times)
        found[name] = (percentile(values, 50), percentile(values, 95), cpu, queries)
        tell("  {}: {:.1f} ms, p95 {:.1f} ms, CPU {:.1f} ms, {} queries".format(name, *found[name]))
    return found


def main() -> None:
    """Fill, measure, and print the machine and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--open-more", action="store_true", help="measure once more with ten times as many open")
    options = parser.parse_args()
    # As a server's worker: loading its entry also tells Python which garbage not to look for.
    assert wsgi.application
    serve.prepare()
    call_command("flush", interactive=False, verbosity=0)
    catalogue = read_catalogue()
    stock(catalogue)
    build(catalogue, today=now().date(), rng=Random(1))
    print(described(), flush=True)
    code, digest = new_code()
    found: dict[str, dict[str, tuple[float, float, float, int]]] = {}
    cases = [(size, min(OPEN, size // 5)) for size in options.sizes]
    if options.open_more:
        cases.append((SIZES[1], OPEN_MORE))
    for size, still_open in cases:
        began = time.monotonic()
        fill(size, still_open=still_open, over=spread(digest))
        label = f"{size:,} ({still_open:,} open)"
        print(f"{label}: filled in {time.monotonic() - began:.0f} s", flush=True)
        found[label] = measure(code, times=min(options.times, 500), tell=lambda line: print(line, flush=True))
    first = next(iter(found.values()))
    rows = [
        [name, str(first[name][3]), *("{:.1f} / {:.1f} / {:.1f}".format(*at[name][:3]) for at in found.values())]
        for name in first
    ]
    print(f"\n{table(('page: median / p95 / CPU in ms', 'queries', *found), rows)}")
    serve.leave_database()


if __name__ == "__main__":
    main()
