# SPDX-License-Identifier: Apache-2.0
"""The columns of sheets of areas, and what may stand in them."""

import re
from dataclasses import replace
from datetime import date

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.geometry import Point
from sidan.base.sheets import Table, plain_name
from sidan.places.codes import level_of, stripped
from sidan.places.drawn import read_drawn
from sidan.places.kinds import AREA_KINDS, LEVEL_NAMES
from sidan.places.outlines import PLACES, SYSTEMS

TITLE = Words("区域", "Areas")
_MANY = 5_000_000  # more households or people than any area of a prefecture has

# Columns that say how a row is to be taken, and are no fact of its area.
NO_FACTS = frozenset({"code", "community", "earlier"})
# More than any prefecture has; a province comes county by county, or one request would take minutes.
MOST_OUTLINED = 30_000

_CODE = Column(
    "code",
    Words("区域编码", "Area code"),
    stripped,
    required=True,
    aliases=(
        "编码",
        "网格编码",
        "网格代码",
        "区划代码",
        "统计用区划代码",
        "行政区划代码",
        "代码",
        "wgbm",
        "wgdm",
        "bm",
    ),
    help=Words("12位统计用区划代码；网格再加3位，共15位", "12 official digits; a grid has 3 more, 15 in all"),
    width=20,
)
_COMMUNITY = Column(
    "community",
    Words("所在社区编码", "Community code"),
    cells.line(100),
    aliases=("社区编码", "村社区编码", "所属社区编码", "sqbm", "sqdm"),
    help=Words(
        "新网格可不填编码，只填所在社区：由系统自西向东、自北向南编号",
        "a new grid may have no code but its community's: it is then numbered west to east, north to south",
    ),
    width=20,
)


def _codes(cell: str) -> tuple[str, ...]:
    """Return the codes in a cell, apart by spaces or commas of any kind."""
    return tuple(dict.fromkeys(stripped(part) for part in re.split(r"[\s,，、;；]+", cell) if part))


_EARLIER = Column(
    "earlier",
    Words("前身网格编码", "Grids before it"),
    _codes,
    aliases=("原网格编码",),
    help=Words(
        "新网格由哪些网格划来，用空格隔开；旧地址、统计据此对应",
        "of a new grid: which ones it took over from, apart by spaces; old addresses and figures follow it",
    ),
    width=24,
)
_FACTS = (
    Column(
        "name",
        Words("区域名称", "Area name"),
        cells.line(100),
        required=True,
        aliases=("名称", "网格名称", "wgmc", "mc"),
        width=30,
    ),
    Column("name_en", Words("英文名称", "English name"), cells.line(150), width=24),
    Column(
        "level",
        Words("级别", "Level"),
        cells.choice(LEVEL_NAMES),
        help=Words("可不填，由编码得出", "may stay empty: the code says it"),
        options=tuple(LEVEL_NAMES.values()),
    ),
    Column(
        "kind",
        Words("类型", "Kind"),
        cells.choice(AREA_KINDS, others=True),
        aliases=("网格类型",),
        help=Words("如综合网格、专属网格；可自定", "such as general or exclusive grid; others may be used"),
    ),
    Column("households", Words("户数", "Households"), cells.whole(0, _MANY), aliases=("hs",), style="number", width=10),
    Column("people", Words("人口", "People"), cells.whole(0, _MANY), aliases=("人数", "rk"), style="number", width=10),
    Column("lon", Words("经度", "Longitude"), cells.decimal(-180, 180), aliases=("lng",), style="number"),
    Column("lat", Words("纬度", "Latitude"), cells.decimal(-90, 90), style="number"),
    Column("phone", Words("联系电话", "Phone"), cells.line(40), aliases=("电话",)),
    Column("supervision_phone", Words("监督电话", "Supervision phone"), cells.line(40)),
    Column(
        "address_words",
        Words("常用地名", "Place words"),
        cells.text(1000),
        help=Words("居民常说的路名、小区、市场，用空格隔开", "streets, estates, markets as people call them"),
        width=30,
    ),
    Column(
        "from_on",
        Words("启用日期", "In use from"),
        cells.day,
        style="day",
        help=Words(
            "可不填：原有区域里新增的，自导入当天起",
            "may stay empty: what is new among known areas is from the day it is brought in",
        ),
    ),
    Column(
        "void_on",
        Words("作废日期", "Void on"),
        cells.day,
        style="day",
        help=Words("作废的编码不再使用，也不能恢复", "a void code is never used again nor brought back"),
    ),
)


def area_columns(*, codes_may_miss: bool = False) -> tuple[Column, ...]:
    """Return the columns; outlines are read as they were drawn, neither turned into WGS-84 nor mended."""
    outline = Column(
        "geometry",
        Words("边界", "Outline"),
        read_drawn,
        aliases=("geojson", "范围"),
        help=Words("GeoJSON 的 Polygon 或 MultiPolygon", "a GeoJSON Polygon or MultiPolygon"),
        width=20,
    )
    code = replace(_CODE, required=not codes_may_miss, parse=lambda cell: stripped(cell) if cell else "")
    return code, *_FACTS[:1], _COMMUNITY, *_FACTS[1:], _EARLIER, outline


def has_communities(table: Table) -> bool:
    """Say whether a table names the communities of grids, so that new ones may come without a code."""
    own = {plain_name(header) for header in _COMMUNITY.headers}
    return any(plain_name(header) in own for header in table.header)


def require_bearable(table: Table) -> None:
    """Refuse a table with more outlines than one request can examine."""
    column = area_columns()[-1]
    own = {plain_name(header) for header in column.headers}
    places = [place for place, header in enumerate(table.header) if plain_name(header) in own]
    outlined = sum(any(row.cells[place] for place in places if place < len(row.cells)) for row in table.rows)
    if outlined > MOST_OUTLINED:
        raise Refused(
            "The file has %(count)d areas with outlines; at most %(most)d are taken at once. Please divide it, "
            "for instance by county.",
            count=outlined,
            most=MOST_OUTLINED,
        )


def community_of_new(record: Record) -> Record:
    """Return the record of a grid without a code with the code of its community; a fault when it says too little."""
    if record.get("code"):
        return record
    if not record.get("community"):
        raise record.fault("code", Refused("%(column)s must not be empty.", column=_CODE.header))
    try:
        community = stripped(record["community"])
        if level_of(community) != "community":
            raise Refused("Grids are numbered within a village or community; %(code)s is none.", code=community)
    except Refused as reason:
        raise record.fault("community", reason) from None
    if record.get("geometry") is None and record.get("lon") is None:
        raise record.fault("code", Refused("A grid without a code needs an outline or a point to be numbered by."))
    return replace(record, values={**record.values, "community": community})


def true_point(record: Record, *, system: str) -> Record:
    """Return the record with its point in WGS-84; a fault when only half of it is given."""
    if "lon" not in record.values and "lat" not in record.values:
        return record
    lon, lat = record.get("lon"), record.get("lat")
    if (lon is None) != (lat is None):
        missing = "lon" if lon is None else "lat"
        raise record.fault(missing, Refused("Longitude and latitude must be given together."))
    shift = SYSTEMS[system][1]
    if lon is not None and shift:
        point = shift(Point(lon, lat))
        lon, lat = round(point.lon, PLACES), round(point.lat, PLACES)
    return replace(record, values={**record.values, "lon": lon, "lat": lat})


def level_agrees(record: Record) -> Record:
    """Return the record with its level from the code; a fault when the sheet says another."""
    level = level_of(record["code"]) if record.get("code") else "grid"
    if record.get("level", "") not in {"", level}:
        raise record.fault("level", Refused("By its code this is of the level %(level)s.", level=LEVEL_NAMES[level]))
    return replace(record, values={**record.values, "level": level})


def void_day(record: Record, present: date | None) -> date | None:
    """Return the day an area is void from when the sheet is taken, or None while it lives."""
    day: date | None = record.get("void_on", present)
    return day
