# SPDX-License-Identifier: Apache-2.0
"""Outlines come in strictly checked, and what is kept already is used as well as it can be."""

import json

import pytest
import shapely

from sidan.base.errors import Refused
from sidan.base.geometry import Point, distance_m, gcj02_from_wgs84
from sidan.places.outlines import checked_outline, inner_point, parse_outline, usable_shape
from tests.places.conftest import square

BOW_TIE = {"type": "Polygon", "coordinates": [[[116, 28], [116.01, 28.01], [116.01, 28], [116, 28.01], [116, 28]]]}


def test_an_outline_is_kept_rounded_and_flat():
    """Heights go, a decimetre is fine enough, and a feature gives its geometry."""
    ring = [[116.00000049, 28, 35.5], [116.01, 28, 35], [116.01, 28.01, 35], [116.00000049, 28, 35.5]]
    text = json.dumps({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}})

    kept = {"type": "Polygon", "coordinates": [[[116, 28], [116.01, 28], [116.01, 28.01], [116, 28]]]}
    assert parse_outline(text) == kept
    assert checked_outline(kept) == kept
    assert parse_outline("") is None


@pytest.mark.parametrize(
    "data", [square(116.0, 28.0), {"type": "MultiPolygon", "coordinates": [square(116.0, 28.0)["coordinates"]]}]
)
def test_an_outline_from_a_chinese_map_is_turned_back(data):
    """The kept outline is the true one, to the rounding."""
    shown = json.loads(
        shapely.to_geojson(
            shapely.transform(
                shapely.from_geojson(json.dumps(data)),
                lambda points: [gcj02_from_wgs84(Point(*point)) for point in points],
            )
        )
    )

    kept = checked_outline(shown, system="gcj02")

    true, found = (shapely.get_coordinates(shapely.from_geojson(json.dumps(each))) for each in (data, kept))
    assert max(distance_m(Point(*one), Point(*other)) for one, other in zip(true, found, strict=True)) < 0.1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("here", "The outline is not GeoJSON."),
        ('{"type": "Polygon", "coordinates": [[[NaN, 28]]]}', "The outline is not GeoJSON."),
        ("[" * 100_000, "The outline is not GeoJSON."),
        ('{"type": "Point", "coordinates": [116, 28]}', "The outline must be a GeoJSON Polygon or MultiPolygon."),
        ("[1]", "The outline must be a GeoJSON Polygon or MultiPolygon."),
        ('{"type": "Polygon"}', "The outline must be closed rings"),
        ('{"type": "Polygon", "coordinates": []}', "The outline must be closed rings"),
        (
            '{"type": "Polygon", "coordinates": [[[116, 28], [116.1, 28], [116, 28.1]]]}',
            "The outline must be closed rings",
        ),
        (
            '{"type": "Polygon", "coordinates": [[["a", 28], [1, 2], [3, 4], ["a", 28]]]}',
            "The outline must be closed rings",
        ),
        (json.dumps(square(28.0, 116.0)), "The outline lies outside the earth; points are longitude first"),
        (json.dumps(BOW_TIE), "The outline crosses or touches itself near 116.005 28.005."),
    ],
)
def test_a_faulty_outline_is_refused(text: str, sentence: str):
    """Each refusal says what is wrong, and where when it is a place."""
    with pytest.raises(Refused) as refused:
        parse_outline(text)

    assert str(refused.value).startswith(sentence)


def test_an_outline_of_too_many_points_is_refused():
    """A border of a million points would slow every page that shows it."""
    wave = [[116 + step / 1e6, 28 + step % 2 / 1e3] for step in range(60_000)]

    with pytest.raises(Refused, match="The outline has 60002 points"):
        checked_outline({"type": "Polygon", "coordinates": [[*wave, [116, 27], wave[0]]]})


def test_a_small_spike_is_mended():
    """A line that runs out and back, as rounding leaves it, is taken off without a word."""
    ring = [[116, 28], [116.01, 28], [116.02, 28], [116.01, 28], [116.01, 28.01], [116, 28.01], [116, 28]]

    kept = checked_outline({"type": "Polygon", "coordinates": [ring]})

    assert shapely.from_geojson(json.dumps(kept)).equals(shapely.box(116, 28, 116.01, 28.01))


def test_a_crossing_shape_is_mended_for_use():
    """A bow tie becomes its two triangles; a line or nothing is not usable."""
    tie = shapely.from_geojson(json.dumps(BOW_TIE))

    mended = usable_shape(tie)

    assert mended is not None
    assert mended.is_valid
    assert mended.area == pytest.approx(0.01 * 0.01 / 2)
    for useless in (
        None,
        shapely.Polygon(),
        shapely.LineString([(0, 0), (1, 1)]),
        shapely.Polygon([(0, 0), (1, 1), (0, 0)]),
    ):
        assert usable_shape(useless) is None


def test_the_inner_point_lies_inside():
    """Also in an outline bent like a horseshoe, whose middle lies outside."""
    ring = [[0, 0], [3, 0], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3], [0, 0]]
    horseshoe = {"type": "Polygon", "coordinates": [ring]}

    assert shapely.Polygon(ring).contains(shapely.Point(inner_point(horseshoe)))
