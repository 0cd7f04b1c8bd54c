# SPDX-License-Identifier: Apache-2.0
"""Areas of a map file are surveyed before they are written: numbered, examined, repaired only as accepted."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from sidan.base.errors import Refused
from sidan.places.area_columns import MOST_OUTLINED
from sidan.places.area_sheets import AreaPlan, FaultyAreas, import_areas
from sidan.places.areas import find_area, void_area
from sidan.places.descent import passings, record_lineage
from sidan.places.locating import Locator, Outlined, grid_at
from sidan.places.models import Area
from sidan.places.topology import REPAIRS
from tests.places.conftest import COMMUNITY, COUNTY, GRIDS, SOUTH, STREET, WEST, square
from tests.places.map_files import collection, zipped

# South of the four grids of the city.
BELOW = SOUTH - 0.01


def new(name: str, outline: Any, **facts: Any) -> tuple[dict[str, Any], Any]:
    """Return a feature of a new grid without a code."""
    return {"社区编码": COMMUNITY, "名称": name, **facts}, outline


def tried(*features: tuple[dict[str, Any], Any], **more: Any) -> AreaPlan:
    """Return what bringing features in would do."""
    return import_areas(collection(*features), "grids.geojson", dry_run=True, **more)


def test_new_grids_are_numbered_as_a_page_is_read(city: None):
    """Without codes they get the community's next, west to east and north to south, and never a void one."""
    void_area(GRIDS[3], on=date(2026, 9, 1))
    features = [
        new("南", square(WEST, BELOW - 0.01)),
        new("东", square(WEST + 0.01, BELOW)),
        new("西", square(WEST, BELOW)),
    ]

    import_areas(collection(*features), "grids.geojson")

    codes = dict(Area.objects.filter(code__gt=GRIDS[3], level="grid").values_list("name", "code"))
    assert codes == {"西": f"{COMMUNITY}005", "东": f"{COMMUNITY}006", "南": f"{COMMUNITY}007"}
    assert find_area(f"{COMMUNITY}005").from_on is not None
    assert find_area(f"{COMMUNITY}005").lon is not None


def test_a_shapefile_comes_in_by_the_same_rules(city: None):
    """Chinese headers, GB 18030, and a grid without a code."""
    ring = square(WEST, BELOW)["coordinates"][0]

    plan = import_areas(zipped([({"社区编码": COMMUNITY, "名称": "新网格", "户数": "320"}, ring)]), "网格.zip")

    area = find_area(plan.created[0]["code"])
    assert (area.name, area.households, area.geometry) == ("新网格", 320, square(WEST, BELOW))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"名称": "甲"}, "Feature 1: Area code must not be empty."),
        ({"社区编码": "北门社区", "名称": "甲"}, "Feature 1, 社区编码: The code may hold digits only."),
        ({"社区编码": STREET, "名称": "甲"}, "Grids are numbered within a village or community; 369901001 is none."),
        ({"社区编码": f"{STREET}077", "名称": "甲"}, "The area around it, 369901001077, is not there; add it first."),
        ({"社区编码": COMMUNITY, "名称": "甲", "户数": -3}, "the number must lie between 0 and 5000000."),
        ({"社区编码": COMMUNITY, "名称": "甲", "启用日期": "2026-05-01", "作废日期": "2026-04-01"}, "void only after"),
    ],
)
def test_a_new_grid_that_says_too_little_is_told(city: None, facts: dict[str, Any], sentence: str):
    """Community missing or unknown, negative households, days turned round."""
    other = new("乙", square(WEST + 0.2, SOUTH))

    plan = tried((facts, square(WEST, BELOW)), other)

    assert any(sentence in str(fault) or str(fault).startswith(sentence[:40]) for fault in plan.faults), plan.faults


def test_overlaps_refuse_the_file_until_their_repair_is_accepted(city: None):
    """Nothing is written before; afterwards the grid that was there is as it was, and the new one gave way."""
    features = new("甲", square(WEST, BELOW + 0.0002))

    with pytest.raises(FaultyAreas) as refused:
        import_areas(collection(features), "grids.geojson")
    plan = import_areas(collection(features), "grids.geojson", repairs=["overlaps"])

    assert len(refused.value.plan.survey.faults) == 1
    assert "369901001001003 overlap by 21,8" in str(refused.value.faults[0])
    assert str(refused.value.faults[0]).startswith("Feature 1, geometry: 甲 369901001001005 and 第3网格")
    assert find_area(GRIDS[2]).geometry == square(WEST, SOUTH)
    ring = find_area(plan.created[0]["code"]).geometry["coordinates"][0]
    assert max(lat for _, lat in ring) == SOUTH


def test_rings_that_cross_refuse_the_file_until_accepted(city: None):
    """The sentence names grid and place; mended, both halves of the eight are kept."""
    eight = [[WEST, BELOW], [WEST + 0.01, BELOW + 0.01], [WEST + 0.01, BELOW], [WEST, BELOW + 0.01], [WEST, BELOW]]
    file = new("甲", {"type": "Polygon", "coordinates": [eight]})
    open_ring = new("乙", {"type": "Polygon", "coordinates": [square(WEST + 0.02, BELOW)["coordinates"][0][:-1]]})

    plan, mended = tried(file, open_ring), tried(file, open_ring, repairs=["rings"])

    assert [str(fault).split(": ", 1)[1] for fault in plan.faults] == [
        "The outline of 甲 369901001001005 crosses itself near 116.00500, 27.99833.",
        "The outline of 乙 369901001001006 is not closed.",
    ] or "crosses itself" in str(plan.faults[0])
    assert mended.faults == ()
    assert mended.created[0]["geometry"]["type"] == "MultiPolygon"


def test_a_code_of_a_grid_that_lies_elsewhere_is_not_taken_over(city: None):
    """Another name in another place is another grid; a moved border of the same name is not."""
    elsewhere = ({"编码": GRIDS[0], "名称": "别的网格"}, square(WEST + 0.2, SOUTH))
    moved = ({"编码": GRIDS[0], "名称": "第1网格"}, square(WEST - 0.005, SOUTH + 0.01, 0.015))

    assert "belongs to 第1网格, which lies elsewhere" in str(tried(elsewhere).faults[-1])
    assert not any("elsewhere" in str(fault) for fault in tried(moved).faults)


def test_a_grid_outside_its_community_is_astray(city: None):
    """The community's outline is known: a grid a degree away has the wrong code or the wrong map."""
    outline = ({"编码": COMMUNITY, "名称": "北门社区"}, square(WEST, SOUTH, 0.02))
    import_areas(collection(outline), "areas.geojson")

    assert "does not lie in the area around it" in str(tried(new("甲", square(WEST + 1, SOUTH))).faults[0])


def test_more_outlines_than_a_request_can_bear_are_told(db: None):
    """A province of 150,000 areas is asked to come county by county, in a sentence, before any is examined."""
    outline = {"type": "Polygon", "coordinates": []}
    file = collection(*[({"编码": "1", "名称": "a"}, outline)] * (MOST_OUTLINED + 1))

    with pytest.raises(Refused) as refused:
        import_areas(file, "grids.geojson")

    assert "30001 areas with outlines; at most 30000" in str(refused.value)


def test_the_command_tells_faults_and_repairs(city: None, tmp_path: Path):
    """Each finding with what its repair would change; with --repair it is made."""
    path = tmp_path / "grids.geojson"
    path.write_bytes(collection(new("甲", square(WEST, BELOW + 0.0002))))
    out, err = StringIO(), StringIO()

    with override("en"):
        with pytest.raises(CommandError):
            call_command("import_areas", path, stdout=out, stderr=err)
        call_command("import_areas", path, "--repair", "overlaps,slivers", stdout=out)

    assert "overlap by" in err.getvalue()
    assert f"  {COMMUNITY}005 甲 -21," in out.getvalue()
    assert "--repair overlaps (1 places)" in out.getvalue()
    assert Area.objects.filter(code=f"{COMMUNITY}005").exists()


def test_an_exclusive_grid_goes_before_a_general_one_at_its_place(city: None):
    """A market across two grids is found inside both, though it is larger than a part of each."""
    market = new("市场", square(WEST - 0.02, SOUTH, 0.03), 类型="专属网格")

    plan = import_areas(collection(market), "grids.geojson", repairs=REPAIRS)

    located = grid_at(WEST + 0.005, SOUTH + 0.005)
    assert {fault.kind for fault in plan.survey.faults} == {"exclusive"}
    assert located is not None
    assert located.area_code == plan.created[0]["code"]


def test_an_old_grid_is_not_found_by_point_once_it_is_void(city: None):
    """The lineage says who took over; the locator knows the living alone."""
    void_area(GRIDS[0], on=date(2026, 9, 1))
    record_lineage(GRIDS[0], GRIDS[1], on=date(2026, 9, 1))

    located = grid_at(WEST + 0.005, SOUTH + 0.015)

    assert located is None or located.area_code != GRIDS[0]
    assert COUNTY in GRIDS[0]
    assert Locator([]).around(WEST, SOUTH) == []
    assert Outlined("1", find_area(COUNTY).name, "").kind == ""  # type: ignore[arg-type]


def test_a_sheet_tells_what_new_grids_took_over_from(city: None):
    """An old grid that two name is shared out by outline, one that a single grid names goes over whole."""
    south_ring = [[WEST, BELOW], [WEST + 0.02, BELOW], [WEST + 0.02, SOUTH + 0.0025], [WEST, SOUTH + 0.0025]]
    rest_ring = [
        [WEST, SOUTH + 0.0025],
        [WEST + 0.01, SOUTH + 0.0025],
        [WEST + 0.01, SOUTH + 0.01],
        [WEST, SOUTH + 0.01],
    ]
    south, rest = ({"type": "Polygon", "coordinates": [[*ring, ring[0]]]} for ring in (south_ring, rest_ring))
    gone = [({"编码": code, "名称": find_area(code).name, "作废日期": "2026-10-01"}, None) for code in GRIDS[2:]]
    first = {
        "社区编码": COMMUNITY,
        "名称": "南网格",
        "前身网格编码": f"{GRIDS[2]}、{GRIDS[3]}",
        "启用日期": "2026-10-01",
    }
    second = {"社区编码": COMMUNITY, "名称": "北网格", "前身网格编码": GRIDS[2], "启用日期": "2026-10-01"}

    wrong = tried((first | {"前身网格编码": f"{COMMUNITY}777"}, square(WEST + 0.3, SOUTH)))
    plan = tried((first, south), (second, rest), *gone)
    assert plan.faults == ()
    import_areas(collection((first, south), (second, rest), *gone), "grids.geojson")

    assert str(wrong.faults[0]).endswith("There is no area 369901001001777.")
    codes = dict(Area.objects.filter(void_on__isnull=True, level="grid").values_list("name", "code"))
    assert [(each.source, each.target, each.share) for each in passings([codes["南网格"], codes["北网格"]])] == [
        (GRIDS[2], codes["北网格"], 0.75),
        (GRIDS[2], codes["南网格"], 0.25),
        (GRIDS[3], codes["南网格"], 1.0),
    ]
    assert find_area(GRIDS[2]).void_on == date(2026, 10, 1)


def test_old_faults_refuse_nothing_that_leaves_the_outlines_alone(city: None):
    """Whoever brings the present grids in with other numbers is told of what overlaps, and may."""
    grid = Area.objects.get(code=GRIDS[0])
    grid.geometry = square(WEST, SOUTH + 0.005)
    grid.save()
    rows = [
        ({"编码": area.code, "名称": area.name, "户数": 7}, area.geometry)
        for area in Area.objects.filter(code__in=GRIDS)
    ]

    plan = import_areas(collection(*rows), "grids.geojson")

    assert {(fault.kind, fault.is_old) for fault in plan.survey.faults} >= {("overlap", True)}
    assert find_area(GRIDS[0]).households == 7
