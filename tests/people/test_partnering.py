# SPDX-License-Identifier: Apache-2.0
"""Units around a grid: named, added, ended, and what it lets those who work there be."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from sidan.base import clock
from sidan.base.errors import Words
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry
from sidan.people.partnering import add_partner, end_partner, find_partner_kind, partners_of, set_partner_kind
from sidan.people.partners import Partner, PartnerKind
from sidan.people.units import close_unit
from sidan.places.areas import void_area
from tests.people.conftest import TODAY, Office, refused
from tests.people.six_kinds import name_six_kinds

GRID = "361002001001001"


@pytest.fixture(autouse=True)
def _six(db: None) -> None:
    """Let the six kinds be there."""
    name_six_kinds()


@pytest.fixture
def property_kind(office: Office) -> PartnerKind:
    """Return the kind of property companies, which the migration has named."""
    return find_partner_kind("property")


def grids_of(office: Office, username: str) -> tuple[str, ...]:
    """Return the areas over which somebody is a partner today."""
    return office.actor(username).areas("partner")


def test_the_six_kinds_of_the_county_are_there_to_begin_with(office: Office):
    """They stand in the order of 六位一体, each in both languages, and a county may add its own."""
    own = set_partner_kind("police", Words("社区民警", "community police"), position=7, by=office.chief)

    kinds = list(PartnerKind.objects.values_list("name", "name_en"))

    assert kinds[0] == ("网格党支部", "grid branch")
    assert len(kinds) == 7
    assert kinds[-1] == (own.name, own.name_en)
    assert all(name and name_en for name, name_en in kinds)


def test_a_kind_is_renamed_under_its_code(office: Office, property_kind: PartnerKind):
    """What is there keeps its partners; a code that is none and a name that is empty are refused."""
    set_partner_kind("property", Words("物业服务企业", "property service"), position=4, by=office.chief)

    property_kind.refresh_from_db()
    assert property_kind.name == "物业服务企业"
    assert "and Bad Code has not" in refused(set_partner_kind, "Bad Code", Words("甲", ""), position=1, by=office.chief)
    assert "give a name" in refused(set_partner_kind, "other", Words(" ", ""), position=1, by=office.chief)


def test_the_role_follows_the_units_membership_within_its_dates(office: Office, property_kind: PartnerKind):
    """A handler and the head of the unit are partners of the grid from the first day to the last, and not beyond."""
    office.person("worker", "handler", unit=office.water)
    office.person("head", "unit_head", unit=office.water)
    tomorrow = TODAY + timedelta(days=1)

    add_partner(
        office.areas[GRID], office.water, kind=property_kind, by=office.chief, from_on=tomorrow, until_on=tomorrow
    )

    assert [grids_of(office, name) for name in ("worker", "head")] == [(), ()]
    clock.advance(days=1)
    assert [grids_of(office, name) for name in ("worker", "head")] == [(GRID,), (GRID,)]
    clock.advance(days=1)
    assert [grids_of(office, name) for name in ("worker", "head")] == [(), ()]


def test_nobody_else_becomes_a_partner(office: Office, property_kind: PartnerKind):
    """Not a company's contact at the unit, not a handler elsewhere, and not one whose post has ended."""
    office.person("contact", "company", unit=office.water)
    office.person("other", "handler", unit=office.town_office)
    gone = office.person("gone")
    office.post(gone, "handler", unit=office.water, until=date(2026, 8, 31))

    add_partner(office.areas[GRID], office.water, kind=property_kind, by=office.chief)

    assert {name: grids_of(office, name) for name in ("contact", "other", "gone")} == {
        "contact": (), "other": (), "gone": (),
    }  # fmt: skip


@pytest.mark.parametrize("role", ["unit_head", "dispatcher", "auditor", "leader"])
def test_only_administrators_name_partners(office: Office, property_kind: PartnerKind, role: str):
    """Heads of units, dispatchers, auditors and leaders may not, and nothing is written then."""
    unit_role = role == "unit_head"
    office.person("somebody", role, unit=office.water if unit_role else None, area="" if unit_role else "361002")
    partner = add_partner(office.areas[GRID], office.water, kind=property_kind, by=office.chief)
    by = office.actor("somebody")
    told = "Only an administrator may change units"

    assert told in refused(add_partner, office.areas[GRID], office.town_office, kind=property_kind, by=by)
    assert told in refused(end_partner, partner, by=by)
    assert told in refused(set_partner_kind, "other", Words("其他", ""), position=9, by=by)
    assert list(Partner.objects.values_list("unit__code", "until_on")) == [("water", None)]


def test_area_and_unit_must_live_and_the_days_be_in_order(office: Office, property_kind: PartnerKind):
    """Each refusal is a sentence with the name in it."""
    grid, other = office.areas[GRID], office.areas["361002001001002"]
    void_area(other.code, on=TODAY)
    other.refresh_from_db()
    close_unit(office.town_office, by=office.chief)
    office.town_office.refresh_from_db()
    more = {"kind": property_kind, "by": office.chief}

    assert refused(add_partner, other, office.water, **more) == "The area 第二网格 has been given up."
    assert refused(add_partner, grid, office.town_office, **more) == "青云街道办事处 is closed."
    backwards = {**more, "from_on": TODAY, "until_on": TODAY - timedelta(days=1)}
    assert "before it begins on" in refused(add_partner, grid, office.water, **backwards)


def test_a_unit_is_a_partner_of_a_grid_once_at_a_time(office: Office, property_kind: PartnerKind):
    """The verb says so in words; past it the database itself refuses."""
    grid = office.areas[GRID]
    first = add_partner(grid, office.water, kind=property_kind, by=office.chief)
    told = refused(add_partner, grid, office.water, kind=find_partner_kind("paired"), by=office.chief)

    assert told == "临川区供水公司 is a partner of 第一网格 in these days already."
    with pytest.raises(IntegrityError, match="partner_once_at_a_time"), transaction.atomic():
        Partner.objects.create(
            area=grid, area_code=GRID, unit=office.water, kind=property_kind, from_on=TODAY + timedelta(days=9)
        )
    end_partner(first, by=office.chief)
    clock.advance(days=1)
    assert add_partner(grid, office.water, kind=find_partner_kind("paired"), by=office.chief).pk


def test_a_partnership_ends_with_its_last_day(office: Office, property_kind: PartnerKind):
    """It can end today or yesterday, never further back; one that has not begun is taken out."""
    grid = office.areas[GRID]
    partner = add_partner(grid, office.water, kind=property_kind, by=office.chief, from_on=TODAY - timedelta(days=30))
    later = add_partner(grid, office.town_office, kind=property_kind, by=office.chief, from_on=TODAY + timedelta(3))
    office.person("worker", "handler", unit=office.water)

    assert "yesterday at the earliest" in refused(end_partner, partner, by=office.chief, last=TODAY - timedelta(2))
    end_partner(partner, by=office.chief, last=TODAY - timedelta(1))
    end_partner(later, by=office.chief)

    assert grids_of(office, "worker") == ()
    assert list(Partner.objects.values_list("unit__code", "until_on")) == [("water", TODAY - timedelta(1))]
    assert [entry.action for entry in AuditEntry.objects.filter(action__startswith="partner.").order_by("pk")] == [
        "partner.added", "partner.added", "partner.ended", "partner.ended",
    ]  # fmt: skip


def test_the_partners_of_a_grid_are_those_of_the_areas_around_it_too(office: Office, django_assert_num_queries):
    """In the order of kinds, with one query; a neighbour's partners are not among them."""
    add_partner(office.areas["361002001"], office.water, kind=find_partner_kind("paired"), by=Actor.importer())
    add_partner(office.areas[GRID], office.town_office, kind=find_partner_kind("branch"), by=Actor.importer())

    with django_assert_num_queries(1):
        own = [(partner.kind.code, partner.unit.code) for partner in partners_of(GRID)]
    assert own == [("branch", "qingyun"), ("paired", "water")]
    assert [partner.unit.code for partner in partners_of("361002001001002")] == ["water"]
