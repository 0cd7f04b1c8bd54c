# SPDX-License-Identifier: Apache-2.0
"""An adoption taken back within its day: every row as it was, and what came since with it."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidan.base.errors import Refused
from sidan.orders.area_changes import AreaChange
from sidan.orders.models import Order
from sidan.orders.moves import Place
from sidan.orders.verify import fault_in
from sidan.people.models import User
from sidan.places.models import Area, Site
from sidan.places.sites import find_site
from sidan.planning import adopting, computing, drafting, rolling_back
from tests.planning.holding import FIRST, NEW, SECOND, THIRD, TODAY, TOGETHER, dump, fill
from tests.world import COUNTY, NORTH, SOUTH

pytestmark = pytest.mark.django_db


def test_taking_back_restores_every_row(world, draft, planner):
    """Within the day everything is as it was; the new grid stays as one that never held."""
    fill(world)
    orders = [world.submit(area=area) for area in (FIRST, SECOND, SECOND, THIRD)]
    plan = draft(**TOGETHER)
    before = dump()

    adopting.adopt(plan, by=planner)
    assert dump() != before
    assert rolling_back.hindrances(plan.__class__.objects.get(pk=plan.pk)) == []
    rolling_back.roll_back(plan, by=planner)

    after = dump()
    new = Area.objects.get(code=NEW)
    assert new.from_on == new.void_on == TODAY
    assert {name: [row for row in rows if NEW not in row] for name, rows in after.items()} == before
    assert all(NEW not in row for name, rows in after.items() if name != "places.Area" for row in rows)
    assert AreaChange.objects.count() == 6
    assert all(fault_in(order) is None for order in orders)
    plan.refresh_from_db()
    assert plan.state == "rolled_back"


def test_what_came_since_goes_back_to_where_it_lies(world, draft, planner):
    """Orders and posters of the day go to the old grid of their point, their site, or of most households."""
    plan = draft(**TOGETHER)
    adopting.adopt(plan, by=planner)
    by_point = world.submit(place=Place(NEW, lon=116.015, lat=28.015))
    by_nothing = world.submit(area=NEW)
    site = Site.objects.create(
        code="eeeeeeee", kind="shop", name="粮店", area=Area.objects.get(code=NEW), lon=116.014, lat=28.015
    )
    by_site = world.submit(place=Place(NEW, site_id=site.pk))

    rolling_back.roll_back(plan, by=planner)

    lies = {order.pk: order.area_code for order in Order.objects.all()}
    assert lies == {by_point.pk: SECOND, by_nothing.pk: FIRST, by_site.pk: SECOND}
    assert find_site("eeeeeeee").area.code == SECOND


def test_what_people_put_over_the_new_grid_must_be_taken_back_first(world, draft, planner):
    """A post given since would be lost, so the adoption is not taken back, and nothing changes."""
    plan = draft(**TOGETHER)
    adopting.adopt(plan, by=planner)
    world.areas[NEW] = Area.objects.get(code=NEW)
    world.hold("handler", role="crew", area=NEW)
    before = dump()

    with pytest.raises(Refused, match="1 posts were added in the new grids since"):
        rolling_back.roll_back(plan, by=planner)

    assert dump() == before


def test_the_next_day_is_too_late_to_take_it_back(draft, planner, clock):
    """An adoption is taken back on its own day alone."""
    plan = draft(**TOGETHER)
    adopting.adopt(plan, by=planner)
    clock.forward(days=1)

    with pytest.raises(Refused, match="on its day alone"):
        rolling_back.roll_back(plan, by=planner)


GRIDS = [f"{street}001{number:03d}" for street in (NORTH, SOUTH) for number in (1, 2, 3)]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(groups=st.lists(st.integers(0, 2), min_size=6, max_size=6))
def test_whatever_was_grouped_goes_back_whole(world, planner, groups):
    """However the grids of two streets are grouped, taking it back restores every row of every table."""
    sid = transaction.savepoint()
    fill(world)
    world.hold("county", role="planner", area=COUNTY)
    for code in GRIDS:
        world.submit(area=code)
    by_group: dict[tuple[str, int], list[str]] = {}
    for code, group in zip(GRIDS, groups, strict=True):
        by_group.setdefault((code[:12], group), []).append(code)
    before = dump()

    if any(len(codes) > 1 for codes in by_group.values()):
        by = world.actor("county")
        asked = {"wishes": {"fixed": list(by_group.values())}}
        plan = drafting.draft(COUNTY, name="方案", asked=asked, source="today", by=by)
        computing.compute(plan.pk)
        plan.refresh_from_db()
        adopting.adopt(plan, by=by)
        rolling_back.roll_back(plan, by=by)
    after = dump()

    known = {row for rows in before.values() for row in rows}
    more = [row for name, rows in after.items() if name != "places.Area" for row in rows if row not in known]
    assert more == []
    assert {name: len(rows) for name, rows in after.items() if name != "places.Area"} == {
        name: len(rows) for name, rows in before.items() if name != "places.Area"
    }
    assert known <= {row for rows in after.values() for row in rows}
    transaction.savepoint_rollback(sid)
    world.people = {name: user for name, user in world.people.items() if User.objects.filter(pk=user.pk).exists()}
