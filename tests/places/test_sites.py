# SPDX-License-Identifier: Apache-2.0
"""Sites have codes for posters, and sheets bring them in and out."""

import pytest

from sidan.base.errors import NotFound, Refused
from sidan.base.imports import Faulty, Plan
from sidan.places.models import Site
from sidan.places.site_sheets import export_sites, import_sites
from sidan.places.sites import add_site, amend_site, close_site, find_site, reopen_site
from tests.places.conftest import COMMUNITY, GRIDS

HEADER = "点位类型,点位名称,所在网格编码,地址,经度,纬度"


def brought_in(*rows: str, header: str = HEADER, dry_run: bool = False) -> Plan:
    """Import rows of a csv file."""
    return import_sites("\n".join([header, *rows]).encode(), "sites.csv", dry_run=dry_run)


def test_a_new_site_gets_a_code_for_its_poster(city: None, django_assert_num_queries):
    """The code finds the site again, typed in capitals and with letters mistaken for digits."""
    site = add_site(GRIDS[0], "1栋2单元", kind="stair", address="幸福路1号", point=(116.005, 28.015))
    typed = site.code.upper().replace("0", "O").replace("1", "l")

    with django_assert_num_queries(1):
        found = find_site(f" {typed[:4]} {typed[4:]} ")
        assert (found, found.area.code, found.lon) == (site, GRIDS[0], 116.005)


@pytest.mark.parametrize("code", ["", "00000000", "x", "'; drop table", "é" * 8])
def test_a_code_of_no_site_is_not_found(city: None, code: str):
    """Unknown and impossible codes are told alike."""
    with pytest.raises(NotFound, match="There is no place with the code"):
        find_site(code)


def test_two_sites_of_one_kind_do_not_share_a_name(city: None):
    """Within one grid a name says which place is meant; a closed site gives it free."""
    site = add_site(GRIDS[0], "1栋", kind="building")
    add_site(GRIDS[0], "1栋", kind="stair")
    add_site(GRIDS[1], "1栋", kind="building")
    other = add_site(GRIDS[0], "2栋", kind="building")

    with pytest.raises(Refused, match="第1网格 already has a place named 1栋; add the address to the name"):
        add_site(GRIDS[0], "1栋", kind="building")
    with pytest.raises(Refused, match="already has a place named 1栋"):
        amend_site(other.code, name="1栋")

    close_site(site.code)
    assert amend_site(other.code, name="1栋", address="幸福路2号").name == "1栋"
    with pytest.raises(Refused, match="already has a place named 1栋"):
        reopen_site(site.code)


def test_a_closed_site_is_found_by_its_old_poster(city: None):
    """Its page can say what it was; opened again it has the same code."""
    site = add_site(GRIDS[0], "1栋", kind="building")

    close_site(site.code)
    assert not find_site(site.code).is_active
    assert reopen_site(site.code).is_active
    assert find_site(site.code).is_active


def test_a_site_needs_a_living_area_and_a_name(city: None):
    """The refusals name what is missing."""
    with pytest.raises(Refused, match="There is no area 369901001001099"):
        add_site(f"{COMMUNITY}099", "1栋", kind="building")
    with pytest.raises(Refused, match="A place needs a name"):
        add_site(GRIDS[0], "　", kind="building")
    with pytest.raises(NotFound):
        close_site("00000000")


def test_sites_come_in_without_codes_and_only_once(city: None):
    """The first time each gets a code; the same sheet again changes nothing."""
    rows = [f"楼栋,{number}栋,{GRIDS[0]},幸福路{number}号,116.005,28.015" for number in range(1, 4)]

    assert len(brought_in(*rows).created) == 3
    assert len(brought_in(*rows).unchanged) == 3
    assert len({site.code for site in Site.objects.all()}) == 3


def test_a_site_is_renamed_moved_and_closed_by_its_code(city: None):
    """An exported sheet is corrected and brought in again."""
    site = add_site(GRIDS[0], "1栋", kind="building")
    sheet = export_sites(form="csv").decode("utf-8-sig")

    changed = sheet.replace("1栋", "幸福里1栋").replace(GRIDS[0], COMMUNITY).replace(",是\r", ",否\r")
    plan = import_sites(changed.encode(), "sites.csv")

    assert plan.changed[0].before == {"name": "1栋", "area": GRIDS[0], "is_active": True}
    site.refresh_from_db()
    assert (site.name, site.area.code, site.is_active) == ("幸福里1栋", COMMUNITY, False)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_goes_out_comes_in_unchanged(city: None, form: str, language: str):
    """Closed sites and kinds of a county's own included."""
    add_site(GRIDS[0], "1栋", kind="building", point=(116.005, 28.015))
    close_site(add_site(GRIDS[0], "东门岗亭", kind="岗亭").code)

    plan = import_sites(export_sites(form=form, language=language), f"sites.{form}")

    assert (len(plan.unchanged), plan.created, plan.changed, plan.ignored) == (2, (), (), ())


def test_faults_are_told_by_their_cells(city: None):
    """Unknown codes and areas, names used twice, halves of points."""
    first = add_site(GRIDS[0], "1栋", kind="building")
    second = add_site(GRIDS[0], "2栋", kind="building")
    header = "编码,类型,名称,网格编码"

    plan = brought_in(f"00000000,楼栋,3栋,{GRIDS[0]}", f",楼栋,4栋,{COMMUNITY}099", header=header, dry_run=True)
    assert [str(fault) for fault in plan.faults] == [
        "A2: There is no place with the code 00000000.",
        "D3: There is no area 369901001001099.",
    ]

    plan = brought_in(f"{second.code},楼栋,1栋,{GRIDS[0]}", header=header, dry_run=True)
    assert [str(fault) for fault in plan.faults] == [
        f"C2: {GRIDS[0]} already has a place named 1栋; add the address to the name."
    ]

    plan = brought_in(
        f",楼栋,9栋,{GRIDS[0]}",
        f"{first.code},楼栋,9栋,{GRIDS[0]}",
        f",楼栋,9栋,{GRIDS[0]}",
        header=header,
        dry_run=True,
    )
    assert [str(fault) for fault in plan.faults] == ["A4: this stands in A2 already."]

    with pytest.raises(Faulty):
        brought_in(f"楼栋,5栋,{GRIDS[0]},,116.0,")
    assert Site.objects.count() == 2


def test_two_rows_cannot_give_one_name_to_two_sites(city: None):
    """A new site and a renamed one may not meet."""
    site = add_site(GRIDS[0], "1栋", kind="building")

    plan = brought_in(
        f",楼栋,9栋,{GRIDS[0]}", f"{site.code},楼栋,9栋,{GRIDS[0]}", header="编码,类型,名称,网格编码", dry_run=True
    )

    assert [str(fault) for fault in plan.faults] == [
        f"C3: {GRIDS[0]} already has a place named 9栋; add the address to the name."
    ]
