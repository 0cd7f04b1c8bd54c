# SPDX-License-Identifier: Apache-2.0
"""From today's grids to new ones: drafted, computed, changed by hand, published, adopted, and taken back."""

from datetime import timedelta

import pytest
from django.db import DataError

from sidan.base.errors import Refused
from sidan.orders.bodies import Body
from sidan.orders.filters import Filters
from sidan.orders.models import Order
from sidan.orders.moves import Place, make
from sidan.orders.purses import Purse
from sidan.orders.queries import find_order, search
from sidan.orders.redrawn import changes_of
from sidan.orders.saved import SavedFilter
from sidan.orders.verify import fault_in
from sidan.people.models import Absence, AuditEntry, Post, Unit
from sidan.people.partners import Partner
from sidan.places.lineages import Lineage
from sidan.places.locating import grid_at
from sidan.places.models import Area
from sidan.places.service_points import Station
from sidan.places.sites import find_site
from sidan.places.tree import beneath
from sidan.planning import adopting, publishing
from tests.planning.holding import FIRST, NEW, SECOND, THIRD, TODAY, TOGETHER, dump, fill
from tests.world import LONG_AGO, NORTH

YESTERDAY = TODAY - timedelta(days=1)

pytestmark = pytest.mark.django_db


def test_two_grids_become_one_with_their_figures_and_their_history(draft, planner):
    """The new grid has a new number, both households and lineage; the old ones are void, the third stays."""
    before = Area.objects.get(code=THIRD)

    adoption = adopting.adopt(draft(**TOGETHER), by=planner)

    new = Area.objects.get(code=NEW)
    assert (new.households, new.from_on, new.name) == (800, TODAY, "北门社区第4网格")
    assert new.geometry["type"] == "Polygon"
    assert set(Area.objects.filter(void_on=TODAY).values_list("code", flat=True)) == {FIRST, SECOND}
    assert set(Lineage.objects.values_list("source__code", "target__code", "on", "share")) == {
        (FIRST, NEW, TODAY, 1.0),
        (SECOND, NEW, TODAY, 1.0),
    }
    assert Area.objects.get(code=THIRD) == before
    assert (adoption.counts["kept"], adoption.counts["area_new"], adoption.counts["area_void"]) == (1, 1, 2)
    assert AuditEntry.objects.filter(action="plan.adopted", subject=adoption.plan.subject).exists()


def test_the_map_and_the_tree_know_the_new_grid_at_once(draft, planner):
    """A point in an old grid is found in the new one, and the old ones are no longer offered."""
    adopting.adopt(draft(**TOGETHER), by=planner)

    assert grid_at(116.005, 28.015).area_code == NEW
    assert grid_at(116.015, 28.015).area_code == NEW
    assert [choice.code for choice in beneath(f"{NORTH}001")] == [THIRD, NEW]


def test_posts_go_on_over_the_new_grid_once_for_each_person(world, draft, planner):
    """Old posts end the day before, who held both holds one, and one that begins later begins over the new grid."""
    fill(world)

    adopting.adopt(draft(**TOGETHER), by=planner)

    new = Post.objects.filter(area_code=NEW).order_by("user__username")
    assert list(new.values_list("user__username", "role", "from_on", "until_on")) == [
        ("crew", "crew", TODAY, None),
        ("newcomer", "crew", TODAY + timedelta(days=20), None),
        ("second", "crew", TODAY, None),
    ]
    old = Post.objects.filter(area_code__in=(FIRST, SECOND)).order_by("user__username", "area_code")
    assert list(old.values_list("user__username", "from_on", "until_on")) == [
        ("crew", LONG_AGO, YESTERDAY),
        ("crew", LONG_AGO, YESTERDAY),
        ("gone", LONG_AGO, YESTERDAY),
        ("second", LONG_AGO, YESTERDAY),
    ]


def test_a_substitute_goes_on_standing_in(world, draft, planner):
    """An absence that is running is cut in two with its post, and one to come moves to the new post."""
    fill(world)

    adopting.adopt(draft(**TOGETHER), by=planner)

    rows = Absence.objects.order_by("from_on").values_list(
        "post__area_code", "substitute__username", "from_on", "until_on"
    )
    assert list(rows) == [
        (FIRST, "second", TODAY - timedelta(days=2), YESTERDAY),
        (NEW, "second", TODAY, TODAY + timedelta(days=3)),
        (NEW, "handler", TODAY + timedelta(days=25), TODAY + timedelta(days=30)),
    ]


def test_units_partners_bodies_stations_and_filters_go_along(world, draft, planner):
    """Everything that hung on an old grid hangs on the new one; of two forums one ends, and that is told."""
    fill(world)

    adoption = adopting.adopt(draft(**TOGETHER), by=planner)

    assert Unit.objects.get(code="branch").area.code == NEW
    partners = Partner.objects.filter(until_on__isnull=True)
    assert list(partners.values_list("area_code", "unit__code", "from_on")) == [(NEW, "property", TODAY)]
    living = Body.objects.filter(until_on__isnull=True, area__code=NEW).order_by("name")
    assert [body.name for body in living] == ["业主大会", "业主大会（北门第2网格）", "说事厅一"]
    assert Body.objects.get(name="说事厅二").until_on == YESTERDAY
    assert Station.objects.get(code="happy").area_code == NEW
    assert SavedFilter.objects.get(name="二格").values == {"area": NEW}
    assert Purse.objects.get().area_code == NEW
    assert any("说事厅二" in note["values"].values() for note in adoption.notes)


def test_an_old_poster_leads_to_the_new_grid(world, draft, planner):
    """The code on the wall stays; two places of one name are told apart by the old grid's."""
    fill(world)

    adopting.adopt(draft(**TOGETHER), by=planner)

    assert {find_site(code).area.code for code in ("k7qf2mxp", "bbbbbbbb", "cccccccc", "dddddddd")} == {NEW}
    assert find_site("bbbbbbbb").name == "1栋"
    assert find_site("cccccccc").name == "1栋（北门第2网格）"
    order = world.submit(place=Place(find_site("cccccccc").area.code, site_id=find_site("cccccccc").pk))
    assert find_order(order.number, seen_by=world.actor("crew")) == order


def test_an_open_order_goes_to_the_new_crew_and_remembers_its_grid(world, draft, planner):
    """It lies in the new grid, is found there by its words, and tells since when; a closed one stays where it was."""
    world.hold("second", role="crew", area=SECOND)
    opened, closed = world.submit(area=SECOND), world.answered(area=SECOND)
    world.move(closed, "solved", "reporter", satisfaction="5")
    plan = draft(**TOGETHER)

    adopting.adopt(plan, by=planner)

    opened, closed = Order.objects.get(pk=opened.pk), Order.objects.get(pk=closed.pk)
    assert (opened.area_code, opened.area_then) == (NEW, SECOND)
    assert (closed.area_code, closed.area_then) == (SECOND, "")
    assert [(each.source, each.target, each.on, each.cause) for each in changes_of(opened)] == [
        (SECOND, NEW, TODAY, plan.code)
    ]
    for name in ("crew", "second", "dispatcher"):
        found = search(world.actor(name), "楼道灯", filters=Filters(area=NEW))
        assert [order.pk for order in found.rows] == [opened.pk], name


def test_the_chain_of_steps_holds_and_a_press_on_an_older_page_still_counts(world, draft, planner):
    """Nobody made a move, so nothing is stale: whoever saw the order before can go on."""
    order = world.submit(area=SECOND)
    seen = order.version

    adopting.adopt(draft(**TOGETHER), by=planner)

    assert fault_in(order) is None
    make(
        order,
        "dispatch",
        {"unit": "lamps", "matter_decided": "city.lamp.dark#usual"},
        by=world.actor("dispatcher"),
        expect=seen,
    )
    order.refresh_from_db()
    assert (order.area_code, order.area_then) == (NEW, SECOND)
    assert fault_in(order) is None


def test_a_published_plan_waits_for_the_last_day_of_comments(draft, planner, clock):
    """Everybody may comment until then; afterwards it is adopted on its day by the clock."""
    plan = publishing.publish(draft(**TOGETHER), comment_until=TODAY + timedelta(days=7), by=planner)
    publishing.comment(plan, "希望保留第一网格。")

    with pytest.raises(Refused, match="Comments are taken until"):
        adopting.adopt(plan, by=planner)
    plan = adopting.schedule(plan, on=TODAY + timedelta(days=9), by=planner)
    assert adopting.adopt_due(TODAY) == 0
    clock.forward(days=8)
    with pytest.raises(Refused, match="no longer taken"):
        publishing.comment(plan, "太晚了。")
    clock.forward(days=1)
    day = TODAY + timedelta(days=9)

    assert (adopting.adopt_due(day), adopting.adopt_due(day)) == (1, 0)
    plan.refresh_from_db()
    assert plan.state == "adopted"
    assert Area.objects.get(code=NEW).from_on == day


def test_a_plan_is_adopted_once(draft, planner):
    """A second press is told the state."""
    plan = draft(**TOGETHER)
    adopting.adopt(plan, by=planner)

    with pytest.raises(Refused, match="adopted now"):
        adopting.adopt(plan, by=planner)


def test_a_failure_in_the_middle_leaves_nothing(world, draft, planner, monkeypatch):
    """Everything is one transaction: when the last table cannot be written, the first is as it was."""
    fill(world)
    world.submit(area=SECOND)
    plan = draft(**TOGETHER)
    before = dump("planning.GridPlan", "planning.Adoption", "planning.Carried")
    monkeypatch.setattr("sidan.orders.redrawn._CARRY", "SELECT 1 / 0, %s::text, %s::text")

    with pytest.raises(DataError, match="division by zero"):
        adopting.adopt(plan, by=planner)

    assert dump("planning.GridPlan", "planning.Adoption", "planning.Carried") == before


def test_the_orders_page_says_that_its_grid_was_redrawn(world, draft, planner):
    """Whoever opens the order reads from which grid it came and when, for one query more."""
    order = world.submit(area=SECOND)
    adopting.adopt(draft(**TOGETHER), by=planner)

    page = world.client("dispatcher", headers={"accept-language": "en"}).get(f"/desk/o/{order.number}")

    assert "北门第2网格" in page.content.decode()
    assert Area.objects.get(code=NEW).name in page.content.decode()
