# SPDX-License-Identifier: Apache-2.0
"""Stations, grid partners and two platforms of the synthetic city. All of it is made up, and the names say so.

Which county really runs which platform is not known to the project, so none of the real names stands here.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from sidan.base.errors import Words
from sidan.base.geometry import Point
from sidan.orders.platforms import set_platform
from sidan.people.actors import Actor
from sidan.people.models import Unit
from sidan.people.partnering import add_partner
from sidan.people.partners import PartnerKind
from sidan.places.models import Area
from sidan.places.opening_hours import parse_week
from sidan.places.stations import add_station
from sidan.simulate import names, shapes

# Kind, what it is called after its community, opening hours, facilities.
STATIONS = (
    ("rest", "驿站", "rest station", "每天 24小时", ("water", "charging", "microwave", "seats", "aed")),
    ("rest", "骑手之家", "riders' home", "每天 07:00-02:00", ("water", "charging", "battery", "microwave", "wifi")),
    ("members", "党群服务站", "service station", "周一至周五 08:30-12:00,14:00-17:30", ("water", "seats", "reading")),
    ("members", "党群服务站", "service station", "每天 08:00-20:00", ("water", "toilet", "first_aid", "lactation")),
    ("services", "综合服务网点", "service point", "周一至周六 09:00-18:00", ("charging", "toilet", "step_free")),
)
COUNT = 10
PLATFORMS = {
    "361002": (Words("临江一键办（演示）", "One press (demo)"), Words("一键点单，件件有回音", ""), "#7a2230"),
    "361022": (Words("青禾好帮办（演示）", "Helping hand (demo)"), Words("有事您说，我们来办", ""), "#1f5c3a"),
}
# Which kind of partner a kind of unit is.
PARTNERS = {
    "party_branch": "branch",
    "property_manager": "property",
    "owners_committee": "owners",
    "urban_management": "departments",
    "street_town": "workers",
}


def furnish(grids: Mapping[str, shapes.Ring], *, today: date, rng: Random) -> int:
    """Write ten stations, partners of the grids they stand in, and the platforms; return the number of stations."""
    # Every so many grids one, so that both counties and most towns have some.
    codes = sorted(grids)[:: max(1, len(grids) // COUNT)][:COUNT]
    areas = {area.code: area for area in Area.objects.filter(code__in=codes).select_related("parent")}
    for number, (code, row) in enumerate(zip(codes, islice(cycle(STATIONS), COUNT), strict=False), start=1):
        _station(areas[code], row, number=number, point=Point(*shapes.inside(grids[code], rng=rng)))
    _partners(areas, today=today)
    for county, (brand, slogan, colour) in PLATFORMS.items():
        set_platform(county, brand, slogan=slogan, colour=colour, by=Actor.importer())
    return len(codes)


def _station(grid: Area, row: tuple[str, str, str, str, tuple[str, ...]], *, number: int, point: Point) -> None:
    """Write one station."""
    kind, name, name_en, hours, facilities = row
    around = grid.parent.name.removesuffix("社区") if grid.parent else grid.name
    add_station(
        f"demo-{number:02d}",
        f"{around}{name}（演示）",
        area=grid.code,
        kind=kind,
        name_en=f"Demo {name_en} {number}",
        address=f"{grid.name}服务用房（演示地址）",
        point=point,
        phone="0794-0000000",
        week=parse_week(hours),
        hours_note="" if number % 3 else "节假日以现场通知为准。",
        facilities=facilities,
    )


def _partners(areas: Mapping[str, Area], *, today: date) -> None:
    """Write the units that work around these grids: those of the city, of the grid's county and of its town."""
    since = today - timedelta(days=400)
    kinds = {kind.code: kind for kind in PartnerKind.objects.all()}
    for unit in Unit.objects.filter(kind__in=PARTNERS).select_related("area"):
        kind = kinds.get(PARTNERS[unit.kind])
        inside = unit.area.code if unit.area else names.CITY[0]
        for code, area in areas.items():
            if kind is not None and code.startswith(inside):
                add_partner(area, unit, kind=kind, by=Actor.importer(), from_on=since)
