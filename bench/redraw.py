# SPDX-License-Identifier: Apache-2.0
"""Measures redrawings: how good, how proved, how quick, how much memory, beside what others make of the same areas.

    python bench/redraw.py                                   all that is quick
    python bench/redraw.py city [--instance FILE] [--prefer usual]
    python bench/redraw.py law [--sizes 250,500,1000,2000]
    python bench/redraw.py province --instance FILE.npz|FILE.geojson.gz
    python bench/redraw.py continuity [--instance FILE]
    python bench/redraw.py peers [--instance FILE] [--python var/peers/bin/python]

Without an instance city.geojson.gz is taken where SIDAN_SHARED (by default ../shared) has it in `grid/`, else a town is
made by lattices.py. Seconds are those of the whole way: reading, dividing, writing. Memory is the peak of this process
and of each worker together, which counts shared pages twice. Peers live in an environment of their own: see peers.txt.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sidan.config.settings")

import numpy as np  # noqa: E402 - the path must be known before

from bench import peers  # noqa: E402
from bench.lattices import town  # noqa: E402
from bench.machine import table  # noqa: E402
from sidan.places.redraw.asked import PRESETS, Bounds, Weights  # noqa: E402
from sidan.places.redraw.instance import Instance  # noqa: E402
from sidan.places.redraw.measuring import measured  # noqa: E402
from sidan.places.redraw.plans import Measures, Plan  # noqa: E402
from sidan.places.redraw.reading import read_instance  # noqa: E402
from sidan.places.redraw.reading_graph import read_graph  # noqa: E402
from sidan.places.redraw.solving import proved_share, redraw  # noqa: E402
from sidan.places.redraw.writing import assignment_csv, plan_geojson, report_json  # noqa: E402

SHARED = Path(os.environ.get("SIDAN_SHARED") or ROOT.parent / "shared") / "grid" / "city.geojson.gz"
HEADS = ("plan", "seconds", "K", "in range", "imbalance %", "Polsby-Popper", "moved households", "broken")
CREW_WEIGHTS = (0, 0.2, 0.5, 1, 2, 5, 20)
QUICK_SIZES = (50, 100, 200, 400)


def taken(file: Path | None, *, communities: int = 300) -> Instance:
    """Return the areas of a file, the city beside the repository, or a made town."""
    file = file or (SHARED if SHARED.is_file() else None)
    if file is None:
        return town(communities)
    return read_graph(file) if file.suffix == ".npz" else read_instance(file.read_bytes())


def city(file: Path | None, prefer: str, *, workers: int) -> list[str]:
    """Return the line of one redrawing, reading and writing counted, and print what is proved."""
    begun = time.perf_counter()
    instance = taken(file)
    plan = redraw(instance, Bounds(), PRESETS[prefer], workers=workers)
    written = (plan_geojson(instance, plan), assignment_csv(instance, plan), report_json(instance, plan))
    seconds = time.perf_counter() - begun
    proved = round(proved_share(plan.parts) * len(plan.parts))
    print(
        f"{prefer}: {proved} of {len(plan.parts)} parts proved; regions at least "
        f"{sum(part.least_regions for part in plan.parts)}; {sum(map(len, written)) / 2**20:.1f} MiB written"
    )
    return line(f"Sidan, {prefer}", seconds, plan.measures)


def line(name: str, seconds: float, measures: Measures) -> list[str]:
    """Return a plan as a line of the table."""
    return [
        name,
        f"{seconds:.1f}",
        f"{measures.regions:,}",
        f"{measures.in_range_excused:.3f}",
        f"{measures.imbalance_percent:.2f}",
        f"{measures.polsby_popper:.3f}",
        f"{measures.moved_households:,}",
        str(measures.not_contiguous + measures.crossing),
    ]


def province(instance: Instance, *, workers: int) -> dict[str, Any]:
    """Return what a large redrawing took and what is proved of it."""
    begun = time.perf_counter()
    plan = redraw(instance, Bounds(), workers=workers)
    seconds = time.perf_counter() - begun
    own, each = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "communities": len(set(instance.community)),
        "areas": len(instance),
        "seconds": seconds,
        "mib": (own + workers * each) / 2**10 if workers > 1 else own / 2**10,
        "parts": len(plan.parts),
        "proved": proved_share(plan.parts),
        "regions": plan.measures.regions,
    }


def law(sizes: list[int], *, workers: int) -> None:
    """Print time and memory of towns of several sizes, each in a process of its own, and the laws they follow."""
    found = []
    for size in sizes:
        command = [sys.executable, __file__, "province", "--communities", str(size), "--workers", str(workers)]
        told = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
        found.append(json.loads(told.stdout))
    heads = ("communities", "areas", "seconds", "MiB", "proved")
    rows = [
        [f"{each['communities']:,}", f"{each['areas']:,}", f"{each['seconds']:.1f}", f"{each['mib']:.0f}",
         f"{each['proved']:.2%}"]
        for each in found
    ]  # fmt: skip
    print(table(heads, rows))
    count = np.array([each["communities"] for each in found], dtype=float)
    for name, unit in (("seconds", "s"), ("mib", "MiB")):
        values = np.array([each[name] for each in found])
        slope, base = np.polyfit(count, values, 1)
        left = ((values - base - slope * count) ** 2).sum() / max(((values - values.mean()) ** 2).sum(), 1e-12)
        power = np.polyfit(np.log(count), np.log(values), 1)[0]
        print(
            f"{name}: {base:.2f} {unit} + {1000 * slope:.2f} {unit} for each 1,000 communities "
            f"(explains {1 - left:.1%}); grows as the power {power:.2f}"
        )


def continuity(file: Path | None, *, communities: int, workers: int) -> None:
    """Print the trade-off between crews that stay and the other aims, against what is proved that no plan can beat."""
    instance = taken(file, communities=communities)
    plans: list[tuple[str, Plan]] = [
        (f"usual, crew={crew:g}", redraw(instance, Bounds(), Weights(crew=crew), workers=workers))
        for crew in CREW_WEIGHTS
    ]
    last = redraw(instance, Bounds(), PRESETS["continuity"], workers=workers)
    print(table(HEADS, [line(name, plan.seconds, plan.measures) for name, plan in [*plans, ("continuity", last)]]))
    bound, moved = sum(part.least_moved for part in last.parts), last.measures.moved_households
    print(
        f"with continuity {moved:,} households lose their crew; no plan with as few regions and as few households out "
        f"of bounds has fewer than {bound:,} ({100 * (moved - bound) / max(moved, 1):.3f} % less); "
        f"{last.measures.regions:,} regions, {proved_share(last.parts):.1%} of the parts proved"
    )


def compared(file: Path | None, python: str, *, communities: int) -> list[list[str]]:
    """Return a line for each peer that the other Python has; others are named on the way."""
    instance = taken(file, communities=communities)
    rows = []
    for name in peers.TOOLS:
        begun = time.perf_counter()
        regions, missed, why = peers.divided_by(name, instance, Bounds(), python=python)
        if regions is None:
            print(f"{name}: left out, {why}")
            continue
        _, measures = measured(instance, regions, bounds=Bounds())
        told = f"{name} ({missed} communities without a plan, by greedy)" if missed else name
        rows.append(line(told, time.perf_counter() - begun, measures))
    return rows


def main() -> None:
    """Measure what is asked for."""
    asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asking.add_argument("what", nargs="?", choices=("city", "law", "province", "continuity", "peers"))
    asking.add_argument("--instance", type=Path)
    asking.add_argument("--prefer", choices=sorted(PRESETS), default="usual")
    asking.add_argument("--communities", type=int, default=300, help="of the town made where there is no instance")
    asking.add_argument("--sizes", default="250,500,1000,2000", help="communities of the towns of the law")
    asking.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asking.add_argument("--python", default=sys.executable, help="the Python that has the peers")
    asking.add_argument("--json", action="store_true", help="print the province's line for programs")
    asked = asking.parse_args()
    workers = asked.workers
    if asked.what == "city":
        print(table(HEADS, [city(asked.instance, asked.prefer, workers=workers)]))
    elif asked.what == "law":
        law([int(size) for size in asked.sizes.split(",")], workers=workers)
    elif asked.what == "province":
        instance = taken(asked.instance) if asked.instance else town(asked.communities)
        found = province(instance, workers=workers)
        shown = {name: round(value, 4) if isinstance(value, float) else value for name, value in found.items()}
        print(json.dumps(found) if asked.json else "\n".join(f"{name:12} {value}" for name, value in shown.items()))
    elif asked.what == "continuity":
        continuity(asked.instance, communities=asked.communities, workers=workers)
    elif asked.what == "peers":
        print(table(HEADS, compared(asked.instance, asked.python, communities=asked.communities)))
    else:
        quickly(workers)


def quickly(workers: int) -> None:
    """Print all that is quick."""
    print(f"{os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}\n")
    rows = [city(None, prefer, workers=workers) for prefer in ("usual", "balance")]
    print(table(HEADS, [*rows, *compared(None, sys.executable, communities=300)]))
    print()
    law(list(QUICK_SIZES), workers=workers)


if __name__ == "__main__":
    main()
