# SPDX-License-Identifier: Apache-2.0
"""Registers as sheets: what goes in comes out, bad cells have their sentences, and nothing is half written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sidan.base.errors import Refused
from sidan.base.geometry import Box
from sidan.base.imports import Faulty, Plan
from sidan.base.sheets import read_table
from sidan.matching.adviser_sheets import export_advisers, import_advisers
from sidan.matching.company_sheets import export_companies, import_companies
from sidan.matching.conflict_sheets import export_conflicts, import_conflicts
from sidan.matching.models import Adviser, Company, Conflict, Skill
from sidan.matching.register_facts import place_faults
from sidan.matching.skill_sheets import export_skills, import_skills
from sidan.matching.unit_register_sheets import export_registered, import_registered
from sidan.people.models import AuditEntry, Unit
from sidan.people.units import add_unit
from tests.matching.society import Society
from tests.world import COUNTY, NORTH, SOUTH, World

FIRMS = "企业编码,企业名称,所在区域编码,经度,纬度,所需专长,所需语言,团队人数,走访间隔（天）\n"
PEOPLE = "人员编码,类别,姓名,用户名,单位编码,服务区域编码,专长,名额,外出日期\n"
APART = "企业编码,人员编码,单位编码,回避原因,备注,解除\n"


def brought(world: World, bring_in: Callable[..., Plan], text: str, *, by: str = "organiser", **more: Any) -> Plan:
    """Bring in a sheet of comma-separated values as one of the people."""
    return bring_in(text.encode(), "sheet.csv", by=world.actor(by), **more)


def told(world: World, bring_in: Callable[..., Plan], text: str, **more: Any) -> list[str]:
    """Return the faults of a sheet in English."""
    with pytest.raises(Faulty) as refused:
        brought(world, bring_in, text, **more)
    return [str(fault) for fault in refused.value.faults]


def test_a_sheet_of_companies_makes_companies_and_their_units(world: World, society: Society) -> None:
    """New firms come with a unit of kind company, an old one is changed, and each is audited under the organiser."""
    rows = (
        f'N1,新光机械,{NORTH},116.01,28.01,"贷款；招工",英语,2,30\n'
        f"N2,新光包装,{SOUTH},,,,,,\n"
        "firm-3,东山食品厂,,,,用工／融资,,,\n"
    )

    dry = brought(world, import_companies, FIRMS + rows, dry_run=True)
    assert (len(dry.created), len(dry.changed), dry.faults) == (2, 1, ())
    assert not Unit.objects.filter(code="N1").exists()
    brought(world, import_companies, FIRMS + rows)

    new, plain = (Company.objects.select_related("unit__area").get(unit__code=code) for code in ("N1", "N2"))
    assert (new.unit.kind, new.unit.area.code if new.unit.area else "", new.county) == ("company", NORTH, COUNTY)
    assert (new.needs, new.languages, new.team, new.rhythm_days) == (["finance", "workers"], ["english"], 2, 30)
    assert (plain.needs, plain.team, plain.rhythm, plain.size, plain.is_in_scope) == ([], 1, 90, "small", True)
    changed = Company.objects.select_related("unit").get(unit__code="firm-3")
    assert (changed.unit.name, changed.needs, changed.industry) == ("东山食品厂", ["workers", "finance"], "制造")
    entries = AuditEntry.objects.order_by("id").values_list("action", "actor")
    assert list(entries) == [
        (action, "organiser") for action in ("units.imported", "unit.changed", "companies.imported")
    ]


def test_an_organiser_is_lent_the_right_over_units_of_companies_alone(world: World, society: Society) -> None:
    """Units are refused to an organiser elsewhere, and a sheet of companies leaves an office's unit alone."""
    by = world.actor("organiser")

    with pytest.raises(Refused, match="Only an administrator may change units"):
        add_unit("N1", "新光机械", kind="company", by=by)
    faults = told(world, import_companies, FIRMS + f"lamps,改名,{COUNTY},,,,,,\n")

    assert faults == ["A2: 城管局照明所 is not a company but a unit of another kind."]
    assert Unit.objects.get(code="lamps").name == "城管局照明所"


def test_a_sheet_registers_universities_and_leaves_offices_alone(world: World, society: Society) -> None:
    """One comes in, one is changed, and each wrong row has its sentence at its cell."""
    header = "单位编码,单位名称,单位类型,所在区域编码,联系电话\n"
    good = f"U1,东山大学,高校与科研单位,{COUNTY},\nlawyers,律师协会,协会、商会,{COUNTY},0790-2\n"
    bad = (
        f"U2,东山大学,学校,{NORTH},\nU3,某所,科研院所,,\nU4,某院,医院,369902,\nlamps,照明所,学校,{COUNTY},\n"
        f"firm-1,东山纺织,企业,{NORTH},\nU5,某校,学校,{COUNTY},\nU6,某校,学校,{NORTH},\n"
    )

    brought(world, import_registered, header + good)
    faults = told(world, import_registered, header + bad)
    south = told(world, import_registered, header + f"U7,某院,学校,{NORTH},\n", by="south_organiser")

    assert (Unit.objects.get(code="U1").kind, Unit.objects.get(code="lawyers").phone) == ("university", "0790-2")
    assert faults == [
        "B2: 东山大学 is a unit already: U1.",
        "D3: Please say in which area the unit lies.",
        "D4: There is no area 369902.",
        "A5: 城管局照明所 is kept by the administrators or by another area's organisers.",
        "A6: 东山纺织 is in the register of companies; please change it there.",
        "B8: 某校 is a unit already: U5.",
    ]
    assert (len(south), Unit.objects.filter(code__startswith="U").count()) == (1, 1)
    assert "东山大学" in str(read_table(export_registered(by=world.actor("organiser")), "units.xlsx"))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"N1,甲厂,{NORTH},28.01,116.01,,,,", "D2: Longitude and latitude seem swapped."),
        (f"N1,甲厂,{NORTH},118.9,28.01,,,,", "D2: The place lies more than 20 km outside the area."),
        (f"N1,甲厂,{NORTH},116.01,,,,,", "E2: Longitude and latitude must be given together."),
        (f"N1,甲厂,{NORTH},,,融姿,,,", "F2: There is no skill “融姿”; the nearest are: Finance."),
        (f"N1,甲厂,{NORTH},,,英语,,,", "F2: “英语” is a language and belongs in its own column."),
        (f"N1,甲厂,{NORTH},,,融资,,2,", "H2: A team of 2 needs as many skills named."),
        (f"N1,甲厂,{NORTH},,,融资,,9,", "H2: the number must lie between 1 and 3."),
        (f"N1,甲厂,{NORTH},,,,,,3", "I2: A rhythm lies between 7 and 366 days."),
        (f"N1,甲厂,{NORTH},,,,,,often", "I2: often is not a number."),
        ("N1,甲厂,,,,,,,", "C2: A new company needs the code of its area."),
        (f"N1,,{NORTH},,,,,,", "B2: A new company needs a name."),
        ("N1,甲厂,369902,,,,,,", "C2: There is no area 369902."),
        (f"N1,东山纺织,{NORTH},,,,,,", "B2: this firm is a unit already: firm-1."),
        (
            f"a/b,甲厂,{NORTH},,,,,,",
            "A2: A unit's code has up to 40 letters, digits, dots and hyphens, and a/b has not.",
        ),
    ],
)
def test_each_bad_cell_of_a_company_has_its_sentence(world: World, society: Society, row: str, fault: str) -> None:
    """A wrong cell is told with its address, and the good row beside it is not written either."""
    good = f"\nN2,乙厂,{NORTH},,,,,,\n"

    assert told(world, import_companies, FIRMS + row + good) == [fault]
    assert not Unit.objects.filter(code__in=["N1", "N2"]).exists()


def test_a_firm_twice_in_the_sheet_is_told(world: World, society: Society) -> None:
    """The same code, and the same name under another code, are one firm."""
    rows = f"N1,甲厂,{NORTH},,,,,,\nN1,甲厂分厂,{NORTH},,,,,,\n"

    assert told(world, import_companies, FIRMS + rows) == ["A3: this stands in A2 already."]
    assert told(world, import_companies, FIRMS + rows.replace("N1,甲厂分厂", "N2,甲厂")) == [
        "B3: this firm stands in B2 under another code."
    ]


def test_a_place_west_of_90_degrees_is_recognised_as_swapped_by_the_county(world: World, society: Society) -> None:
    """Where both numbers could be latitudes, the box of the county tells which way round they are."""
    found = list(place_faults(43.8, 87.6, box=Box(87.4, 43.6, 87.9, 44.0)))

    assert [str(fault) for _, fault in found] == ["Longitude and latitude seem swapped."]
    assert list(place_faults(87.6, 43.8, box=Box(87.4, 43.6, 87.9, 44.0))) == []


def test_a_sheet_of_advisers_enters_liaisons_and_experts(world: World, society: Society) -> None:
    """A liaison is known by the account, an expert needs none; absences are spans."""
    world.hold("newcomer", role="liaison", area=COUNTY)
    rows = (
        f'L9,特派员,新人,newcomer,housing,{COUNTY},"融资，用工",0,"2026-03-01~2026-03-10、2026年5月1日"\n'
        f"E9,专家,医学院,,college,{COUNTY},技术攻关,,2026-04-01至2026-04-03\n"
        f"L1,特派员,助企一号,liaison,north,{COUNTY},finance,7,\n"
    )

    brought(world, import_advisers, PEOPLE + rows)

    liaison, expert, old = (Adviser.objects.get(code=code) for code in ("L9", "E9", "L1"))
    assert (liaison.user, liaison.skills, liaison.capacity) == (world.people["newcomer"], ["finance", "workers"], 0)
    days = [(str(each.from_on), str(each.until_on)) for each in liaison.absences.all()]
    assert days == [("2026-03-01", "2026-03-10"), ("2026-05-01", "2026-05-01")]
    assert (expert.user, expert.capacity, expert.absences.count()) == (None, 5, 1)
    assert (old.capacity, old.skills, old.lon) == (7, ["finance"], 116.004)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"L9,特派员,新人,,housing,{COUNTY},,,", "D2: A liaison needs an account; please give the user name."),
        (f"L9,特派员,新人,handler,housing,{COUNTY},,,", "D2: handler holds no post of a liaison."),
        (f"L9,特派员,新人,nobody,housing,{COUNTY},,,", "D2: Nobody signs in as nobody."),
        (f"L9,特派员,新人,liaison,housing,{COUNTY},,,", "D2: liaison is the account of adviser L1 already."),
        (f"E9,专家,新人,,housing,{COUNTY},,-1,", "H2: A capacity lies between 0 and 200 companies."),
        (f"E9,专家,新人,,housing,{COUNTY},,many,", "H2: many is not a number."),
        (f"E9,专家,新人,,housing,{COUNTY},魔术,,", "G2: There is no skill “魔术”."),
        (f"E9,专家,新人,,nowhere,{COUNTY},,,", "E2: There is no unit nowhere."),
        (f"E9,专家,新人,,housing,{NORTH}001001,,,", "F2: An adviser serves a city, a county, a town or a community."),
        (f"E9,专家,新人,,housing,{COUNTY},,,2026-03-10~2026-03-01", "I2: 2026-03-10~2026-03-01 ends before it begins."),
        (f"E9,专家,新人,,housing,{COUNTY},,,soon", "I2: soon is not a day such as 2026-10-01."),
        (
            f"E1,特派员,材料学院,second_boss,college,{COUNTY},,,",
            "B2: A liaison stays a liaison, and an expert an expert; please enter another adviser.",
        ),
    ],
)
def test_each_bad_cell_of_an_adviser_has_its_sentence(world: World, society: Society, row: str, fault: str) -> None:
    """A wrong cell is told with its address, and nothing is written."""
    assert told(world, import_advisers, PEOPLE + row + "\n")[0] == fault
    assert Adviser.objects.count() == 7


def test_a_sheet_of_conflicts_enters_and_ends_them(world: World, society: Society) -> None:
    """A row without an end is entered, one that ends a living conflict ends it, and an unknown adviser is told."""
    society.keep_apart("firm-1", "L1")
    rows = "firm-1,L1,,亲属关系,,是\nfirm-2,L2,,持股或经济利益,入股,\nfirm-4,,lamps,licensing,,\n"

    faults = told(world, import_conflicts, APART + rows + "firm-5,L77,,kin,,\nfirm-5,,,kin,,\nN1,L1,,kin,,\n")
    brought(world, import_conflicts, APART + rows)

    assert faults == [
        "B5: There is no adviser L77.",
        "B6: Please give either an adviser or a unit.",
        "A7: There is no company N1.",
    ]
    living = Conflict.objects.filter(ended_at__isnull=True).order_by("id")
    assert [(each.company.unit.code, each.kind, each.note) for each in living] == [
        ("firm-2", "shares", "入股"),
        ("firm-4", "licensing", ""),
    ]


def test_a_word_that_means_another_skill_is_told(world: World, society: Society) -> None:
    """A sheet of skills adds and changes; a word means one skill."""
    head = "专长编码,类别,中文名称,英文名称,其他说法,是否启用\n"

    brought(world, import_skills, head + "export,,外贸,Export,报关、海关,\nlaw,,法务,Law,法律,否\n")
    faults = told(world, import_skills, head + "loans,,小贷,Loans,贷款,\n")

    assert faults == ["A2: “贷款” means Finance already."]
    assert Skill.objects.get(code="export").words == ["报关", "海关"]
    assert not Skill.objects.get(code="law").is_active


SHEETS = {
    "companies": (import_companies, export_companies),
    "advisers": (import_advisers, export_advisers),
    "conflicts": (import_conflicts, export_conflicts),
    "skills": (import_skills, export_skills),
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_given_out_is_read_again_and_changes_nothing(world: World, society: Society, language: str) -> None:
    """Each register comes out in either language in the form that goes in, and taking it out is audited."""
    society.keep_apart("firm-2", "L1")
    by = world.actor("organiser")
    brought(world, import_advisers, PEOPLE + f"E9,专家,院,,college,{COUNTY},,,2026-04-01~2026-04-03\n")

    for name, (bring_in, take_out) in SHEETS.items():
        plan = bring_in(take_out(by=by, language=language), "sheet.xlsx", by=by, dry_run=True)

        assert (plan.created, plan.changed, plan.faults, plan.ignored) == ((), (), (), ())
        assert plan.unchanged
        assert AuditEntry.objects.filter(action=f"{name}.exported").count() == 1


@pytest.mark.parametrize("person", ["stranger", "liaison", "boss", "leader", "handler"])
def test_nobody_but_organisers_brings_in_or_takes_out(world: World, society: Society, person: str) -> None:
    """The sheets are closed to everybody else, conflicts of interest most of all."""
    for bring_in, take_out in SHEETS.values():
        with pytest.raises(Refused, match=r"kept by the organisers"):
            take_out(by=world.actor(person))
        with pytest.raises(Refused, match=r"kept by the organisers"):
            brought(world, bring_in, FIRMS, by=person)


def test_an_organiser_of_another_area_changes_and_sees_nothing_of_it(world: World, society: Society) -> None:
    """The southern organiser's sheets have the south alone, and rows about the north are refused."""
    society.keep_apart("firm-1", "L1")
    by = world.actor("south_organiser")
    kept = "Companies and those who help them are kept by the organisers of the area."

    firms = read_table(export_companies(by=by), "sheet.xlsx")
    apart = read_table(export_conflicts(by=by), "sheet.xlsx")

    assert [row.cells[0] for row in firms.rows][-3:] == ["firm-4", "firm-5", "firm-6"]
    assert "firm-1" not in str(firms.rows) + str(apart.rows)
    rows = f"firm-1,,,,,,,,\nN1,甲厂,{NORTH},,,,,,\nfirm-2,,{SOUTH},,,,,,\n"
    assert told(world, import_companies, FIRMS + rows, by="south_organiser") == [
        f"A2: {kept}",
        f"C3: {kept}",
        f"A4: {kept}",
    ]
    assert told(world, import_conflicts, APART + "firm-1,L1,,kin,,是\n", by="south_organiser")[0] == (
        "A2: There is no company firm-1."
    )
    assert told(world, import_advisers, PEOPLE + f"L1,特派员,一,liaison,north,{SOUTH},,,\n", by="south_organiser") == [
        f"A2: {kept}"
    ]


def test_the_number_of_queries_does_not_grow_with_the_sheet(world: World, society: Society) -> None:
    """Three hundred firms take as many queries as three."""

    def queries(first: int, count: int) -> int:
        rows = "".join(f"M{n},厂{n},{NORTH},116.0{n % 9},28.01,融资,,1,\n" for n in range(first, first + count))
        with CaptureQueriesContext(connection) as caught:
            brought(world, import_companies, FIRMS + rows)
        return len(caught)

    queries(500, 1)  # outlines of areas are read once and kept
    assert queries(0, 3) == queries(1000, 300) <= 25
