# SPDX-License-Identifier: Apache-2.0
"""The catalogue: loaded from its file, overridden by a county's sheet, all or nothing."""

import pytest

from sidan.base.imports import Faulty
from sidan.orders.catalogue import Condition, Matter
from sidan.orders.matter_sheets import export_matters, import_matters
from sidan.orders.matters import find_matter
from sidan.people.actors import Actor
from sidan.programmes.catalogue_reader import read_catalogue
from sidan.programmes.stocking import stock
from tests.world import COUNTY, World

HEADER = "区县代码,事项编码,事项名称,承办单位类型,常用说法,条件编码,立案条件,处置时限\n"


def sheet(*rows: str) -> bytes:
    """Return a CSV file as a clerk would save it."""
    return (HEADER + "\n".join(rows)).encode("utf-8-sig")


@pytest.mark.django_db
def test_the_official_catalogue_loads_and_loads_again() -> None:
    """Loading twice leaves the same rows; each matter has its conditions with limits that can be read."""
    first = stock(read_catalogue())
    rows = Condition.objects.count()

    again = stock(read_catalogue())

    assert first == again == Matter.objects.count()
    assert first >= 110
    assert Condition.objects.count() == rows > first


def test_a_county_overrides_a_limit_by_its_sheet(world: World) -> None:
    """A county's own row stands before the city's, and only there."""
    row = f"{COUNTY},city.lamp.dark,路灯不亮,urban_management,路灯坏、没灯,usual,单灯不亮,1天"

    plan = import_matters(sheet(row), "matters.csv", by=Actor.importer())

    assert (len(plan.created), plan.faults) == (1, ())
    own = find_matter("city.lamp.dark", county=COUNTY)
    assert own.words == ["路灯坏", "没灯"]
    assert own.conditions.get().limit == "1 natural_days"
    order = world.submit()
    world.dispatch(order, matter="city.lamp.dark#usual")
    assert order.limit == "1 natural_days"


def test_another_countys_own_row_is_not_used(world: World) -> None:
    """A county's override binds that county alone."""
    row = "369902,city.lamp.dark,路灯不亮,urban_management,,usual,单灯不亮,9天"
    import_matters(sheet(row), "matters.csv", by=Actor.importer())

    order = world.submit()
    world.dispatch(order, matter="city.lamp.dark#usual")

    assert order.limit == "2 working_days"


def test_faults_name_their_cells_and_nothing_is_written(world: World) -> None:
    """Every fault is told with the address of its cell, and not one row is taken."""
    rows = [
        "36,city.lamp.dark,路灯不亮,urban_management,,usual,单灯不亮,1天",
        ",city.lamp.dark,路灯不亮,urban_management,,usual,单灯不亮,很快",
        ",nowhere.x,某事,urban_management,,usual,一般,1天",
    ]

    with pytest.raises(Faulty) as refused:
        import_matters(sheet(*rows), "matters.csv", by=Actor.importer())

    told = " ".join(str(fault) for fault in refused.value.faults)
    assert "A2: a county is given by its six digits" in told
    assert "H3: “很快” is not a time limit" in told
    assert Matter.objects.filter(county="36").count() == 0


def test_what_is_exported_is_read_back_unchanged(world: World) -> None:
    """The sheet given out is the sheet taken in."""
    plan = import_matters(export_matters(by=Actor.importer()), "matters.xlsx", by=Actor.importer(), dry_run=True)

    assert (len(plan.created), len(plan.changed), plan.faults) == (0, 0, ())
    assert len(plan.unchanged) == 4


def test_a_dispatcher_may_not_change_the_catalogue(world: World) -> None:
    """The catalogue is the administrators' to keep."""
    with pytest.raises(Exception, match="administrator"):
        import_matters(sheet(), "matters.csv", by=world.actor("dispatcher"))
