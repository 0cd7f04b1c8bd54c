# SPDX-License-Identifier: Apache-2.0
"""Routes go out as a sheet and come back, all or nothing, each fault with its cell."""

from datetime import date

import pytest

from sidan.base.errors import Refused
from sidan.base.imports import Faulty
from sidan.dispatch.route_rows import Route
from sidan.dispatch.route_sheets import export_routes, import_routes
from sidan.people.actors import Actor
from tests.dispatch.routing import route, rule
from tests.world import COUNTY, NORTH

HEAD = (
    "区域编码,事项编码,条件编码,适用时段,主办单位编码,协办单位编码,"
    "起始日,截止日,自动派单,凭常用说法,把握须高于（%）,备注\n"
)
BY = Actor.importer()


def sheet(*rows: str) -> bytes:
    """Return rows as a sheet of comma-separated values."""
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


def faults(*rows: str) -> list[str]:
    """Return what a dry run finds wrong with rows, in English."""
    return [str(fault) for fault in import_routes(sheet(*rows), "routes.csv", by=BY, dry_run=True).faults]


def test_what_goes_out_comes_back_the_same(world):
    """A round trip changes nothing, whatever the routes say."""
    route(world, matter="city.lamp.dark", condition="danger", hours="每天 22:00-06:00", assisting=["lamps", "housing"])
    rule(world, area=NORTH, until_on=date(2026, 12, 31), note="试行")

    plan = import_routes(export_routes(by=BY), "routes.xlsx", by=BY)

    assert (len(plan.unchanged), plan.created, plan.changed, plan.faults) == (2, (), (), ())


def test_a_sheet_adds_and_changes_routes(world):
    """A row of a scope that is there changes its route; columns left out stay as they are."""
    known = route(world, matter="city", unit="water", note="旧")
    small = f"区域编码,事项编码,主办单位编码\n{COUNTY}000000,city,housing\n{NORTH},,north\n".encode()

    plan = import_routes(small, "routes.csv", by=BY)

    known.refresh_from_db()
    added = Route.objects.exclude(pk=known.pk).get()
    assert (len(plan.created), len(plan.changed)) == (1, 1)
    assert (known.unit.code, known.note) == ("housing", "旧")
    assert (added.area_code, added.unit.code, added.hours, added.is_automatic) == (NORTH, "north", "always", False)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"{COUNTY},city,,,nobody,,,,,,,", "E2: There is no unit nobody."),
        (f"{COUNTY},city,,,water,nobody,,,,,,", "F2: There is no unit nobody."),
        (f"{COUNTY},city.ufo,,,water,,,,,,,", "A2: There is no matter or branch with the code “city.ufo”."),
        (f"{COUNTY},city.lamp.dark,no,,water,,,,,,,", "A2: The matter “Street lamp is dark” has no condition “no”."),
        ("369902,city,,,water,,,,,,,", "A2: There is no area 369902000000."),
        (f"{NORTH}001001,,,,water,,,,,,,", "A2: A route is for a community or a larger area: grids are redrawn."),
        (f"{COUNTY},city,,,water,,,,是,,120,", "K2: the number must lie between 50 and 100."),
        (f"{COUNTY},city,,每天 25:00-26:00,water,,,,,,,", "D2: There is no time 25:00-26:00."),
        (f"{COUNTY},city,,,water,,2026-05-01,2026-04-01,,,,", "A2: The last day comes before the first."),
    ],
)
def test_each_fault_names_its_cell_and_nothing_is_taken(world, row, fault):
    """A good row beside a bad one is not taken either."""
    good = f"{NORTH},live,,,north,,,,,,,"

    assert faults(row, good) == [fault]
    with pytest.raises(Faulty):
        import_routes(sheet(row, good), "routes.csv", by=BY)
    assert not Route.objects.exists()


def test_the_same_route_twice_and_days_that_overlap_are_told(world):
    """Two rows of one scope, and a row whose days overlap those of another route."""
    other = route(world, matter="city", from_on=date(2026, 1, 1))

    assert len(faults(f"{COUNTY},live,,,water,,,,,,,", f"{COUNTY},live,,全时段,housing,,,,,,,")) == 1
    assert faults(f"{COUNTY},city,,,water,,2026-06-01,,,,,") == [
        f"A2: Route {other.pk} is for the same area, matter, condition and hours; change it instead."
    ]


@pytest.mark.parametrize("who", ["dispatcher", "supervisor", "handler", "stranger"])
def test_only_administrators_bring_sheets_in_or_take_them_out(world, who):
    """A sheet may let rules act all over the city."""
    with pytest.raises(Refused, match="Only a system administrator"):
        import_routes(sheet(), "routes.csv", by=world.actor(who))
    with pytest.raises(Refused, match="Only a system administrator"):
        export_routes(by=world.actor(who))
