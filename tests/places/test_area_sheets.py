# SPDX-License-Identifier: Apache-2.0
"""Areas come in from sheets and map files all or nothing, each fault by its cell, and go out to come in again."""

import json
from datetime import date

import pytest
from django.utils.translation import gettext, override

from sidan.base.errors import Refused
from sidan.base.geometry import Point, distance_m, gcj02_from_wgs84
from sidan.base.imports import Faulty, Plan
from sidan.places.area_sheets import export_areas, import_areas
from sidan.places.areas import find_area, void_area
from sidan.places.locating import grid_at
from sidan.places.models import Area
from tests.places.conftest import CITY, COMMUNITY, COUNTY, GRIDS, STREET, square

HEADER = "区域编码,区域名称,类型,户数,经度,纬度,联系电话"


def brought_in(*rows: str, header: str = HEADER, dry_run: bool = False) -> Plan:
    """Import rows of a csv file."""
    return import_areas("\n".join([header, *rows]).encode(), "areas.csv", dry_run=dry_run)


def faults_of(*rows: str, header: str = HEADER) -> list[str]:
    """Return the faults a dry run finds, in English."""
    return [str(fault) for fault in brought_in(*rows, header=header, dry_run=True).faults]


def test_a_whole_city_comes_in_from_one_sheet(db: None):
    """Official codes and kept ones, parents below their children, kinds in Chinese."""
    plan = brought_in(
        "369901001001001,东门网格,综合网格,400,116.005,28.005,0794-8000000",
        "369901001001,东门社区,社区,,,,",
        "369901001000,北门街道,街道,,,,",
        "369901000000,东山县,,,,,",
        "369900000000,临江市,,,,,",
    )

    assert len(plan.created) == 5
    assert list(Area.objects.values_list("code", "level", "kind", "households", "parent__name")) == [
        ("3699", "city", "", None, None),
        ("369901", "county", "", None, "临江市"),
        ("369901001", "town", "street", None, "东山县"),
        ("369901001001", "community", "community", None, "北门街道"),
        ("369901001001001", "grid", "general", 400, "东门社区"),
    ]


def test_a_dry_run_tells_what_would_change_and_writes_nothing(city: None):
    """New, changed and the same rows are told apart by what is there."""
    plan = brought_in(
        f"{GRIDS[0]},第1网格,综合网格,400,116.005,28.015,",
        f"{GRIDS[1]},第2网格,综合网格,450,116.015,28.015,",
        f"{COMMUNITY}005,第5网格,专属网格,,,,",
        dry_run=True,
    )

    assert [record["code"] for record in plan.unchanged] == [GRIDS[0]]
    assert [(change.before, change.after) for change in plan.changed] == [({"households": 400}, {"households": 450})]
    assert [record["code"] for record in plan.created] == [f"{COMMUNITY}005"]
    assert Area.objects.get(code=GRIDS[1]).households == 400
    assert not Area.objects.filter(code=f"{COMMUNITY}005").exists()


def test_every_faulty_cell_is_told_by_its_address(city: None):
    """Faults of cells, in the order of the sheet."""
    assert faults_of(
        "36990100100,东门社区,,,,,",
        f"{COMMUNITY}005,,,,,,",
        f"{COMMUNITY}006,第6网格,,many,200,,",
        f"{COMMUNITY}007,第7网格,,,116.5,,",
    ) == [
        "A2: The code must have 4, 6, 9, 12 or 15 digits; it has 11.",
        "B3: Area name must not be empty.",
        "D4: many is not a number.",
        "E4: the number must lie between -180 and 180.",
        "F5: Longitude and latitude must be given together.",
    ]


def test_faults_between_areas_are_told_by_their_address(city: None):
    """The area around must be there and alive, the level must agree, and a void code stays void."""
    void_area(GRIDS[3], on=date(2026, 9, 1))

    assert faults_of(
        "369955001,城东街道,乡镇,",
        f"{GRIDS[3]},第4网格,,",
        f"{GRIDS[2]},第3网格,,2026-09-02",
        f"{STREET},北门街道,,2026-09-02",
        f"{COMMUNITY}009,第9网格,,",
        header="code,name,类型,作废日期",
    ) == [
        "D3: The code was given up on 2026-09-01 and is never used again.",
        "A2: The area around it, 369955000000, is not there; add it first.",
        "D5: 北门社区 still lies in it; give that up first.",
    ]
    assert faults_of(f"{COUNTY},东山县,乡镇（街道）", header="code,name,级别") == [
        "C2: By its code this is of the level County."
    ]
    assert faults_of(f"{GRIDS[0]},第1网格", f"{GRIDS[0]},第一网格", header="code,name") == [
        "A3: this stands in A2 already."
    ]


def test_faults_are_told_in_chinese(city: None):
    """The whole sentence, the address and the names of columns and levels."""
    faults = brought_in("369955001,城东街道,,,116,,", ",城西街道,,,,,", dry_run=True).faults
    faults += brought_in("369955001,城东街道,,,,,", dry_run=True).faults

    with override("zh-hans"):
        told = [fault.said(gettext, language="zh-hans") for fault in faults]

    assert told == [
        "A3：“区域编码”不能为空。",
        "F2：经度和纬度必须同时填写。",
        "A2：上一级区域 369955000000 不存在，请先添加。",
    ]


def test_one_fault_and_nothing_is_taken(city: None):
    """Also the good rows stay outside."""
    with pytest.raises(Faulty) as refused:
        brought_in(f"{GRIDS[0]},新名称,,,,,", "369955001,城东街道,,,,,")

    assert len(refused.value.faults) == 1
    assert find_area(GRIDS[0]).name == "第1网格"


def test_a_sheet_of_few_columns_leaves_the_rest_alone(city: None):
    """Only what the sheet has is changed; an empty cell empties."""
    brought_in(f"{GRIDS[0]},第1网格,", header="code,name,phone")
    brought_in(f"{GRIDS[0]},一网格,0794-8000000", header="code,name,phone")

    area = find_area(GRIDS[0])
    assert (area.name, area.phone, area.kind, area.households) == ("一网格", "0794-8000000", "general", 400)
    assert area.geometry == square(116.0, 28.01)


def test_a_street_with_all_in_it_is_given_up_by_one_sheet(city: None):
    """When everything inside is given up in the same file, it may be; the codes stay in the table."""
    codes = [STREET, COMMUNITY, *GRIDS]

    brought_in(*(f"{code},{find_area(code).name},2026-09-01" for code in codes), header="code,name,作废日期")

    assert set(Area.objects.filter(void_on=date(2026, 9, 1)).values_list("code", flat=True)) == set(codes)
    assert grid_at(116.005, 28.005) is None


@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_goes_out_comes_in_unchanged(city: None, form: str, language: str):
    """Export and import say the same, in every form and language, outlines included."""
    data = export_areas(COUNTY, form=form, language=language, outlines=True)

    plan = import_areas(data, f"areas.{form}")

    assert (len(plan.unchanged), plan.created, plan.changed, plan.ignored) == (8, (), (), ())


@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson"])
def test_an_exported_city_can_be_built_anew(city: None, form: str):
    """Into an empty database the same areas come back."""
    before = list(Area.objects.values())
    data = export_areas(form=form, outlines=True)
    Area.objects.order_by("-code")._raw_delete("default")

    import_areas(data, f"areas.{form}")

    after = list(Area.objects.values())
    assert [{**row, "id": 0} for row in after] == [{**row, "id": 0} for row in before]


def test_void_areas_go_out_only_when_asked_for(city: None):
    """An ordinary export shows what is there today."""
    void_area(GRIDS[3], on=date(2026, 9, 1))

    assert GRIDS[3] not in export_areas(form="csv").decode()
    assert f"{GRIDS[3]},第4网格" in export_areas(form="csv", void=True).decode("utf-8-sig")


def feature(code: str, **properties: object) -> dict[str, object]:
    """Return a feature with an outline shown as a Chinese map shows it."""
    return {"type": "Feature", "properties": {"网格编码": code, **properties}, "geometry": square(116.2, 28.2)}


def test_a_map_file_comes_in_by_the_same_rules(city: None):
    """Properties are columns; the outline is turned back from the map's system and gives the grid its point."""
    file = {"type": "FeatureCollection", "features": [feature(f"{COMMUNITY}005", 名称="第5网格", 户数=350, 备注="x")]}

    plan = import_areas(json.dumps(file).encode(), "grids.geojson", system="gcj02")

    area = find_area(f"{COMMUNITY}005")
    assert plan.ignored == ("备注",)
    assert (area.name, area.households) == ("第5网格", 350)
    corner = Point(*area.geometry["coordinates"][0][0])
    assert distance_m(gcj02_from_wgs84(corner), Point(116.2, 28.2)) < 0.1
    located = grid_at(area.lon, area.lat)
    assert located is not None
    assert located.area_code == area.code


def test_points_of_a_chinese_map_are_turned_back(city: None):
    """Two columns that only together are a point."""
    shown = gcj02_from_wgs84(Point(116.005, 28.015))
    rows = f"code,name,lon,lat\n{GRIDS[0]},第1网格,{shown.lon:.6f},{shown.lat:.6f}\n".encode()

    plan = import_areas(rows, "areas.csv", system="gcj02")

    assert len(plan.unchanged) == 1


def test_a_fault_in_a_map_file_names_the_feature(city: None):
    """Features have no cells; their number and the property tell the place."""
    file = {
        "type": "FeatureCollection",
        "features": [feature(GRIDS[0], 名称="甲", 户数="many"), feature("3", 名称="乙")],
    }

    with pytest.raises(Faulty) as refused:
        import_areas(json.dumps(file).encode(), "grids.geojson")

    assert [str(fault) for fault in refused.value.faults] == [
        "Feature 1, 户数: many is not a number.",
        "Feature 2, 网格编码: The code must have 4, 6, 9, 12 or 15 digits; it has 1.",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is not GeoJSON."),
        (b"[" * 50_000, "The file is not GeoJSON."),
        (b"\xff\xfe\xff", "The file is not GeoJSON."),
        (b"[]", "The file is not a GeoJSON collection of features."),
        (b'{"features": []}', "The file is not a GeoJSON collection of features."),
        (b'{"features": [1]}', "Feature 1 of the file is not a GeoJSON feature."),
        (b'{"features": [{"properties": [1]}]}', "Feature 1 of the file is not a GeoJSON feature."),
    ],
)
def test_what_is_no_map_file_is_refused(db: None, data: bytes, sentence: str):
    """Every broken file is answered with a sentence."""
    with pytest.raises(Refused) as refused:
        import_areas(data, "grids.geojson")

    assert str(refused.value) == sentence


def test_a_large_city_comes_in_with_few_queries(city: None, django_assert_max_num_queries):
    """A thousand grids cost some dozen queries, not thousands."""
    rows = [f"{COMMUNITY}{number:03},第{number}网格,综合网格,{number},,," for number in range(1, 999)]

    with django_assert_max_num_queries(30):
        plan = brought_in(*rows)

    assert (len(plan.created), len(plan.changed)) == (994, 4)
    assert Area.objects.filter(code__startswith=CITY, level="grid").count() == 998
