# SPDX-License-Identifier: Apache-2.0
"""What is wrong between outlines is found with its place and size, and repairs move neither more nor less than told."""

from collections.abc import Sequence

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from sidan.places.drawn import kept_outlines
from sidan.places.examining import examined
from sidan.places.flat import Flat
from sidan.places.topology import REPAIRS, Fault, Piece, Repair, Report

# A degree near 28° north is about 98 km by 111 km; a cell is 98 m by 111 m.
WEST, SOUTH, CELL = 116.0, 28.0, 0.001
METRE = 0.00001
EVERYWHERE = shapely.box(WEST - 1, SOUTH - 1, WEST + 1, SOUTH + 1)


def box(column: float, row: float, *, wide: float = 1.0, high: float = 1.0) -> BaseGeometry:
    """Return a rectangle of cells by its south-western corner."""
    west, south = WEST + column * CELL, SOUTH + row * CELL
    return shapely.box(west, south, west + wide * CELL, south + high * CELL)


def pieces(*shapes: BaseGeometry) -> list[Piece]:
    """Return pieces of one community, called a, b, c …."""
    return [Piece(chr(97 + place), chr(97 + place), "x", shape) for place, shape in enumerate(shapes)]


def found(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    """Return the kinds of faults with whom they concern."""
    return [(fault.kind, fault.keys) for fault in report.faults]


def test_neighbours_that_only_touch_are_sound():
    """Common borders, corners, and a T where three meet are no faults; outlines come back as they were."""
    given_pieces = pieces(box(0, 0), box(1, 0), box(0, 1, wide=2))

    report = examined(given_pieces)

    assert report.faults == ()
    assert all(report.shapes[piece.key] is piece.shape for piece in given_pieces)


def test_an_overlap_goes_where_its_border_is_longer():
    """The tongue of b into a is a's; both are told what they gain and lose, and where."""
    tongue = shapely.union(box(1, 0), box(0.8, 0.4, wide=0.3, high=0.2))
    examples = pieces(box(0, 0), tongue)

    (fault,) = examined(examples).faults
    after = examined(examples, accepted=["overlaps"])

    assert (fault.kind, fault.keys, fault.repair, fault.is_error) == ("overlap", ("a", "b"), "overlaps", True)
    assert fault.size_m2 == pytest.approx(0.04 * 98.2 * 111.2, rel=0.02)
    assert fault.changes == (("b", pytest.approx(-fault.size_m2)),)
    assert box(0.8, 0.4, wide=0.2, high=0.2).covers(shapely.Point(fault.at))
    assert (after.errors, after.faults[0].is_mended) == ((), True)
    assert found(examined(pieces(*after.shapes.values()))) == []


def test_what_stands_already_keeps_its_own():
    """A piece coming in gives the overlap up, and the standing one is not handed back."""
    standing = Piece("s", "s", "x", box(1, 0), is_standing=True)

    report = examined([*pieces(box(0, 0, wide=1.2)), standing], accepted=REPAIRS)

    assert report.faults[0].changes[0][0] == "a"
    assert set(report.shapes) == {"a"}
    assert report.shapes["a"].equals_exact(box(0, 0), 1e-9) or report.shapes["a"].area == pytest.approx(CELL**2)


def test_half_of_a_grid_is_nobodys_to_give_away():
    """Large overlaps and equal outlines are told without a repair."""
    report = examined(pieces(box(0, 0), box(0.3, 0), box(5, 5), box(5, 5)), accepted=REPAIRS)

    assert [(fault.kind, fault.keys, fault.repair, fault.is_error) for fault in report.faults] == [
        ("overlap", ("a", "b"), None, True),
        ("duplicate", ("c", "d"), None, True),
    ]


def test_an_exclusive_grid_may_lie_over_others():
    """A school inside a grid is told as such and refuses nothing."""
    school = Piece("school", "z", "x", box(0.4, 0.4, wide=0.2, high=0.2), is_exclusive=True)

    report = examined([*pieces(box(0, 0)), school], accepted=REPAIRS)

    assert found(report) == [("exclusive", ("school", "a"))]
    assert report.errors == ()


def test_a_gap_goes_to_the_neighbour_alongside_it():
    """One metre between two grids closes; a hole of 900 m² is offered to whom it borders most."""
    gap = pieces(box(0, 0), box(1 + METRE / CELL, 0))
    corner = box(0.7, 0.7)
    hole = pieces(shapely.difference(box(0, 0), corner), box(1, 0), box(0, 1, wide=2))

    (sliver,) = examined(gap).faults
    (open_space,) = examined(hole).faults

    assert (sliver.kind, sliver.repair, sliver.is_error) == ("sliver", "slivers", False)
    assert sliver.size_m2 == pytest.approx(109, rel=0.05)
    assert (open_space.kind, open_space.repair, open_space.changes[0][0]) == ("hole", "holes", "a")
    assert examined(pieces(*examined(gap, accepted=["slivers"]).shapes.values())).faults == ()
    assert examined(pieces(*examined(hole, accepted=["holes"]).shapes.values())).faults == ()


def test_rings_that_cross_or_stay_open_need_the_repair():
    """A figure of eight covers two triangles once mended; a spike is taken off and told."""
    eight = shapely.Polygon([(WEST, SOUTH), (WEST + CELL, SOUTH + CELL), (WEST + CELL, SOUTH), (WEST, SOUTH + CELL)])
    spike = shapely.Polygon(
        [*[(WEST + x * CELL, SOUTH + y * CELL) for x, y in ((2, 0), (3, 0), (4, 0), (3, 0), (3, 1), (2, 1))]]
    )
    rings = [*pieces(eight, spike), Piece("c", "c", "x", box(5, 5), was_open=True)]

    before, after = examined(rings), examined(rings, accepted=["rings"])

    assert {kind for kind, _ in found(before)} == {"crossing", "spike", "open_ring"}
    assert {fault.kind for fault in before.errors} == {"crossing", "open_ring"}
    assert after.errors == ()
    assert all(shape.is_valid for shape in after.shapes.values())


def test_what_reaches_out_of_the_community_may_be_cut_off():
    """A tenth outside is offered to be cut; a grid wholly outside has the wrong code or map."""
    around = {"x": box(0, 0, wide=2, high=2)}
    examples = pieces(box(1.2, 0, wide=0.9), box(7, 7))

    report, cut = (
        examined(examples, communities=around),
        examined(examples, communities=around, accepted=["outside"]),
    )

    assert found(report) == [("astray", ("b",)), ("outside", ("a",))]
    assert shapely.difference(cut.shapes["a"], around["x"]).area < 1e-12
    assert [fault.kind for fault in cut.errors] == ["astray"]


@st.composite
def jittered(draw: st.DrawFn) -> list[Piece]:
    """Draw a block of grids whose edges do not quite meet: some overlap, some leave gaps, by up to 1.5 metres."""
    columns, rows = draw(st.integers(2, 4)), draw(st.integers(2, 3))
    shift = st.integers(-15, 15).map(lambda tenths: tenths * METRE / 10 / CELL)
    return pieces(
        *(
            box(column + draw(shift), row + draw(shift), wide=1 + draw(shift), high=1 + draw(shift))
            for column in range(columns)
            for row in range(rows)
        )
    )


def size_m2(shapes: Sequence[BaseGeometry]) -> float:
    """Return how much shapes cover together."""
    return float(shapely.union_all(Flat.around(list(shapes)).laid(list(shapes))).area)


@settings(max_examples=25, deadline=None)
@given(jittered(), st.sets(st.sampled_from(REPAIRS)))
def test_repairs_change_what_they_say_and_nothing_else(block: list[Piece], accepted: set[Repair]):
    """Each piece changes by the sum of what is told of it; without an accepted repair it is the very same."""
    report = examined(block, accepted=accepted)

    flat = Flat.around([piece.shape for piece in block])
    for piece in block:
        gained = flat.laid(report.shapes[piece.key]).area - flat.laid(piece.shape).area
        told = sum(
            gain for fault in report.faults if fault.is_mended for key, gain in fault.changes if key == piece.key
        )
        # Overlaps as narrow as rounding are cut along with the others, untold.
        assert gained == pytest.approx(told, abs=0.15 * 450)
        if not accepted:
            assert report.shapes[piece.key] is piece.shape


@settings(max_examples=25, deadline=None)
@given(jittered())
def test_all_repairs_leave_a_sound_coverage(block: list[Piece]):
    """Nothing covered is lost, nothing is covered twice, and what is kept after rounding has no error left."""
    report = examined(block, accepted=REPAIRS)

    shapes = list(report.shapes.values())
    filled = sum(gain for fault in report.faults if fault.kind in {"sliver", "hole"} for _, gain in fault.changes)
    together = size_m2(shapes)
    alone = sum(size_m2([shape]) for shape in shapes)
    assert together == pytest.approx(size_m2([piece.shape for piece in block]) + filled, rel=1e-5)
    # What is smaller than a square metre at a corner counts as rounding.
    assert alone == pytest.approx(together, abs=len(block))
    kept = [shapely.from_geojson(text) for text in map(str, map(_json, kept_outlines(shapes)))]
    assert not [fault for fault in examined(pieces(*kept)).faults if _matters(fault)]


def _json(outline: dict[str, object]) -> str:
    """Return an outline as a text."""
    return str(outline).replace("'", '"').replace("(", "[").replace(")", "]")


def _matters(fault: Fault) -> bool:
    """Say whether a fault is one that a second round should not find."""
    return fault.is_error or fault.kind == "sliver"
