# SPDX-License-Identifier: Apache-2.0
"""What a plan is made over: today's grids of an area, or a file, as the GeoJSON that the solver reads."""

from sidan.places.redraw.instance import Instance
from sidan.planning.models import GridPlan

MOST_BYTES = 64 * 2**20
MOST_AREAS = 20_000


def instance_today(area_code: str) -> bytes:
    """Return the living grids of an area as GeoJSON; a fixed number of queries.

    Refused, naming them, when grids have no outline or there are fewer than two grids.
    """
    raise NotImplementedError


def instance_of_file(data: bytes) -> Instance:
    """Return the small areas of a file, read as the command reads it; Refused when it is none or too large."""
    raise NotImplementedError


def packed(data: bytes) -> bytes:
    """Return the GeoJSON as it is kept."""
    raise NotImplementedError


def geojson_of(plan: GridPlan) -> bytes:
    """Return the small areas of a plan as GeoJSON; one query where they were left out."""
    raise NotImplementedError


def instance_of(plan: GridPlan) -> Instance:
    """Return the small areas of a plan as the solver knows them."""
    raise NotImplementedError
