# SPDX-License-Identifier: Apache-2.0
"""Sheets of places and working days as an administrator brings them in and takes them out: asked and audited.

Places know nobody, so who may change them, and the log of it, stand here above them.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Literal

from django.db import transaction

from sidan.base.imports import Plan
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_change_places
from sidan.places.area_sheets import export_areas, import_areas
from sidan.places.holidays import export_holidays, import_holidays
from sidan.places.site_sheets import export_sites, import_sites
from sidan.places.station_sheets import export_stations, import_stations
from sidan.places.topology import Repair

Places = Literal["areas", "sites", "stations", "holidays"]

_EXPORTS: Mapping[Places, Callable[..., bytes]] = {
    "areas": export_areas,
    "sites": export_sites,
    "stations": export_stations,
    "holidays": export_holidays,
}


@transaction.atomic
def bring_in_places(
    kind: Places,
    source: bytes,
    filename: str,
    *,
    by: Actor,
    system: str = "wgs84",
    repairs: Collection[Repair] = (),
    dry_run: bool = False,
) -> Plan:
    """Add and change places as a sheet says; Faulty, and nothing written, when a row is wrong.

    `system` is that of the coordinates in sheets of areas, sites and stations, a key of outlines.SYSTEMS; `repairs` are
    those that may be made to the outlines of areas.
    """
    require_may_change_places(by)
    if kind == "holidays":
        plan = import_holidays(source, filename, dry_run=dry_run)
    elif kind == "sites":
        plan = import_sites(source, filename, system=system, dry_run=dry_run)
    elif kind == "stations":
        plan = import_stations(source, filename, system=system, dry_run=dry_run)
    else:
        plan = import_areas(source, filename, system=system, repairs=repairs, dry_run=dry_run)
    if not dry_run:
        counts = {"added": len(plan.created), "changed": len(plan.changed)}
        record(
            by, "places.imported", filename, kind=kind, **counts, **({"repairs": sorted(repairs)} if repairs else {})
        )
    return plan


def take_out_places(kind: Places, *, by: Actor, language: str = "zh-hans") -> bytes:
    """Return all areas, sites, stations or own days as a sheet that `bring_in_places` reads."""
    require_may_change_places(by)
    sheet = _EXPORTS[kind](language=language)
    record(by, "places.exported", "", kind=kind)
    return sheet
