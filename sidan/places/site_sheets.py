# SPDX-License-Identifier: Apache-2.0
"""Sites as sheets: brought in all or nothing after a dry run, given out with the codes they were given.

A row without a code is about the site of that kind and name in that area, so that the same sheet taken twice adds
nothing, and a clerk need never see a code.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from sidan.base import cells
from sidan.base.columns import Column, Record
from sidan.base.errors import Refused, Words
from sidan.base.imports import Plan, Spec, prepare
from sidan.base.sheet_writing import write_csv, write_table
from sidan.places.area_columns import true_point
from sidan.places.codes import official, site_code, stripped
from sidan.places.kinds import SITE_KINDS, site_kind
from sidan.places.models import Area, Site
from sidan.places.sites import free_site_codes, same_name

TITLE = Words("点位", "Sites")
_BATCH = 500
_YES_NO = (Words("是", "yes"), Words("否", "no"))

COLUMNS = (
    Column(
        "code",
        Words("点位编码", "Site code"),
        lambda cell: site_code(cell) if cell else "",
        aliases=("编码",),
        help=Words("新点位不填，由系统生成", "leave empty for a new site: the code is made"),
    ),
    Column(
        "kind",
        Words("点位类型", "Kind"),
        cells.choice(SITE_KINDS, others=True),
        required=True,
        aliases=("类型",),
        options=tuple(SITE_KINDS.values()),
    ),
    Column("name", Words("点位名称", "Name"), cells.line(100), required=True, aliases=("名称",), width=30),
    Column(
        "area",
        Words("所在网格编码", "Grid code"),
        stripped,
        required=True,
        aliases=("网格编码", "区域编码", "所在区域编码", "area code"),
        help=Words("15位网格编码，也可填社区编码", "15 digits of the grid, or those of the community"),
        width=20,
    ),
    Column("address", Words("地址", "Address"), cells.line(200), width=40),
    Column("lon", Words("经度", "Longitude"), cells.decimal(-180, 180), aliases=("lng",), style="number"),
    Column("lat", Words("纬度", "Latitude"), cells.decimal(-90, 90), style="number"),
    Column(
        "is_active",
        Words("是否启用", "In use"),
        lambda cell: cells.yes_no(cell) is not False,
        help=Words("填“否”即停用；不填为启用", "no takes it out of use; empty means yes"),
        options=_YES_NO,
        width=10,
    ),
)
_FIELDS = tuple(column.name for column in COLUMNS)


@transaction.atomic
def import_sites(source: bytes | Path, filename: str = "", *, system: str = "wgs84", dry_run: bool = False) -> Plan:
    """Add and change sites as a sheet says; Faulty, and nothing written, when a row is wrong.

    `system` is that of the sheet's coordinates, a key of outlines.SYSTEMS.
    """
    return prepare(source, filename, spec=site_spec(system)).carried_out(_write, dry_run=dry_run)


def export_sites(inside: str = "", *, form: str = "xlsx", language: str = "zh-hans") -> bytes:
    """Return the sites in an area, closed ones too, as an xlsx or csv file that `import_sites` reads."""
    sites = Site.objects.filter(area__code__startswith=inside).select_related("area").order_by("area__code", "name")
    rows = (
        {**_values(site), "area": official(site.area.code), "kind": site_kind(site.kind)}
        for site in sites.iterator(chunk_size=2000)
    )
    if form == "csv":
        return write_csv(COLUMNS, rows, language=language)
    return write_table(COLUMNS, rows, title=TITLE, language=language)


def site_spec(system: str = "wgs84") -> Spec:
    """Return what a sheet of sites is about."""
    return Spec(
        title=TITLE,
        columns=COLUMNS,
        key=_key,
        known=_known,
        check=_faults_between,
        refine=partial(true_point, system=system),
    )


def _key(record: Record) -> Hashable:
    """Return what names the site of a row: its code, or where it is and what it is called."""
    return record.get("code") or (record["area"], record["kind"], record["name"])


def _known(records: Sequence[Record]) -> Mapping[Hashable, Mapping[str, Any]]:
    """Return the present values of the sites in the file by what may name them; one query."""
    named = _by_key(_present(records))
    return {key: _values(site, with_code=isinstance(key, str)) for key, site in named.items()}


def _by_key(sites: Sequence[Site]) -> dict[Hashable, Site]:
    """Return sites by code, and by place and name; of several with one name the one in use."""
    named: dict[Hashable, Site] = {}
    for site in sorted(sites, key=lambda site: site.is_active):
        named[site.code] = named[_name_of(site)] = site
    return named


def _present(records: Sequence[Record]) -> list[Site]:
    """Return the sites that rows may be about; one query."""
    codes = {record.get("code") for record in records} - {"", None}
    areas = {record["area"] for record in records}
    found = Site.objects.filter(Q(code__in=codes) | Q(area__code__in=areas))
    return list(found.select_related("area"))


def _faults_between(records: Sequence[Record]) -> Iterator[Refused]:
    """Yield what is wrong with the codes, areas and names of rows; two queries."""
    areas = {record["area"] for record in records}
    living = set(Area.objects.filter(code__in=areas, void_on__isnull=True).values_list("code", flat=True))
    present = {site.code: site for site in _present(records)}
    for record in records:
        if record.get("code") and record["code"] not in present:
            yield record.fault("code", Refused("There is no place with the code %(code)s.", code=record["code"]))
        if record["area"] not in living:
            yield record.fault("area", Refused("There is no area %(code)s.", code=official(record["area"])))
    yield from _faults_of_names(records, present)


def _faults_of_names(records: Sequence[Record], present: Mapping[str, Site]) -> Iterator[Refused]:
    """Yield a fault for each row after which two sites in use would have the same name."""
    named = {record.get("code") for record in records}
    others = {_name_of(site) for site in present.values() if site.is_active and site.code not in named}
    given: set[Hashable] = set()
    for record in records:
        name = (record["area"], record["kind"], record["name"])
        # A row without a code is about the site of its name, whoever that is; one with a code must not take it.
        if record.get("is_active", True) and (name in given or (record.get("code") and name in others)):
            yield record.fault("name", same_name(record["name"], official(record["area"])))
        given.add(name)


def _write(plan: Plan) -> None:
    """Write the rows of a sound plan."""
    changed = [change.record for change in plan.changed]
    codes = {record["area"] for record in (*plan.created, *changed)}
    areas = {area.code: area for area in Area.objects.filter(code__in=codes)}
    fresh = zip(free_site_codes(len(plan.created)), plan.created, strict=True)
    new = [_filled(Site(code=code), record, areas) for code, record in fresh]
    Site.objects.bulk_create(new, batch_size=_BATCH)
    present = _by_key(_present(changed))
    amended = [_filled(present[_key(record)], record, areas) for record in changed]
    Site.objects.bulk_update(amended, [name for name in _FIELDS if name != "code"], batch_size=_BATCH)


def _filled(site: Site, record: Record, areas: Mapping[str, Area]) -> Site:
    """Return a site with the values of a row."""
    for name, value in record.values.items():
        if name == "area":
            site.area = areas[value]
        elif name != "code":
            setattr(site, name, value)
    return site


def _values(site: Site, *, with_code: bool = True) -> dict[str, Any]:
    """Return a site as a row of values."""
    values = {name: getattr(site, name) for name in _FIELDS if name not in {"area", "code"}}
    return {**({"code": site.code} if with_code else {}), **values, "area": site.area.code}


def _name_of(site: Site) -> tuple[str, str, str]:
    """Return where a site is, what kind it is, and what it is called."""
    return site.area.code, site.kind, site.name
