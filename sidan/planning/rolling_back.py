# SPDX-License-Identifier: Apache-2.0
"""Taking an adoption back within its day: every row as it was before, and what came since with it.

What was carried is restored from the rows of the adoption. Orders go back to the grid they came from; orders, sites and
stations that came since go to the old grid of their point, their site or, without either, of most households. The new
grids stay as areas that held on no day, because a code is never given twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from sidan.base.clock import now
from sidan.base.errors import Refused
from sidan.orders import redrawn
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.places.models import Area
from sidan.places.versions import changed
from sidan.planning.carrying_areas import shapes_of
from sidan.planning.carrying_sites import carry_sites
from sidan.planning.carrying_units import carry_filters
from sidan.planning.models import Adoption, GridPlan
from sidan.planning.patience import patiently
from sidan.planning.publishing import locked
from sidan.planning.restoring import changes_of, conflicts, restore
from sidan.planning.rows import Change
from sidan.planning.successors import Successors


@dataclass(frozen=True, slots=True)
class Way:
    """The way back: the old and the new grids by code, and which old one takes over from which new one."""

    olds: Mapping[str, Area]
    news: Mapping[str, Area]
    successors: Successors


def hindrances(plan: GridPlan) -> list[Refused]:
    """Return why the adoption of a plan cannot be taken back now; none when it can. About a dozen queries."""
    adoption = Adoption.objects.filter(plan=plan).first()
    if adoption is None or plan.state != "adopted":
        return [Refused("The plan has not been adopted.")]
    changes = changes_of(adoption)
    return _reasons(adoption, changes, way_back(changes, lock=False), today=city_today(), lock=False)


def roll_back(plan: GridPlan, *, by: Actor) -> Adoption:
    """Take an adoption back whole on the city day it was made; Refused with the first reason when it cannot be."""
    return patiently(partial(_rolled_back, plan, by=by))


def _rolled_back(plan: GridPlan, *, by: Actor) -> Adoption:
    """Take an adoption back in the caller's transaction."""
    plan = locked(plan, by=by, states=("adopted",))
    adoption = Adoption.objects.select_for_update().get(plan=plan)
    changes = changes_of(adoption)
    way = way_back(changes, lock=True)
    for reason in _reasons(adoption, changes, way, today=city_today(), lock=True):
        raise reason
    restore(changes)
    Area.objects.filter(code__in=way.news.keys()).update(void_on=adoption.on)
    bring_along(way, on=adoption.on, cause=plan.code)
    changed()
    adoption.rolled_back_at, adoption.rolled_back_by_id = now(), by.user_id
    adoption.save(update_fields=["rolled_back_at", "rolled_back_by"])
    plan.state, plan.rolled_back_at, plan.rolled_back_by_id = "rolled_back", adoption.rolled_back_at, by.user_id
    plan.save(update_fields=["state", "rolled_back_at", "rolled_back_by"])
    record(by, "plan.rolled_back", plan.subject, area=plan.area.code)
    return adoption


def way_back(changes: Mapping[str, list[Change]], *, lock: bool) -> Way:
    """Return the way back, its areas locked in the order of codes. One query."""
    made = {change.row for change in changes.get("area", ()) if change.old is None}
    ids = [change.row for change in changes.get("area", ())]
    areas = Area.objects.select_for_update() if lock else Area.objects.all()
    found = list(areas.filter(pk__in=ids).order_by("code"))
    news = {area.code: area for area in found if area.pk in made}
    olds = {area.code: area for area in found if area.pk not in made}
    by_id = {area.pk: area for area in found}
    parts: dict[str, dict[str, float]] = {}
    for change in changes.get("lineage", ()):
        lineage = change.new or {}
        source, target = by_id[lineage["source_id"]], by_id[lineage["target_id"]]
        # An old grid without households still takes its part of what has no point.
        parts.setdefault(target.code, {})[source.code] = lineage["share"] * max(source.households or 0, 1)
    weights = {code: float(area.households or 0) for code, area in news.items()}
    return Way(olds, news, Successors(parts, weights=weights, shapes=shapes_of(olds.values())))


def _reasons(
    adoption: Adoption, changes: Mapping[str, list[Change]], way: Way, *, today: date, lock: bool
) -> list[Refused]:
    """Return why an adoption cannot be taken back."""
    if adoption.on != today:
        return [Refused("An adoption can be taken back on its day alone, which was %(day)s.", day=adoption.on)]
    redrawn_since = [area.name for area in way.news.values() if area.void_on is not None]
    if redrawn_since:
        names = "、".join(redrawn_since[:5])
        return [Refused("Grids of this plan were redrawn or given up since: %(names)s.", names=names)]
    return conflicts(changes, [area.pk for area in way.news.values()], lock=lock)


def bring_along(way: Way, *, on: date, cause: str) -> None:
    """Bring orders back, and let go with them what came into the new grids since."""
    ids = {code: area.pk for code, area in way.olds.items()}
    _, _, by_site = carry_sites(way.successors, ids, {code: area.name for code, area in way.news.items()})
    carry_filters(way.successors)
    standings = redrawn.brought_to(way.news.keys(), cause=cause)
    targets = way.successors.at_points(
        [each.area_code for each in standings],
        [(each.lon, each.lat) for each in standings],
        heirs=[by_site.get(each.site_id or 0) for each in standings],
    )
    back = {each.order_id: each.came_from or target for each, target in zip(standings, targets, strict=True)}
    redrawn.take_back(standings, back, on=on, cause=cause)
