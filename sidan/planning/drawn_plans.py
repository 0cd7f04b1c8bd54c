# SPDX-License-Identifier: Apache-2.0
"""A saved drawing as a plan that is adopted at once: so it is shown among the plans and can be taken back on its day.

Its small areas are the community's grids after the drawing, each fixed as a region of its own.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from sidan.base.clock import now
from sidan.people.actors import Actor
from sidan.people.days import city_today
from sidan.people.fitting import fitting
from sidan.places.codes import parent_of
from sidan.places.models import Area
from sidan.places.redraw.asked import Bounds, Weights, Wishes
from sidan.places.redraw.reading import read_instance
from sidan.places.redraw.solving import redraw
from sidan.planning.asking import MOST_HOUSEHOLDS, stored
from sidan.planning.carrying import Carriage
from sidan.planning.instances import packed
from sidan.planning.models import Adoption, GridPlan
from sidan.planning.restoring import write_rows
from sidan.planning.rows import Change, changed
from sidan.planning.stored import plan_stored, refusal_stored

SOURCE = "drawn"
# What a corrected border changes in a grid's row.
OUTLINE = ("geometry", "lon", "lat")


def written_plan(
    community: Area, code: str, carried: Carriage, corrections: Sequence[Change], *, kept: int, by: Actor
) -> GridPlan:
    """Write the plan of a drawing that has just been carried over under its code, with all that a way back needs."""
    data = _geojson(Area.objects.filter(parent=community, level="grid", void_on__isnull=True).order_by("code"))
    instance = read_instance(data)
    bounds = Bounds(lo=0, hi=MOST_HOUSEHOLDS)
    wishes = Wishes(fixed=tuple(frozenset({each}) for each in instance.ids))
    at = now()
    plan = GridPlan.objects.create(
        code=code,
        name=fitting(GridPlan, "name", f"{community.name} {city_today().isoformat()}"),
        area=community,
        source=SOURCE,
        instance=packed(data),
        asked=stored(bounds, Weights(), wishes),
        state="adopted",
        progress=100,
        result=plan_stored(redraw(instance, bounds, wishes=wishes)),
        made_by_id=by.user_id or 0,
        adopt_on=city_today(),
        adopted_at=at,
        adopted_by_id=by.user_id,
    )
    adoption = Adoption.objects.create(
        plan=plan,
        on=city_today(),
        at=at,
        by_id=by.user_id,
        counts={"kept": kept, **carried.counts},
        notes=[refusal_stored(note) for note in carried.notes],
    )
    write_rows(adoption.pk, [*corrections, *carried.rows])
    return plan


def drawn_today(community: Area) -> GridPlan | None:
    """Return the last drawing of a community that was saved today and not taken back; one query."""
    plans = GridPlan.objects.filter(area=community, source=SOURCE, state="adopted", adopt_on=city_today())
    return plans.select_related("area", "made_by").defer("instance", "result").order_by("-made_at").first()


def correction(before: Area, after: Area) -> Change:
    """Return how a corrected border changed a grid's row."""
    return changed(
        "area", before.pk, {name: getattr(before, name) for name in OUTLINE}, {n: getattr(after, n) for n in OUTLINE}
    )


def _geojson(grids: Iterable[Area]) -> bytes:
    """Return grids with an outline as the solver reads them; households that nobody knows count as none."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "geometry": grid.geometry,
            "properties": {
                "id": grid.code,
                "name": grid.name,
                "community": parent_of(grid.code),
                "households": grid.households or 0,
            },
        }
        for grid in grids
        if grid.geometry is not None
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
