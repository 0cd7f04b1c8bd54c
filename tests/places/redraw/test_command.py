# SPDX-License-Identifier: Apache-2.0
"""The command needs no database: a file in, a plan, its regions and its proof out, bad input answered in words."""

import csv
import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.places.redraw.files import collection, feature, written

NINE = [150, 160, 150, 140, 150, 160, 150, 150, 140]


@pytest.fixture(autouse=True)
def english():
    """Say everything in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def areas(tmp_path: Path) -> Path:
    """Return a file of nine areas."""
    (tmp_path / "areas.geojson").write_bytes(written(collection(NINE)))
    return tmp_path / "areas.geojson"


def run(file: Path, *options: str) -> str:
    """Run the command and return what it tells."""
    out = StringIO()
    call_command("redraw", str(file), "--workers", "1", *options, stdout=out)
    return out.getvalue()


def complaint(file: Path, *options: str) -> str:
    """Return what the command says when it cannot."""
    with pytest.raises(CommandError) as error:
        run(file, *options)
    return str(error.value)


def test_three_files_are_written(areas: Path, tmp_path: Path):
    """The assignment names each area's region, the map draws the regions, the report says what is proved."""
    plan, regions, report = tmp_path / "plan.csv", tmp_path / "plan.geojson", tmp_path / "report.json"

    told = run(areas, "--out", str(regions), "--assignment", str(plan), "--report", str(report), "--prefer", "balance")

    assert told.splitlines()[0].startswith("9 areas → 3 regions; 100.0 % within 300–500 households")
    assert told.splitlines()[1] == "proved the best: 1 of 1 parts"
    with plan.open(encoding="utf-8", newline="") as lines:
        heading, *rows = csv.reader(lines)
    assert heading == ["id", "region"]
    assert [row[0] for row in rows] == [f"a{k}" for k in range(9)]
    drawn = json.loads(regions.read_bytes())["features"]
    assert {each["properties"]["region"]: set(each["properties"]["areas"]) for each in drawn} == {
        region: {area for area, of in rows if of == region} for _, region in rows
    }
    assert sum(each["properties"]["households"] for each in drawn) == sum(NINE)
    assert {each["geometry"]["type"] for each in drawn} == {"Polygon"}
    proof = json.loads(report.read_bytes())
    assert proof["proof"] | {"cost": 0, "bound": 0} == {
        "parts": 1,
        "parts_proved": 1,
        "proved_share": 1.0,
        "cost": 0,
        "bound": 0,
        "gap_percent": 0.0,
        "regions": 3,
        "regions_at_least": 3,
    }
    assert proof["asked"]["bounds"]["lo"] == 300
    assert proof["crew"] == {"moved_households": sum(NINE), "bound": None}


def test_the_report_says_what_continuity_can_keep(tmp_path: Path):
    """Beside the households that lose their crew stands how many lose it in any such plan."""
    areas = collection(NINE)
    for number, each in enumerate(areas["features"]):
        each["properties"]["worker"] = f"w{number // 2}"
    (tmp_path / "areas.geojson").write_bytes(written(areas))

    run(tmp_path / "areas.geojson", "--prefer", "continuity", "--report", str(tmp_path / "report.json"))

    crew = json.loads((tmp_path / "report.json").read_bytes())["crew"]
    assert 0 < crew["moved_households"] == crew["bound"] < sum(NINE)


def test_a_graph_needs_no_map(tmp_path: Path):
    """An archive of arrays gives a plan; its regions have no outlines."""
    edges = np.array([[0, 1], [1, 2], [2, 3]])
    np.savez(tmp_path / "areas.npz", households=np.array([150] * 4), com=np.array([1] * 4), edges=edges)

    run(tmp_path / "areas.npz", "--out", str(tmp_path / "plan.geojson"), "--assignment", str(tmp_path / "plan.csv"))

    assert (tmp_path / "plan.csv").read_text().splitlines()[1:] == ["0,1-01", "1,1-01", "2,1-01", "3,1-02"] or (
        tmp_path / "plan.csv"
    ).read_text().splitlines()[1:] == ["0,1-01", "1,1-01", "2,1-02", "3,1-02"]
    drawn = json.loads((tmp_path / "plan.geojson").read_bytes())["features"]
    assert [each["geometry"] for each in drawn] == [None, None]


def test_what_cannot_be_kept_is_told_with_its_reason(tmp_path: Path):
    """A community too small for the bounds is named, and the bounds that it could keep."""
    (tmp_path / "small.geojson").write_bytes(written({"type": "FeatureCollection", "features": [feature(0, 120)]}))

    told = run(tmp_path / "small.geojson")

    assert told.splitlines()[2:] == [
        "1 parts cannot keep the bounds:",
        "  C: it has 120 households in all, fewer than 300 (possible with 120 to 500)",
    ]


def test_wishes_weights_and_number_are_heard(areas: Path, tmp_path: Path):
    """A file of wishes, single weights and a number of regions change the plan."""
    wishes = tmp_path / "wishes.json"
    wishes.write_text(json.dumps({"fixed": [["a4"]], "together": [["a0", "a1"]]}))
    report = tmp_path / "report.json"

    run(areas, "--wishes", str(wishes), "--weights", "balance=2, crew=0.5", "--regions", "4", "--report", str(report))

    found = json.loads(report.read_bytes())
    assert found["asked"]["wishes"] == {"fixed": [["a4"]], "together": [["a0", "a1"]], "apart": []}
    assert (found["asked"]["weights"]["balance"], found["asked"]["weights"]["crew"]) == (2, 0.5)
    assert found["proof"]["regions"] == 4


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--min", "500", "--max", "300"], "The bounds are turned round: the lower, 500, is above the upper, 300."),
        (["--regions", "9"], "9 regions cannot be had: the bounds allow at most 4."),
        (["--regions", "2"], "2 regions cannot be had: the bounds need at least 3."),
        (["--weights", "balance"], "“balance” is not a weight such as balance=1."),
        (
            ["--weights", "beauty=1"],
            "There is no weight called beauty; there are: balance, workload, compactness, crew, barriers.",
        ),
        (["--weights", "crew=-1"], "The weight crew must lie between 0 and 1000."),
    ],
)
def test_bad_requests_are_answered_in_words(areas: Path, options: list[str], sentence: str):
    """No plan is made and no traceback shown."""
    assert complaint(areas, *options) == sentence


@pytest.mark.parametrize("text", ["{", "[]", '{"fixed": 5}', '{"fixed": [], "togehter": []}', '{"fixed": ["a1"]}'])
def test_wishes_of_another_shape_are_refused(areas: Path, tmp_path: Path, text: str):
    """Whatever is wrong with the file of wishes, the shape it should have is said."""
    (tmp_path / "wishes.json").write_text(text)

    assert complaint(areas, "--wishes", str(tmp_path / "wishes.json")) == (
        "The wishes must be JSON with the lists of lists “fixed”, “together” and “apart”."
    )


def test_a_missing_or_bad_file_is_said(tmp_path: Path, areas: Path):
    """The name of a file that is not there, what is wrong with one that is, and where nothing can be written."""
    assert complaint(tmp_path / "no.geojson") == f"There is no file {tmp_path / 'no.geojson'}."
    (tmp_path / "bad.geojson").write_text("id,households")
    assert complaint(tmp_path / "bad.geojson") == "The file is not GeoJSON."
    assert "plan.csv" in complaint(areas, "--assignment", str(tmp_path / "nowhere" / "plan.csv"))
    assert "wishes.json" in complaint(areas, "--wishes", str(tmp_path / "wishes.json"))
