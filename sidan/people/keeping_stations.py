# SPDX-License-Identifier: Apache-2.0
"""Single stations as an administrator keeps them: the verbs of places, asked first and audited afterwards."""

from typing import Any

from django.db import transaction

from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.authority import require_may_change_places
from sidan.people.keeping_places import ADDED, CHANGED
from sidan.places import stations
from sidan.places.models import Area
from sidan.places.service_points import Station


@transaction.atomic
def add_station(code: str, name: str, *, area: Area, kind: str, by: Actor, **facts: Any) -> Station:
    """Add a station and the site of its poster; `facts` are those of places.stations.StationFacts."""
    require_may_change_places(by)
    station = stations.add_station(code, name, area=area.code, kind=kind, **facts)
    record(by, ADDED, f"station:{station.code}", name=station.name)
    return station


@transaction.atomic
def amend_station(station: Station, name: str, *, by: Actor, **facts: Any) -> Station:
    """Change what is known of a station, take it out of use or into use again."""
    require_may_change_places(by)
    amended = stations.amend_station(station.code, name=name, **facts)
    record(by, CHANGED, f"station:{station.code}", name=amended.name, in_use=amended.is_active)
    return amended
