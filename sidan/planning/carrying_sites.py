# SPDX-License-Identifier: Apache-2.0
"""Sites and stations of redrawn grids: each goes to the new grid its point lies in, under the code of its poster.

Two sites of one name that meet in a new grid are told apart by the name of the old grid behind the name of the lesser.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

from sidan.base.errors import Refused
from sidan.places.models import Site
from sidan.places.service_points import Station
from sidan.planning.rows import Change, Values, changed, updated
from sidan.planning.successors import Successors


def carry_sites(
    successors: Successors, areas: Mapping[str, int], names: Mapping[str, str]
) -> tuple[list[Change], list[Refused], dict[int, str]]:
    """Carry all sites over, closed ones too, and stations with them; return also the new grid of each site.

    `areas` are the ids of new grids by code, `names` the names of old ones. Up to five queries.
    """
    sites = list(
        Site.objects.select_for_update(of=("self",)).filter(area__code__in=successors.old_codes).order_by("pk")
        .values("id", "area_id", "area__code", "kind", "name", "lon", "lat", "is_active")
    )  # fmt: skip
    olds = [site["area__code"] for site in sites]
    points = [(site["lon"], site["lat"]) for site in sites]
    targets = successors.at_points(olds, points, heirs=[None] * len(sites))
    renamed, notes = _told_apart(sites, targets, successors, names)
    changes = []
    for site, target in zip(sites, targets, strict=True):
        old: Values = {"area_id": site["area_id"]}
        new: Values = {"area_id": areas[target]}
        if site["id"] in renamed:
            old, new = {**old, "name": site["name"]}, {**new, "name": renamed[site["id"]]}
        changes.append(changed("site", site["id"], old, new))
    updated(Site, changes)
    by_site = dict(zip((site["id"] for site in sites), targets, strict=True))
    return changes + _carry_stations(successors, areas, by_site, renamed), notes, by_site


def _carry_stations(
    successors: Successors, areas: Mapping[str, int], by_site: Mapping[int, str], renamed: Mapping[int, str]
) -> list[Change]:
    """Carry stations over: with their site where it went, by their own point where it stayed."""
    stations = list(
        Station.objects.select_for_update().filter(area_code__in=successors.old_codes).order_by("pk")
        .values("id", "area_id", "area_code", "site_id", "name", "lon", "lat")
    )  # fmt: skip
    targets = successors.at_points(
        [each["area_code"] for each in stations],
        # A station without a point of its own, or whose site went by one, goes with its site.
        [(None, None) if each["site_id"] in by_site else (each["lon"], each["lat"]) for each in stations],
        heirs=[by_site.get(each["site_id"]) for each in stations],
    )
    changes = []
    for station, target in zip(stations, targets, strict=True):
        old = {"area_id": station["area_id"], "area_code": station["area_code"]}
        new = {"area_id": areas[target], "area_code": target}
        if station["site_id"] in renamed:
            # A station and its site bear one name.
            old, new = {**old, "name": station["name"]}, {**new, "name": renamed[station["site_id"]]}
        changes.append(changed("station", station["id"], old, new))
    updated(Station, changes)
    return changes


def _told_apart(
    sites: Iterable[Mapping[str, Any]], targets: Sequence[str], successors: Successors, names: Mapping[str, str]
) -> tuple[dict[int, str], list[Refused]]:
    """Return the new names of sites in use that would meet another of their kind and name, and what to say of each."""
    renamed: dict[int, str] = {}
    notes: list[Refused] = []
    there = Site.objects.filter(area__code__in=set(targets), is_active=True)
    taken = set(there.values_list("area__code", "kind", "name"))
    pairs = [(site, target) for site, target in zip(sites, targets, strict=True) if site["is_active"]]
    for site, target in sorted(pairs, key=lambda each: (successors.rank_of(each[0]["area__code"]), each[0]["id"])):
        name = site["name"]
        if (target, site["kind"], name) in taken:
            longer = f"{name}（{names[site['area__code']]}）"
            others = (f"{longer} {number}" for number in count(2))
            name = next(each for each in chain((longer,), others) if (target, site["kind"], each) not in taken)
            renamed[site["id"]] = name
            notes.append(
                Refused(
                    "Two places in the new grid are called %(name)s; one is now %(new)s.", name=site["name"], new=name
                )
            )
        taken.add((target, site["kind"], name))
    return renamed, notes
