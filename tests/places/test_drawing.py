# SPDX-License-Identifier: Apache-2.0
"""Drawing, splitting, joining and bending by hand: nothing is lost, nothing is had twice, no sliver is left."""

import json
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sidan.base.errors import Refused, Words
from sidan.places.drawing.coverage import Coverage, aligned, area_m2, noded, snapped
from sidan.places.drawing.strokes import Bend, Draw, Join, Sheet, Split, after, played, read_strokes, write_strokes
from sidan.places.drawing.verbs import joined, split

WEST, SOUTH, STEP = 116.0, 28.0, 0.01
LEAST = 1e-12


def field(columns: int = 3, rows: int = 2, *, jitter: float = 0.0, seed: int = 0) -> dict[str, shapely.Polygon]:
    """Return fields side by side whose common corners are a little off the square."""
    off = np.random.default_rng(seed).uniform(-jitter, jitter, (columns + 1, rows + 1, 2))
    corner = {
        (x, y): (round(WEST + STEP * (x + off[x, y, 0]), 6), round(SOUTH + STEP * (y + off[x, y, 1]), 6))
        for x in range(columns + 1)
        for y in range(rows + 1)
    }
    return {
        f"{x}{y}": shapely.Polygon([corner[x, y], corner[x + 1, y], corner[x + 1, y + 1], corner[x, y + 1]])
        for x in range(columns)
        for y in range(rows)
    }


def sheet(shapes: dict[str, shapely.Polygon] | None = None, **more: object) -> Sheet:
    """Return a sheet with fields on it and nothing drawn yet."""
    shapes = field() if shapes is None else shapes
    around = more.pop("around", shapely.box(WEST, SOUTH, WEST + 4 * STEP, SOUTH + 2 * STEP))
    return Sheet(
        Coverage(shapes, around, more.pop("beside", None)), {key: Words(key, key) for key in [*shapes, "bare"]}, **more
    )  # type: ignore[arg-type]


def edges(shape: shapely.Polygon) -> set[frozenset[tuple[float, float]]]:
    """Return the segments of a shape as the redrawing compares them, to the seventh place."""
    lines = [part.exterior.coords for part in shapely.get_parts(shape)]
    lines += [ring.coords for part in shapely.get_parts(shape) for ring in part.interiors]
    return {
        frozenset(tuple(round(value, 7) for value in point) for point in pair)
        for line in lines
        for pair in pairwise(line)
    }


def is_coverage(shapes: dict[str, shapely.Polygon]) -> bool:
    """Say whether shapes lie side by side with the same points on both sides, each in six places."""
    points = shapely.get_coordinates(list(shapes.values()))
    return bool(shapely.coverage_is_valid(list(shapes.values()))) and bool((points == points.round(6)).all())


spots = st.tuples(st.floats(WEST - STEP, WEST + 4 * STEP), st.floats(SOUTH - STEP, SOUTH + 3 * STEP))
grids = st.sampled_from(sorted(field()))
# Corners of fields that are square, and points half way along their edges.
corners = st.builds(lambda x, y: (WEST + x * STEP / 2, SOUTH + y * STEP / 2), st.integers(0, 8), st.integers(0, 4))
strokes = st.one_of(
    st.builds(Split, st.lists(spots, min_size=2, max_size=5).map(tuple)),
    st.builds(Split, st.lists(spots, min_size=2, max_size=3).map(tuple), grids),
    st.builds(Join, st.lists(grids, min_size=2, max_size=3, unique=True).map(tuple)),
    st.builds(Draw, st.lists(spots, min_size=3, max_size=5).map(tuple), st.just(""), st.booleans()),
    st.builds(Bend, st.lists(st.tuples(corners, st.none() | corners | spots), min_size=1, max_size=2).map(tuple)),
)


@settings(max_examples=60)
@given(line=st.lists(spots, min_size=2, max_size=5), seed=st.integers(0, 5))
def test_the_parts_of_a_split_cover_the_whole_and_do_not_overlap(line, seed):
    """Whatever line is drawn, it is refused or the parts are the grid again, and lie side by side."""
    whole = field(1, 1, jitter=0.2, seed=seed)["00"]

    try:
        parts = split(whole, line)
    except Refused:
        return

    assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-3)
    assert shapely.union_all(parts).symmetric_difference(whole).area < 1e-3 * whole.area
    assert is_coverage(dict(enumerate(parts)))


@settings(max_examples=100)
@given(made=st.lists(strokes, max_size=6), seed=st.integers(0, 3))
def test_every_accepted_drawing_is_a_coverage(made, seed):
    """After any strokes that were not refused, borders are the same on both sides, point by point."""
    now = sheet(field(jitter=0.2 * (seed > 0), seed=seed))

    for stroke in made:
        try:
            now = after(now, stroke)
        except Refused:
            continue

        assert is_coverage(now.shapes)
        assert all(shape.geom_type == "Polygon" for shape in now.shapes.values())


@settings(max_examples=40)
@given(made=st.lists(strokes, max_size=4))
def test_a_drawing_travels_as_text(made):
    """What is written is read again, and playing it twice comes to the same."""
    kept, now = [], sheet()
    for stroke in made:
        try:
            now = after(now, stroke)
        except Refused:
            continue
        kept.append(stroke)

    again = played(sheet(), read_strokes(write_strokes(kept)))

    assert again == now


def test_a_line_makes_two_grids_with_one_border():
    """A line drawn past both borders cuts the one grid, and the neighbours get its ends as corners."""
    made = after(sheet(), Split(((WEST + 0.5 * STEP, SOUTH - 0.001), (WEST + 0.5 * STEP, SOUTH + STEP + 0.001))))

    left, right = made.shapes["new1"], made.shapes["new2"]
    assert made.fresh == ("new1", "new2")
    assert left.area == pytest.approx(right.area)
    assert len(edges(left) & edges(right)) == 1
    # The grid to the north now has the end of the line in its southern border, and so shares a segment with both.
    assert edges(made.shapes["01"]) & edges(left)
    assert edges(made.shapes["01"]) & edges(right)


def test_a_bent_border_takes_both_neighbours_along():
    """A corner that four grids share is moved in all four, and a point of an edge becomes a corner of both."""
    corner, target = (WEST + STEP, SOUTH + STEP), (WEST + 1.2 * STEP, SOUTH + 1.1 * STEP)
    edge, out = (WEST + STEP, SOUTH + 0.5 * STEP), (WEST + 0.8 * STEP, SOUTH + 0.5 * STEP)

    made = after(sheet(), Bend(((edge, out), (corner, target))))

    assert [key for key, shape in made.shapes.items() if target in shape.exterior.coords] == ["00", "01", "10", "11"]
    assert [key for key, shape in made.shapes.items() if out in shape.exterior.coords] == ["00", "10"]
    assert shapely.union_all(list(made.shapes.values())).equals(shapely.union_all(list(field().values())))


def test_a_corner_is_taken_out_on_both_sides():
    """Without its corner the border runs straight, for both."""
    bulged = after(sheet(), Bend((((WEST + STEP, SOUTH + 0.5 * STEP), (WEST + 0.8 * STEP, SOUTH + 0.5 * STEP)),)))

    made = after(bulged, Bend((((WEST + 0.8 * STEP, SOUTH + 0.5 * STEP), None),)))

    assert all(made.shapes[key].equals(shape) for key, shape in field().items())


def test_a_new_grid_is_cut_to_what_is_free():
    """Drawn generously across a neighbour and the community's border, it fills the ground between and no more."""
    made = after(sheet(), Draw(((116.025, 28.0), (116.05, 28.0), (116.05, 28.01), (116.025, 28.01))))

    assert made.shapes["new1"].equals(shapely.box(116.03, 28.0, 116.04, 28.01))
    assert edges(made.shapes["new1"]) & edges(made.shapes["20"])


def test_a_point_within_a_metre_is_put_on_the_border():
    """Corners come before other points of a border; farther away nothing is moved."""
    shapes = list(field().values())

    assert snapped((WEST + 0.000004, SOUTH - 0.000005), shapes) == (WEST, SOUTH)
    assert snapped((WEST + 0.3 * STEP, SOUTH - 0.000005), shapes) == pytest.approx((WEST + 0.3 * STEP, SOUTH))
    assert snapped((WEST + 0.3 * STEP, SOUTH - 0.0001), shapes) == pytest.approx((WEST + 0.3 * STEP, SOUTH - 0.0001))


def test_imported_borders_a_hand_apart_become_one():
    """Neighbours drawn apart by less than a metre, or with corners only one of them has, are aligned before drawing."""
    loose = {
        "a": shapely.Polygon([(0, 0), (0.01, 0), (0.01, 0.02), (0, 0.02)]),
        "b": shapely.Polygon([(0.010004, 0), (0.02, 0), (0.02, 0.01), (0.010003, 0.01)]),
        "c": shapely.Polygon([(0.010003, 0.010002), (0.02, 0.01), (0.02, 0.02), (0.010004, 0.02)]),
    }

    found = aligned(loose)

    assert is_coverage(found)
    assert all(edges(found["a"]) & edges(found[key]) for key in "bc")
    assert noded(found) == found


REFUSED = {
    "inside": (Split(((116.002, 28.005), (116.008, 28.005)), "00"), "The line does not cut it in two"),
    "nowhere": (Split(((120.0, 30.0), (121.0, 30.0))), "The line crosses no grid."),
    "one_point": (Split(((116.0, 28.0),)), "A line has at least two points."),
    "sliver": (Split(((115.999, 28.00002), (116.011, 28.00002)), "00"), "is a strip not even 3 m wide"),
    "yard": (Split(((116.00005, 27.99), (116.00005, 28.00005), (115.99, 28.00005)), "00"), "has only 27 m²"),
    "unknown": (Split(((116.0, 28.0), (116.1, 28.0)), "99"), "There is no outline of the grid 99 here."),
    "one_grid": (Join(("00",)), "Choose two or more grids to join."),
    "diagonal": (Join(("00", "11")), "They are not all neighbours"),
    "apart": (Join(("00", "01")), "01 is an exclusive grid and stays apart."),
    "bow_tie": (
        Draw(((116.031, 28.001), (116.039, 28.009), (116.039, 28.001), (116.031, 28.009))),
        "The outline crosses or touches itself near 116.03500, 28.00500.",
    ),
    "taken": (Draw(((116.001, 28.001), (116.009, 28.001), (116.009, 28.009))), "Nothing of it is free"),
    "overlap": (
        Draw(((116.025, 28.001), (116.035, 28.001), (116.035, 28.009), (116.025, 28.009)), "", False),
        "new grid 1 and 20 overlap near 116.02750, 28.00500.",
    ),
    "outside": (
        Draw(((116.03, 28.0), (116.05, 28.0), (116.05, 28.01), (116.03, 28.01)), "", False),
        "new grid 1 leaves the community near 116.04501, 28.00500.",
    ),
    "beside": (
        Draw(((116.0, 27.99), (116.01, 27.99), (116.01, 28.0), (116.0, 28.0)), "", False),
        "new grid 1 enters a grid of another community near 116.0",
    ),
    "bent_beside": (
        Bend((((116.02, 28.0), (116.02, 27.998)),)),
        "10 enters a grid of another community near",
    ),
    "strip": (
        Draw(((116.030015, 28.0), (116.04, 28.0), (116.04, 28.01), (116.030015, 28.01)), "", False),
        "a strip of nobody is left near",
    ),
    "over_itself": (Bend((((116.01, 28.01), (116.025, 28.012)),)), "crosses itself near"),
    "no_border": (Bend((((116.005, 28.005), (116.006, 28.006)),)), "There is no border at 116.00500, 28.00500."),
    "outlined": (Draw(((116.031, 28.0), (116.04, 28.0), (116.04, 28.01)), "00"), "00 has an outline already"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_with_the_place(case):
    """Each refusal says what is wrong and where; nothing has changed."""
    stroke, words = REFUSED[case]

    with pytest.raises(Refused) as refused:
        after(sheet(exclusive=frozenset({"01"}), beside=shapely.box(115.99, 27.98, 116.04, 28.0)), stroke)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "no JSON", "{}", '[{"type": "paint"}]', '[{"type": "split", "line": [[1, 2, 3]]}]',
        '[{"type": "split", "line": [[1e999, 2], [3, 4]]}]', '[{"type": "split", "line": [[500, 2], [3, 4]]}]',
        '[{"type": "join", "grids": [1]}]', '[{"type": "join", "grids": [], "more": 1}]', "[" * 5000,
    ],
)  # fmt: skip
def test_strokes_that_nobody_drew_are_refused(text):
    """What was typed or forged is not played."""
    with pytest.raises(Refused, match="cannot be read"):
        read_strokes(text)


def test_a_hundred_strokes_too_many_are_refused():
    """A drawing has an end."""
    with pytest.raises(Refused, match="more than 200"):
        read_strokes(json.dumps([{"type": "join", "grids": []}] * 201))


def test_an_outline_is_drawn_for_a_grid_that_had_none():
    """The grid keeps its code and is bare no more."""
    made = after(sheet(bare=frozenset({"bare"})), Draw(((116.03, 28.0), (116.04, 28.0), (116.04, 28.01)), "bare"))

    assert made.fresh == ("bare",)
    assert made.bare == frozenset()
    assert area_m2(made.shapes["bare"]) == pytest.approx(546_000, rel=0.01)


def test_joining_keeps_the_outer_border_of_both():
    """Two fields become one, and the neighbour's corner between them stays in their border."""
    made = after(sheet(), Join(("00", "10")))

    assert made.shapes["new1"].equals(joined([field()["00"], field()["10"]]))
    assert is_coverage(made.shapes)


def test_a_line_past_a_corner_goes_through_it():
    """Crossing the border a hand beside a corner, it would leave two corners where one is meant."""
    made = after(sheet(), Split(((115.98, 27.9899985), (116.02, 28.0099985)), "00"))

    assert is_coverage(made.shapes)
    assert all((WEST, SOUTH) in made.shapes[key].exterior.coords for key in made.fresh)
    assert sorted(len(made.shapes[key].exterior.coords) for key in made.fresh) == [4, 5]
