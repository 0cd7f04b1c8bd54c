# SPDX-License-Identifier: Apache-2.0
"""The numbers of the page on redrawing are what the code finds."""

import re
from pathlib import Path

import pytest

from sidan.places.redraw.asked import PRESETS, Bounds, Weights
from sidan.places.redraw.columns import listed
from sidan.places.redraw.parts import parts_of
from sidan.places.redraw.solving import redraw
from tests.places.redraw.brute import Brute
from tests.places.redraw.drawn import drawn, lattice, path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "topics" / "redraw.md"
SIX = lattice(3, 2, [110, 200, 160, 170, 130, 160])
EVEN = PRESETS["balance"]


def table(heading: str) -> list[list[str]]:
    """Return the rows of the last table under a heading."""
    text = PAGE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    last = [block for block in text.split("\n\n") if block.strip().startswith("|")][-1]
    rows = [line.strip("|").split("|") for line in last.strip().splitlines()]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_plans_of_the_example():
    """Each plan of two regions stands there with its households and its cost; 40 connected sets, 14 in the bounds."""
    brute = Brute(SIX, Bounds(), EVEN)
    (part,) = parts_of(SIX)
    plans = [plan for plan in brute.plans(frozenset(range(6))) if len(plan) == 2 and not brute.lacking(plan)]
    shown = [
        [
            " + ".join("".join("abcdef"[area] for area in sorted(group)) for group in plan),
            " + ".join(str(sum(brute.households[area] for area in group)) for group in plan),
            f"{brute.cost(plan, 'C', 2):.3f}",
        ]
        for plan in plans
    ]

    assert len(listed(part, lo=0, hi=930, most=999)) == 40
    assert len(listed(part, lo=300, hi=500, most=999)) == 14
    assert sorted(table("A small example"), key=lambda row: row[2]) == sorted(shown, key=lambda row: row[2])
    assert redraw(SIX, Bounds(), EVEN).parts[0].cost == pytest.approx(min(float(row[2]) for row in shown), abs=5e-4)


def test_the_crew_of_the_example_is_counted_once():
    """By regions 8 households move, in truth 9."""
    instance = drawn([5, 4, 5, 4], [(0, 1), (1, 2), (2, 3), (0, 3)], crew=["u", "v", "u", "w"])

    plan = redraw(instance, Bounds(9, 9), PRESETS["continuity"])

    kept_by_regions = sum(
        max(int(instance.households[instance.ids.index(area)]) for area in facts.areas) for facts in plan.facts
    )
    assert (18 - kept_by_regions, plan.measures.moved_households) == (8, 9)


def test_a_further_region_goes_as_the_page_says():
    """Of 900 households in two regions and 800 in two the fifth region goes to the first."""
    instance = path([150] * 6 + [100] * 8, community=["C"] * 6 + ["D"] * 8)

    assert [part.regions for part in redraw(instance, Bounds(300, 500, 5)).parts] == [2, 3]


def test_the_weights_by_name_are_those_of_the_page():
    """The table of presets is the table of the code."""
    names = list(Weights.__dataclass_fields__)

    assert table("Order of aims and weights") == [
        [f"`{name}`", *(f"{getattr(weights, each):g}" for each in names)] for name, weights in PRESETS.items()
    ]


def test_550_households_cannot_be_kept_within_the_bounds():
    """The reason on the page is the one that is told."""
    (part,) = redraw(path([300, 250]), Bounds()).parts

    assert part.reason is not None
    assert part.reason.en in re.sub(r"\s+", " ", PAGE.read_text(encoding="utf-8"))
    assert part.nearest == (250, 500)
