# SPDX-License-Identifier: Apache-2.0
"""Stations: kept with the site of their poster, brought in and out as sheets."""

import re
from datetime import date
from pathlib import Path

import pytest

from sidan.base.errors import NotFound, Refused
from sidan.base.geometry import Point
from sidan.base.imports import Faulty, Plan
from sidan.places.models import Site
from sidan.places.opening_hours import in_words, parse_week
from sidan.places.service_points import Station
from sidan.places.sites import add_site, find_site
from sidan.places.station_sheets import export_stations, import_stations
from sidan.places.stations import add_station, amend_station, find_station, stations_in
from tests.places.conftest import COMMUNITY, COUNTY, GRIDS, STREET
from tests.places.test_commands import run

HEADER = "站点编码,站点类型,站点名称,所在区域编码,地址,经度,纬度,电话,开放时间,设施,闭站日期"
ROW = (
    f'bm-01,党群服务站,北门驿站,{GRIDS[0]},幸福路1号,116.005,28.015,0794-0000000,"周一至周五 08:00-12:00,14:00-18:00",'
    '"饮水、微波炉、擦鞋机","2026-10-01、2026-10-02"'
)


def brought_in(*rows: str, header: str = HEADER, dry_run: bool = False) -> Plan:
    """Import rows of a csv file."""
    return import_stations("\n".join([header, *rows]).encode(), "stations.csv", dry_run=dry_run)


def test_a_station_brings_a_site_for_its_poster(city: None):
    """The site lies where the station does, and its code leads to reporting with the place filled in."""
    station = add_station(
        "BM-01", "北门驿站", area=GRIDS[0], kind="rest", address="幸福路1号", point=Point(116.005, 28.015)
    )

    site = find_site(station.site.code)
    assert (site.name, site.kind, site.area.code, site.address) == ("北门驿站", "station", GRIDS[0], "幸福路1号")
    assert (site.lon, site.lat) == (116.005, 28.015)
    assert find_station(" bm-01 ") == station


def test_a_station_and_its_site_change_together(city: None):
    """What is not given stays; out of use both are, in use again the old poster holds."""
    station = add_station("bm-01", "北门驿站", area=GRIDS[0], kind="rest", phone="1", facilities=["water"])
    code = station.site.code

    amend_station("bm-01", name="北门新驿站", week=parse_week("每天 24小时"), is_active=False)
    closed = find_station("bm-01")
    assert (closed.name, closed.phone, closed.facilities) == ("北门新驿站", "1", ["water"])
    assert (closed.site.code, closed.site.name, closed.site.is_active) == (code, "北门新驿站", False)

    amend_station("bm-01", is_active=True)
    assert find_site(code).is_active


@pytest.mark.parametrize(
    ("code", "area", "told"),
    [
        ("北门", GRIDS[0], "A station's code has 2 to 40 small letters"),
        ("bm 02", GRIDS[0], "A station's code has"),
        ("bm-01", GRIDS[0], "There is already a station with the code bm-01"),
        ("bm-02", COUNTY, "A station lies in a town, a community or a grid"),
        ("bm-02", "369901009", "There is no area"),
    ],
)
def test_a_station_in_the_wrong_place_or_with_the_wrong_code_is_refused(city: None, code: str, area: str, told: str):
    """Nothing is written then, not even a site."""
    add_station("bm-01", "北门驿站", area=GRIDS[0], kind="rest")

    with pytest.raises((Refused, NotFound), match=told):
        add_station(code, "另一个驿站", area=area, kind="rest")
    assert (Station.objects.count(), Site.objects.count()) == (1, 1)


def test_stations_are_found_by_where_they_are_and_what_they_have(city: None):
    """Inside an area, with all of the facilities asked for, and only those in use."""
    add_station("a1", "甲站", area=GRIDS[0], kind="rest", facilities=["water", "wifi"])
    add_station("a2", "乙站", area=COMMUNITY, kind="rest", facilities=["water"])
    add_station("a3", "丙站", area=f"{COUNTY}002", kind="rest", facilities=["water", "wifi"])
    add_station("a4", "丁站", area=GRIDS[1], kind="rest", facilities=["water", "wifi"], is_active=False)

    def codes(area: str, *facilities: str) -> list[str]:
        return sorted(station.code for station in stations_in(area, facilities=facilities))

    assert codes("") == ["a1", "a2", "a3"]
    assert codes(STREET) == ["a1", "a2"]
    assert codes("", "wifi", "water") == ["a1", "a3"]
    assert codes(STREET, "wifi") == ["a1"]


def test_a_sheet_brings_stations_in_after_a_dry_run(city: None):
    """The dry run writes nothing; then hours, facilities, the county's own too, and closed days are read."""
    assert len(brought_in(ROW, dry_run=True).created) == 1
    assert not Station.objects.exists()

    brought_in(ROW)

    station = find_station("bm-01")
    assert (station.kind, station.address, station.lon) == ("members", "幸福路1号", 116.005)
    assert in_words(station.week).zh == "周一至周五 08:00-12:00, 14:00-18:00"
    assert station.facilities == ["water", "microwave", "擦鞋机"]
    assert station.closed_on == [date(2026, 10, 1), date(2026, 10, 2)]
    assert station.site.is_active


@pytest.mark.parametrize(("form", "name"), [("csv", "stations.csv"), ("xlsx", "stations.xlsx")])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_goes_out_comes_in_unchanged(city: None, form: str, name: str, language: str):
    """A sheet taken out changes nothing when it is brought in again."""
    brought_in(ROW)

    plan = import_stations(export_stations(form=form, language=language), name)

    assert (len(plan.created), len(plan.changed), len(plan.unchanged)) == (0, 0, 1)


def test_a_changed_row_changes_the_station_and_its_site(city: None):
    """The code names the station; columns that are not in the file stay as they are."""
    brought_in(ROW)

    plan = brought_in(f"bm-01,驿站,北门大站,{GRIDS[0]}", header="站点编码,站点类型,站点名称,所在区域编码")

    station = find_station("bm-01")
    assert len(plan.changed) == 1
    assert (station.kind, station.name, station.site.name, station.phone) == (
        "rest",
        "北门大站",
        "北门大站",
        "0794-0000000",
    )
    assert station.site.lon == 116.005


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("B 1,驿站,甲,{grid},,,,,,,", "A2: A station's code has"),
        ("b1,驿站,甲,369901,,,,,,,", "D2: A station lies in a town"),
        ("b1,驿站,甲,369901009,,,,,,,", "D2: There is no area"),
        ("b1,驿站,甲,{grid},,116.0,,,,,", "G2: Longitude and latitude must be given together"),
        ("b1,驿站,甲,{grid},,,,,随时,,", "I2: 随时 is not an opening time"),
        ("b1,驿站,甲,{grid},,,,,,,国庆", "K2: 国庆 is not a day"),
        ("b1,驿站,旧站,{grid},,,,,,,", "C2: .* already has a place named 旧站"),
        ("old,驿站,旧站,{other},,,,,,,", "D2: A station stays where it is"),
    ],
)
def test_a_wrong_row_is_told_by_its_cell_and_nothing_is_written(city: None, row: str, told: str):
    """All or nothing, each fault with its address."""
    add_station("old", "旧站", area=GRIDS[0], kind="rest")

    with pytest.raises(Faulty) as faulty:
        brought_in(row.format(grid=GRIDS[0], other=GRIDS[1]))

    (fault,) = faulty.value.faults
    assert re.match(told, str(fault))
    assert Station.objects.count() == 1


def test_one_name_twice_in_a_sheet_is_a_fault(city: None):
    """Two stations of one name in a grid could not be told apart on their posters."""
    add_site(GRIDS[0], "甲", kind="building")
    rows = [f"b{number},驿站,甲,{GRIDS[0]}" for number in (1, 2)]

    with pytest.raises(Faulty) as faulty:
        brought_in(*rows, header="站点编码,站点类型,站点名称,所在区域编码")
    assert [str(fault) for fault in faulty.value.faults] == [
        f"C3: {GRIDS[0]} already has a place named 甲; add the address to the name."
    ]


def test_the_command_brings_stations_in(city: None, tmp_path: Path):
    """The operator's command tells the numbers of rows and every fault."""
    out, _ = run("import_stations", tmp_path / "stations.csv", f"{HEADER}\n{ROW}\n", dry_run=True)
    assert out.splitlines()[0] == "新增 1 行，修改 0 行，未变 0 行"

    run("import_stations", tmp_path / "stations.csv", f"{HEADER}\n{ROW}\n")
    assert Station.objects.get().code == "bm-01"
