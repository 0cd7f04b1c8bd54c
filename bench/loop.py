# SPDX-License-Identifier: Apache-2.0
"""Measures whole loops over HTTP: submit, dispatch, sign, answer, rate, against the real server and database.

    python bench/loop.py [--seconds 10] [--clients 8] [--jobs]

The server is the one `make demo` starts, with two worker processes, on a database of its own under SIDAN_VAR (by
default var/bench), which is emptied first; DATABASE_URL may name another, which is emptied too. The client is one
process with a bounded number of connections on the same machine, so that it shares the cores with what it measures.
Only limits on public writes are off. With --jobs the job worker, which tells people of every step, runs beside it.
"""

import argparse
import asyncio
import os
import socket
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

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

from bench import ceiling, plays  # noqa: E402
from bench.browser import Browser, Visitor  # noqa: E402
from bench.machine import Spent, described, percentile, postmaster, spent, table  # noqa: E402
from bench.statements import statements_of_moves  # noqa: E402
from sidan.config import serve  # noqa: E402
from tests import world as county  # noqa: E402

HEADS = (
    "measured", "per second", "p50 ms", "p95 ms", "p99 ms",
    "server CPU ms", "database CPU ms", "client CPU ms", "others' CPU share",
)  # fmt: skip
MOST_SECONDS, MOST_CLIENTS = 120, 64
# Orders on which each later move is measured alone.
MOST_PREPARED = 3000


class Run:
    """One running server and the clients that press on it."""

    def __init__(self, address: serve.Address, *, clients: int, jobs: bool, settings: str = "") -> None:
        """Start the server as `make demo` does, and wait until it answers."""
        before = os.environ["DJANGO_SETTINGS_MODULE"]
        os.environ["DJANGO_SETTINGS_MODULE"] = settings or before
        try:
            self.parts = serve.start(address, workers=serve.WORKERS)
        finally:
            os.environ["DJANGO_SETTINGS_MODULE"] = before
        if not jobs:
            serve.stop({"jobs": self.parts.pop("jobs")})
        self.database = postmaster()
        self.browsers = [Browser(address.host, address.port) for _ in range(clients)]
        give_up_at = time.monotonic() + serve.START_SECONDS
        while not serve.answers(address):
            if time.monotonic() > give_up_at:
                raise SystemExit("The server did not start.")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop what was started."""
        serve.stop(self.parts)

    @property
    def server(self) -> int:
        """Return the process of the web server."""
        return self.parts["web"].pid

    async def together(self, play: Callable[[Browser], Coroutine[Any, Any, Any]]) -> tuple[list[Any], float, Spent]:
        """Let every client play, and return what each returned, the seconds it took and the CPU it cost."""
        before, began = spent(self.server, database=self.database), time.monotonic()
        found = await asyncio.gather(*(play(browser) for browser in self.browsers))
        took = time.monotonic() - began
        return found, took, spent(self.server, database=self.database).since(before)


def row(name: str, seconds: list[float], *, took: float, cost: Spent) -> list[str]:
    """Return one line of the table."""
    count = len(seconds)
    latencies = [f"{percentile(seconds, percent) * 1000:.1f}" for percent in (50, 95, 99)]
    each = [f"{part / count * 1000:.2f}" for part in (cost.server, cost.database, cost.client)]
    return [name, f"{count / took:.0f}", *latencies, *each, f"{cost.others / took / (os.cpu_count() or 1):.0%}"]


async def measure_ceiling(run: Run, *, seconds: float) -> list[str]:
    """Return the line of the bare view."""
    times: list[float] = []
    form = {"report-text": plays.TEXT}

    async def play(browser: Browser) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            answer = await browser.post("/report", form, Visitor())
            if answer.status != 200:
                raise plays.Wrong(answer.body.decode(errors="replace")[: plays.WRONG_SHOWN])
            times.append(answer.seconds)

    _, took, cost = await run.together(play)
    return row("bare view, 4 statements", times, took=took, cost=cost)


async def measure(run: Run, *, area: str, seconds: float) -> list[list[str]]:
    """Return the lines of creates alone, of each later move alone, and of whole loops."""
    present = await plays.people(run.browsers[0], county.PASSWORD)
    await run.together(
        lambda browser: plays.play_loops(browser, present, plays.Tally(), area=area, until=time.monotonic() + 3)
    )
    lines = []
    tally = plays.Tally()
    until = time.monotonic() + seconds
    found, took, cost = await run.together(
        lambda browser: plays.play_creates(browser, present, tally, area=area, until=until)
    )
    lines.append(row("submit alone", tally.seconds["submit"], took=took, cost=cost))
    orders = [sent for each in found for sent in each][:MOST_PREPARED]
    for move in plays.LATER:
        waiting: asyncio.Queue[plays.Sent] = asyncio.Queue()
        for sent in orders:
            waiting.put_nowait(sent)
        _, took, cost = await run.together(lambda browser: plays.play_move(browser, present, tally, move, waiting))  # noqa: B023  awaited here
        lines.append(row(f"{move} alone", tally.seconds[move], took=took, cost=cost))
    return [*lines, *await measure_loops(run, present, area=area, seconds=seconds)]


async def measure_loops(run: Run, present: plays.People, *, area: str, seconds: float) -> list[list[str]]:
    """Return the line of all moves in whole loops, and one for each move within them."""
    tally = plays.Tally()
    until = time.monotonic() + seconds
    _, took, cost = await run.together(
        lambda browser: plays.play_loops(browser, present, tally, area=area, until=until)
    )
    every = [value for values in tally.seconds.values() for value in values]
    print(f"\nwhole loops: {tally.loops / took:.1f} loops/s = {len(every) / took:.0f} writes/s")
    lines = [row("moves in whole loops", every, took=took, cost=cost)]
    for move, values in tally.seconds.items():
        shown = row(f"· {move}", values, took=took, cost=cost)
        lines.append([*shown[:5], "", "", "", ""])
    return lines


def prepare() -> county.World:
    """Empty the database and write the small county of the tests into it."""
    serve.prepare()
    call_command("flush", interactive=False, verbosity=0)
    built = county.build()
    with connection.cursor() as cursor:
        cursor.execute(ceiling.TABLES)
    return built


def main() -> None:
    """Measure, and print the machine and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--jobs", action="store_true", help="run the job worker too")
    options = parser.parse_args()
    seconds, clients = min(options.seconds, MOST_SECONDS), min(options.clients, MOST_CLIENTS)
    built = prepare()
    print(described())
    print(f"clients   {clients} connections from one process, {serve.WORKERS} server processes, {seconds:.0f} s each")
    counted = statements_of_moves(built)
    lines = []
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = serve.Address("127.0.0.1", free.getsockname()[1])
    bare = Run(address, clients=clients, jobs=False, settings="bench.ceiling_settings")
    try:
        lines.append(asyncio.run(measure_ceiling(bare, seconds=seconds)))
    finally:
        bare.stop()
    run = Run(address, clients=clients, jobs=options.jobs)
    try:
        lines += asyncio.run(measure(run, area=built.grid, seconds=seconds))
    finally:
        run.stop()
    print(f"\n{table(HEADS, lines)}\n\n{table(('move', 'statements', 'of them BEGIN and COMMIT'), counted)}")
    serve.leave_database()


if __name__ == "__main__":
    main()
