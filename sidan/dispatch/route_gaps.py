# SPDX-License-Identifier: Apache-2.0
"""Where the dispatch catalogue says nothing: matters without a route and without a usual unit, town by town.

A matter is covered in a town when a route holds there always and under any condition, or a unit of the matter's usual
kind covers the town. Routes for certain hours, conditions or communities alone cover it in part.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sidan.base.errors import Words
from sidan.dispatch.hours import ALWAYS
from sidan.dispatch.matter_names import Catalogue, catalogue_of
from sidan.dispatch.routes import ways_within
from sidan.dispatch.routing import Way, branches_of, conflicts, is_of
from sidan.people.days import city_today
from sidan.people.models import Unit
from sidan.people.queries import active_units
from sidan.places.codes import path_of
from sidan.places.names import area_codes, counties_within, name_of


@dataclass(frozen=True, slots=True)
class Gap:
    """A matter of a county, the towns in which nobody gets it, and whether some routes cover it in part."""

    matter: str
    name: Words
    county: str
    towns: tuple[Words, ...]
    is_everywhere: bool
    is_partly: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """A route whose unit is closed: it leads to nobody."""

    way: Way
    unit: Unit


def conflicts_in(areas: Collection[str]) -> list[tuple[Way, Way]]:
    """Return the pairs of routes over some areas that tie and name different units. No query."""
    today = city_today()
    return conflicts(way for way in ways_within(areas) if way.until_on is None or way.until_on >= today)


def broken_in(areas: Collection[str]) -> list[Broken]:
    """Return the routes over some areas that name a closed unit. One query."""
    ways = list(ways_within(areas))
    named = {pk for way in ways for pk in (way.unit, *way.assisting)}
    closed = {unit.pk: unit for unit in Unit.objects.filter(pk__in=named, is_active=False)}
    return [Broken(way, closed[pk]) for way in ways for pk in (way.unit, *way.assisting) if pk in closed]


def gaps_in(areas: Collection[str]) -> list[Gap]:
    """Return the matters that nobody gets somewhere in some areas, by county and matter. One query and one a minute."""
    counties = sorted({county for area in areas for county in counties_within(area)} if areas else ())
    towns = [code for code in area_codes(levels={"town"}) if any(_meet(code, area) for area in areas)]
    units = list(active_units())
    today, working = city_today(), {unit.pk for unit in units}
    ways = [
        way
        for way in ways_within(areas)
        if way.unit in working and way.from_on <= today and (way.until_on is None or way.until_on >= today)
    ]
    found: list[Gap] = []
    for county in counties:
        own = [town for town in towns if town.startswith(county)]
        found += _of_county(county, own, catalogue=catalogue_of(county), ways=ways, units=units)
    return found


def _of_county(
    county: str, towns: Sequence[str], *, catalogue: Catalogue, ways: Sequence[Way], units: Iterable[Unit]
) -> list[Gap]:
    """Return the gaps of one county."""
    whole = {(way.area, way.matter) for way in ways if not way.condition and way.hours == ALWAYS}
    usual = {(unit.kind, unit.area.code if unit.area is not None else "") for unit in units}
    found = []
    for matter, name in catalogue.matters.items():
        kind = catalogue.unit_kinds[matter]
        lacking = [town for town in towns if not _is_covered(town, matter, kind, whole=whole, usual=usual)]
        if lacking:
            partly = any(is_of(matter, way.matter) and any(_meet(way.area, town) for town in lacking) for way in ways)
            found.append(
                Gap(
                    matter=matter,
                    name=name,
                    county=county,
                    towns=tuple(name_of(town) for town in lacking),
                    is_everywhere=len(lacking) == len(towns),
                    is_partly=partly,
                )
            )
    return found


def _is_covered(
    town: str, matter: str, kind: str, *, whole: Collection[tuple[str, str]], usual: Collection[tuple[str, str]]
) -> bool:
    """Say whether somebody gets a matter anywhere in a town at any time."""
    around = path_of(town)
    if any((kind, area) in usual for area in ("", *around)):
        return True
    return any((area, branch) in whole for area in around for branch in branches_of(matter))


def _meet(one: str, other: str) -> bool:
    """Say whether one of two areas lies in the other."""
    return one.startswith(other) or other.startswith(one)
