# SPDX-License-Identifier: Apache-2.0
"""Units: added, changed, closed, opened again; and by whom not."""

from dataclasses import replace

import pytest

from sidan.base.errors import Refused
from sidan.people.models import AuditEntry, Unit
from sidan.people.posts import POST_ROLES
from sidan.people.units import add_unit, change_unit, close_unit, facts_of, reopen_unit
from tests.people.conftest import TODAY, Office


def test_a_unit_stands_under_its_code_with_its_area(office: Office) -> None:
    """The administrator's entry says what was added."""
    gas = add_unit(
        "gas", " 燃气公司 ", kind="gas", by=office.chief, name_en="Gas", area=office.areas["3610"], phone="95158"
    )

    assert (gas.name, gas.name_en, gas.area, gas.phone) == ("燃气公司", "Gas", office.areas["3610"], "95158")
    assert AuditEntry.objects.get(action="unit.added", subject="unit:gas").details == {
        "name": "燃气公司",
        "kind": "gas",
    }


@pytest.mark.parametrize(
    ("code", "name", "kind", "said"),
    [
        ("water", "另一家", "water", "There is already a unit with the code water."),
        ("", "某单位", "water", "A unit's code has up to 40 letters, digits, dots and hyphens, and  has not."),
        ("局", "某单位", "water", "A unit's code has up to 40 letters, digits, dots and hyphens, and 局 has not."),
        ("gas", " ", "gas", "Please give a name."),
        ("gas", "燃气公司", "", "Please give a name."),
    ],
)
def test_a_unit_without_code_name_or_kind_is_refused(
    office: Office, code: str, name: str, kind: str, said: str
) -> None:
    """Each refusal says what is wrong."""
    with pytest.raises(Refused) as refused:
        add_unit(code, name, kind=kind, by=office.chief)

    assert str(refused.value) == said


def test_a_unit_changes_all_but_its_code(office: Office) -> None:
    """What is not mentioned stays as it was."""
    change_unit(office.water, replace(facts_of(office.water), name="水务集团", phone="12345"), by=office.chief)

    water = Unit.objects.get(code="water")
    assert (water.name, water.phone, water.area) == ("水务集团", "12345", office.areas["361002"])


def test_no_unit_stands_above_itself(office: Office) -> None:
    """Not directly, and not around a corner."""
    station = add_unit("station", "水务站", kind="water", by=office.chief, parent=office.water)

    for above in (office.water, station):
        with pytest.raises(Refused, match="临川区供水公司 cannot stand above itself"):
            change_unit(office.water, replace(facts_of(office.water), parent=above), by=office.chief)


def test_closing_a_unit_ends_its_posts_and_opening_it_brings_none_back(office: Office) -> None:
    """History stays; the people of a closed unit hold nothing there from tomorrow."""
    post = office.person("wang", "handler", unit=office.water).posts.get()

    close_unit(office.water, by=office.chief)
    reopen_unit(Unit.objects.get(code="water"), by=office.chief)

    post.refresh_from_db()
    assert post.until_on == TODAY
    assert Unit.objects.get(code="water").is_active


@pytest.mark.parametrize("role", ["auditor", "leader", "unit_head", "dispatcher", ""])
def test_nobody_but_an_administrator_changes_units(office: Office, role: str) -> None:
    """A unit's own head does not either."""
    scope = POST_ROLES[role].scope if role else ""
    office.person("wu", role, unit=office.water if scope == "unit" else None, area="3610" if scope == "area" else "")
    wu, facts = office.actor("wu"), facts_of(office.water)

    for attempt in (
        lambda: add_unit("gas", "燃气公司", kind="gas", by=wu),
        lambda: change_unit(office.water, facts, by=wu),
        lambda: close_unit(office.water, by=wu),
        lambda: reopen_unit(office.water, by=wu),
    ):
        with pytest.raises(Refused, match="Only an administrator may change units"):
            attempt()


def test_the_system_administrator_keeps_units_too(office: Office) -> None:
    """Units are not rights: both administrators may keep the list."""
    office.person("root", "system_admin")

    add_unit("gas", "燃气公司", kind="gas", by=office.actor("root"))

    assert Unit.objects.filter(code="gas").exists()
