# SPDX-License-Identifier: Apache-2.0
"""A plan as files: regions as GeoJSON, the region of each area as CSV, the proof as a report. Pure."""

import csv
import dataclasses
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
import shapely

from sidan.base.errors import Words
from sidan.places.redraw.instance import Instance
from sidan.places.redraw.plans import PartPlan, Plan
from sidan.places.redraw.solving import proved_share


def plan_geojson(instance: Instance, plan: Plan) -> bytes:
    """Return the regions with their outlines and what they hold; the areas they are made of stand in `areas`."""
    place = {area: index for index, area in enumerate(instance.ids)}
    shapes = [_union(instance, [place[area] for area in facts.areas]) for facts in plan.facts]
    outlines = shapely.to_geojson(np.array(shapes, dtype=object)) if shapes else []
    lo, hi = plan.bounds.lo, plan.bounds.hi
    features = [
        {
            "type": "Feature",
            "id": facts.region,
            "geometry": orjson.Fragment(outline) if outline is not None else None,
            "properties": {
                "region": facts.region,
                "community": facts.community,
                "households": facts.households,
                "workload": facts.workload,
                "polsby_popper": facts.polsby_popper,
                "in_range": lo <= facts.households <= hi,
                "worker": facts.crew,
                "kept_households": facts.kept_households,
                "areas": facts.areas,
            },
        }
        for facts, outline in zip(plan.facts, outlines, strict=True)
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def assignment_csv(instance: Instance, plan: Plan) -> str:
    """Return one line for each area with its id and its region, under a heading."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["id", "region"])
    lines.writerows(zip(instance.ids, plan.regions, strict=True))
    return text.getvalue()


def report_of(instance: Instance, plan: Plan, *, language: str = "en") -> dict[str, Any]:
    """Return what a plan comes to and what is proved of it, in all and part by part, as plain values."""
    proved = [part for part in plan.parts if part.proof != "bounded"]
    cost = sum(part.cost for part in plan.parts)
    bound = sum(part.bound for part in plan.parts)
    return {
        "areas": len(instance),
        "households": int(instance.households.sum()),
        "communities": len(set(instance.community)),
        "asked": {
            "bounds": dataclasses.asdict(plan.bounds),
            "weights": dataclasses.asdict(plan.weights),
            "wishes": {name: [sorted(g) for g in groups] for name, groups in _wishes(plan).items()},
            "seed": plan.seed,
        },
        "seconds": round(plan.seconds, 3),
        "measures": {name: _rounded(value) for name, value in dataclasses.asdict(plan.measures).items()},
        "proof": {
            "parts": len(plan.parts),
            "parts_proved": len(proved),
            "proved_share": _rounded(proved_share(plan.parts)),
            "cost": _rounded(cost),
            "bound": _rounded(bound),
            "gap_percent": _rounded(100 * (cost - bound) / cost if cost > bound else 0.0),
            "regions": plan.measures.regions,
            "regions_at_least": sum(part.least_regions for part in plan.parts),
        },
        "crew": {
            "moved_households": plan.measures.moved_households,
            "bound": sum(part.least_moved for part in plan.parts) if plan.weights.crew else None,
        },
        "parts": [_part(part, language) for part in plan.parts],
    }


def report_json(instance: Instance, plan: Plan, *, language: str = "en") -> bytes:
    """Return the report as JSON to be read by people too."""
    return orjson.dumps(report_of(instance, plan, language=language), option=orjson.OPT_INDENT_2)


def _union(instance: Instance, areas: list[int]) -> Any:
    """Return the outline of some areas together, None where outlines are not known."""
    if instance.shapes is None:
        return None
    if len(areas) == 1:
        return instance.shapes[areas[0]]
    return shapely.coverage_union_all(instance.shapes[areas])


def _wishes(plan: Plan) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return the wishes by name."""
    return {"fixed": plan.wishes.fixed, "together": plan.wishes.together, "apart": plan.wishes.apart}


def _part(part: PartPlan, language: str) -> dict[str, Any]:
    """Return a part as plain values."""
    values = dataclasses.asdict(part)
    reason: Words | None = part.reason
    values["reason"] = reason.in_language(language) if reason is not None else None
    return {**values, "gap_percent": _rounded(part.gap_percent)}


def _rounded(value: Any) -> Any:
    """Return a number short enough to read."""
    return round(value, 5) if isinstance(value, float) else value
