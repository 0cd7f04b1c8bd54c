# SPDX-License-Identifier: Apache-2.0
"""The map of a plan: its small areas with the region each goes to, and its regions with their joined outlines."""

from collections.abc import Iterable
from typing import Any

import orjson
import shapely

from sidan.base.errors import Refused
from sidan.planning.carrying_areas import joined
from sidan.planning.models import GridPlan
from sidan.planning.showing import Shown, shown


def outlines_of(plan: GridPlan, now: Shown | None = None) -> bytes:
    """Return the small areas as a GeoJSON collection of {id, name, community, households, region}; no crew.

    Fit for everybody: nobody's account is told.
    """
    now = now or shown(plan)
    instance = now.instance
    shapes = _shapes(now)
    rows = zip(instance.ids, instance.names, instance.community, instance.households.tolist(), now.regions, strict=True)
    names = ("id", "name", "community", "households", "region")
    return _collection((dict(zip(names, row, strict=True)), shape) for row, shape in zip(rows, shapes, strict=True))


def region_outlines(plan: GridPlan, now: Shown | None = None) -> bytes:
    """Return the regions as a GeoJSON collection of joined outlines {region, community, households, workload, …}."""
    now = now or shown(plan)
    place = {area: index for index, area in enumerate(now.ids)}
    shapes = _shapes(now)
    bounds = now.plan.bounds
    return _collection(
        (
            {
                "region": each.region,
                "community": each.community,
                "areas": len(each.areas),
                "households": each.households,
                "workload": round(each.workload, 1),
                "polsby_popper": round(each.polsby_popper, 3),
                "in_range": bounds.lo <= each.households <= bounds.hi,
                "kept_households": each.kept_households,
            },
            joined([shapes[place[area]] for area in each.areas]),
        )
        for each in now.facts
    )


def _shapes(now: Shown) -> Any:
    """Return the outlines of the small areas; Refused where a file came without."""
    if now.instance.shapes is None:
        raise Refused("The file of this plan has no outlines, so there is no map of it.")
    return now.instance.shapes


def _collection(rows: Iterable[tuple[dict[str, Any], Any]]) -> bytes:
    """Return a GeoJSON collection of properties and shapes."""
    listed = list(rows)
    outlines = shapely.to_geojson([shape for _, shape in listed])
    features = [
        {"type": "Feature", "geometry": orjson.Fragment(outline) if outline else None, "properties": properties}
        for (properties, _), outline in zip(listed, outlines, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
