# SPDX-License-Identifier: Apache-2.0
"""The sheets an administrator may bring in and take out, each with its verbs; every page serves every kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sidan.base.columns import Column
from sidan.base.errors import NotFound, Words
from sidan.base.imports import Plan
from sidan.base.sheet_writing import write_table
from sidan.dispatch import route_sheets
from sidan.evaluation import outside_sheets
from sidan.matching import (
    adviser_columns,
    adviser_sheets,
    company_columns,
    company_sheets,
    conflict_sheets,
    skill_sheets,
    unit_register_sheets,
)
from sidan.matching.register_rows import ADVISER_KINDS, CONFLICT_KINDS, SIZES, SKILL_KINDS
from sidan.matching.skills import vocabulary
from sidan.matching.unit_register import registered_kinds
from sidan.orders import matter_sheets
from sidan.people import people_sheets, unit_sheets
from sidan.people.actors import Actor
from sidan.people.place_sheets import bring_in_places, take_out_places
from sidan.people.posts import GIVEN_ROLES, POST_ROLES
from sidan.places import holidays, site_sheets, station_sheets
from sidan.places.area_columns import TITLE as AREAS
from sidan.places.area_columns import area_columns
from sidan.places.kinds import AREA_KINDS, LEVEL_NAMES, SITE_KINDS, STATION_KINDS
from sidan.programmes.unit_kinds import unit_kinds

SYSTEM, SECURITY, ORGANISER = "system_admin", "security_admin", "organiser"
NameOf = Mapping[str, Mapping[str, Words]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of sheet: `take_out` and `bring_in` are its verbs, `roles` who may use them.

    `names` say what codes in a column stand for. `is_mapped` sheets hold coordinates, `is_surveyed` ones outlines whose
    faults may be repaired.
    """

    code: str
    title: Words
    icon: str
    about: str | Promise
    roles: frozenset[str]
    columns: Callable[[], tuple[Column, ...]]
    take_out: Callable[..., bytes]
    bring_in: Callable[..., Plan]
    names: Callable[[], NameOf] = dict
    is_mapped: bool = False
    is_surveyed: bool = False
    endings: tuple[str, ...] = (".xlsx", ".xls", ".ods", ".csv")

    def is_open_to(self, actor: Actor) -> bool:
        """Say whether the actor may use this kind of sheet."""
        return actor.system == "importer" or any(actor.holds(role) for role in self.roles)

    def form(self, language: str) -> bytes:
        """Return the empty sheet with its header and a row of help."""
        return write_table(self.columns(), (), title=self.title, language=language)


def _bring_in_units(source: bytes, filename: str, *, by: Actor, dry_run: bool) -> Plan:
    """Import units, whose kinds are those of the catalogue."""
    return unit_sheets.import_units(source, filename, by=by, kinds=unit_kinds(), dry_run=dry_run)


def _take_out_units(*, by: Actor, language: str) -> bytes:
    """Export units with the names of their kinds."""
    return unit_sheets.export_units(by=by, kinds=unit_kinds(), language=language)


def _skill_names(*columns: str) -> NameOf:
    """Return the names of skills and languages for each of the columns; one query."""
    names = {code: skill.title for code, skill in vocabulary().skills.items()}
    return dict.fromkeys(columns, names)


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "areas",
            AREAS,
            "map-2",
            _("City, counties, towns, communities and grids, with outlines from GeoJSON or a Shapefile."),
            frozenset({SYSTEM}),
            area_columns,
            partial(take_out_places, "areas"),
            partial(bring_in_places, "areas"),
            names=lambda: {"level": LEVEL_NAMES, "kind": AREA_KINDS},
            is_mapped=True,
            is_surveyed=True,
            endings=(".xlsx", ".xls", ".ods", ".csv", ".geojson", ".json", ".zip"),
        ),
        Kind(
            "sites",
            site_sheets.TITLE,
            "building",
            _("Stairs, buildings and shops that get a QR poster. Codes are made by the system."),
            frozenset({SYSTEM}),
            lambda: site_sheets.COLUMNS,
            partial(take_out_places, "sites"),
            partial(bring_in_places, "sites"),
            names=lambda: {"kind": SITE_KINDS},
            is_mapped=True,
        ),
        Kind(
            "stations",
            station_sheets.TITLE,
            "coffee",
            _("Rest stations and service points, with opening hours and facilities. Each gets a poster of its own."),
            frozenset({SYSTEM}),
            lambda: station_sheets.COLUMNS,
            partial(take_out_places, "stations"),
            partial(bring_in_places, "stations"),
            names=lambda: {"kind": STATION_KINDS},
            is_mapped=True,
        ),
        Kind(
            "units",
            unit_sheets.TITLE,
            "building-community",
            _("Departments, towns, companies and property managers that handle orders."),
            frozenset({SYSTEM, SECURITY}),
            lambda: unit_sheets.units_spec(unit_kinds()).columns,
            _take_out_units,
            _bring_in_units,
            names=lambda: {"kind": unit_kinds()},
        ),
        Kind(
            "people",
            people_sheets.TITLE,
            "users",
            _("Staff with the posts they hold: one row for each post. Who is not in the sheet stays."),
            frozenset({SECURITY}),
            lambda: people_sheets.PEOPLE.columns,
            people_sheets.export_people,
            people_sheets.import_people,
            names=lambda: {"role": {code: POST_ROLES[code].words for code in GIVEN_ROLES}},
        ),
        Kind(
            "matters",
            matter_sheets.TITLE,
            "list-details",
            _("What can be ordered, with conditions and limits; a county's own row stands before the city's."),
            frozenset({SYSTEM}),
            lambda: matter_sheets.SPEC.columns,
            matter_sheets.export_matters,
            matter_sheets.import_matters,
            names=lambda: {"photos": matter_sheets.PHOTOS},
        ),
        Kind(
            "routes",
            route_sheets.TITLE,
            "route",
            _("Who gets which orders: area, matter, condition and hours, with the lead and assisting units."),
            frozenset({SYSTEM}),
            lambda: route_sheets.COLUMNS,
            route_sheets.export_routes,
            route_sheets.import_routes,
        ),
        Kind(
            "outside",
            outside_sheets.TITLE,
            "report-analytics",
            _("Figures measured elsewhere, with their evidence; each counts when a second person has checked it."),
            frozenset({"evaluator"}),
            lambda: outside_sheets.COLUMNS,
            outside_sheets.export_outside,
            outside_sheets.import_outside,
        ),
        Kind(
            "skills",
            skill_sheets.TITLE,
            "tags",
            _("What companies need and advisers can do: the names, and other words for the same."),
            frozenset({ORGANISER}),
            lambda: skill_sheets.COLUMNS,
            skill_sheets.export_skills,
            skill_sheets.import_skills,
            names=lambda: {"kind": SKILL_KINDS},
        ),
        Kind(
            "registered_units",
            unit_register_sheets.TITLE,
            "building-community",
            _("Universities, hospitals, associations and other units that experts belong to."),
            frozenset({ORGANISER}),
            unit_register_sheets.columns,
            unit_register_sheets.export_registered,
            unit_register_sheets.import_registered,
            names=lambda: {"kind": registered_kinds()},
        ),
        Kind(
            "companies",
            company_columns.TITLE,
            "building-factory-2",
            _("Companies with their place, size and needs; one whose unit is not there yet is added with it."),
            frozenset({ORGANISER}),
            lambda: company_columns.columns(vocabulary()),
            company_sheets.export_companies,
            company_sheets.import_companies,
            names=lambda: {"size": SIZES, **_skill_names("needs", "languages")},
            is_mapped=True,
        ),
        Kind(
            "advisers",
            adviser_columns.TITLE,
            "user-star",
            _("Liaisons and experts with their skills, how many companies they can serve, and when they are away."),
            frozenset({ORGANISER}),
            lambda: adviser_columns.columns(vocabulary()),
            adviser_sheets.export_advisers,
            adviser_sheets.import_advisers,
            names=lambda: {"kind": ADVISER_KINDS, **_skill_names("skills", "languages")},
            is_mapped=True,
        ),
        Kind(
            "conflicts",
            conflict_sheets.TITLE,
            "arrows-split",
            _("Who is kept apart from which company, and why. Confidential: each sheet taken out is in the audit log."),
            frozenset({ORGANISER}),
            lambda: conflict_sheets.COLUMNS,
            conflict_sheets.export_conflicts,
            conflict_sheets.import_conflicts,
            names=lambda: {"kind": CONFLICT_KINDS},
        ),
        Kind(
            "holidays",
            holidays.TITLE,
            "calendar-event",
            _("Days the city sets for itself: off in a typhoon, or a worked Saturday."),
            frozenset({SYSTEM}),
            lambda: holidays.HOLIDAYS.columns,
            partial(take_out_places, "holidays"),
            partial(bring_in_places, "holidays"),
        ),
    )
}


def kinds_for(actor: Actor) -> Iterator[Kind]:
    """Yield the kinds of sheets the actor may use."""
    return (kind for kind in KINDS.values() if kind.is_open_to(actor))


def find_kind(code: str) -> Kind:
    """Return a kind of sheet by its code."""
    try:
        return KINDS[code]
    except KeyError:
        raise NotFound("There is no such kind of sheet.") from None
