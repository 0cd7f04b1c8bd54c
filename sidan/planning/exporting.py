# SPDX-License-Identifier: Apache-2.0
"""A plan as files: GeoJSON for maps, a workbook for offices; each export audited."""

from sidan.people.actors import Actor
from sidan.planning.models import GridPlan


def plan_geojson(plan: GridPlan, *, by: Actor) -> bytes:
    """Return the plan as GeoJSON: the regions as they stand, with their facts."""
    raise NotImplementedError


def plan_workbook(plan: GridPlan, *, by: Actor, language: str) -> bytes:
    """Return the plan as an Excel workbook: regions, areas, communities, proof, crews."""
    raise NotImplementedError
