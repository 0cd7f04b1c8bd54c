# SPDX-License-Identifier: Apache-2.0
"""Units in sheets: brought in whole or not at all, with the cell of every fault."""

import pytest

from sidan.base.errors import Refused, Words
from sidan.base.imports import Faulty
from sidan.people.models import AuditEntry, Unit
from sidan.people.unit_sheets import export_units, import_units
from tests.people.conftest import Office, refused

HEADER = "单位编码,单位名称,英文名称,单位类型,所在区域编码,上级单位编码,联系电话,是否启用\n"
KINDS = {"water": Words("供水", "Water supply"), "town": Words("街道乡镇", "Town")}


def sheet(*rows: str, header: str = HEADER) -> bytes:
    """Return a csv file of units."""
    return (header + "\n".join(rows)).encode()


def test_units_come_in_with_their_areas_and_the_units_above_them_in_any_order(office: Office) -> None:
    """A branch may stand before its parent; codes may be filled with zeros; a kind may be named in words."""
    rows = ("branch,城西营业所,,供水,361002001000,company,,", "company,自来水集团,Water group,water,3610,,95598,是")

    plan = import_units(sheet(*rows), "units.csv", by=office.chief, kinds=KINDS)

    branch = Unit.objects.select_related("parent", "area").get(code="branch")
    assert len(plan.created) == 2
    assert branch.parent is not None
    assert (branch.kind, branch.area, branch.parent.name) == ("water", office.areas["361002001"], "自来水集团")
    assert AuditEntry.objects.get(action="units.imported").details == {"added": 2, "changed": 0}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(office: Office) -> None:
    """Not even an entry in the log."""
    entries = AuditEntry.objects.count()

    plan = import_units(sheet("gas,燃气公司,,gas,,,,"), "units.csv", by=office.chief, dry_run=True)

    assert [record["code"] for record in plan.created] == ["gas"]
    assert not Unit.objects.filter(code="gas").exists()
    assert AuditEntry.objects.count() == entries


def test_every_fault_is_named_with_its_cell_and_nothing_is_taken(office: Office) -> None:
    """A clerk mends all of them at once."""
    rows = (
        "gas,燃气公司,,gas,999999,,,",
        "heat,供热公司,,heat,,nobody,,",
        "power,供电公司,,power,,,,",
    )

    with pytest.raises(Faulty) as faulty:
        import_units(sheet(*rows), "units.csv", by=office.chief)

    assert [str(fault) for fault in faulty.value.faults] == [
        "E2: There is no area 999999.",
        "F3: There is no unit nobody.",
    ]
    assert not Unit.objects.filter(code="power").exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("gas,燃气公司,,煤气,,,,", "D2: 煤气 is not the code of a kind of unit, such as urban_management."),
        ("gas,,,gas,,,,", "B2: Name must not be empty."),
        ("gas,燃气公司,,gas,36100,,,", "E2: The code must have 4, 6, 9, 12 or 15 digits; it has 5."),
        ("gas,燃气公司,,gas,,,,maybe", "H2: please write yes or no instead of maybe."),
        (
            "燃气,燃气公司,,gas,,,,",
            "A2: A unit's code has up to 40 letters, digits, dots and hyphens, and 燃气 has not.",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused(office: Office, row: str, said: str) -> None:
    """The sentence names the cell, also when only the verb knows what is wrong."""
    plan = import_units(sheet(row), "units.csv", by=office.chief, dry_run=True)

    assert [str(fault) for fault in plan.faults] == [said]


def test_units_do_not_stand_above_themselves(office: Office) -> None:
    """A ring among the rows is found before anything is written."""
    rows = ("a1,甲,,gas,,b1,,", "b1,乙,,gas,,a1,,")

    plan = import_units(sheet(*rows), "units.csv", by=office.chief, dry_run=True)

    assert len(plan.faults) == 1
    assert "These units stand above themselves" in str(plan.faults[0])


def test_a_kind_that_is_not_in_the_catalogue_is_refused_when_there_is_one(office: Office) -> None:
    """With kinds given, only they are taken."""
    plan = import_units(sheet("gas,燃气公司,,gas,,,,"), "units.csv", by=office.chief, kinds=KINDS, dry_run=True)

    assert [str(fault) for fault in plan.faults] == ["D2: gas is not one of: Water supply, Town."]


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    """What is written out is read back as it stands."""
    import_units(sheet("gas,燃气公司,,gas,3610,water,95158,否"), "units.csv", by=office.chief)

    plan = import_units(export_units(by=office.chief), "units.xlsx", by=office.chief)

    assert (plan.created, plan.changed, len(plan.unchanged)) == ((), (), 3)


def test_a_sheet_changes_what_it_has_and_leaves_what_it_has_not(office: Office) -> None:
    """Without a column for phones, phones stay; no in the last column closes, yes opens again."""
    Unit.objects.filter(code="water").update(phone="95598")
    header = "单位编码,单位名称,单位类型,是否启用\n"

    import_units(sheet("water,水务集团,water,否", header=header), "units.csv", by=office.chief)
    water = Unit.objects.get(code="water")
    assert (water.name, water.phone, water.area, water.is_active) == (
        "水务集团",
        "95598",
        office.areas["361002"],
        False,
    )

    import_units(sheet("water,水务集团,water,是", header=header), "units.csv", by=office.chief)
    assert Unit.objects.get(code="water").is_active


def test_a_sheet_written_with_names_of_kinds_is_read_back(office: Office) -> None:
    """The clerk sees words, the table keeps codes."""
    plan = import_units(export_units(by=office.chief, kinds=KINDS), "units.xlsx", by=office.chief, kinds=KINDS)

    assert len(plan.unchanged) == 2


def test_nobody_but_an_administrator_brings_units_in_or_out(office: Office) -> None:
    """Not even as a dry run."""
    office.person("wu", "unit_head", unit=office.water)
    wu = office.actor("wu")

    assert refused(import_units, sheet(), "units.csv", by=wu, dry_run=True) == "Only an administrator may change units."
    assert refused(export_units, by=wu) == "Only an administrator may change units."


def test_a_file_that_is_no_sheet_is_refused(office: Office) -> None:
    """With a sentence, not a crash."""
    with pytest.raises(Refused):
        import_units(b"\x00\x01", "units.xlsx", by=office.chief)
