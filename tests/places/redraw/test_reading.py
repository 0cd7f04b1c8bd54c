# SPDX-License-Identifier: Apache-2.0
"""Files of small areas come in with their borders measured, and a bad one is refused with the area and the fault."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sidan.base.errors import Refused
from sidan.places.redraw.reading import read_instance
from sidan.places.redraw.reading_graph import read_graph
from tests.places.redraw.files import collection, feature, ring, written

SIX = [100, 120, 0, 130, 90, 110]


def test_areas_are_read_with_their_borders():
    """Squares border where they share a side; a corner is not enough."""
    found = read_instance(written(collection(SIX, barriers=[["a1", "a0"], ["a0", "a5"]])))

    assert found.ids == ("a0", "a1", "a2", "a3", "a4", "a5")
    assert found.households.tolist() == SIX
    assert found.workload.tolist() == SIX
    assert found.borders.tolist() == [[0, 1], [0, 3], [1, 2], [1, 4], [2, 5], [3, 4], [4, 5]]
    assert found.barriers.tolist() == [0]
    assert found.area_m2 == pytest.approx([10_916] * 6, rel=0.01)
    assert found.perimeter_m == pytest.approx([418.7] * 6, rel=0.01)
    assert found.border_m[1] == pytest.approx(98.2, rel=0.01)
    assert found.border_m[0] == pytest.approx(111.2, rel=0.01)


def test_a_packed_file_is_read_as_a_plain_one():
    """A map program's .geojson.gz is the same file."""
    plain = written(collection(SIX))

    assert read_instance(gzip.compress(plain)).borders.tolist() == read_instance(plain).borders.tolist()


def test_properties_may_have_chinese_names():
    """A table kept in Chinese needs no new headings; who looks after an area and its name come along."""
    properties = {
        "编码": "g1",
        "社区": "太平社区",
        "户数": "85",
        "工作量": 12.5,
        "网格员": "张三",
        "网格名称": "第1网格",
    }
    area = {**feature(0, 1), "properties": properties}

    found = read_instance(written({"type": "FeatureCollection", "features": [area]}))

    assert (found.ids, found.names, found.community, found.crew) == (
        ("g1",),
        ("第1网格",),
        ("太平社区",),
        ("张三",),
    )
    assert (found.households.tolist(), found.workload.tolist()) == ([85], [12.5])


def test_an_area_may_have_several_outlines_and_holes():
    """An area in two pieces borders what either piece borders, and a hole is no part of it."""
    pieces = {"type": "MultiPolygon", "coordinates": [[ring(0, 0)], [ring(2, 0)]]}
    inner = [[116.00025, 28.00125], [116.00075, 28.00125], [116.00075, 28.00175], [116.00025, 28.00175]]
    holed = {"type": "Polygon", "coordinates": [ring(0, 1), [*inner, inner[0]]]}
    areas = [{**feature(0, 5), "geometry": pieces}, feature(1, 5), {**feature(2, 5), "geometry": holed}]

    found = read_instance(written({"type": "FeatureCollection", "features": areas}))

    assert found.borders.tolist() == [[0, 1], [0, 2]]
    assert found.area_m2[2] == pytest.approx(found.area_m2[1] * 0.75, rel=0.01)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return a file of six areas in which something was changed."""
    found = collection(SIX)
    change(found)
    return written(found)


def second(**properties: object) -> bytes:
    """Return a file whose second area has other properties."""
    return changed(lambda found: found["features"][1]["properties"].update(properties))


def outline(geometry: object) -> bytes:
    """Return a file whose second area has another outline."""
    return changed(lambda found: found["features"][1].update(geometry=geometry))


BOW_TIE = [[116, 28.1], [116.01, 28.11], [116.01, 28.1], [116, 28.11], [116, 28.1]]
WRONG = {
    "no json": (b"id,households\na,5\n", "The file is not GeoJSON."),
    "deep json": (b"[" * 100_000, "The file is not GeoJSON."),
    "json of something else": (b"[1, 2]", "The file is not a GeoJSON collection of features."),
    "no features": (written(collection([])), "The file is not a GeoJSON collection of features."),
    "damaged": (gzip.compress(b"{}")[:4] + b"xxxxxxxxxxxxx", "The file is damaged: it cannot be unpacked."),
    "cut off": (gzip.compress(written(collection(SIX)))[:-40], "The file is damaged: it cannot be unpacked."),
    "no feature": (changed(lambda f: f["features"].append("x")), "Feature 7 of the file is not a GeoJSON feature."),
    "no id": (second(id=" "), "Feature 2 has no id."),
    "same id": (second(id="a0"), "The id a0 stands at feature 1 and at feature 2."),
    "no community": (second(community=None), "The area a1 does not say which community it belongs to."),
    "no households": (second(households=None), "The area a1 does not say how many households it has."),
    "negative": (second(households=-5), "The area a1 has -5 households; it must be a whole number, not negative."),
    "half": (second(households=2.5), "The area a1 has 2.5 households; it must be a whole number, not negative."),
    "words": (second(households="many"), "The area a1 has “many” as households, which is no number."),
    "truth": (second(households=True), "The area a1 has “True” as households, which is no number."),
    "workload": (second(workload=-1), "The area a1 has a negative workload."),
    "a point": (
        outline({"type": "Point", "coordinates": [116, 28]}),
        "The area a1 has no outline; it must be a Polygon or a MultiPolygon.",
    ),
    "no outline": (outline(None), "The area a1 has no outline; it must be a Polygon or a MultiPolygon."),
    "two points": (
        outline({"type": "Polygon", "coordinates": [ring(1, 0)[:2]]}),
        "The outline of the area a1 cannot be read: rings of at least three points, longitude first.",
    ),
    "turned axes": (
        outline({"type": "Polygon", "coordinates": [[[28, 116], [28, 117], [29, 117], [28, 116]]]}),
        "The outline of the area a1 cannot be read: rings of at least three points, longitude first.",
    ),
    "crossing ring": (
        outline({"type": "Polygon", "coordinates": [BOW_TIE]}),
        "The outline of the area a1 crosses or touches itself near 116.005 28.105; mend it by an import first.",
    ),
    "three on a segment": (
        changed(lambda f: [f["features"][k].update(geometry=f["features"][0]["geometry"]) for k in (1, 2)]),
        "The areas a0 and a2 overlap: more than two areas share a segment.",
    ),
    "barrier": (
        changed(lambda f: f.update(barriers=[["a0", "zz"]])),
        "The barriers must be pairs of ids of areas in the file; “['a0', 'zz']” is none.",
    ),
    "barrier of one": (
        changed(lambda f: f.update(barriers=["a0"])),
        "The barriers must be pairs of ids of areas in the file; “a0” is none.",
    ),
    "barriers of another kind": (
        changed(lambda f: f.update(barriers={"a0": "a1"})),
        "The barriers must be pairs of ids of areas in the file; “{'a0': 'a1'}” is none.",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_bad_file_is_refused_in_words(fault: str):
    """The sentence names the area or the feature, and nothing crashes."""
    data, sentence = WRONG[fault]

    with pytest.raises(Refused) as refused:
        read_instance(data)

    assert str(refused.value) == sentence


def saved(path: Path, **arrays: object) -> Path:
    """Write an archive of arrays."""
    np.savez(path / "areas.npz", **arrays)
    return path / "areas.npz"


GRAPH = {"households": np.array([5, 6, 7]), "com": np.array([1, 1, 2]), "edges": np.array([[1, 0], [1, 2], [0, 1]])}


def test_a_graph_is_read_without_outlines(tmp_path: Path):
    """Arrays are enough where nobody looks at a map."""
    worker = np.array([4, -1, 4])

    found = read_graph(saved(tmp_path, **GRAPH, worker=worker, barriers=np.array([[2, 1]])))

    assert (found.ids, found.community, found.crew) == (("0", "1", "2"), ("1", "1", "2"), ("4", None, "4"))
    assert found.borders.tolist() == [[0, 1], [1, 2]]
    assert found.barriers.tolist() == [1]


GRAPHS_WRONG = {
    "no households": ({"households": np.array(["x"])}, "The archive needs the array households of whole numbers."),
    "no community": ({"com": np.array([1])}, "The archive needs the array com with one number for each area."),
    "negative": (
        {"households": np.array([5, -6, 7])},
        "The area 1 has -6 households; it must be a whole number, not negative.",
    ),
    "edge": (
        {"edges": np.array([[0, 9]])},
        "The edges of the archive must be pairs of two areas, numbered from 0.",
    ),
    "odd edges": (
        {"edges": np.array([0, 1, 2])},
        "The edges of the archive must be pairs of two areas, numbered from 0.",
    ),
    "ids": ({"ids": np.array(["a", "a", "b"])}, "The ids of the archive must name each area, and each once."),
    "few ids": ({"ids": np.array(["a"])}, "The ids of the archive must name each area, and each once."),
    "workload": (
        {"workload": np.array([1.0])},
        "The array workload of the archive must have one number for each area.",
    ),
    "worker": ({"worker": np.array([1])}, "The array worker of the archive must have one number for each area."),
    "barriers": (
        {"barriers": np.array([[1, 1]])},
        "The barriers of the archive must be pairs of two areas, numbered from 0.",
    ),
    "negative workload": ({"workload": np.array([1.0, -2.0, 3.0])}, "The area 1 has a negative workload."),
}


@pytest.mark.parametrize("fault", GRAPHS_WRONG)
def test_a_bad_graph_is_refused_in_words(fault: str, tmp_path: Path):
    """The sentence names the array or the area."""
    arrays, sentence = GRAPHS_WRONG[fault]

    with pytest.raises(Refused) as refused:
        read_graph(saved(tmp_path, **{**GRAPH, **arrays}))

    assert str(refused.value) == sentence


def test_what_is_no_archive_is_refused(tmp_path: Path):
    """Neither text nor objects that would have to be run are read."""
    (tmp_path / "text.npz").write_text("id")
    sentence = "The file is not a NumPy archive of plain arrays."

    for file in (tmp_path / "text.npz", saved(tmp_path, households=np.array([{}], dtype=object))):
        with pytest.raises(Refused) as refused:
            read_graph(file)
        assert str(refused.value) == sentence
