# SPDX-License-Identifier: Apache-2.0
"""The verbs of the dispatch catalogue: add, change and end a route, and set how sure a guess must be."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from sidan.base.clock import now
from sidan.base.errors import NotFound, Refused
from sidan.dispatch.hours import ALWAYS
from sidan.dispatch.matter_names import catalogue_of
from sidan.dispatch.route_rights import areas_read, require_may_automate, require_may_keep
from sidan.dispatch.route_rows import LEAST_PERCENT, MOST_PERCENT, Route, Threshold
from sidan.people.actors import Actor
from sidan.people.audit import record
from sidan.people.days import city_today
from sidan.people.fitting import fitting
from sidan.people.models import Unit
from sidan.places.codes import LENGTHS, county_of
from sidan.places.models import Area
from sidan.places.versions import changed

MOST_ASSISTING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """What is said of a route; `hours` in the form of `dispatch/hours.py`, `from_on` None for today."""

    area: Area
    unit: Unit
    matter_code: str = ""
    condition_code: str = ""
    hours: str = ALWAYS
    assisting: Sequence[Unit] = field(default=())
    from_on: date | None = None
    until_on: date | None = None
    is_automatic: bool = False
    trusts_words: bool = False
    surer_than_percent: int | None = None
    note: str = ""


def find_route(number: int, *, by: Actor) -> Route:
    """Return a route that somebody may read, with area and units. Two queries."""
    rows = Route.objects.select_related("area", "unit", "unit__area").prefetch_related("assisting")
    found = rows.filter(pk=number).first()
    areas = areas_read(by)
    if found is None or not any(found.area_code.startswith(area) or area.startswith(found.area_code) for area in areas):
        raise NotFound("There is no route %(number)d.", number=number)
    return found


@transaction.atomic
def add_route(facts: RouteFacts, *, by: Actor) -> Route:
    """Add a route and return it."""
    require_may_keep(by, facts.area.code)
    if facts.is_automatic:
        require_may_automate(by)
    columns = _columns(facts, begins=facts.from_on or city_today())
    _require_free(columns)
    with _told_when_taken(columns):
        route = Route.objects.create(**columns)
    route.assisting.set(facts.assisting)
    changed()
    record(by, "route.added", route.subject, **_told(facts, columns))
    return route


@transaction.atomic
def change_route(route: Route, facts: RouteFacts, *, by: Actor) -> Route:
    """Set what is said of a route that is in use; steps made by it keep what it said then."""
    held = _locked(route)
    require_may_keep(by, held.area_code)
    require_may_keep(by, facts.area.code)
    if facts.is_automatic or held.is_automatic:
        require_may_automate(by)
    columns = _columns(facts, begins=facts.from_on or held.from_on)
    _require_free(columns, but=held)
    with _told_when_taken(columns, but=held):
        Route.objects.filter(pk=held.pk).update(**columns)
    held.assisting.set(facts.assisting)
    changed()
    record(by, "route.changed", held.subject, **_told(facts, columns))
    return Route.objects.get(pk=held.pk)


@transaction.atomic
def stop_route(route: Route, *, by: Actor) -> None:
    """Take a route out of use from this moment on; whoever keeps it may stop a rule too. The row stays."""
    held = _locked(route)
    require_may_keep(by, held.area_code)
    Route.objects.filter(pk=held.pk).update(stopped_at=now())
    changed()
    record(by, "route.stopped", held.subject)


@transaction.atomic
def set_threshold(matter_code: str, percent: int | None, *, by: Actor, county: str = "") -> None:
    """Set how sure a guess of a matter must be before a rule acts; None goes back to the city's, or the usual one."""
    require_may_automate(by)
    if matter_code not in catalogue_of(county).matters:
        raise Refused("There is no matter with the code “%(code)s”.", code=matter_code[:60])
    if percent is None:
        Threshold.objects.filter(county=county, matter_code=matter_code).delete()
    else:
        defaults = {"surer_than_percent": require_percent(percent)}
        Threshold.objects.update_or_create(county=county, matter_code=matter_code, defaults=defaults)
    changed()
    record(by, "route.threshold_set", f"matter:{matter_code}", county=county, percent=percent)


def require_percent(percent: int) -> int:
    """Return a threshold, or refuse one out of range."""
    if not LEAST_PERCENT <= percent <= MOST_PERCENT:
        raise Refused(
            "Give a threshold from %(least)d to %(most)d percent: a rule may not act on less than an even chance.",
            least=LEAST_PERCENT,
            most=MOST_PERCENT,
        )
    return percent


def _locked(route: Route) -> Route:
    """Return a route in use as it is now, locked; Refused when it is stopped."""
    held = Route.objects.select_for_update().get(pk=route.pk)
    if held.stopped_at is not None:
        raise Refused("Route %(number)d was stopped; please add a new one.", number=held.pk)
    return held


def _columns(facts: RouteFacts, *, begins: date) -> dict[str, Any]:
    """Return the facts as columns take them, or refuse what cannot be."""
    _require_scope(facts)
    _require_units(facts)
    if facts.until_on is not None and facts.until_on < begins:
        raise Refused("The last day comes before the first.")
    if facts.surer_than_percent is not None:
        require_percent(facts.surer_than_percent)
    return {
        "area": facts.area,
        "area_code": facts.area.code,
        "matter_code": facts.matter_code,
        "condition_code": facts.condition_code,
        "hours": facts.hours,
        "unit": facts.unit,
        "from_on": begins,
        "until_on": facts.until_on,
        "is_automatic": facts.is_automatic,
        "trusts_words": facts.is_automatic and facts.trusts_words,
        "surer_than_percent": facts.surer_than_percent if facts.is_automatic else None,
        "note": fitting(Route, "note", facts.note),
    }


def _require_scope(facts: RouteFacts) -> None:
    """Refuse an area that is void or a grid, and matters and conditions that the county does not offer."""
    code, matter = facts.area.code, facts.matter_code
    if facts.area.void_on is not None:
        raise Refused("The area %(code)s is void.", code=code)
    if len(code) > LENGTHS["community"]:
        raise Refused("A route is for a community or a larger area: grids are redrawn.")
    known = catalogue_of(county_of(code))
    if matter and matter not in known.matters and matter not in known.branches:
        raise Refused("There is no matter or branch with the code “%(code)s”.", code=matter[:60])
    if facts.condition_code and facts.condition_code not in known.conditions.get(matter, {}):
        raise Refused(
            "The matter “%(matter)s” has no condition “%(condition)s”.",
            matter=known.name(matter),
            condition=facts.condition_code[:40],
        )


def _require_units(facts: RouteFacts) -> None:
    """Refuse units that are closed, work elsewhere or are named twice."""
    units = [facts.unit, *facts.assisting]
    if len(facts.assisting) > MOST_ASSISTING:
        raise Refused("Name at most %(most)d units.", most=MOST_ASSISTING)
    for unit in units:
        if not unit.is_active:
            raise Refused("%(unit)s is closed.", unit=unit.name)
        around = unit.area.code if unit.area is not None else ""
        if not (facts.area.code.startswith(around) or around.startswith(facts.area.code)):
            raise Refused("%(unit)s works elsewhere, outside %(area)s.", unit=unit.name, area=facts.area.name)
    if len({unit.pk for unit in units}) < len(units):
        raise Refused("The lead unit cannot assist itself, and each unit is named once.")


def _require_free(columns: dict[str, Any], *, but: Route | None = None) -> None:
    """Refuse a second route for the same scope on any day. One query."""
    scope = {name: columns[name] for name in ("area_code", "matter_code", "condition_code", "hours")}
    rows = Route.objects.filter(**scope, stopped_at__isnull=True)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=columns["from_on"]))
    if columns["until_on"] is not None:
        rows = rows.filter(from_on__lte=columns["until_on"])
    same = rows.first()
    if same is not None:
        raise Refused(
            "Route %(number)d is for the same area, matter, condition and hours; change it instead.", number=same.pk
        )


@contextmanager
def _told_when_taken(columns: dict[str, Any], *, but: Route | None = None) -> Iterator[None]:
    """Say which route has the scope when somebody else has just taken it, as the database refuses a second."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        _require_free(columns, but=but)
        raise


def _told(facts: RouteFacts, columns: dict[str, Any]) -> dict[str, Any]:
    """Return what the audit log keeps of a route."""
    return {
        "area": columns["area_code"],
        "matter": columns["matter_code"],
        "condition": columns["condition_code"],
        "hours": columns["hours"],
        "unit": facts.unit.code,
        "assisting": [unit.code for unit in facts.assisting],
        "from_on": columns["from_on"].isoformat(),
        "until_on": columns["until_on"].isoformat() if columns["until_on"] else None,
        "is_automatic": columns["is_automatic"],
        "trusts_words": columns["trusts_words"],
        "surer_than_percent": columns["surer_than_percent"],
    }
