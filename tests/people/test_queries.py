# SPDX-License-Identifier: Apache-2.0
"""Questions about many: pickers, who is told, who works beside me, and where somebody is missing."""

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from sidan.people.accounts import deactivate
from sidan.people.models import Unit
from sidan.people.posts import POST_ROLES
from sidan.people.queries import Gap, active_units, colleagues, coverage, one_of_each_role, users_at, users_over
from sidan.people.staffing import be_away
from sidan.people.units import add_unit, close_unit
from tests.people.conftest import TODAY, Office

NEXT_WEEK = TODAY + timedelta(days=7)


def codes(office: Office, **asked: str) -> list[str]:
    """Return the codes of the units a picker offers, with units of the city and of the next county added."""
    add_unit("gas", "燃气公司", kind="gas", by=office.chief)
    add_unit(
        "bureau", "市城管局", kind="urban_management", by=office.chief, area=office.areas["3610"], name_en="City order"
    )
    add_unit("dongxiang", "东乡供水", kind="water", by=office.chief, area=office.areas["361003"])
    close_unit(add_unit("old", "旧水厂", kind="water", by=office.chief), by=office.chief)
    return [unit.code for unit in active_units(**asked)]


def test_a_picker_offers_the_units_that_work(office: Office) -> None:
    """Closed ones are left out."""
    assert codes(office) == ["bureau", "dongxiang", "gas", "qingyun", "water"]


def test_a_picker_of_a_county_offers_its_own_units_and_the_citys(office: Office) -> None:
    """Another county's are left out."""
    assert codes(office, county="361002") == ["bureau", "gas", "qingyun", "water"]


def test_a_picker_narrows_by_kind_and_by_what_is_typed(office: Office) -> None:
    """Parts of either name, or the beginning of the code."""
    assert codes(office, kind="water", county="361003") == ["dongxiang"]
    assert [unit.code for unit in active_units(text="供水")] == ["dongxiang", "water"]
    assert [unit.code for unit in active_units(text="city ord")] == ["bureau"]
    assert [unit.code for unit in active_units(text="qing")] == ["qingyun"]


def test_who_is_told_over_an_area_holds_it_or_what_contains_it(office: Office) -> None:
    """A dispatcher of the county is told of an order in any of its grids, one of another town is not."""
    office.person("town", "dispatcher", area="361002001")
    office.person("county", "dispatcher", area="361002")
    office.person("other", "dispatcher", area="361002002")
    office.person("crew", "crew", area="361002001001001")

    assert {user.username for user in users_over("dispatcher", "361002001001001")} == {"town", "county"}
    assert {user.username for user in users_over("dispatcher", "361002")} == {"county"}


def test_substitutes_are_told_as_well_and_who_has_left_is_not(office: Office) -> None:
    """While Chen is away both are told; nobody who left is."""
    chen = office.person("chen", "handler", unit=office.water)
    lin = office.person("lin", "handler", unit=office.town_office)
    gone = office.person("gone", "handler", unit=office.water)
    deactivate(gone, by=office.chief)
    be_away(chen.posts.get(), substitute=lin, from_on=TODAY, until_on=TODAY, by=office.chief)

    assert {user.username for user in users_at("handler", Unit.objects.filter(pk=office.water.pk))} == {"chen", "lin"}
    assert {user.username for user in users_at("unit_head", Unit.objects.filter(pk=office.water.pk))} == set()


def test_colleagues_share_a_unit_or_an_area(office: Office) -> None:
    """Nobody is their own colleague, and a stranger is nobody's."""
    office.person("chen", "handler", unit=office.water)
    office.person("lin", "unit_head", unit=office.water)
    office.person("wang", "dispatcher", area="361002001")
    office.person("zhou", "crew", area="361002001")
    office.person("stranger")

    assert [user.username for user in colleagues(office.actor("chen"))] == ["lin"]
    assert [user.username for user in colleagues(office.actor("wang"))] == ["zhou"]
    assert not colleagues(office.actor("stranger")).exists()


def test_one_person_of_each_role_is_found_by_one_query(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The demo's sign-in page lists roles in their own order, and only such as somebody holds."""
    office.person("second", "handler", unit=office.water)
    office.person("first", "dispatcher", area="361002001")
    office.person("third", "handler", unit=office.town_office)

    with django_assert_num_queries(1):
        found = one_of_each_role()
        shown = [(post.role, post.user.username, post.unit and post.unit.code, post.area_code) for post in found]

    assert shown == [
        ("dispatcher", "first", None, "361002001"),
        ("handler", "second", "water", ""),
        ("security_admin", "chief", None, ""),
    ]
    assert [post.role for post in found] == [role for role in POST_ROLES if role in {post.role for post in found}]


def test_every_town_needs_a_dispatcher_and_every_grid_a_crew(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Gaps come in order of their codes, by one query."""
    with django_assert_num_queries(1):
        gaps = coverage("361002", TODAY)

    assert gaps == [
        Gap("361002001", "青云街道", "dispatcher"),
        Gap("361002001001001", "第一网格", "crew"),
        Gap("361002001001002", "第二网格", "crew"),
        Gap("361002002", "西大街街道", "dispatcher"),
    ]


def test_a_post_over_more_covers_what_lies_in_it(office: Office) -> None:
    """A county's dispatcher covers its towns, a community's crew its grids; neither covers the other's work."""
    office.person("chen", "dispatcher", area="361002")
    office.person("lin", "crew", area="361002001001")

    assert coverage("3610", TODAY) == []


def test_who_has_left_or_not_begun_covers_nothing(office: Office) -> None:
    """Coverage is asked for a day."""
    chen = office.person("chen", "dispatcher", area="361002")
    office.person("lin", "crew", area="361002001001")
    deactivate(chen, by=office.chief)

    assert {gap.role for gap in coverage("3610", TODAY)} == {"dispatcher"}
    assert {gap.role for gap in coverage("3610", TODAY.replace(year=2025))} == {"dispatcher", "crew"}


def test_a_void_area_needs_nobody(office: Office) -> None:
    """From the day it is void on."""
    grid = office.areas["361002001001002"]
    grid.void_on = NEXT_WEEK
    grid.save()

    assert grid.code in {gap.area_code for gap in coverage("3610", TODAY)}
    assert grid.code not in {gap.area_code for gap in coverage("3610", NEXT_WEEK)}
