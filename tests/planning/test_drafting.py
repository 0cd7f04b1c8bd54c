# SPDX-License-Identifier: Apache-2.0
"""A plan asked for, refused with a sentence, computed by the worker, computed again, and shown."""

import gzip
import json
from typing import Any

import pytest
from django.db import connection, transaction

from sidan.base.errors import NotFound, Refused
from sidan.people.actors import Actor
from sidan.people.models import AuditEntry
from sidan.places.models import Area
from sidan.planning import adjusting, adopting, computing, drafting, exporting, publishing, rolling_back
from sidan.planning.authority import find_plan, find_public_plan
from sidan.planning.instances import geojson_of, instance_today
from sidan.planning.models import GridPlan
from sidan.planning.outlining import outlines_of, region_outlines
from sidan.planning.showing import communities_of, crews_of, edits_of, fault_of, plans_of, public_plans, shown
from tests.planning.conftest import TWO
from tests.planning.holding import FIRST, SECOND, THIRD, TOGETHER
from tests.world import COUNTY, NORTH, SOUTH

pytestmark = pytest.mark.django_db


def ask(planner: Actor, area: str = NORTH, *, source: str = "today", **more: Any) -> GridPlan:
    """Ask for a plan."""
    asked = {**TWO, **more.pop("asked", {})}
    return drafting.draft(area, name="方案", asked=asked, source=source, by=planner, **more)


def jobs() -> list[str]:
    """Return the names of the jobs that are queued."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE queue_name = 'plans' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def test_todays_grids_are_planned_with_their_crews_and_work(world, planner):
    """Each grid brings its households, its orders and the number of who looks after it, and no name."""
    world.submit(area=FIRST)
    world.submit(area=FIRST)

    features = json.loads(instance_today(NORTH))["features"]

    crew = str(world.people["crew"].pk)
    found = [tuple(each["properties"].values()) for each in features]
    assert found == [
        (FIRST, "北门第1网格", f"{NORTH}001", 400, 2.0, crew),
        (SECOND, "北门第2网格", f"{NORTH}001", 400, 0.0, None),
        (THIRD, "北门第3网格", f"{NORTH}001", 400, 0.0, None),
    ]
    assert "李网格" not in json.dumps(features, ensure_ascii=False)


def test_the_job_is_queued_with_the_plan_or_not_at_all(planner):
    """A plan that is taken back takes its job along."""
    sid = transaction.savepoint()
    ask(planner)
    transaction.savepoint_rollback(sid)
    assert jobs() == []

    plan = ask(planner)

    assert (plan.state, jobs()) == ("waiting", ["plan_compute"])
    assert AuditEntry.objects.filter(action="plan.drafted", subject=plan.subject).count() == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"lo": 500, "hi": 300}, "turned round"),
        ({"lo": "many"}, "many is not a number"),
        ({"lo": "1.5"}, "not a whole number"),
        ({"weights": {"balance": -1}}, "weight balance"),
        ({"regions": "0"}, "1 or more"),
        ({"wishes": {"fixed": [["nowhere"]]}}, "nowhere"),
        ({"wishes": "all"}, "not well formed"),
        ({"effort": "sweat"}, "by orders or by their steps"),
    ],
)
def test_a_wrong_question_is_refused_with_a_sentence(planner, asked, sentence):
    """Nothing is queued for a question that has no answer."""
    with pytest.raises(Refused, match=sentence):
        ask(planner, asked=asked)

    assert jobs() == []


def test_grids_without_outline_or_households_are_named(planner):
    """Whoever plans is told which grids lack what, and what to do."""
    Area.objects.filter(code=SECOND).update(geometry=None)
    with pytest.raises(Refused, match="1 grids have no outline: 北门第2网格"):
        ask(planner)

    Area.objects.filter(code=SECOND).update(geometry=Area.objects.get(code=FIRST).geometry, households=None)
    with pytest.raises(Refused, match="1 grids have no number of households: 北门第2网格"):
        ask(planner)


def test_an_exclusive_grid_stays_as_it_is(draft):
    """A market or a school is a region of its own, whatever its size."""
    Area.objects.filter(code=SECOND).update(kind="exclusive")

    plan = draft(regions="")

    assert plan.asked["wishes"]["fixed"] == [[SECOND]]
    assert (SECOND,) in [facts.areas for facts in shown(plan).facts]


def test_an_impossible_number_fails_with_a_sentence(planner):
    """What the solver refuses is told by the plan."""
    plan = ask(planner, asked={"regions": 9})

    computing.compute(plan.pk)

    plan.refresh_from_db()
    assert plan.state == "failed"
    assert "9 regions cannot be had" in str(fault_of(plan))


def test_a_crash_fails_the_plan_and_a_silent_worker_is_replaced(planner, clock, monkeypatch):
    """Nobody waits for ever: a crash is told, and what a stopped worker left is begun anew."""
    crashed, left = ask(planner), ask(planner)
    computing._begun(left.pk)
    clock.forward(minutes=6)
    assert computing.begin_anew() == 1
    assert GridPlan.objects.get(pk=left.pk).state == "waiting"

    monkeypatch.setattr(computing, "redraw", lambda *_, **__: 1 / 0)
    computing.compute(crashed.pk)

    crashed.refresh_from_db()
    assert crashed.state == "failed"
    assert "went wrong" in str(fault_of(crashed))


def test_the_seed_gives_the_same_plan_and_the_curve_is_drawn(draft, planner):
    """Computing again is noted at the plan; the curve has a point for each weight."""
    plan = draft()

    assert computing.recompute(plan.pk)
    while computing.draw_curve(plan.pk):
        assert "plan_curve" in jobs()

    plan.refresh_from_db()
    assert plan.checked["is_same"] is True
    assert [point["crew"] for point in plan.curve] == list(computing.CREW_WEIGHTS)


def test_a_file_is_planned_like_todays_grids(planner):
    """An uploaded file, plain or gzipped, is read once and kept; one that is none is refused."""
    data = instance_today(NORTH)

    plan = ask(planner, source="file", upload=gzip.compress(data), file_name="a.geojson.gz")
    computing.compute(plan.pk)

    plan.refresh_from_db()
    assert (plan.state, plan.file_name, geojson_of(plan)) == ("ready", "a.geojson.gz", data)
    with pytest.raises(Refused, match="not GeoJSON"):
        ask(planner, source="file", upload=b"{")


def test_a_plan_over_other_areas_than_grids_is_adopted_by_where_they_lie(planner):
    """The halves of two grids become three regions: the old grids are split by their outlines."""
    collection = json.loads(instance_today(NORTH))
    for number, feature in enumerate(collection["features"]):
        feature["properties"]["id"] = f"block-{number}"
    plan = ask(planner, source="file", upload=json.dumps(collection).encode(), file_name="blocks.geojson")
    computing.compute(plan.pk)
    plan.refresh_from_db()

    adoption = adopting.adopt(plan, by=planner)

    assert (adoption.counts["area_new"], adoption.counts["area_void"]) == (2, 3)
    living = Area.objects.filter(code__startswith=NORTH, level="grid", void_on__isnull=True)
    assert sorted(area.households for area in living) == [400, 800]


def test_what_pages_show_of_a_plan(world, draft, planner):
    """Communities, crews with their names, the map and the proof come from the plan as it stands."""
    plan = draft(**TOGETHER)
    now = shown(plan)

    assert (now.parts_proved, now.gap_percent, now.is_adjusted) == (1, 0.0, False)
    (row,) = communities_of(plan)
    assert (row.name, row.areas, row.regions, row.smallest, row.largest) == ("北门社区", 3, 2, 400, 800)
    (crew,) = crews_of(plan)
    assert (crew.name, crew.households, crew.new_households, crew.gained_households) == ("李网格", 400, 800, 400)
    assert len(json.loads(outlines_of(plan))["features"]) == 3
    assert [each["properties"]["households"] for each in json.loads(region_outlines(plan))["features"]] == [800, 400]
    assert plans_of(planner) == [plan]
    foreseen = adopting.foreseen(plan)
    assert (foreseen.counts["kept"], foreseen.counts["area_void"], foreseen.hindrances) == (1, 2, ())


def test_exports_hold_the_plan(draft, planner):
    """GeoJSON and a workbook are written, and the log tells."""
    plan = draft()

    exporting.plan_geojson(plan, by=planner)
    assert exporting.plan_workbook(plan, by=planner, language="zh-hans").startswith(b"PK")

    assert AuditEntry.objects.filter(action="plan.exported").count() == 2


def test_nobody_but_a_planner_of_the_area_may_do_anything(world, draft, planner):
    """Dispatchers, leaders, administrators, strangers and planners of elsewhere are all refused, and see no plan."""
    plan = draft()
    world.hold("elsewhere", role="planner", area=SOUTH)
    world.hold("system", role="system_admin")
    verbs = [
        ask,
        lambda by: drafting.draft_like(plan, name="x", asked=TWO, by=by),
        lambda by: drafting.ask_for_curve(plan, by=by),
        lambda by: drafting.ask_to_recompute(plan, by=by),
        lambda by: adjusting.move_area(plan, FIRST, "", by=by, expect=0),
        lambda by: adjusting.undo(plan, by=by, expect=0),
        lambda by: publishing.publish(plan, comment_until=plan.made_at.date(), by=by),
        lambda by: publishing.hide(1, plan=plan, reason="x", by=by),
        lambda by: publishing.withdraw(plan, by=by),
        lambda by: adopting.schedule(plan, on=plan.made_at.date(), by=by),
        lambda by: adopting.unschedule(plan, by=by),
        lambda by: adopting.adopt(plan, by=by),
        lambda by: rolling_back.roll_back(plan, by=by),
        lambda by: exporting.plan_geojson(plan, by=by),
        lambda by: exporting.plan_workbook(plan, by=by, language="en"),
    ]

    for name in ("dispatcher", "leader", "crew", "stranger", "elsewhere", "system"):
        by = world.actor(name)
        for verb in verbs:
            with pytest.raises(Refused, match="planned by the grid planners"):
                verb(by)
        with pytest.raises(NotFound):
            find_plan(plan.code, by=by)
        assert plan not in plans_of(by)


def test_a_planner_of_the_county_may_plan_a_street_and_the_other_way_round_not(world, draft):
    """Whoever plans the larger area plans what lies in it."""
    plan = draft()
    world.hold("county", role="planner", area=COUNTY)

    assert find_plan(plan.code.upper(), by=world.actor("county")) == plan
    with pytest.raises(Refused, match="planned by the grid planners"):
        ask(world.actor("planner"), COUNTY)


def test_the_public_sees_published_plans_alone(draft, planner):
    """A draft is nobody's business; a withdrawn plan is gone again; a hidden comment is not shown."""
    plan = draft()
    with pytest.raises(NotFound):
        find_public_plan(plan.code)

    publishing.publish(plan, comment_until=plan.made_at.date(), by=planner)
    said = publishing.comment(find_public_plan(plan.code), "张三家在哪里？")
    publishing.hide(said.pk, plan=plan, reason="写了姓名", by=planner)
    assert public_plans() == [plan]
    publishing.withdraw(plan, by=planner)

    assert public_plans() == []
    assert edits_of(plan) == []
