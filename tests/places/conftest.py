# SPDX-License-Identifier: Apache-2.0
"""A small made-up city for the tests of places: one street with four square grids, and a town beside it."""

from collections.abc import Iterator
from typing import Any

import pytest

from sidan.places import versions
from sidan.places.areas import add_area

CITY, COUNTY, STREET, COMMUNITY = "3699", "369901", "369901001", "369901001001"
GRIDS = [f"{COMMUNITY}00{number}" for number in range(1, 5)]
# The street begins here; a hundredth of a degree is about a kilometre.
WEST, SOUTH = 116.0, 28.0


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    """Return a square outline by its south-western corner."""
    east, north = round(west + size, 6), round(south + size, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Let no test see what another has kept in memory."""
    versions.forget()
    yield
    versions.forget()


@pytest.fixture
def city(db: None) -> None:
    """Add the city: a street whose four grids stand in two rows, and a town without any."""
    add_area(CITY, "临江市", name_en="Linjiang")
    add_area(COUNTY, "东山县", name_en="Dongshan")
    add_area(STREET, "北门街道", name_en="Beimen Street", kind="street", geometry=square(WEST, SOUTH, 0.03))
    add_area(COMMUNITY, "北门社区", kind="community")
    corners = [(0.0, 0.01), (0.01, 0.01), (0.0, 0.0), (0.01, 0.0)]
    for number, (code, (east, north)) in enumerate(zip(GRIDS, corners, strict=True), start=1):
        outline = square(round(WEST + east, 6), round(SOUTH + north, 6))
        add_area(code, f"第{number}网格", kind="general", households=400, geometry=outline, from_on=None)
    add_area(f"{COUNTY}002", "南山镇", kind="town")
