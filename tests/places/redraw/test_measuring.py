# SPDX-License-Identifier: Apache-2.0
"""What a plan comes to is measured from the areas, as an independent referee measures it."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sidan.places.redraw.asked import PRESETS, Bounds
from sidan.places.redraw.crews import best_crews
from sidan.places.redraw.measuring import measured
from sidan.places.redraw.reading import read_instance
from sidan.places.redraw.solving import redraw
from tests.places.redraw.drawn import drawn, path

SHARED = Path(os.environ.get("SIDAN_SHARED") or Path(__file__).resolve().parents[4] / "shared") / "grid"
# The referee needs scipy, which Sidan does not.
REFEREE = os.environ.get("SIDAN_REFEREE_PYTHON", sys.executable)


def test_a_plan_in_numbers():
    """Shares, imbalance and crews of a plan that can be checked by hand."""
    instance = path([200, 200, 100, 400, 50], crew=["u", "v", "v", "w", None], community=["C"] * 4 + ["D"])

    facts, measures = measured(instance, ["x", "x", "y", "y", "z"], bounds=Bounds(300, 450))

    assert [(each.region, each.households, each.crew, each.kept_households) for each in facts] == [
        ("x", 400, "u", 200),
        ("y", 500, "w", 400),
        ("z", 50, None, 0),
    ] or facts[0].crew == "v"
    assert (measures.regions, measures.in_range, measures.below, measures.above) == (3, 1, 1, 1)
    assert measures.in_range_excused == pytest.approx(2 / 3)  # z is all there is of D; y could be helped
    assert measures.out_of_bounds == 50 + 250
    assert measures.imbalance_percent == pytest.approx(100 * (50 + 50) / 950)
    assert measures.moved_households == 950 - 200 - 400
    # Two unit squares side by side with an outer metre each: 3 m each less the common border twice.
    assert facts[2].polsby_popper == pytest.approx(4 * np.pi / 2**2, abs=1e-4)


def test_what_a_plan_breaks_is_counted():
    """Pieces, crossings and barriers are seen whoever made the plan."""
    instance = path([10] * 6, community=["C"] * 4 + ["D"] * 2, barriers=[0])

    _, measures = measured(instance, ["x", "x", "y", "z", "z", "y"], bounds=Bounds(1, 50))

    assert (measures.not_contiguous, measures.crossing, measures.split_by_barrier) == (1, 2, 1)


def test_crews_go_where_most_is_kept_in_all():
    """The crew of two regions goes to the one that has no other, though the first holds more of its households."""
    instance = drawn([50, 40, 45, 5], [], crew=["u", "v", "u", "w"])

    chosen, kept = best_crews(instance, np.array([0, 0, 1, 1]), 2)

    assert chosen == ["v", "u"]
    assert kept.tolist() == [40, 45]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the referee lies beside the repository, not in it")
def test_the_referee_measures_the_same(tmp_path: Path):
    """Every measure that both know is the same, for a plan of ours and for one that breaks every rule."""
    if subprocess.run([REFEREE, "-c", "import numpy, scipy"], capture_output=True, check=False).returncode != 0:
        pytest.skip("the referee needs scipy: SIDAN_REFEREE_PYTHON may name a Python that has it")
    file = SHARED / "small.geojson.gz"
    instance = read_instance(file.read_bytes())
    plans = [
        redraw(instance, Bounds(), PRESETS["continuity"]).regions,
        tuple(f"r{int(households) % 5}" for households in instance.households),
    ]

    for regions in plans:
        with (tmp_path / "plan.csv").open("w", newline="") as rows:
            csv.writer(rows).writerows(zip(instance.ids, regions, strict=True))
        command = [REFEREE, SHARED / "score.py", file, tmp_path / "plan.csv", "--lo", "300", "--hi", "500"]
        told = json.loads(subprocess.run(command, capture_output=True, check=False, text=True).stdout)
        _, ours = measured(instance, regions, bounds=Bounds())
        assert (ours.regions, ours.in_range, ours.below, ours.above) == (
            told["k"],
            told["in_range"],
            told["below_lo"],
            told["above_hi"],
        )
        assert (ours.not_contiguous, ours.crossing, ours.split_by_barrier) == (
            told["contiguity_violations"],
            told["boundary_crossings"],
            told["barrier_split_regions"],
        )
        assert ours.in_range_excused == pytest.approx(told["in_range_share_excused"], abs=1e-5)
        assert ours.out_of_bounds == told["shortfall_households"] + told["excess_households"]
        assert ours.imbalance_percent == pytest.approx(told["mad_pct_households"], abs=1e-3)
        assert ours.workload_imbalance_percent == pytest.approx(told["mad_pct_workload"], abs=1e-3)
        assert ours.polsby_popper == pytest.approx(told["polsby_popper_mean"], abs=2e-3)
        assert ours.moved_households == told["households_moved"]
