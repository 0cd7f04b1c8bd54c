# SPDX-License-Identifier: Apache-2.0
"""What a plan would make of the grids that there are: which stay as they are, which become which."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from sidan.base.errors import Refused
from sidan.places.models import Area
from sidan.places.outlines import usable_shape
from sidan.places.redraw.instance import Instance
from sidan.planning.carrying_areas import Succession, joined
from sidan.planning.models import GridPlan
from sidan.planning.showing import Shown
from sidan.planning.successors import Successors

# Less than this share of a grid in another is where two drawings of one line differ.
SLIVER = 0.02
# A grid of which more than this would belong to nobody is not replaced.
MOST_LEFT_OVER = 0.1
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Becoming:
    """What an adoption would do: the successions, and how many grids stay exactly as they are."""

    successions: tuple[Succession, ...]
    kept: int

    @property
    def old_codes(self) -> list[str]:
        """Return the codes of the grids that would be given up."""
        return sorted({code for each in self.successions for code in each.sources})

    def successors(self, households: Mapping[str, int | None]) -> Successors:
        """Return who would take over from whom, the new grids being named by their place."""
        parts: dict[str, dict[str, float]] = {}
        for index, each in enumerate(self.successions):
            for code, share in each.sources.items():
                parts.setdefault(code, {})[f"{index:06}"] = share
        return Successors(parts, weights={code: float(count or 0) for code, count in households.items()}, shapes={})


def becoming(plan: GridPlan, now: Shown) -> Becoming:
    """Return what a plan would make of today's grids; Refused when it no longer fits them. Up to two queries.

    Where its small areas are grids, they are told by their codes; otherwise by where they lie.
    """
    living = Area.objects.filter(level="grid", void_on__isnull=True, code__startswith=plan.area.code)
    known = set(living.values_list("code", flat=True))
    ids = [area for facts in now.facts for area in facts.areas]
    if known.issuperset(ids):
        return _by_codes(now)
    if plan.source == "today":
        gone = [code for code in ids if code not in known]
        raise Refused(
            "%(count)d grids of the plan are no longer there, among them %(codes)s. Draft the plan anew.",
            count=len(gone),
            codes="、".join(gone[:_NAMED]),
        )
    return _by_outlines(plan, now, {area.code: area for area in living})


def _by_codes(now: Shown) -> Becoming:
    """Return the successions of whole grids; a region of one is that grid, which stays."""
    successions, kept = [], 0
    for facts in now.facts:
        if len(facts.areas) == 1:
            kept += 1
            continue
        successions.append(Succession(community=facts.community, sources=dict.fromkeys(facts.areas, 1.0)))
    return Becoming(tuple(successions), kept)


def _by_outlines(plan: GridPlan, now: Shown, grids: Mapping[str, Area]) -> Becoming:
    """Return the successions by where regions and today's grids overlap."""
    regions = _shapes_of(now.instance, now)
    _require_communities(now, plan)
    codes = sorted(code for code, grid in grids.items() if grid.geometry is not None)
    shapes = [usable_shape(shapely.from_geojson(json.dumps(grids[code].geometry))) for code in codes]
    known = [(code, shape) for code, shape in zip(codes, shapes, strict=True) if shape is not None]
    sources = _overlaps(regions, known)
    successions = [
        Succession(
            community=facts.community,
            sources=sources[index],
            geometry=json.loads(shapely.to_geojson(regions[index])),
            households=facts.households,
        )
        for index, facts in enumerate(now.facts)
    ]
    orphans = [each for each in successions if not each.sources]
    if orphans:
        raise Refused("%(count)d regions of the plan lie where there are no grids of today.", count=len(orphans))
    return Becoming(tuple(successions), 0)


def _shapes_of(instance: Instance, now: Shown) -> list[BaseGeometry]:
    """Return the outline of each region in the order of the facts; Refused where there are none."""
    place = {area: index for index, area in enumerate(instance.ids)}
    found = []
    for facts in now.facts:
        shape = joined([instance.shapes[place[area]] for area in facts.areas]) if instance.shapes is not None else None
        if shape is None:
            raise Refused("A plan over a file without outlines can be looked at, but not adopted.")
        found.append(shape)
    return found


def _require_communities(now: Shown, plan: GridPlan) -> None:
    """Refuse a file whose communities are not those of the plan's area."""
    named = {facts.community for facts in now.facts}
    known = Area.objects.filter(
        code__in=named, level="community", void_on__isnull=True, code__startswith=plan.area.code
    )
    strange = sorted(named - set(known.values_list("code", flat=True)))
    if strange:
        raise Refused(
            "The file names communities that are not in %(area)s: %(codes)s.",
            area=plan.area.name,
            codes="、".join(strange[:_NAMED]),
        )


def _overlaps(regions: Sequence[BaseGeometry], grids: Sequence[tuple[str, BaseGeometry]]) -> list[dict[str, float]]:
    """Return for each region the share of each of today's grids that lies in it; Refused when a grid is left over."""
    tree = shapely.STRtree(np.array(regions, dtype=object))
    found: list[dict[str, float]] = [{} for _ in regions]
    for code, shape in grids:
        near = tree.query(shape, predicate="intersects").tolist()
        shares = {index: shapely.intersection(regions[index], shape).area / shape.area for index in near}
        shares = {index: share for index, share in shares.items() if share >= SLIVER}
        covered = sum(shares.values())
        if not shares:
            continue
        if covered < 1 - MOST_LEFT_OVER:
            raise Refused(
                "The plan takes only %(percent)d %% of the grid %(code)s, and the rest would be nobody's.",
                percent=round(100 * covered),
                code=code,
            )
        for index, share in shares.items():
            found[index][code] = share / covered
    return found
