# SPDX-License-Identifier: Apache-2.0
"""What a form's line, outline, ticks and table become, and what is refused in them; no database."""

from typing import Any

import pytest
from django.http import QueryDict

from sidan.base.errors import Refused
from sidan.places.drawing.strokes import Bend, Draw, Join, Split
from sidan.web.drawing.steps import stroke_of

RING = '{"type": "Polygon", "coordinates": [[[1, 2, 9], [3, 4], [5, 2], [1, 2]]]}'


def sent(**fields: Any) -> QueryDict:
    """Return a form as the browser sends it; an underscore twice is a hyphen."""
    form = QueryDict(mutable=True)
    for name, value in fields.items():
        form.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return form


@pytest.mark.parametrize(
    ("tool", "fields", "stroke"),
    [
        ("split", {"geometry": "116.1,28.0 116.2,28.1"}, Split(((116.1, 28.0), (116.2, 28.1)))),
        ("split", {"geometry": "116.1，28.0；116.2，28.1", "grid": ["a"]}, Split(((116.1, 28.0), (116.2, 28.1)), "a")),
        ("split", {"geometry": "1 2\n3 4", "grid": ["a", "b"]}, Split(((1, 2), (3, 4)))),
        ("join", {"grid": ["a", "b"]}, Join(("a", "b"))),
        (
            "draw",
            {"geometry": f'{{"type": "Feature", "geometry": {RING}}}'},
            Draw(((1, 2), (3, 4), (5, 2)), fits=False),
        ),
        ("draw", {"geometry": "1 2 3 4 5 2", "fits": "1", "outline_of": "a"}, Draw(((1, 2), (3, 4), (5, 2)), "a")),
        ("bend", {"geometry": "1 2 3 4"}, Bend((((1, 2), (3, 4)),))),
        ("bend", {"geometry": '{"type": "Point", "coordinates": [1, 2]}'}, Bend((((1, 2), None),))),
        (
            "corners",
            {
                "corner__0": "1,2", "corner__0__lon": "1", "corner__0__lat": "2",
                "corner__1": "3,4", "corner__1__lon": "3.5", "corner__1__lat": "4",
                "corner__2": "5,6", "corner__2__lon": "5", "corner__2__lat": "6", "corner__2__gone": "1",
            },
            Bend((((3, 4), (3.5, 4)), ((5, 6), None))),
        ),
    ],
)  # fmt: skip
def test_a_form_becomes_a_stroke(tool: str, fields: dict[str, Any], stroke: object) -> None:
    """Heights and the closing point are left out; only what was changed in the table is moved."""
    assert stroke_of(tool, sent(**fields)) == stroke


@pytest.mark.parametrize(
    ("tool", "fields", "words"),
    [
        ("split", {"geometry": " "}, "Draw it on the map, or paste"),
        ("split", {"geometry": "1" * 200_001}, "Draw it on the map, or paste"),
        ("split", {"geometry": "{not json"}, "The text is not GeoJSON."),
        ("split", {"geometry": '{"type": "Feature", "geometry": null}'}, "The text is not GeoJSON."),
        ("split", {"geometry": '{"a":' * 5000}, "The text is not GeoJSON."),
        ("split", {"geometry": "[1, 2]"}, "Points are longitude, latitude"),
        ("split", {"geometry": "116.0 28.0 116.1"}, "Points are longitude, latitude"),
        ("split", {"geometry": "116.0 28.0 216.1 28.0"}, "A longitude lies between"),
        ("split", {"geometry": '{"type": "Point", "coordinates": [1, 2]}'}, "must be a GeoJSON LineString."),
        ("split", {"geometry": '{"type": "LineString", "coordinates": [[1], "x"]}'}, "Points are longitude, latitude"),
        ("split", {"geometry": '{"type": "LineString", "coordinates": []}'}, "Points are longitude, latitude"),
        ("split", {"geometry": '{"type": "LineString", "coordinates": [["NaN", 2], [1, 2]]}'}, "is not a number"),
        ("draw", {"geometry": '{"type": "Polygon", "coordinates": [[[1, 2]], [[1, 2]]]}'}, "An outline with holes"),
        ("draw", {"geometry": '{"type": "Polygon", "coordinates": [7]}'}, "Points are longitude, latitude"),
        ("bend", {"geometry": "1 1 2 2 3 3"}, "To bend a border"),
        ("corners", {}, "No corner has been changed."),
        ("corners", {"corner__0": "116.01,28.01", "corner__0__lon": "east"}, "is not a number of degrees"),
        ("corners", {"corner__0": "x"}, "is not a number of degrees"),
    ],
)
def test_what_is_not_whole_is_refused(tool: str, fields: dict[str, Any], words: str) -> None:
    """Each with a sentence that says what is wanted."""
    with pytest.raises(Refused) as refused:
        stroke_of(tool, sent(**fields))

    assert words in str(refused.value)
