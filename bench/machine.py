# SPDX-License-Identifier: Apache-2.0
"""What every measurement says about itself: the machine, the versions, how long and how much CPU."""

import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil
from django.db import connection

PACKAGES = ("Django", "psycopg", "granian", "procrastinate")


def described() -> str:
    """Return the machine and the versions in lines."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0].split()[0]
        told = []
        for name in ("fsync", "synchronous_commit", "shared_buffers", "commit_delay"):
            cursor.execute(f"SHOW {name}")
            told.append(f"{name} {cursor.fetchone()[0]}")
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return "\n".join(
        (
            f"machine   {_processor()}, {os.cpu_count()} cores, {memory:.0f} GB; load before {load}",
            f"software  Python {platform.python_version()}, {packages}",
            f"database  PostgreSQL {postgresql}, {', '.join(told)}",
        )
    )


def _processor() -> str:
    """Return the processor's name as Linux knows it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


@dataclass(frozen=True)
class Spent:
    """CPU seconds of the parts that share the machine, since they began."""

    server: float
    database: float
    client: float
    others: float

    def since(self, before: "Spent") -> "Spent":
        """Return what was spent between two readings; `others` is what programs outside the measurement took."""
        return Spent(
            self.server - before.server,
            self.database - before.database,
            self.client - before.client,
            self.others - before.others,
        )


def spent(server: int | None, *, database: int | None) -> Spent:
    """Return what the server (a process and its children), the database, this client and all others have used."""
    parts = (_tree(server), _tree(database), _seconds(psutil.Process()))
    times = psutil.cpu_times()
    busy = times.user + times.system + times.nice + times.softirq
    return Spent(*parts, others=busy - sum(parts))


def postmaster() -> int | None:
    """Return the process of the database on this machine, or None for one elsewhere."""
    if connection.settings_dict["HOST"]:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0]).ppid()


def _tree(pid: int | None) -> float:
    """Return the CPU seconds of a process and its living children."""
    if pid is None:
        return 0.0
    process = psutil.Process(pid)
    return sum(_seconds(each) for each in (process, *process.children(recursive=True)))


def _seconds(process: psutil.Process) -> float:
    """Return user and system time together; nothing for one that has just ended."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value below which that percentage of the values lie."""
    if len(values) < 2:
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns are aligned, fit to be pasted."""
    lines = [list(heads), ["---:" if number else "---" for number in range(len(heads))], *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "| "
        + " | ".join(_padded(cell, width, left=not n) for n, (cell, width) in enumerate(zip(line, widths, strict=True)))
        + " |"
        for line in lines
    )


def _padded(cell: str, width: int, *, left: bool) -> str:
    """Return a cell in the width of its column, numbers to the right."""
    if cell.startswith("---"):
        return "-" * width if left else "-" * (width - 1) + ":"
    return cell.ljust(width) if left else cell.rjust(width)
