# SPDX-License-Identifier: Apache-2.0
"""Files of small areas to read: squares of about a hundred metres."""

import json
from collections.abc import Sequence
from typing import Any

STEP = 0.001  # degrees


def ring(x: int, y: int) -> list[list[float]]:
    """Return the outline of the square in column x of row y."""
    corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
    return [[round(116 + STEP * a, 7), round(28 + STEP * b, 7)] for a, b in corners]


def feature(number: int, households: object, *, width: int = 3, **more: object) -> dict[str, Any]:
    """Return an area; those of a row have `width` columns."""
    return {
        "type": "Feature",
        "properties": {"id": f"a{number}", "community": "C", "households": households, **more},
        "geometry": {"type": "Polygon", "coordinates": [ring(number % width, number // width)]},
    }


def collection(households: Sequence[object], *, width: int = 3, **more: object) -> dict[str, Any]:
    """Return squares in rows as a collection."""
    features = [feature(number, each, width=width) for number, each in enumerate(households)]
    return {"type": "FeatureCollection", "features": features, **more}


def written(found: object) -> bytes:
    """Return something as a file of JSON."""
    return json.dumps(found, ensure_ascii=False).encode()
